"""How does an organization find the records that it issued, and end, suspend or reinstate some of them?

Not here: how a record is issued, and what a change does to its copies, which `issuing.changes` knows.
"""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from openler.foundation.errors import LerError
from openler.foundation.tables import write_table
from openler.platform.achievements.queries import published_of
from openler.platform.base.faults import status_of
from openler.platform.issuing import changes
from openler.platform.issuing.errors import BadChange, NoSuchRecord
from openler.platform.issuing.looks import note_export, note_list
from openler.platform.issuing.models import Seat
from openler.platform.issuing.queries import seats_of
from openler.platform.issuing.rows import FIELDS
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.portals.credentialing_organizations.issue import place

# What a person can look over before pressing a button; a change reaches no record that is not on the page.
PAGE = 50
STATES: dict[str, Promise] = {
    "in_force": gettext_lazy("In force"),
    "unclaimed": gettext_lazy("Not claimed yet"),
    "suspended": gettext_lazy("Suspended"),
    "revoked": gettext_lazy("Revoked"),
    "replaced": gettext_lazy("Replaced"),
}
LIGHTS = {
    "in_force": "passed",
    "suspended": "undetermined",
    "revoked": "failed",
    "replaced": "not_applicable",
}
_EFFECTS: dict[str, Promise] = {
    "revoke": gettext_lazy("They end for good, with all their copies. A revocation is never undone."),
    "suspend": gettext_lazy("They do not count until you reinstate them."),
    "reinstate": gettext_lazy("They count again."),
    "correct": gettext_lazy("A new record takes the place of each; their holders get links to them."),
}
_ACTS: dict[str, Promise] = {
    "revoke": gettext_lazy("Revoke"),
    "suspend": gettext_lazy("Suspend"),
    "reinstate": gettext_lazy("Reinstate"),
    "correct": gettext_lazy("Correct the same thing in all"),
}
_HEAD = ("award number", "name", "mail address", "own number", "achievement", "state", "released", "valid until")


@require_safe
@for_members("issuer", "reviewer", "viewer")
def records_page(request: MemberRequest) -> HttpResponse:
    """Show the records that match, a page at a time."""
    page = Paginator(_wanted(request), PAGE).get_page(request.GET.get("page"))
    asked = _asked(request)
    note_list(request.act, page.object_list, is_search=bool(asked["q"]))
    kept = QueryDict(mutable=True)
    kept.update({name: value for name, value in asked.items() if value})
    return render(
        request,
        "credentialing_organizations/records.html",
        place("issued_records")
        | {
            "page": page,
            "asked": asked,
            "query": kept.urlencode(),
            "states": STATES,
            "lights": LIGHTS,
            "achievements": published_of(request.organization),
            "acts": offered_acts(
                can_be_suspended=published_of(request.organization).filter(can_be_suspended=True).exists()
            ),
            "may_change": request.membership.may("issuer"),
        },
    )


@require_safe
@for_members("issuer", "reviewer", "viewer")
def export(request: MemberRequest) -> HttpResponse:
    """Give the records that match as a CSV file in which no cell is a formula."""
    rows, seats = [], list(_wanted(request))
    note_export(request.act, seats)
    for seat in seats:
        until = seat.valid_until.date().isoformat() if seat.valid_until else ""
        released = seat.released_at.date().isoformat()
        known = (seat.award_number, seat.name, seat.email, seat.roster_id)
        rows.append((*known, str(seat.version), seat.state, released, until))
    answer = HttpResponse(write_table(_HEAD, tuple(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="records.csv"'
    return answer


@require_POST
@for_members("issuer")
def change(request: MemberRequest) -> HttpResponse:
    """Say what a change of the chosen records would do; do it when that was confirmed."""
    kind, reason = request.POST.get("kind", ""), request.POST.get("reason", "").strip()
    if kind not in _ACTS:
        raise BadChange(_("Choose whether to revoke, suspend, reinstate or correct."))
    seats = _chosen(request)
    try:
        if kind != "reinstate" and not 1 <= len(reason) <= 500:
            raise BadChange(_("Say why, in at most 500 characters; the holder reads it."))
        if request.POST.get("confirmed") != "yes":
            return _confirmation(request, kind, seats)
        count = _do(request, kind, seats, reason)
    except LerError as error:
        # What was chosen and typed stands on the page again, with what is wrong.
        return _confirmation(request, kind, seats, fault=error)
    messages.success(request, _("Records changed: %(count)d.") % {"count": count})
    return HttpResponseRedirect(reverse("issued_records", args=[request.organization.slug]))


def _do(request: MemberRequest, kind: str, seats: list[Seat], reason: str) -> int:
    if kind == "revoke":
        return changes.revoke(request.act, seats, reason=reason)
    if kind == "suspend":
        return changes.suspend(request.act, seats, reason=reason)
    if kind == "reinstate":
        return changes.reinstate(request.act, seats)
    field, value = request.POST.get("field", ""), request.POST.get("value", "")
    at_once = request.POST.get("when") != "accepted"
    return len(changes.correct_all(request.act, seats, field=field, value=value, reason=reason, at_once=at_once))


def _confirmation(
    request: MemberRequest, kind: str, seats: list[Seat], *, fault: LerError | None = None
) -> HttpResponse:
    note_list(request.act, seats, is_search=False)
    typed = {name: request.POST.get(name, "").strip() for name in ("reason", "field", "value", "when")}
    context = place("issued_records") | {"seats": seats, "kind": kind, "typed": typed, "fault": fault}
    context |= {"reason": typed["reason"], "act": _ACTS[kind], "effect": _EFFECTS[kind]}
    context["fields"] = {name: FIELDS[name] for name in changes.SHARED_FIELDS} if kind == "correct" else {}
    status = 200 if fault is None else status_of(fault)
    return render(request, "credentialing_organizations/record_change.html", context, status=status)


def offered_acts(*, can_be_suspended: bool) -> dict[str, Promise]:
    """Suspension is offered only where records carry an entry for it."""
    return {kind: words for kind, words in _ACTS.items() if can_be_suspended or kind in ("revoke", "correct")}


def _asked(request: MemberRequest) -> dict[str, str]:
    state = request.GET.get("state", "")
    asked = {"q": request.GET.get("q", "").strip()[:254], "state": state if state in STATES else ""}
    return asked | {name: str(_key(request.GET.get(name, "")) or "") for name in ("achievement", "batch")}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _wanted(request: MemberRequest) -> QuerySet[Seat]:
    asked = _asked(request)
    return seats_of(
        request.organization,
        text=asked["q"],
        state=asked["state"],
        achievement=_key(asked["achievement"]),
        batch=_key(asked["batch"]),
    )


def _chosen(request: MemberRequest) -> list[Seat]:
    try:
        keys = {UUID(text) for text in request.POST.getlist("seat")}
    except ValueError:
        raise NoSuchRecord(_("There is no such record here.")) from None
    if not 1 <= len(keys) <= PAGE:
        raise BadChange(_("Choose from 1 to %(most)d records.") % {"most": PAGE})
    seats = list(seats_of(request.organization).filter(pk__in=keys))
    if len(seats) != len(keys):
        raise NoSuchRecord(_("One of these records is not here; nothing was changed."))
    return seats
