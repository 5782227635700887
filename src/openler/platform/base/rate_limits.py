"""Has somebody asked too often? Counted in the database, where all processes see it.

A fixed window: cheap, exact, and at worst twice the limit across a boundary, which is enough against floods.
"""

import hashlib
import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from openler.platform.base.errors import TooManyRequests
from openler.platform.base.models import RateWindow

_KEY_LENGTH = 40


def count_request(scope: str, visitor: str, *, at: datetime, limit: int, window_seconds: int) -> int:
    """Count one request of a visitor and give how many are left in this window.

    Args:
        scope: what is counted, such as "verify".
        visitor: who asks, such as an address; only a keyed digest of it is kept, for one window.

    Raises: TooManyRequests.
    """
    now_seconds = int(at.timestamp())
    started_at_seconds = now_seconds - now_seconds % window_seconds
    ends_at_seconds = started_at_seconds + window_seconds
    key = _digest(scope, visitor)
    with transaction.atomic():
        window, created = RateWindow.objects.get_or_create(
            key=key, started_at_seconds=started_at_seconds, defaults={"ends_at_seconds": ends_at_seconds}
        )
        RateWindow.objects.filter(pk=window.pk).update(count=F("count") + 1)
        window.refresh_from_db(fields=["count"])
        if created:
            RateWindow.objects.filter(ends_at_seconds__lte=now_seconds).delete()
    if window.count > limit:
        raise TooManyRequests(
            f"More than {limit} requests came from one place within {window_seconds} seconds.",
            retry_after_seconds=ends_at_seconds - now_seconds,
        )
    return limit - window.count


def _digest(scope: str, visitor: str) -> str:
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, f"{scope}\n{visitor}".encode(), hashlib.sha256).hexdigest()[:_KEY_LENGTH]
