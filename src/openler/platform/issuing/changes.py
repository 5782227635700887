"""How is a record taken back, suspended, or put right? Third parties see state and date; the reason stays inside."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from openler.foundation.strict_json import parse_json_object
from openler.platform.achievements.terms import WORK_TYPES
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.issuing.claims import make_link, send_link
from openler.platform.issuing.content import build_content, digest_of
from openler.platform.issuing.errors import BadChange, RecordState
from openler.platform.issuing.models import Copy, Objection, Seat, StatusList
from openler.platform.issuing.rows import FIELDS, RowReader
from openler.platform.issuing.signing import canonical_text, sign_copy
from openler.platform.issuing.status_lists import sign_list
from openler.platform.mail.services import send

# The law gives a month in most places; an objection has an owner and a date from the first day.
_ANSWER_DAYS = 30
# What can be wrong in many records at once.
SHARED_FIELDS = ("earned_on", "started_on", "valid_until", "role", "narrative", "evidence_url")
_WAITS_FOR_ACCEPTANCE = timedelta(days=60)


def revoke(act: Act, seats: list[Seat], *, reason: str) -> int:
    """Revoke records for good, each with all its copies; those that were revoked already stay as they are.

    Raises: BadChange.
    """
    if not reason.strip():
        raise BadChange(_("Say why; the holder reads it."))
    changed: list[Seat] = []
    with transaction.atomic():
        for seat in _locked(seats):
            if seat.state == Seat.State.REVOKED:
                continue
            _end_copies(seat, as_="revoked")
            _set_state(act, seat, Seat.State.REVOKED, reason=reason)
            record(act, "record.revoked", kind="seat", object_id=seat.pk, person_id=seat.holder_id)
            changed.append(seat)
        _sign_lists_of(seats, act)
    words = _("%(name)s has revoked a record that it gave you. Whoever checks it now is told so, and not why.")
    _tell_holders(changed, words=words, reason=reason)
    return len(changed)


def suspend(act: Act, seats: list[Seat], *, reason: str) -> int:
    """Suspend records whose achievement allows it.

    Raises: BadChange, RecordState.
    """
    if not reason.strip():
        raise BadChange(_("Say why; the holder reads it."))
    with transaction.atomic():
        for seat in _locked(seats):
            if not seat.version.can_be_suspended:
                raise RecordState(_("Records of this achievement carry no suspension entry."))
            if seat.state != Seat.State.IN_FORCE:
                raise RecordState(_("Only a record in force can be suspended."))
            seat.copies.filter(state=Copy.State.LIVE).update(state=Copy.State.SUSPENDED)
            _set_state(act, seat, Seat.State.SUSPENDED, reason=reason)
            record(act, "record.suspended", kind="seat", object_id=seat.pk, person_id=seat.holder_id)
        _sign_lists_of(seats, act)
    words = _("%(name)s has suspended a record that it gave you: it does not count until that is lifted.")
    _tell_holders(seats, words=words, reason=reason)
    return len(seats)


def reinstate(act: Act, seats: list[Seat]) -> int:
    """Let suspended records count again; a revocation is never undone.

    Raises: RecordState.
    """
    with transaction.atomic():
        for seat in _locked(seats):
            if seat.state != Seat.State.SUSPENDED:
                raise RecordState(_("Only a suspended record can be reinstated."))
            seat.copies.filter(state=Copy.State.SUSPENDED).update(state=Copy.State.LIVE)
            _set_state(act, seat, Seat.State.IN_FORCE, reason="")
            record(act, "record.reinstated", kind="seat", object_id=seat.pk, person_id=seat.holder_id)
        _sign_lists_of(seats, act)
    words = _("%(name)s has lifted the suspension of a record that it gave you: it counts again.")
    _tell_holders(seats, words=words, reason="")
    return len(seats)


def correct(act: Act, seat: Seat, *, claims: Mapping[str, Any], reason: str, at_once: bool = True) -> Seat:
    """Issue a new record in the place of one; the holder gets a link to it.

    Args:
        at_once: an error ends the old record now; a change of name or design can wait until the holder has accepted
            the new one, 60 days at the most.

    Raises: BadChange, RecordState, NoIssuerKey.
    """
    if not reason.strip():
        raise BadChange(_("Say what was wrong; the holder reads it."))
    with transaction.atomic():
        (old,) = _locked([seat])
        if old.state != Seat.State.IN_FORCE:
            raise RecordState(_("Only a record in force can be corrected."))
        content = build_content(old.version, claims, salt=secrets.token_urlsafe(16), at=act.at)
        new = Seat.objects.create(
            organization=old.organization,
            version=old.version,
            batch=old.batch,
            award_number=f"{old.award_number[:34]}-c{old.corrections.count() + 1}",
            name=str(claims["name"]),
            email=str(claims.get("email", "")),
            roster_id=str(claims.get("roster_id", "")),
            content=canonical_text(content),
            content_digest=digest_of(content),
            valid_until=_moment(content.get("validUntil")),
            claim_check=old.claim_check,
            holder_id=old.holder_id,
            corrects=old,
            released_at=act.at,
            changed_at=act.at,
        )
        sign_copy(new, at=act.at)
        link = make_link(act, new)
        record(act, "record.corrected", kind="seat", object_id=old.pk, person_id=old.holder_id)
        if at_once:
            _replace(act, old, reason=reason)
        else:
            Seat.objects.filter(pk=old.pk).update(ends_at=act.at + _WAITS_FOR_ACCEPTANCE, reason=reason.strip()[:500])
    if new.email:
        send_link(act, link)
    return new


def correct_all(
    act: Act, seats: list[Seat], *, field: str, value: str, reason: str, at_once: bool = True
) -> list[Seat]:
    """Put the same thing right in several records, all of them or none.

    Args:
        field: a word of `SHARED_FIELDS`; what is one person's own is corrected record by record.
        value: as it would stand in a list.

    Raises: BadChange, RecordState, NoIssuerKey.
    """
    if field not in SHARED_FIELDS:
        raise BadChange(_("Choose what is wrong in all of them."))
    corrected = []
    with transaction.atomic():
        for seat in seats:
            claims = claims_of(seat)
            typed = {name: str(claims.get(name, "")) for name in FIELDS} | {field: value.strip()}
            columns = {name: name for name in typed}
            is_work = seat.version.achievement_type in WORK_TYPES
            reader = RowReader(list(typed), columns, [], today=act.at.date(), is_work=is_work)
            read = reader.read(1, list(typed.values()))
            if read.faults:
                fault = read.faults[0]
                raise BadChange(f"{seat.name}: {fault['detail']}", advice=fault["next_step"])
            claims[field] = read.claims.get(field, "")
            corrected.append(correct(act, seat, claims=claims, reason=reason, at_once=at_once))
    return corrected


def end_corrected(act: Act, new: Seat) -> None:
    """End the record that this one corrects, now that its holder has accepted this one."""
    old = new.corrects
    if old is not None and old.ends_at is not None and old.state == Seat.State.IN_FORCE:
        _replace(act, old, reason=old.reason)


def end_overdue(at: datetime) -> int:
    """End the records whose correction nobody accepted in time; how many."""
    overdue = list(Seat.objects.filter(ends_at__lte=at, state=Seat.State.IN_FORCE))
    for seat in overdue:
        with transaction.atomic():
            for old in _locked([seat]):
                _replace(Act(None, old.organization_id, at, purpose="correction"), old, reason=old.reason)
    return len(overdue)


def claims_of(seat: Seat) -> dict[str, Any]:
    """Give what a record says in the fields of a row, to begin a correction with."""
    content = parse_json_object(seat.content)
    subject: Any = content["credentialSubject"]
    evidence: Any = content.get("evidence") or [{}]
    results = {}
    for one in subject.get("result", ()):
        result_id = one["resultDescription"].removeprefix("urn:uuid:")
        level = one.get("achievedLevel", "")
        results[result_id] = int(level.rpartition("-")[2]) - 1 if level else one["value"]
    return {
        "name": seat.name,
        "email": seat.email,
        "roster_id": seat.roster_id,
        "earned_on": str(subject["activityEndDate"])[:10],
        "started_on": str(subject.get("activityStartDate", ""))[:10],
        "role": subject.get("role", ""),
        "valid_until": str(content.get("validUntil", ""))[:10],
        "narrative": subject.get("narrative", ""),
        "evidence_url": evidence[0].get("id", ""),
        "results": results,
    }


def object_to(act: Act, seat: Seat, *, about: str, text: str) -> Objection:
    """The holder says that something is wrong; the organization owes an answer within 30 days.

    The same words again, while they wait for their answer, are the same objection.

    Raises: BadChange.
    """
    if about not in ("name", "content", "status") or not 1 <= len(text.strip()) <= 2000:
        raise BadChange(_("Say what is wrong, in at most 2,000 characters."))
    with transaction.atomic():
        Seat.objects.select_for_update().get(pk=seat.pk)
        said = {"seat": seat, "about": about, "text": text.strip(), "made_by": act.actor_id}
        waiting = Objection.objects.filter(**said, answered_at=None).first()
        if waiting is not None:
            return waiting
        objection = Objection.objects.create(
            **said,
            made_at=act.at,
            answer_by=act.at + timedelta(days=_ANSWER_DAYS),
        )
        tenant_id = seat.organization_id
        record(act, "record.objected", kind="seat", object_id=seat.pk, person_id=seat.holder_id, tenant_id=tenant_id)
    return objection


def answer(act: Act, objection: Objection, *, text: str) -> Objection:
    """Answer an objection; it is answered once.

    Raises: BadChange, RecordState.
    """
    if not 1 <= len(text.strip()) <= 2000:
        raise BadChange(_("Write an answer of at most 2,000 characters."))
    with transaction.atomic():
        taken = Objection.objects.filter(pk=objection.pk, answered_at=None).update(
            answer=text.strip(), answered_by=act.actor_id, answered_at=act.at
        )
        if not taken:
            raise RecordState(_("This objection was answered already."))
        record(act, "objection.answered", kind="objection", object_id=objection.pk, person_id=objection.made_by)
    objection.refresh_from_db()
    return objection


def _locked(seats: list[Seat]) -> list[Seat]:
    keys = [seat.pk for seat in seats]
    return list(
        Seat.objects.select_for_update(of=("self",))
        .select_related("organization", "version__achievement__organization")
        .filter(pk__in=keys)
        .order_by("pk")
    )


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None


def _replace(act: Act, old: Seat, *, reason: str) -> None:
    _end_copies(old, as_="corrected")
    _set_state(act, old, Seat.State.REPLACED, reason=reason)
    record(act, "record.replaced", kind="seat", object_id=old.pk, person_id=old.holder_id)
    _sign_lists_of([old], act)


def _tell_holders(seats: list[Seat], *, words: str, reason: str) -> None:
    """Write to whom records were taken from or given back; the letter names neither title nor result."""
    for seat in seats:
        if not seat.email:
            continue
        name = seat.organization.name
        lines = [
            words % {"name": name},
            "",
            *([_("The reason: %(reason)s") % {"reason": reason}, ""] if reason else []),
        ]
        lines.append(_("You can object: write to the organization, or open the record in your wallet."))
        subject = _("A record from %(name)s") % {"name": name}
        send("status", to=seat.email, subject=subject, body="\n".join(lines), tenant_id=seat.organization_id)


def _end_copies(seat: Seat, *, as_: str) -> None:
    seat.copies.exclude(state=Copy.State.ENDED).update(state=Copy.State.ENDED, ended_as=as_)
    seat.links.filter(ended_at=None).update(ended_at=seat.changed_at)


def _set_state(act: Act, seat: Seat, state: str, *, reason: str) -> None:
    seat.state, seat.reason, seat.changed_at = state, reason.strip()[:500], act.at
    seat.save(update_fields=["state", "reason", "changed_at"])


def _sign_lists_of(seats: list[Seat], act: Act) -> None:
    keys = Copy.objects.filter(seat__in=[seat.pk for seat in seats]).values("status_list")
    for list_ in StatusList.objects.select_for_update(of=("self",)).select_related("organization").filter(pk__in=keys):
        sign_list(list_, at=act.at)
