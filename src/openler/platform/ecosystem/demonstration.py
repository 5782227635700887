"""What does a demonstration add to the map: the story's own records, and whom to be for an act?

The room of the demonstration stands above this one and says it at the start of the program. Elsewhere nothing is
claimed: an installation that is no demonstration has no answer, whatever stands in its database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Something real of this installation on which a step of the story plays.

    Attributes:
        words: what it is, as a link says it.
        detail: of a record, who signed it for whom; empty for what is no record.
        url: of the page that shows it.
        state: of a record, in a few words; empty for what is no record.
        outcome: of a record: "passed" while it counts, else "failed"; empty for what is no record.
    """

    words: str
    url: str
    detail: str = ""
    state: str = ""
    outcome: str = ""


class Demonstration(Protocol):
    """What the room of the demonstration can tell."""

    def standing_at(self, step: int, at: datetime) -> Sequence[Standing]:
        """List what a step of the story plays on; empty where it was not loaded."""

    def people_for(self, kind: str, roles: Sequence[str]) -> Sequence[str]:
        """Name the people at the door who have a role in an organization of a kind."""


_told: list[Demonstration] = []


def tell(one: Demonstration) -> None:
    """Say who tells it; the last one counts."""
    _told[:] = [one]


def demonstration() -> Demonstration | None:
    """Give who tells it; None where this installation is no demonstration."""
    return _told[0] if _told and settings.OPENLER_DEMO else None
