"""Which places of work does a member of an organization see? Only those that exist, and that the role may open."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openler.platform.organizations.models import Membership


@dataclass(frozen=True, slots=True)
class Way:
    """A place of work.

    Attributes:
        name: of its address.
        words: as the page says it.
        kinds: of organizations that have it; empty for all.
        roles: that may open it; empty for all.
    """

    name: str
    words: Promise
    kinds: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


ISSUERS = ("credentialing_organizations", "employers", "governance")
_WAYS = (
    Way("organization_home", _("Home")),
    Way("frameworks_of", _("Frameworks"), kinds=("data_standards_bodies", "credentialing_organizations")),
    Way("achievements", _("Achievements"), kinds=ISSUERS),
    Way("issue", _("Issue"), kinds=ISSUERS, roles=("issuer", "reviewer")),
    Way("issue_work", _("Give a work record"), kinds=("employers",), roles=("issuer",)),
    Way("issued_records", _("Records"), kinds=ISSUERS, roles=("issuer", "reviewer", "viewer")),
    Way("postings_of", _("Postings"), kinds=("employers",), roles=("recruiter", "viewer")),
    Way("registry", _("Registry"), kinds=("governance",)),
    Way("registries_chosen", _("Whose registries count"), roles=("owner",)),
    Way("members", _("Members"), roles=("owner",)),
    Way("keys", _("Keys"), kinds=ISSUERS, roles=("owner", "reviewer")),
    Way("keeping", _("How long things are kept"), roles=("owner",)),
    Way("tokens", _("Tokens"), roles=("owner",)),
    Way("organization_audit", _("Audit log"), roles=("owner",)),
)
# The hue and icon of each stakeholder, as components call it.
ICONS = {
    "learners_and_earners": "learners",
    "credentialing_organizations": "credentialing",
    "employers": "employers",
    "hr_systems": "hr",
    "ler_solution_providers": "providers",
    "governance": "governance",
    "data_standards_bodies": "standards",
    "career_navigators": "navigators",
    "supporting_systems": "supporting",
    "funders": "funders",
}
NAMES = {
    "learners_and_earners": _("Learners and Earners"),
    "credentialing_organizations": _("Credentialing Organizations"),
    "employers": _("Employers"),
    "hr_systems": _("HR Systems"),
    "ler_solution_providers": _("LER Solution Providers"),
    "governance": _("Governance"),
    "data_standards_bodies": _("Data Standards Bodies"),
    "career_navigators": _("Career Navigators"),
    "supporting_systems": _("Supporting Systems"),
    "funders": _("Funders"),
}


def ways_of(membership: Membership) -> list[dict[str, str | Promise]]:
    """List the places of a member, as name, words and address."""
    organization = membership.organization
    found: list[dict[str, str | Promise]] = []
    for way in _WAYS:
        if way.kinds and not set(way.kinds) & set(organization.kinds):
            continue
        if way.roles and not membership.may(*way.roles):
            continue
        try:
            url = reverse(way.name, kwargs={"org": organization.slug})
        except NoReverseMatch:
            continue
        found.append({"name": way.name, "words": way.words, "url": url})
    return found
