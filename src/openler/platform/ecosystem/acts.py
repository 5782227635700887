"""Which acts of the map can a person really do here in this version, from start to end, and where?

An act is listed only when everything that its text promises is there. All others are shown without a link. What only
members of an organization can do has no address that suits everybody: its link leads to `resolve`, which finds theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.urls import resolve, reverse

from openler.platform.ecosystem.content import Act, Stakeholder, ecosystem
from openler.platform.organizations.access import access_of

# Stands for an organization where only the kind of an address is asked for.
_ANY = "any"


@dataclass(frozen=True, slots=True)
class Destination:
    """The page on which an act is done.

    Attributes:
        url_name: of the page's address.
        kind: of the organization to which the page belongs; empty for a page that belongs to none.
        roles: with which a member does the act there.
    """

    url_name: str
    kind: str = ""
    roles: tuple[str, ...] = ()

    def url(self, org: str = _ANY) -> str:
        """Give the address, in an organization where the page belongs to one.

        Raises: django.urls.NoReverseMatch where the page does not exist in this version.
        """
        return reverse(self.url_name, kwargs={"org": org} if self.kind else {})

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may open the page."""
        return _is_open_to_all(self.url())


@dataclass(frozen=True, slots=True)
class ShownAct:
    """An act and, where it can be done here, the address that leads to the page; else an empty address."""

    act: Act
    url: str


PLACES: Mapping[str, Destination] = {
    # Read LERs explained, play the story, look up words in the glossary: all three start on this page.
    "learners_and_earners.issuing.3": Destination("explained"),
    # One file of many rows; the page counts of each list what was signed and what was claimed.
    "credentialing_organizations.issuing.2": Destination("issue", "credentialing_organizations", ("issuer",)),
    # Role, dates, skills and evidence on the form for one person; a list as CSV beside it.
    "employers.issuing.3": Destination("issue", "employers", ("issuer",)),
    # A presentation of any wallet or a file; names hidden until lifted for a reason; stages; coded reasons.
    "employers.adopting.1": Destination("postings_of", "employers", ("recruiter",)),
    # An organization of its own name, approvals and key, on this server.
    "ler_solution_providers.using.2": Destination("organization_new"),
    # Many organizations here; another installation reads a registry at its address.
    "governance.using.1": Destination("registries"),
    # Each place of the map has an address and the totals of this installation.
    "governance.using.2": Destination("map"),
    # Each term of a framework answers people and programs at one address, and issuers pick it in their editor.
    "data_standards_bodies.issuing.2": Destination("frameworks_of", "data_standards_bodies", ("issuer",)),
    # Each skill, level and check of a record that a client brings, in plain words.
    "career_navigators.issuing.2": Destination("verify"),
}


def count_standing() -> int:
    """Count the acts that can be done here in this version."""
    return sum(1 for act in ecosystem().acts if act.id in PLACES)


def shown_acts(stakeholder: Stakeholder, phase: str) -> list[ShownAct]:
    """List the acts of a phase; those that can be done here come first."""
    shown = [ShownAct(act, address_of(act.id)) for act in stakeholder.acts_of(phase)]
    return sorted(shown, key=lambda one: not one.url)


def address_of(act_id: str) -> str:
    """Give the address of a link to an act: the page itself where anybody may open it; empty if it is not done here."""
    place = PLACES.get(act_id)
    if place is None:
        return ""
    return place.url() if place.is_public else reverse("do", args=[act_id])


@cache
def _is_open_to_all(url: str) -> bool:
    found = access_of(resolve(url).func)
    return found is not None and found.kind == "all"
