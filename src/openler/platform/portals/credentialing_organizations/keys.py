"""Which keys does an organization sign with, and where does an owner ask for another, and a second person approve it?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from openler.foundation.errors import LerError
from openler.platform.accounts.fresh import fresh
from openler.platform.issuing.queries import count_signed_by_key
from openler.platform.keystore.models import IssuerKey
from openler.platform.keystore.services import keys_of
from openler.platform.organizations import key_changes
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.organizations.identity import did_of
from openler.platform.organizations.models import KeyChange
from openler.platform.organizations.own_host import PATH, choose_own_host, see_own_host
from openler.platform.organizations.queries import ended_key_changes, members_of, open_key_change

_UNPROCESSABLE = 422
_CONFLICT = 409
# What one looks back over; the audit log has all of it.
_PAST_CHANGES = 8
_ASKED: dict[str, Promise] = {
    KeyChange.Kind.MAKE: gettext_lazy("Make a key"),
    KeyChange.Kind.ROTATE: gettext_lazy("Change the key"),
    KeyChange.Kind.RETIRE: gettext_lazy("End the key, with no new one"),
}
_STATES: dict[str, Promise] = {
    KeyChange.State.DONE: gettext_lazy("Done"),
    KeyChange.State.REFUSED: gettext_lazy("Refused"),
    KeyChange.State.WITHDRAWN: gettext_lazy("Withdrawn"),
    KeyChange.State.EXPIRED: gettext_lazy("Nobody decided in time"),
}
_ALGORITHMS: dict[str, Promise] = {
    "Ed25519": gettext_lazy("Ed25519: the usual choice"),
    "P-256": gettext_lazy("P-256: for partners whose software reads nothing else"),
}
_KEPT_IN: dict[str, Promise] = {
    "pkcs11": gettext_lazy(
        "It is kept in a hardware module and cannot leave it; a backup of this platform does not hold it."
    ),
    "awskms": gettext_lazy(
        "It is kept in a key service and cannot leave it; a backup of this platform does not hold it."
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A change as the page tells it.

    Attributes:
        change: as it is kept.
        asked: what was asked for, in words.
        state: how it ended, in words; empty for an open one.
        asker: who asked.
        decider: who approved, refused or withdrew it; empty where nobody did.
    """

    change: KeyChange
    asked: str
    state: str
    asker: str
    decider: str


@require_safe
@for_members("owner", "reviewer")
def keys_page(request: MemberRequest) -> HttpResponse:
    """Show the keys, the change that waits, and the form to ask for one."""
    return _page(request)


@require_POST
@for_members("owner")
@fresh
def ask(request: MemberRequest) -> HttpResponse:
    """Ask for a key, a change of it or its end; whoever is alone gets it at once."""
    typed = {name: request.POST.get(name, "").strip() for name in ("kind", "algorithm", "reason", "expected_key")}
    # Beyond what a number of keys can be, and of the database's columns, it is no key that anybody saw.
    seen = int(typed["expected_key"]) if typed["expected_key"].isdecimal() and len(typed["expected_key"]) < 9 else 0
    try:
        change = key_changes.ask(
            request.act,
            request.organization,
            kind=typed["kind"],
            algorithm=typed["algorithm"],
            reason=typed["reason"],
            expected_key=seen,
        )
    except LerError as error:
        return _page(request, typed=typed, fault=error)
    if change.state == KeyChange.State.WAITING:
        messages.success(request, _("Asked. Nothing is changed before somebody else approves it."))
    else:
        _tell_done(request, change)
    return _back(request)


@require_POST
@for_members("owner")
@fresh
def own_host(request: MemberRequest) -> HttpResponse:
    """Choose a host to sign under, or look whether the chosen one leads here."""
    try:
        if request.POST.get("act") == "see":
            see_own_host(request.act, request.organization)
            messages.success(request, _("The host leads here. Your records will name it."))
        else:
            choose_own_host(request.act, request.organization, request.POST.get("host", ""))
    except LerError as error:
        request.organization.refresh_from_db()
        return _page(request, fault=error)
    return _back(request)


@require_POST
@for_members("owner", "reviewer")
@fresh
def approve(request: MemberRequest, change: UUID) -> HttpResponse:
    """Approve what somebody else asked for."""
    try:
        _tell_done(request, key_changes.approve(request.act, request.organization, change))
    except LerError as error:
        return _page(request, fault=error)
    return _back(request)


@require_POST
@for_members("owner", "reviewer")
def refuse(request: MemberRequest, change: UUID) -> HttpResponse:
    """Refuse what somebody else asked for, with a reason."""
    answer = request.POST.get("answer", "").strip()
    try:
        key_changes.refuse(request.act, request.organization, change, reason=answer)
    except LerError as error:
        return _page(request, typed={"answer": answer}, fault=error)
    messages.success(request, _("Refused. Nothing was changed, and whoever asked can read why."))
    return _back(request)


@require_POST
@for_members("owner")
def withdraw(request: MemberRequest, change: UUID) -> HttpResponse:
    """Take back what oneself asked for."""
    try:
        key_changes.withdraw(request.act, request.organization, change)
    except LerError as error:
        return _page(request, fault=error)
    messages.success(request, _("Withdrawn. Nothing was changed."))
    return _back(request)


def _page(
    request: MemberRequest, *, typed: dict[str, str] | None = None, fault: LerError | None = None
) -> HttpResponse:
    organization, kept = request.organization, typed or {}
    keys = keys_of(organization.pk)
    current = next((key for key in keys if key.retired_at is None), None)
    waiting = open_key_change(organization, request.act.at)
    name_of = _names(request)
    ended = [_line(one, name_of) for one in ended_key_changes(organization)[:_PAST_CHANGES]]
    faults = dict(getattr(fault, "faults", {}))
    # The end of a key has a form of its own on the page, and so its own place for what is wrong.
    is_end = kept.get("kind") == KeyChange.Kind.RETIRE
    places = {"reason": "end_reason"} if is_end else {}
    context: dict[str, Any] = {
        "portal_current": "keys",
        "portal_phase": "issuing",
        "portal_phase_name": _("Issuing"),
        "own_host_path": PATH,
        "did": did_of(organization),
        "keys": list(_rows(keys, count_signed_by_key(organization))),
        "current": current,
        "ended": ended,
        "is_owner": request.membership.may("owner"),
        "waits": key_changes.needs_second_person(organization),
        "approvers": _approvers(request, asked_by=request.user.pk),
        "typed": kept,
        "algorithms": [
            (name, words, name == (kept.get("algorithm") or "Ed25519")) for name, words in _ALGORITHMS.items()
        ],
        "is_end": is_end,
        "fault": fault,
        "faults": {places.get(name, name): words for name, words in faults.items()},
        "fault_list": [{"id": places.get(name, name), "words": words} for name, words in faults.items()],
    }
    if waiting is not None:
        context |= _decision(request, waiting, name_of)
    status = 200 if fault is None else _UNPROCESSABLE if faults else _CONFLICT
    return render(request, "credentialing_organizations/keys.html", context, status=status)


def _decision(request: MemberRequest, waiting: KeyChange, name_of: Callable[[int | None], str]) -> dict[str, Any]:
    approvers = key_changes.approvers_of(request.organization, asked_by=waiting.asked_by)
    return {
        "waiting": _line(waiting, name_of),
        "is_own": waiting.asked_by == request.user.pk,
        "may_decide": request.membership.pk in {one.pk for one in approvers},
        "deciders": [one.user.get_full_name() for one in approvers],
    }


def _rows(keys: list[IssuerKey], signed: dict[int, int]) -> Iterator[dict[str, Any]]:
    """Give the newest key first, with the count of records that it signed."""
    for key in reversed(keys):
        yield {"key": key, "signed": signed.get(key.number, 0), "kept_in": _KEPT_IN.get(key.kept_in, "")}


def _line(change: KeyChange, name_of: Callable[[int | None], str]) -> Line:
    return Line(
        change=change,
        asked=str(_ASKED[change.kind]),
        state=str(_STATES.get(change.state, "")),
        asker=name_of(change.asked_by),
        decider=name_of(change.decided_by),
    )


def _names(request: MemberRequest) -> Callable[[int | None], str]:
    known = {member.user.pk: member.user.get_full_name() for member in members_of(request.organization)}

    def name_of(user_id: int | None) -> str:
        return "" if user_id is None else known.get(user_id, _("Somebody who has left"))

    return name_of


def _approvers(request: MemberRequest, *, asked_by: int) -> list[str]:
    return [one.user.get_full_name() for one in key_changes.approvers_of(request.organization, asked_by=asked_by)]


def _tell_done(request: MemberRequest, change: KeyChange) -> None:
    if change.kind == KeyChange.Kind.RETIRE:
        messages.success(request, _("The key does not sign any more. What it signed stays verifiable."))
    else:
        messages.success(request, _("The new key signs from now on."))


def _back(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("keys", args=[request.organization.slug]))
