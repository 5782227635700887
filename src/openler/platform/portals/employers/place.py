"""Where is a member on the pages of an employer? Their ways come with every page; this says which of them it is."""

from typing import Any

from django.utils.translation import gettext as _

from openler.platform.organizations.access import MemberRequest


def place_of(request: MemberRequest, current: str) -> dict[str, Any]:
    """Give what `organizations/portal.html` needs on a page of an employer."""
    return {
        "organization": request.organization,
        "portal_who": "employers",
        "portal_name": _("Employers"),
        "portal_phase": "adopting",
        "portal_phase_name": _("Adopting"),
        "portal_current": current,
    }
