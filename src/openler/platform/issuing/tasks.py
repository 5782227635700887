"""Which long work belongs to issuing? Each step is small and safe to do again."""

from datetime import datetime, timedelta
from typing import Any

from openler.platform.issuing import batches, claims, status_lists
from openler.platform.issuing.models import Batch, Row, Upload

# What a class list said is kept this long for mending, then only the register stays.
ROWS_KEPT = timedelta(days=30)


def sign_batch(payload: dict[str, Any], at: datetime) -> bool:
    """Sign the next rows of a batch."""
    return batches.sign_chunk(payload["batch"], at=at)


def send_claims(payload: dict[str, Any], at: datetime) -> bool:
    """Send the claim links of a batch that are not sent yet."""
    return claims.send_links(payload["batch"], at=at)


def refresh_status_lists(payload: dict[str, Any], at: datetime) -> bool:
    """Sign status lists anew before they grow old."""
    return status_lists.refresh_lists(at=at)


def forget_old_rows(payload: dict[str, Any], at: datetime) -> bool:
    """Take away class lists and what they said, a month after they came."""
    Upload.objects.filter(made_at__lt=at - ROWS_KEPT).delete()
    old = Batch.objects.filter(made_at__lt=at - ROWS_KEPT).values("pk")
    # A batch that is still being signed keeps its rows until it is done.
    running = Batch.objects.filter(state__in=(Batch.State.SIGNING, Batch.State.PAUSED)).values("pk")
    Row.objects.filter(batch__in=old).exclude(batch__in=running).delete()
    return False
