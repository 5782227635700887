"""Where is a member on the pages of an employer: which organization, which of its ways?"""

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from openler.platform.organizations.access import MemberRequest


def place_of(request: MemberRequest, current: str) -> dict[str, Any]:
    """Give what `organizations/portal.html` needs on a page of an employer."""
    slug = request.organization.slug
    ways = [("portal_home", _("Home")), ("postings", _("Postings")), ("retention", _("How long things are kept"))]
    if not request.membership.may():
        ways.pop()
    return {
        "organization": request.organization,
        "portal_who": "employers",
        "portal_name": _("Employers"),
        "portal_phase": "adopting",
        "portal_phase_name": _("Adopting"),
        "portal_current": current,
        "portal_ways": [
            {"name": name, "words": words, "url": url} for name, words in ways if (url := _address(name, slug))
        ],
    }


def _address(name: str, slug: str) -> str:
    try:
        return reverse(name, args=(slug,))
    except NoReverseMatch:
        return ""
