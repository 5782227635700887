"""How does an organization come by a signing key, change it or end it? An owner asks, a second person approves.

Part of this room's services. From the second member on who signs, approves or administers, nobody changes a key
alone: a second owner approves, or a reviewer where there is no second owner. A change ends by being approved, refused
or withdrawn, or after two weeks.
"""

from datetime import timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from openler.credentials.keys import KeyKind
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.keystore.services import create_key, current_key, retire_key
from openler.platform.organizations.errors import (
    BadKeyChange,
    KeyChangeNotPossible,
    NoSuchKeyChange,
    OwnKeyChange,
    RoleMissing,
)
from openler.platform.organizations.models import KeyChange, Membership, Organization

KEY_CHANGE_DAYS = 14
# Those whose suites every verifier has, by which records are signed here.
ALGORITHMS = ("Ed25519", "P-256")
MAX_REASON_CHARACTERS = 500
# Whoever has one of these counts; a recruiter or a viewer has no say about what is signed.
_COUNTED_ROLES = ("owner", "issuer", "reviewer")


def needs_second_person(organization: Organization) -> bool:
    """Tell whether a change of keys waits for a second person: from the second owner, issuer or reviewer on."""
    return sum(member.may(*_COUNTED_ROLES) for member in _members(organization)) > 1


def approvers_of(organization: Organization, *, asked_by: int) -> list[Membership]:
    """List who may approve what somebody asked for: the other owners, or the reviewers where there is none."""
    others = [member for member in _members(organization) if member.user.pk != asked_by]
    return [member for member in others if "owner" in member.roles] or [
        member for member in others if "reviewer" in member.roles
    ]


def ask(
    act: Act, organization: Organization, *, kind: str, expected_key: int, algorithm: str = "", reason: str = ""
) -> KeyChange:
    """Ask for a key, for a rotation, or for an end without a new key; one person alone gets it at once.

    Args:
        kind: a word of `KeyChange.Kind`.
        expected_key: number of the key that the owner saw signing, 0 for none; a form sent twice changes nothing twice.
        algorithm: of the new key; P-256 needs a reason in words, and so does an end.

    Raises: BadKeyChange, KeyChangeNotPossible, RoleMissing, BrokenSeal, MasterKeyMissing.
    """
    words = reason.strip()
    _check(kind, algorithm, words)
    with transaction.atomic():
        # The organization's row is the lock: acts on its keys come one after the other.
        locked = Organization.objects.select_for_update().get(pk=organization.pk)
        asker = _require_owner(act, locked)
        _end_expired(act, locked)
        if KeyChange.objects.filter(organization=locked, ended_at=None).exists():
            raise KeyChangeNotPossible(_("Another change waits already; one is decided after the other."))
        _require_standing(locked, kind, expected_key)
        change = KeyChange.objects.create(
            organization=locked,
            kind=kind,
            algorithm="" if kind == KeyChange.Kind.RETIRE else algorithm,
            reason=words,
            key_number=expected_key,
            asked_by=asker,
            asked_at=act.at,
            expires_at=act.at + timedelta(days=KEY_CHANGE_DAYS),
        )
        waits = needs_second_person(locked)
        detail = {"change": kind, "algorithm": change.algorithm, "waits": "yes" if waits else "no"}
        record(act, "key.change_asked", kind="key_change", object_id=change.pk, detail=detail)
        if not waits:
            _end(act, change, KeyChange.State.DONE, decided_by=None)
            _carry_out(act, change)
    return change


def approve(act: Act, organization: Organization, change_id: UUID) -> KeyChange:
    """Approve what somebody else asked for, and do it.

    Raises: NoSuchKeyChange, OwnKeyChange, RoleMissing, KeyChangeNotPossible, BrokenSeal, MasterKeyMissing.
    """
    with transaction.atomic():
        locked = Organization.objects.select_for_update().get(pk=organization.pk)
        change = _open(act, locked, change_id)
        if act.actor_id == change.asked_by:
            raise OwnKeyChange(_("You asked for this change, so somebody else approves it."))
        _require_approver(act, locked, change)
        if not any(member.user.pk == change.asked_by and "owner" in member.roles for member in _members(locked)):
            raise KeyChangeNotPossible(
                _("Whoever asked for this change is not an owner any more."),
                advice=_("Refuse it; an owner may ask anew."),
            )
        _require_standing(locked, change.kind, change.key_number)
        _end(act, change, KeyChange.State.DONE, decided_by=act.actor_id)
        record(act, "key.change_approved", kind="key_change", object_id=change.pk, detail={"change": change.kind})
        _carry_out(act, change)
    return change


def refuse(act: Act, organization: Organization, change_id: UUID, *, reason: str) -> KeyChange:
    """Refuse what somebody else asked for; nothing is changed, and another change may be asked for.

    Raises: NoSuchKeyChange, OwnKeyChange, RoleMissing, BadKeyChange.
    """
    words = reason.strip()
    if not 1 <= len(words) <= MAX_REASON_CHARACTERS:
        raise BadKeyChange({"answer": _length_fault(_("Say why you refuse it"))})
    with transaction.atomic():
        locked = Organization.objects.select_for_update().get(pk=organization.pk)
        change = _open(act, locked, change_id)
        if act.actor_id == change.asked_by:
            raise OwnKeyChange(_("You asked for this change yourself."), advice=_("Withdraw it instead."))
        _require_approver(act, locked, change)
        change.answer = words
        _end(act, change, KeyChange.State.REFUSED, decided_by=act.actor_id)
        record(act, "key.change_refused", kind="key_change", object_id=change.pk, detail={"change": change.kind})
    return change


def withdraw(act: Act, organization: Organization, change_id: UUID) -> KeyChange:
    """Take back what oneself asked for.

    Raises: NoSuchKeyChange.
    """
    with transaction.atomic():
        locked = Organization.objects.select_for_update().get(pk=organization.pk)
        change = _open(act, locked, change_id)
        if act.actor_id != change.asked_by:
            raise NoSuchKeyChange(_("Only whoever asked for a change withdraws it."))
        _end(act, change, KeyChange.State.WITHDRAWN, decided_by=act.actor_id)
        record(act, "key.change_withdrawn", kind="key_change", object_id=change.pk, detail={"change": change.kind})
    return change


def _check(kind: str, algorithm: str, reason: str) -> None:
    faults = {}
    if kind not in KeyChange.Kind.values:
        faults["kind"] = _("Choose what is to happen with the key.")
    is_end = kind == KeyChange.Kind.RETIRE
    if not is_end and algorithm not in ALGORITHMS:
        faults["algorithm"] = _("Choose Ed25519 or P-256.")
    if (is_end or algorithm == "P-256") and not reason:
        asked = _("Say what happened to the key") if is_end else _("Say why you need P-256")
        faults["reason"] = _length_fault(asked)
    elif len(reason) > MAX_REASON_CHARACTERS:
        faults["reason"] = _length_fault(_("Say it shorter"))
    if faults:
        raise BadKeyChange(faults)


def _length_fault(words: str) -> str:
    return _("%(words)s, in at most %(most)d characters.") % {"words": words, "most": MAX_REASON_CHARACTERS}


def _members(organization: Organization) -> list[Membership]:
    return list(Membership.objects.select_related("user").filter(organization=organization).order_by("joined_at", "pk"))


def _require_owner(act: Act, organization: Organization) -> int:
    for member in _members(organization):
        if member.user.pk == act.actor_id and "owner" in member.roles:
            return member.user.pk
    raise RoleMissing(_("Only an owner asks for a change of keys."))


def _require_approver(act: Act, organization: Organization, change: KeyChange) -> None:
    if not any(member.user.pk == act.actor_id for member in approvers_of(organization, asked_by=change.asked_by)):
        raise RoleMissing(
            _("A second owner decides about this change; a reviewer does where there is no second owner.")
        )


def _require_standing(organization: Organization, kind: str, expected_key: int) -> None:
    """Make sure that the key is the one that was seen, and that what is asked for makes sense with it."""
    current = current_key(organization.pk)
    if (current.number if current else 0) != expected_key:
        raise KeyChangeNotPossible(_("The key was changed in the meantime; nothing more was done."))
    if kind == KeyChange.Kind.MAKE and current is not None:
        raise KeyChangeNotPossible(_("There is a key that signs already."), advice=_("Ask for a rotation instead."))
    if kind != KeyChange.Kind.MAKE and current is None:
        raise KeyChangeNotPossible(_("There is no key that signs."), advice=_("Ask for a key first."))


def _open(act: Act, organization: Organization, change_id: UUID) -> KeyChange:
    found = KeyChange.objects.filter(
        organization=organization, pk=change_id, ended_at=None, expires_at__gt=act.at
    ).first()
    if found is None:
        raise NoSuchKeyChange(_("This change is not open any more."))
    return found


def _end_expired(act: Act, organization: Organization) -> None:
    for change in KeyChange.objects.filter(organization=organization, ended_at=None, expires_at__lte=act.at):
        _end(act, change, KeyChange.State.EXPIRED, decided_by=None)
        record(act, "key.change_expired", kind="key_change", object_id=change.pk, detail={"change": change.kind})


def _end(act: Act, change: KeyChange, state: str, *, decided_by: int | None) -> None:
    change.state, change.decided_by, change.ended_at = state, decided_by, act.at
    change.save(update_fields=["state", "decided_by", "ended_at", "answer"])


def _carry_out(act: Act, change: KeyChange) -> None:
    tenant_id = change.organization_id
    if change.kind == KeyChange.Kind.RETIRE:
        retire_key(act, tenant_id)
    else:
        create_key(act, tenant_id, cast(KeyKind, change.algorithm))
