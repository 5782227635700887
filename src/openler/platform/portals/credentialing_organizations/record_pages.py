"""How does an organization look after one record: what it says, how it is claimed, what is put right, what is answered?"""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openler.foundation.errors import LerError
from openler.platform.accounts.models import User
from openler.platform.achievements.terms import CLAIM_CHECKS
from openler.platform.audit.queries import entries_on
from openler.platform.audit.services import record
from openler.platform.audit.words import VERBS
from openler.platform.base.faults import status_of
from openler.platform.issuing import changes, claims
from openler.platform.issuing.errors import BadChange, NoSuchRecord
from openler.platform.issuing.models import ClaimLink, Seat
from openler.platform.issuing.queries import find_seat
from openler.platform.issuing.rows import FIELDS, RESULT, check_address
from openler.platform.organizations.access import MemberRequest, for_members
from openler.platform.portals.credentialing_organizations.award_forms import AwardForm, award_of, read_award
from openler.platform.portals.credentialing_organizations.issue import place
from openler.platform.portals.credentialing_organizations.letters import letter_of
from openler.platform.portals.credentialing_organizations.records import LIGHTS, STATES, offered_acts

_HISTORY = 40
# Looks are in the audit log; here they would hide what happened.
_LOOKS = ("record.viewed", "record.listed")


@require_safe
@for_members("issuer", "reviewer", "viewer")
def record_page(request: MemberRequest, seat: UUID) -> HttpResponse:
    """Show one record as the register has it: what it says, its copies, its claim, its history."""
    return _page(request, find_seat(request.organization, seat))


@require_POST
@for_members("issuer")
def claim_act(request: MemberRequest, seat: UUID) -> HttpResponse:
    """Send a new claim link, take another mail address, print a code, or release a claim in person."""
    found, verb = find_seat(request.organization, seat), request.POST.get("act", "")
    try:
        if verb == "letter":
            return _letter(request, found)
        if verb == "address":
            claims.change_address(request.act, found, email=check_address(request.POST.get("email", "")))
            messages.success(request, _("The link before is dead; a new one went to the new address."))
        elif verb == "in_person":
            claims.see_in_person(request.act, _open_link(found))
            messages.success(request, _("Released: for 15 minutes the person can press the button on their device."))
        else:
            link = claims.make_link(request.act, found)
            sent = bool(found.email) and claims.send_link(request.act, link)
            messages.success(
                request, _("A new link was sent.") if sent else _("There is a new link; print it for the person.")
            )
    except LerError as error:
        return _page(request, find_seat(request.organization, seat), fault=error)
    return _to(found)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members("issuer")
def correct(request: MemberRequest, seat: UUID) -> HttpResponse:
    """Put a record right: a new one takes its place, and the holder is told."""
    found = find_seat(request.organization, seat)
    form, fault, data = award_of(found.version, changes.claims_of(found)), None, request.POST
    if request.method == "POST":
        form = read_award(found.version, data, today=request.act.at.date())
        try:
            if not form.faults:
                new = changes.correct(
                    request.act,
                    found,
                    claims=form.claims,
                    reason=data.get("reason", ""),
                    at_once=data.get("when") != "accepted",
                )
                messages.success(request, _("The corrected record is signed, and its link is on the way."))
                return _to(new)
        except LerError as error:
            fault = error
    elif found.state != Seat.State.IN_FORCE:
        fault = BadChange(_("Only a record in force can be corrected."))
    context = place("issued_records") | form.context
    context |= {"seat": found, "fault": fault, "typed_reason": data.get("reason", ""), "when": data.get("when", "now")}
    status = 422 if form.faults else 200 if fault is None else status_of(fault)
    return render(request, "credentialing_organizations/record_correct.html", context, status=status)


@require_POST
@for_members("issuer")
def answer(request: MemberRequest, seat: UUID, objection: UUID) -> HttpResponse:
    """Answer what a holder objects to; the holder reads it."""
    found = find_seat(request.organization, seat)
    one = found.objections.filter(pk=objection).first()
    if one is None:
        raise NoSuchRecord(_("There is no such objection here."))
    try:
        changes.answer(request.act, one, text=request.POST.get("text", ""))
    except LerError as error:
        return _page(request, found, fault=error, typed=request.POST)
    messages.success(request, _("The answer is given; the holder can read it."))
    return _to(found)


def _page(
    request: MemberRequest, seat: Seat, *, fault: LerError | None = None, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    record(request.act, "record.viewed", kind="seat", object_id=seat.pk, person_id=seat.holder_id)
    form = award_of(seat.version, changes.claims_of(seat))
    link = seat.links.filter(ended_at=None).first()
    context = place("issued_records") | {
        "seat": seat,
        "state": STATES[seat.state],
        "light": LIGHTS[seat.state],
        "says": _says(form),
        "copies": seat.copies.all(),
        "link": link if link is not None and link.ends_at > request.act.at else None,
        "links_before": seat.links.exclude(ended_at=None).order_by("-made_at"),
        "check": CLAIM_CHECKS[link.check_kind if link else seat.claim_check],
        "is_in_person": link is not None and link.check_kind == claims.IN_PERSON,
        "claimed_by_check": CLAIM_CHECKS.get(seat.claimed_by_check) if seat.claimed_by_check is not None else None,
        "corrections": seat.corrections.all(),
        "objections": seat.objections.all(),
        "history": _history(seat),
        "acts": {
            kind: words
            for kind, words in offered_acts(can_be_suspended=seat.version.can_be_suspended).items()
            if kind != "correct"
        },
        "may_change": request.membership.may("issuer"),
        "is_in_force": seat.state == Seat.State.IN_FORCE,
        "fault": fault,
        "typed_answer": (typed or {}).get("text", ""),
    }
    return render(
        request, "credentialing_organizations/record.html", context, status=200 if fault is None else status_of(fault)
    )


def _letter(request: MemberRequest, seat: Seat) -> HttpResponse:
    """Lay one letter out; who has a mail address gets the code alone."""
    letter = letter_of(_open_link(seat))
    if letter is None:
        raise BadChange(_("There is no letter to print: the link goes by mail, and no code is asked."))
    record(request.act, "codes.printed", kind="seat", object_id=seat.pk, person_id=seat.holder_id)
    context = place("issued_records") | {"letters": [letter], "seat": seat}
    return render(request, "credentialing_organizations/codes.html", context)


def _open_link(seat: Seat) -> ClaimLink:
    link = seat.links.select_related("seat").filter(ended_at=None).first()
    if link is None:
        raise BadChange(_("There is no open claim link; make a new one first."))
    return link


def _says(form: AwardForm) -> list[tuple[str, str]]:
    """List what a record says, as words and text; what only the issuer keeps is left to the page."""
    kept = {"name", "email", "roster_id", "award_number", "valid_until"}
    words = {name: str(text) for name, text in FIELDS.items() if name not in kept}
    words |= {RESULT + str(one["id"]): str(one["name"]) for one in form.version.results}
    return [(text, form.typed[name]) for name, text in words.items() if form.typed.get(name)]


def _history(seat: Seat) -> list[dict[str, object]]:
    """List what happened to a record, newest first, in words and with who did it."""
    entries = list(entries_on("seat", seat.pk).exclude(verb__in=_LOOKS)[:_HISTORY])
    names = {
        user.pk: user.get_full_name()
        for user in User.objects.filter(pk__in=[one.actor_id for one in entries if one.actor_id is not None])
    }
    return [
        {"at": one.at, "words": VERBS[one.verb], "who": names.get(one.actor_id or 0, _("The program"))}
        for one in entries
    ]


def _to(seat: Seat) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("issued_record", args=[seat.organization.slug, seat.pk]))
