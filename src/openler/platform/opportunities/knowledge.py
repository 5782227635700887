"""What do frameworks and registries of this installation say about a skill or an issuer? Asked of their own rooms."""

from datetime import datetime
from uuid import UUID

from openler.foundation.json_types import JsonObject
from openler.skills.matching import NOT_RECOGNISED, Edges, Recognised


def edges_around(uris: list[str]) -> Edges:
    """Give the published edges that a way of two steps between these terms can use."""
    return Edges([])


def recognition_of(
    issuer: str, achievement_type: str, achievement_id: str, *, tenant_id: UUID, drawn: JsonObject, at: datetime
) -> Recognised:
    """Say which registry, of those that an organization has chosen, vouches for an issuer."""
    return NOT_RECOGNISED
