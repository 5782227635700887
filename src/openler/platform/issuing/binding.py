"""How does a record become the holder's own? Bound to the key that their wallet shows, and handed over once.

Spec: https://www.w3.org/TR/vc-data-model-2.0/#presentations-including-holder-claims
"""

from django.db import transaction
from django.utils.translation import gettext as _

import openler
from openler.foundation.strict_json import parse_json_object
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.issuing.changes import end_corrected
from openler.platform.issuing.errors import BadBinding, NoSuchClaim, RecordState
from openler.platform.issuing.models import ClaimLink, Copy, Seat
from openler.platform.issuing.signing import sign_copy
from openler.platform.issuing.status_lists import sign_list
from openler.platform.mail.services import send

# An empty presentation with its proof is below 2 KiB.
MAX_PRESENTATION_BYTES = 16 * 1024


def bind(
    act: Act,
    link: ClaimLink,
    presentation: bytes,
    *,
    passed_check: int,
    expected_challenge: str,
    expected_domain: str,
) -> bytes:
    """Sign the copy that is bound to the wallet's key, and give its bytes; the bound copy before it ends as replaced.

    Raises: BadBinding, NoSuchClaim, RecordState.
    """
    holder_did = _holder_of(act, presentation, challenge=expected_challenge, domain=expected_domain)
    with transaction.atomic():
        seat = (
            Seat.objects.select_for_update(of=("self",))
            .select_related("organization", "version__achievement__organization", "corrects")
            .get(pk=link.seat_id)
        )
        if seat.holder_id not in (None, act.actor_id):
            raise NoSuchClaim(_("This record was claimed by somebody else."))
        if seat.state != Seat.State.IN_FORCE:
            raise RecordState(_("This record does not count any more, so it cannot be accepted."))
        if not ClaimLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=act.at):
            raise NoSuchClaim(_("This record was claimed already."))
        former = seat.copies.filter(state=Copy.State.LIVE).exclude(holder_did="").first()
        if former is not None:
            former.state, former.ended_as = Copy.State.ENDED, "replaced"
            former.save(update_fields=["state", "ended_as"])
            sign_list(former.status_list, at=act.at)
        _copy, data = sign_copy(seat, at=act.at, holder_did=holder_did)
        seat.holder_id = act.actor_id
        seat.claimed_at = seat.claimed_at or act.at
        seat.claimed_by_check = passed_check
        seat.changed_at = act.at
        seat.save(update_fields=["holder_id", "claimed_at", "claimed_by_check", "changed_at"])
        detail: dict[str, str | int] = {"check": passed_check, "again": int(former is not None)}
        end_corrected(act, seat)
        record(
            act,
            "record.bound",
            kind="seat",
            object_id=seat.pk,
            person_id=act.actor_id,
            tenant_id=seat.organization_id,
            detail=detail,
        )
    if former is not None and seat.email:
        _tell_former_address(seat)
    return data


def _holder_of(act: Act, presentation: bytes, *, challenge: str, domain: str) -> str:
    if len(presentation) > MAX_PRESENTATION_BYTES:
        raise BadBinding(_("The presentation is larger than 16 KiB; it needs no record in it."))
    report = openler.verify(presentation, at=act.at, expected_challenge=challenge, expected_domain=domain)
    failed = [check for check in report.checks if check.outcome not in ("passed", "not_applicable")]
    if failed:
        problem = next((problem for check in failed for problem in check.problems), None)
        raise BadBinding(problem.detail if problem else _("The wallet's signature does not hold."))
    holder = parse_json_object(presentation).get("holder")
    if not isinstance(holder, str) or not holder.startswith("did:key:"):
        raise BadBinding(_("The presentation names no did:key as its holder."))
    return holder


def _tell_former_address(seat: Seat) -> None:
    body = "\n".join(
        [
            _("A record of %(name)s was put into a wallet once more.") % {"name": seat.organization.name},
            _("The copy that was there before has ended as replaced."),
            "",
            _("If this was not you, tell the organization."),
        ]
    )
    send(
        "bound_again",
        to=seat.email,
        subject=_("Your record from %(name)s") % {"name": seat.organization.name},
        body=body,
        tenant_id=seat.organization_id,
    )
