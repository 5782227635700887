"""What do frameworks, achievements and registries of this installation say about a skill or an issuer?

Each is asked in its own room; nothing is kept here.
"""

from datetime import datetime

from openler.foundation.json_types import JsonObject
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import url_of
from openler.platform.organizations.identity import did_of
from openler.platform.organizations.models import Organization
from openler.platform.recognition.queries import recognisers_now
from openler.skills.matching import NOT_RECOGNISED, Edges, Recognised

# As many hits as a person reads through.
MAX_HITS = 12
# Achievements read for one search; more would make a reader wait.
MAX_READ = 2_000
# Where a report says that a chosen registry knows the issuer, and not which.
CHOSEN_REGISTRY = "urn:openler:registry:chosen"


def edges_around(uris: list[str]) -> Edges:
    """Give the published edges that a way of two steps between these terms can use."""
    return Edges([])


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
    """Find skills that published achievements are aligned to, so that what is asked can be shown by somebody."""
    words = text.strip().casefold()
    found: dict[str, JsonObject] = {}
    published = Version.objects.filter(state=Version.State.PUBLISHED).order_by("name")
    for alignments in published.values_list("alignments", flat=True)[:MAX_READ]:
        for one in alignments:
            if words in str(one["label"]).casefold():
                row = {"uri": one["uri"], "label": one["label"], "framework": one.get("framework", ""), "kind": "skill"}
                found.setdefault(one["uri"], row)
    # What is called exactly so comes first.
    ordered = sorted(found.values(), key=lambda row: (str(row["label"]).casefold() != words, str(row["label"])))
    return ordered[:MAX_HITS]


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
