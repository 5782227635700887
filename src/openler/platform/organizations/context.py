"""What does every page know about its reader: who is signed in, where do they belong, in whose name do they work?"""

from typing import Any

from django.http import HttpRequest

from openler.platform.organizations.queries import memberships_of
from openler.platform.organizations.ways import ICONS, NAMES, ways_of


def people_context(request: HttpRequest) -> dict[str, Any]:
    """Give the signed-in person and their places; a request without a cookie is asked nothing."""
    user = getattr(request, "user", None)
    if user is None or not request.COOKIES or not user.is_authenticated:
        return {"person": None}
    context: dict[str, Any] = {"person": user, "person_memberships": memberships_of(user)}
    membership = getattr(request, "membership", None)
    if membership is not None:
        kind = membership.organization.kinds[0]
        context |= {
            "organization": membership.organization,
            "membership": membership,
            "portal_ways": ways_of(membership),
            "portal_who": ICONS[kind],
            "portal_name": NAMES[kind],
        }
    return context
