"""What becomes of a claim link whose mail came back? It dies: whoever gets the address next must not find it.

The record waits. An issuer gives another address, which sends a new link (`claims.change_address`).
"""

from datetime import datetime

from django.db import transaction

from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.issuing.models import ClaimLink
from openler.platform.mail.services import address_bounced


def connect() -> None:
    """Listen to mail that comes back; called once, when the program starts."""
    address_bounced.connect(end_links, dispatch_uid="issuing ends claim links")


def end_links(sender: object, address: str, at: datetime, **_details: object) -> None:
    """End the open links that went to an address."""
    with transaction.atomic():
        opened = ClaimLink.objects.select_for_update().filter(sent_to__iexact=address, ended_at=None)
        for link in opened.select_related("seat"):
            ClaimLink.objects.filter(pk=link.pk).update(came_back_at=at, ended_at=at)
            act = Act(None, link.seat.organization_id, at, purpose="mail came back")
            record(act, "claim.mail_came_back", kind="seat", object_id=link.seat_id, person_id=link.seat.holder_id)
