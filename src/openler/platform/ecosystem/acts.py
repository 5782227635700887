"""Which acts of the map can a person really do here in this version, from start to end, and where?

An act is listed only when everything that its text promises is there. All others are shown without a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.urls import reverse

from openler.platform.ecosystem.content import Act, Stakeholder, ecosystem


@dataclass(frozen=True, slots=True)
class Destination:
    """The page on which an act is done: the name of its address, and the words that it needs."""

    url_name: str
    words: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Give the address.

        Raises: django.urls.NoReverseMatch where the page does not exist in this version.
        """
        return reverse(self.url_name, kwargs=dict(self.words))


@dataclass(frozen=True, slots=True)
class ShownAct:
    """An act and, where it can be done here, the address of the page; else an empty address."""

    act: Act
    url: str


PLACES: Mapping[str, Destination] = {
    # Read LERs explained, play the story, look up words in the glossary: all three start on this page.
    "learners_and_earners.issuing.3": Destination("explained"),
    # Each skill, level and check of a record that a client brings, in plain words.
    "career_navigators.issuing.2": Destination("verify"),
}


def count_standing() -> int:
    """Count the acts that can be done here in this version."""
    return sum(1 for act in ecosystem().acts if act.id in PLACES)


def shown_acts(stakeholder: Stakeholder, phase: str) -> list[ShownAct]:
    """List the acts of a phase; those that can be done here come first."""
    shown = [ShownAct(act, PLACES[act.id].url if act.id in PLACES else "") for act in stakeholder.acts_of(phase)]
    return sorted(shown, key=lambda one: not one.url)
