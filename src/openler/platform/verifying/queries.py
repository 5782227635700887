"""How many records were checked here?"""

from datetime import datetime

from openler.platform.verifying.models import VerificationTally

OUTCOMES = ("passed", "failed", "undetermined")


def counts_this_month(at: datetime) -> dict[str, int]:
    """Count the records checked in the month of ``at``, by outcome; outcomes without a record count zero."""
    found = dict(VerificationTally.objects.filter(month=at.date().replace(day=1)).values_list("outcome", "count"))
    return {outcome: found.get(outcome, 0) for outcome in OUTCOMES}
