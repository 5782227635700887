"""What was issued to me here, and how do I tell whoever issued it that something is wrong?

The register of this installation says it, not the wallet: a record is listed once its learner accepted it.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from openler.foundation.errors import LerError
from openler.platform.issuing.changes import object_to
from openler.platform.issuing.models import Seat
from openler.platform.issuing.queries import find_held_seat, objections_of, seats_held_by
from openler.platform.organizations.access import PersonRequest, signed_in

_UNPROCESSABLE = 422
# A lifetime of records; whoever has more finds the rest in the wallet.
_MOST = 200


@signed_in
@never_cache
@require_safe
def list_issued(request: PersonRequest) -> HttpResponse:
    """List the records that I accepted here, with the state that others are told."""
    seats = seats_held_by(request.user.pk)[:_MOST]
    return render(request, "learners_and_earners/issued.html", {"nav_current": "wallet", "seats": seats})


@signed_in
@never_cache
@require_safe
def show_issued(request: PersonRequest, seat: UUID) -> HttpResponse:
    """Show one of them, what I objected to and what was answered, and a form to object."""
    return _page(request, find_held_seat(request.user.pk, seat))


@signed_in
@never_cache
@require_POST
def object_to_issued(request: PersonRequest, seat: UUID) -> HttpResponse:
    """Take what I say is wrong; somebody at the organization owes an answer."""
    found = find_held_seat(request.user.pk, seat)
    about, text = request.POST.get("about", ""), request.POST.get("text", "")
    try:
        object_to(request.act, found, about=about, text=text)
    except LerError as error:
        return _page(request, found, fault=error.message, typed=text, about=about, status=_UNPROCESSABLE)
    messages.success(request, _("Your message is with the organization. It owes you an answer within 30 days."))
    return redirect("wallet_issued_one", seat=found.pk)


def _page(
    request: PersonRequest, seat: Seat, *, fault: str = "", typed: str = "", about: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "nav_current": "wallet",
        "seat": seat,
        "objections": objections_of(seat, request.user.pk),
        "fault": fault,
        "typed": typed,
        "about": about,
    }
    return render(request, "learners_and_earners/issued_one.html", context, status=status)
