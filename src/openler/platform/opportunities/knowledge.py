"""What do frameworks, achievements and registries of this installation say about a skill or an issuer?

Each is asked in its own room; nothing is kept here.
"""

from collections.abc import Iterable
from datetime import datetime

from openler.foundation.json_types import JsonObject
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import url_of
from openler.platform.frameworks import queries as frameworks
from openler.platform.frameworks.queries import find_item, search_items
from openler.platform.organizations.identity import did_of
from openler.platform.organizations.models import Organization
from openler.platform.recognition.queries import recognisers_now
from openler.skills.matching import NOT_RECOGNISED, Edge, Edges, Recognised

# As many hits as a person reads through.
MAX_HITS = 12
# Terms looked up for one match: those asked, then those shown; no honest application has more.
MAX_TERMS = 300
# Achievements read for one search; more would make a reader wait.
MAX_READ = 2_000
# Where a report says that a chosen registry knows the issuer, and not which.
CHOSEN_REGISTRY = "urn:openler:registry:chosen"


def edges_around(uris: Iterable[str]) -> Edges:
    """Give the published edges that a way of two steps between these terms can use.

    A term that was imported has two addresses, here and at its source; both are the same term.
    """
    asked = list(dict.fromkeys(uris))[:MAX_TERMS]
    items = filter(None, map(find_item, asked))
    same = [
        Edge(item.uri, "exactMatch", item.source_uri, item.framework.uri, item.framework.version)
        for item in items
        if item.source_uri
    ]
    return Edges([*frameworks.edges_around(asked), *same])


def recognition_of(drawn: JsonObject) -> Recognised:
    """Say which registry vouches for the issuer of a judged record: what lit the third light of its report."""
    lit = {light["id"]: light["outcome"] for light in drawn.get("lights", ())}
    if lit.get("issuer_recognized") != "passed":
        return NOT_RECOGNISED
    told = drawn.get("recognition") or {}
    for finding in told.get("registries") or ():
        entry = finding.get("entry_when_signed") or finding.get("entry_now")
        if entry:
            return Recognised(str(finding["registry"]), str(entry["id"]))
    return Recognised(CHOSEN_REGISTRY)


def recognisers_of(organization: Organization, *, at: datetime) -> list[str] | None:
    """Name who recognizes an organization now, of the registries that the operator chose; None where none is chosen."""
    return recognisers_now(did_of(organization), at=at)


def find_skills(text: str) -> list[JsonObject]:
    """Find terms of frameworks, and skills that published achievements are aligned to, by words; exact names first."""
    found: dict[str, JsonObject] = {}
    for item in search_items(text, limit=MAX_HITS):
        found[item.uri] = _skill(item.uri, item.label, item.framework.title)
    words = text.strip().casefold()
    published = Version.objects.filter(state=Version.State.PUBLISHED).order_by("name")
    for alignments in published.values_list("alignments", flat=True)[:MAX_READ]:
        for one in alignments:
            if words and words in str(one["label"]).casefold():
                found.setdefault(one["uri"], _skill(one["uri"], one["label"], one.get("framework", "")))
    # What is called exactly so comes first, and of the rest what the frameworks find.
    ordered = sorted(found.values(), key=lambda row: str(row["label"]).casefold() != words)
    return ordered[:MAX_HITS]


def _skill(uri: str, label: str, framework: str) -> JsonObject:
    return {"uri": uri, "label": label, "framework": framework, "kind": "skill"}


def find_credentials(text: str) -> list[JsonObject]:
    """Find published achievements that a requirement can name."""
    found = Version.objects.select_related("achievement__organization").filter(
        state=Version.State.PUBLISHED, name__icontains=text.strip()
    )
    return [
        {
            "uri": url_of(one),
            "label": one.name,
            "framework": one.achievement.organization.name,
            "kind": "achievement",
        }
        for one in found.order_by("name")[:MAX_HITS]
    ]
