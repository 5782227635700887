"""What happens to a class before and while it is signed: looked over, mended, released, refused, paused, printed?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from openler.foundation.errors import LerError
from openler.foundation.tables import write_table
from openler.platform.audit.services import record
from openler.platform.base.faults import status_of
from openler.platform.issuing import batches
from openler.platform.issuing.errors import NoSuchRecord
from openler.platform.issuing.models import Batch, ClaimLink, Row
from openler.platform.issuing.overview import difference_of, samples_of, squares_of
from openler.platform.issuing.queries import find_batch
from openler.platform.issuing.rows import FIELDS, RESULT
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.organizations.queries import members_of
from openler.platform.portals.credentialing_organizations.batch_words import STATES
from openler.platform.portals.credentialing_organizations.issue import place, to_batch
from openler.platform.portals.credentialing_organizations.letters import letter_of

# As many rows as a person mends on a page; more of them are mended as a list.
_ROWS_SHOWN = 50
_STEP, _COLUMNS = 20, 30
_LIVE = (Batch.State.SIGNING,)
_WHAT_TO_MEND = gettext_lazy("what to mend")


@require_safe
@for_members("issuer", "reviewer")
def batch_page(request: MemberRequest, batch: UUID) -> HttpResponse:
    """Show where a batch stands, its rows to mend, and to a second person what is to be released."""
    return _page(request, find_batch(request.organization, batch))


@require_safe
@for_members("issuer", "reviewer")
def progress(request: MemberRequest, batch: UUID) -> HttpResponse:
    """Give only how far a batch is, which says nothing of a person; a page that is open asks again and again."""
    return render(
        request, "credentialing_organizations/progress.html", _progress(find_batch(request.organization, batch))
    )


@require_POST
@for_members("issuer", "reviewer")
def act_on_batch(request: MemberRequest, batch: UUID) -> HttpResponse:
    """Send, release, refuse, pause, go on with or discard a batch."""
    found, verb = find_batch(request.organization, batch), request.POST.get("act", "")
    try:
        if verb in ("release", "refuse"):
            request.membership.require("reviewer")
            if verb == "release":
                batches.release(request.act, found)
            else:
                batches.refuse(request.act, found, reason=request.POST.get("reason", ""))
        else:
            request.membership.require("issuer")
            if verb == "discard":
                batches.discard(request.act, found)
                messages.success(request, _("The list is gone; nothing of it was signed."))
                return to_issue(request)
            if verb in ("pause", "go_on"):
                batches.pause(request.act, found, paused=verb == "pause")
            else:
                batches.ask_release(request.act, found)
    except LerError as error:
        return _page(request, find_batch(request.organization, batch), fault=error)
    return to_batch(found)


@require_POST
@for_members("issuer")
def mend(request: MemberRequest, batch: UUID, number: int) -> HttpResponse:
    """Take other values for a row that could not be signed, and check it again."""
    found = find_batch(request.organization, batch)
    row = found.rows.filter(number=number).first()
    if row is None:
        raise NoSuchRecord(_("There is no such row in this list."))
    values = {
        name.removeprefix("cell-"): request.POST.get(name, "") for name in request.POST if name.startswith("cell-")
    }
    try:
        mended = batches.mend_row(request.act, row, values=values)
    except LerError as error:
        return _page(request, found, fault=error)
    if mended.state == Row.State.GOOD:
        messages.success(request, _("Row %(number)d is good now.") % {"number": number})
    else:
        messages.warning(request, _("Row %(number)d still needs something.") % {"number": number})
    return to_batch(found)


@require_safe
@for_members("issuer", "reviewer")
def bad_rows(request: MemberRequest, batch: UUID) -> HttpResponse:
    """Give the rows that could not be signed as a table to mend, with what is wrong in a last column."""
    found = find_batch(request.organization, batch)
    record(request.act, "batch.bad_rows_exported", kind="batch", object_id=found.pk)
    width = len(found.head)
    rows = []
    for row in found.rows.filter(state=Row.State.BAD).iterator():
        cells = [str(cell) for cell in row.cells[:width]]
        cells += [""] * (width - len(cells))
        words = " ".join(f"{one['column']}: {one['detail']} {one['next_step']}".strip() for one in row.faults)
        rows.append((*cells, words))
    answer = HttpResponse(
        write_table((*found.head, str(_WHAT_TO_MEND)), tuple(rows)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="rows-to-mend.csv"'
    return answer


@require_safe
@for_members("issuer")
def codes(request: MemberRequest, batch: UUID) -> HttpResponse:
    """Lay out letters with codes, one a person, to be printed: with the link where the person has no mail."""
    found = find_batch(request.organization, batch)
    links = ClaimLink.objects.select_related("seat").filter(seat__batch=found, ended_at=None)
    letters = [one for one in map(letter_of, links.order_by("seat__name")) if one is not None]
    record(request.act, "codes.printed", kind="batch", object_id=found.pk, detail={"letters": len(letters)})
    context = place("issue") | {"batch": found, "letters": letters}
    return render(request, "credentialing_organizations/codes.html", context)


def to_issue(request: MemberRequest) -> HttpResponse:
    """Lead to the page of issuing."""
    return HttpResponseRedirect(reverse("issue", args=[request.organization.slug]))


def _page(request: MemberRequest, batch: Batch, *, fault: LerError | None = None) -> HttpResponse:
    # Whoever opens it sees names and mail addresses of a class.
    record(request.act, "batch.viewed", kind="batch", object_id=batch.pk)
    is_mine = batch.made_by == request.user.pk
    context = (
        place("issue_work" if batch.source == "work" else "issue")
        | _progress(batch)
        | {
            "bad_rows": [_bad_row(batch, row) for row in batch.rows.filter(state=Row.State.BAD)[:_ROWS_SHOWN]],
            "is_live": batch.state in _LIVE,
            "is_mine": is_mine,
            "may_issue": request.membership.may("issuer"),
            "may_release": request.membership.may("reviewer") and not is_mine,
            "releasers": [
                one.user.get_full_name()
                for one in members_of(request.organization)
                if one.may("reviewer") and one.user_id != batch.made_by
            ],
            "fault": fault,
        }
    )
    if batch.state == Batch.State.WAITING:
        context |= {"difference": _difference(batch), "samples": [_sample(batch, row) for row in samples_of(batch)]}
    return render(
        request, "credentialing_organizations/batch.html", context, status=200 if fault is None else status_of(fault)
    )


def _progress(batch: Batch) -> dict[str, object]:
    squares, size = squares_of(batch)
    good, bad, issued = (getattr(batch, name) for name in ("good", "bad", "issued"))
    return {
        "batch": batch,
        "state": STATES[batch.state],
        "good": good,
        "bad": bad,
        "issued": issued,
        "all_good": good + issued,
        "all_rows": good + issued + bad,
        "squares": [
            {"square": one, "x": at % _COLUMNS * _STEP, "y": at // _COLUMNS * _STEP} for at, one in enumerate(squares)
        ],
        "square_rows": size,
        "width": _COLUMNS * _STEP,
        "height": -(-len(squares) // _COLUMNS) * _STEP,
    }


def _bad_row(batch: Batch, row: Row) -> dict[str, object]:
    """Lay a row out: its cells with those marked that are wrong, and the fields to type the right value into."""
    wrong = {one["column"] for one in row.faults}
    cells = [
        {"head": head, "text": row.cells[at] if at < len(row.cells) else "", "is_wrong": head in wrong}
        for at, head in enumerate(batch.head)
    ]
    named = [one for one in cells if one["is_wrong"]]
    meant = set(batch.columns.values())
    return {
        "row": row,
        "cells": [one for one in cells if one["head"] in meant or one["is_wrong"]],
        "asked": named or [one for one in cells if one["head"] in meant],
        "faults": row.faults,
    }


def _sample(batch: Batch, row: Row) -> dict[str, object]:
    words = {RESULT + str(one["id"]): one for one in batch.version.results}
    results = []
    for name, value in (row.claims.get("results") or {}).items():
        described = words.get(RESULT + name)
        if described is not None:
            levels = described.get("levels")
            results.append(f"{described['name']}: {levels[int(value)] if levels else value}")
    return {"row": row, "claims": row.claims, "results": results}


def _difference(batch: Batch) -> dict[str, object]:
    found = difference_of(batch)
    names = dict(FIELDS) | {RESULT + str(one["id"]): one["name"] for one in batch.version.results}
    return {
        "of": found,
        "more": [names.get(name, name) for name in found.columns_more],
        "less": [names.get(name, name) for name in found.columns_less],
    }
