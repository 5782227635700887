"""Which work of this room comes back again and again? Forgetting what was shared when its time is over."""

from datetime import datetime
from typing import Any

from openler.platform.base.acts import Act
from openler.platform.sharing.requests import forget_requests
from openler.platform.sharing.services import forget_ended_shares
from openler.platform.sharing.services import forget_shares as forget_old_shares


def forget_contents(payload: dict[str, Any], at: datetime) -> bool:
    """Forget what ended shares held, and questions with their answers a day after their end."""
    act = Act(None, None, at, purpose="retention")
    forget_ended_shares(act)
    forget_requests(act)
    return False


def forget_shares(payload: dict[str, Any], at: datetime) -> bool:
    """Forget shares a month after their end, with the times at which they were opened."""
    forget_old_shares(Act(None, None, at, purpose="retention"))
    return False
