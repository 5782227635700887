"""What do frameworks, achievements and registries of this installation say about a skill or an issuer?

Each is asked in its own room; nothing is kept here.
"""

from datetime import datetime
from uuid import UUID

from openler.foundation.json_types import JsonObject
from openler.platform.achievements.models import Version
from openler.platform.achievements.queries import url_of
from openler.skills.matching import NOT_RECOGNISED, Edges, Recognised

# As many hits as a person reads through.
MAX_HITS = 12


def edges_around(uris: list[str]) -> Edges:
    """Give the published edges that a way of two steps between these terms can use."""
    return Edges([])


def recognition_of(
    issuer: str, achievement_type: str, achievement_id: str, *, tenant_id: UUID, drawn: JsonObject, at: datetime
) -> Recognised:
    """Say which registry, of those that an organization has chosen, vouches for an issuer."""
    return NOT_RECOGNISED


def find_skills(text: str) -> list[JsonObject]:
    """Find items of frameworks that a requirement can name."""
    return []


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
