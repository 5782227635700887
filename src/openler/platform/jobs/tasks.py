"""Which work of this room comes back again and again? Forgetting work that was done."""

from datetime import datetime, timedelta
from typing import Any

from openler.platform.jobs.models import Job

# Long enough to find out after a holiday why something was not done.
_ENDED_KEPT = timedelta(days=30)


def forget_ended(payload: dict[str, Any], at: datetime) -> bool:
    """Forget jobs that were done, or given up, a month ago."""
    Job.objects.exclude(state=Job.State.WAITING).filter(ended_at__lte=at - _ENDED_KEPT).delete()
    return False
