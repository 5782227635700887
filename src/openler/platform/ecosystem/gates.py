"""Where does the portal of a stakeholder open, if this version has one?"""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from openler.platform.organizations.queries import memberships_of

# The public page on which work of this kind begins for whoever is not a member; an organization's home for a member.
_GATES: Mapping[str, str] = {
    "learners_and_earners": "wallet",
    "credentialing_organizations": "organization_home",
    "employers": "organization_home",
    "governance": "organization_home",
    "data_standards_bodies": "organization_home",
}


def has_portal(stakeholder: str) -> bool:
    """Tell whether this version has a portal for a stakeholder."""
    name = _GATES.get(stakeholder, "")
    try:
        reverse(name, kwargs={"org": "any"} if name == "organization_home" else {})
    except NoReverseMatch:
        return False
    return True


def gate_of(stakeholder: str, request: HttpRequest) -> str:
    """Give the address where the portal opens for this reader; empty where there is none for them yet."""
    if not has_portal(stakeholder):
        return ""
    name = _GATES[stakeholder]
    if name != "organization_home":
        return reverse(name)
    user = getattr(request, "user", None)
    if user is None or not request.COOKIES or not user.is_authenticated:
        return ""
    for membership in memberships_of(user):
        if stakeholder in membership.organization.kinds:
            return reverse(name, kwargs={"org": membership.organization.slug})
    return ""
