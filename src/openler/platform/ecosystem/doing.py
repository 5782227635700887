"""Where does this reader do an act of the map, and what is missing where they cannot?

An act of a member leads to the reader's own organization: straight where there is one, to a choice where there are
several. Whoever has none learns what it needs. Nothing is changed by asking.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openler.platform.accounts.models import User
from openler.platform.ecosystem.acts import PLACES, Destination
from openler.platform.ecosystem.content import Act, ecosystem
from openler.platform.ecosystem.demonstration import demonstration
from openler.platform.ecosystem.drawing import place_of
from openler.platform.organizations.access import open_to_all
from openler.platform.organizations.models import Membership, Organization
from openler.platform.organizations.queries import memberships_of
from openler.platform.organizations.roles import ROLES


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several organizations in which the reader may do the act."""

    organization: Organization
    url: str


@require_safe
@open_to_all
@never_cache
def do(request: HttpRequest, act_id: str) -> HttpResponseBase:
    """Lead to the page of an act, or say what it needs."""
    act = next((one for one in ecosystem().acts if one.id == act_id), None)
    place = PLACES.get(act_id)
    if act is None or place is None:
        raise Http404
    reader = request.user if isinstance(request.user, User) else None
    if place.is_public or (reader is not None and not place.kind):
        return redirect(place.url())
    theirs = [one for one in memberships_of(reader) if place.kind in one.organization.kinds] if reader else []
    may = [one for one in theirs if one.may(*place.roles)]
    if len(may) == 1:
        return redirect(place.url(may[0].organization.slug))
    return render(request, "ecosystem/do.html", _told(act, place, reader, theirs, may))


def _told(
    act: Act, place: Destination, reader: User | None, theirs: list[Membership], may: list[Membership]
) -> dict[str, object]:
    shown = demonstration()
    return {
        "act": act,
        "who": ecosystem().stakeholder(act.stakeholder),
        "kind": gettext(ecosystem().stakeholder(place.kind).name) if place.kind else "",
        "place": place_of(act.stakeholder),
        "is_signed_in": reader is not None,
        "choices": [Choice(one.organization, place.url(one.organization.slug)) for one in may],
        "without_role": [one.organization for one in theirs] if not may else [],
        "roles": [ROLES[role] for role in place.roles],
        "at_the_door": shown.people_for(place.kind, place.roles) if shown else [],
    }
