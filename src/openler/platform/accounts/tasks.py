"""Which work of this room comes back again and again? Forgetting sessions that have ended."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session


def forget_sessions(payload: dict[str, Any], at: datetime) -> bool:
    """Forget the sessions of people who have not come back."""
    Session.objects.filter(expire_date__lte=at).delete()
    return False
