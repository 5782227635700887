"""How does a learner come by a record? A link, a check, and then it is theirs: bound to their own key, or as a file.

Looking changes nothing. A wrong try never uses up a link. The token and the code follow from the link's id and the
master key, so that the database holds neither.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from openler.foundation.encodings import encode_base64url
from openler.platform.accounts.roster import roster_ids_of
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.issuing.errors import CheckMissing, NoSuchClaim, RecordState, WrongCode
from openler.platform.issuing.models import Batch, ClaimLink, Seat
from openler.platform.keystore.master import master_key
from openler.platform.keystore.sealing import derive_key
from openler.platform.mail.services import forgive, send
from openler.platform.organizations.keeping import days_kept

# A released claim waits this long for the press on the learner's device.
IN_PERSON_WITHIN = timedelta(minutes=15)
LINK, CODE, SIGN_IN, IN_PERSON = 0, 1, 2, 3
# Read aloud on a telephone: no letter that sounds or looks like another. Eight of 30 with ten tries cannot be guessed.
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 8
_TRIES = 10
_SEND_AT_ONCE = 50


def make_link(act: Act, seat: Seat, *, check: int | None = None) -> ClaimLink:
    """Make a link for a seat; the one before ends.

    Raises: RecordState.
    """
    if seat.state != Seat.State.IN_FORCE:
        raise RecordState(_("This record does not count any more, so it cannot be claimed."))
    with transaction.atomic():
        ClaimLink.objects.filter(seat=seat, ended_at=None).update(ended_at=act.at)
        link = ClaimLink(
            seat=seat,
            check_kind=seat.claim_check if check is None else max(check, seat.claim_check),
            tries_left=_TRIES,
            made_at=act.at,
            ends_at=act.at + timedelta(days=days_kept(seat.organization_id, "claim")),
        )
        link.token_digest = _digest(token_of(link))
        link.save(force_insert=True)
        record(act, "claim.link_made", kind="seat", object_id=seat.pk, person_id=seat.holder_id)
    return link


def token_of(link: ClaimLink) -> str:
    """Give the token in the address of a link."""
    return encode_base64url(_secret(link, "token"))


def code_of(link: ClaimLink) -> str:
    """Give the one-time code of a link, which reaches the learner another way than the link."""
    number = int.from_bytes(_secret(link, "code"))
    letters = []
    for _place in range(_CODE_LENGTH):
        number, rest = divmod(number, len(_CODE_LETTERS))
        letters.append(_CODE_LETTERS[rest])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def url_of(link: ClaimLink) -> str:
    """Give the address of a claim."""
    return f"{settings.OPENLER_PUBLIC_URL}{reverse('claim', kwargs={'token': token_of(link)})}"


def find_link(token: str, act: Act) -> ClaimLink:
    """Find an open link by its token.

    Raises: NoSuchClaim, with why: it was used, it ended, or it never was.
    """
    link = (
        ClaimLink.objects.select_related("seat__organization", "seat__version__achievement__organization")
        .filter(token_digest=_digest(token))
        .first()
    )
    if link is None:
        raise NoSuchClaim(_("This claim link leads nowhere; it may have ended long ago."))
    if link.seat.claimed_at is not None and link.ended_at is not None:
        raise NoSuchClaim(_("This record was claimed already."))
    if link.ended_at is not None or link.ends_at <= act.at:
        raise NoSuchClaim(_("This claim link has ended."))
    if link.seat.state == Seat.State.REVOKED:
        raise NoSuchClaim(_("The organization has taken this record back."))
    return link


def note_opening(act: Act, link: ClaimLink) -> None:
    """Remember that somebody pressed the button; a look is no opening."""
    if ClaimLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=act.at):
        seat = link.seat
        record(
            act,
            "claim.opened",
            kind="seat",
            object_id=seat.pk,
            person_id=seat.holder_id,
            tenant_id=seat.organization_id,
        )


def try_code(act: Act, link: ClaimLink, code: str) -> None:
    """Check the code of a link; a wrong one uses up a try, never the link.

    Raises: WrongCode, NoSuchClaim.
    """
    # Counted before it is compared, so that tries at once are counted as well.
    if not ClaimLink.objects.filter(pk=link.pk, tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        raise NoSuchClaim(
            _("Too many wrong codes were tried, so this link is closed."),
            advice=_("Ask the organization for a new code. The record is not lost."),
        )
    plain = code.upper().replace("-", "").replace(" ", "")
    if not hmac.compare_digest(plain.encode(), code_of(link).replace("-", "").encode()):
        tenant_id = link.seat.organization_id
        record(act, "claim.code_wrong", kind="seat", object_id=link.seat_id, tenant_id=tenant_id, outcome="refused")
        raise WrongCode(_("This is not the code."))
    ClaimLink.objects.filter(pk=link.pk).update(tries_left=F("tries_left") + 1)


def see_in_person(act: Act, link: ClaimLink) -> None:
    """A member has seen an ID: the claim is released for some minutes on the learner's device."""
    ClaimLink.objects.filter(pk=link.pk, ended_at=None).update(identity_seen_by=act.actor_id, identity_seen_at=act.at)
    record(act, "claim.identity_seen", kind="seat", object_id=link.seat_id, person_id=link.seat.holder_id)


def require_in_person(act: Act, link: ClaimLink) -> None:
    """Make sure that a member released the claim just now.

    Raises: CheckMissing.
    """
    seen = link.identity_seen_at
    if seen is None or act.at - seen > IN_PERSON_WITHIN:
        raise CheckMissing(
            _("Nobody of the organization has released this claim in the last 15 minutes."),
            advice=_("Show your ID at the counter; a member releases the claim, then press the button again."),
        )


def require_sign_in(act: Act, link: ClaimLink) -> None:
    """Make sure that the person signed in at the organization, and that its number of them is the one on the roster.

    Never matched on the mail address, which changes hands.

    Raises: CheckMissing.
    """
    known = roster_ids_of(act.actor_id, link.seat.organization_id) if act.actor_id is not None else frozenset()
    if not link.seat.roster_id or link.seat.roster_id not in known:
        raise CheckMissing(
            _("You are not signed in at the organization as the person whom this record is about."),
            advice=_("Sign in with your organization’s sign-in, then press the button again."),
        )


def send_links(batch_id: str, *, at: datetime) -> bool:
    """Send the next mails of a batch; whether more are left."""
    batch = Batch.objects.select_related("organization").get(pk=batch_id)
    act = Act(batch.released_by, batch.organization_id, at, purpose="claim")
    unlinked = list(batch.seats.filter(links=None, state=Seat.State.IN_FORCE)[:_SEND_AT_ONCE])
    for seat in unlinked:
        make_link(act, seat)
    unsent = ClaimLink.objects.select_related("seat__organization").filter(
        seat__batch=batch, sent_at=None, ended_at=None
    )
    links = list(unsent.exclude(seat__email="")[:_SEND_AT_ONCE])
    for link in links:
        send_link(act, link)
    return bool(unlinked or links)


def send_link(act: Act, link: ClaimLink) -> bool:
    """Send the mail of a link; it names neither title nor result. False where the address is known to bounce."""
    seat = link.seat
    organization = seat.organization
    lines = [
        _("%(name)s has a record for you.") % {"name": organization.name},
        "",
        _("Open this address to see it and to accept it:"),
        url_of(link),
        "",
    ]
    if link.check_kind == CODE:
        lines.append(_("You will be asked for a code, which the organization gives you another way."))
    if link.check_kind == SIGN_IN:
        lines.append(_("You will be asked to sign in at the organization."))
    lines.append(
        _("The link is yours alone; do not pass it on. It ends on %(day)s.") % {"day": f"{link.ends_at:%Y-%m-%d}"}
    )
    sent = send(
        "claim",
        to=seat.email,
        subject=_("A record from %(name)s") % {"name": organization.name},
        body="\n".join(lines),
        tenant_id=organization.pk,
    )
    ClaimLink.objects.filter(pk=link.pk).update(
        sent_to=seat.email, sent_at=act.at, came_back_at=None if sent else act.at
    )
    return sent


def change_address(act: Act, seat: Seat, *, email: str) -> ClaimLink:
    """Take another mail address for a claim: the old link dies, the new one goes to the new address.

    Raises: RecordState.
    """
    with transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(email=email)
        seat.email = email
        # Given anew: mail that came back from it once says nothing about it now.
        forgive(email)
        record(act, "claim.address_changed", kind="seat", object_id=seat.pk, person_id=seat.holder_id)
        link = make_link(act, seat)
    send_link(act, link)
    return link


def new_challenge() -> str:
    """Draw what a wallet signs to show its key."""
    return secrets.token_urlsafe(32)


def _secret(link: ClaimLink, what: str) -> bytes:
    return derive_key(master_key(settings.OPENLER_HOME), f"openler claim {what} v1 {link.pk}")


def _digest(token: str) -> str:
    return hashlib.sha256(f"openler claim {token}".encode()).hexdigest()
