"""How is a letter sent, and what is done when it comes back?

Nothing here writes audit entries: the mail log is the trace, and it stands below the rooms that know people.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import Message
from email.utils import parseaddr
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal

from openler.foundation.errors import MalformedInput
from openler.platform.mail.models import MAX_ADDRESS_CHARACTERS, BouncedAddress, SentMail

# Headers of ours that tell the backend what to write in the log; they never leave.
KIND_HEADER = "X-OpenLER-Kind"
TENANT_HEADER = "X-OpenLER-Tenant"
# Sent when an address is known to have bounced: `address`, `at`. Rooms above end their links by it.
address_bounced = Signal()
_STATUS = re.compile(r"5\.\d{1,3}\.\d{1,3}")
_MAX_SUBJECT_CHARACTERS = 150
# Asking a dead mailbox more than once a year gives a server a bad name.
BOUNCE_KEPT = timedelta(days=365)


class NotABounce(MalformedInput):
    """The message does not say that a mail came back for good."""

    code = "not_a_bounce"
    default_mender = "operator"
    default_advice = "Give a delivery status notification (RFC 3464), or name the address with --address."


def send(kind: str, *, to: str, subject: str, body: str, tenant_id: UUID | None = None) -> bool:
    """Send one letter in plain text; False where the address has bounced or the mail could not leave.

    Args:
        kind: our own word for the mail log, such as "claim".
        subject: one line; it names no record, no result and no title of an achievement.
        tenant_id: the organization in whose name it is written.
    """
    headers = {KIND_HEADER: kind} | ({TENANT_HEADER: str(tenant_id)} if tenant_id else {})
    line = " ".join(subject.split())[:_MAX_SUBJECT_CHARACTERS]
    return bool(EmailMessage(line, body, to=[to], headers=headers).send(fail_silently=True))


def record_bounce(address: str, *, at: datetime, status: str = "") -> BouncedAddress:
    """Remember that mail to an address came back for good, and tell the rooms whose links went there."""
    plain = parseaddr(address)[1][:MAX_ADDRESS_CHARACTERS].lower()
    if "@" not in plain:
        raise NotABounce(f"{address[:80]!r} is no mail address.")
    with transaction.atomic():
        bounced, _created = BouncedAddress.objects.update_or_create(
            address=plain, defaults={"at": at, "status": status}
        )
        last = SentMail.objects.filter(address=plain, outcome=SentMail.Outcome.SENT).order_by("-at").first()
        if last is not None:
            last.outcome = SentMail.Outcome.BOUNCED
            last.save(update_fields=["outcome"])
        address_bounced.send(BouncedAddress, address=plain, at=at)
    return bounced


def forgive(address: str) -> None:
    """Send to an address again, because its owner gave it anew."""
    BouncedAddress.objects.filter(address=address.strip().lower()).delete()


def forget_mail(log: Q, *, at: datetime) -> None:
    """Forget lines of the mail log, and addresses whose mail came back so long ago that they may be tried again.

    Args:
        log: which lines are over; the rooms above know how long each organization keeps them.
    """
    SentMail.objects.filter(log).delete()
    BouncedAddress.objects.filter(at__lte=at - BOUNCE_KEPT).delete()


def addresses_of_bounce(message: Message) -> Mapping[str, str]:
    """Read from a delivery status notification which addresses failed for good, with the status of each.

    Spec: https://www.rfc-editor.org/rfc/rfc3464#section-2.3

    Raises: NotABounce.
    """
    found: dict[str, str] = {}
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        groups = part.get_payload()
        for group in groups if isinstance(groups, list) else ():
            if not isinstance(group, Message):
                continue
            recipient = str(group.get("Final-Recipient", "")).rpartition(";")[2].strip()
            status = _STATUS.match(str(group.get("Status", "")).strip())
            if recipient and status and str(group.get("Action", "")).strip().lower() == "failed":
                found[recipient] = status[0]
    if not found:
        raise NotABounce("No address in this message failed for good.")
    return found
