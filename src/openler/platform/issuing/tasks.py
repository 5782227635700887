"""Which long work belongs to issuing? Each step is small and safe to do again."""

from datetime import datetime
from typing import Any

from openler.platform.issuing import batches, changes, claims, forgetting, status_lists


def sign_batch(payload: dict[str, Any], at: datetime) -> bool:
    """Sign the next rows of a batch."""
    return batches.sign_chunk(payload["batch"], at=at)


def send_claims(payload: dict[str, Any], at: datetime) -> bool:
    """Send the claim links of a batch that are not sent yet."""
    return claims.send_links(payload["batch"], at=at)


def refresh_status_lists(payload: dict[str, Any], at: datetime) -> bool:
    """Sign status lists anew before they grow old."""
    return status_lists.refresh_lists(at=at)


def end_overdue(payload: dict[str, Any], at: datetime) -> bool:
    """End the records whose correction nobody accepted in time."""
    changes.end_overdue(at)
    return False


def forget_uploads(payload: dict[str, Any], at: datetime) -> bool:
    """Take away what class lists said, when the period of their organization is over."""
    forgetting.forget_uploads(at=at)
    return False


def forget_rejects(payload: dict[str, Any], at: datetime) -> bool:
    """Take away the rows that were refused, when the period of their organization is over."""
    forgetting.forget_rejects(at=at)
    return False


def forget_links(payload: dict[str, Any], at: datetime) -> bool:
    """Take away claim links whose day has come."""
    forgetting.forget_links(at=at)
    return False
