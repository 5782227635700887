"""Is every checked record counted once, however many processes count at the same time, on every database?"""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from openler.platform.verifying import services
from openler.platform.verifying.models import VerificationTally
from openler.platform.verifying.queries import counts_this_month

THREADS = 6
COUNTS_EACH = 10


@pytest.mark.django_db(transaction=True)
def test_no_count_is_lost_when_many_count_at_once() -> None:
    """Six counters start a month together: one row an outcome, and the sum of all."""
    at = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
    start = threading.Barrier(THREADS)
    faults: list[BaseException] = []

    def count() -> None:
        try:
            start.wait(30)
            for number in range(COUNTS_EACH):
                services._count("passed" if number % 2 else "failed", at)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=count) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    half = THREADS * COUNTS_EACH // 2
    assert counts_this_month(at) == {"passed": half, "failed": half, "undetermined": 0}
    assert VerificationTally.objects.count() == 2


@pytest.mark.django_db
def test_a_month_ends_at_midnight_utc() -> None:
    """What was checked a second before counts for the month that ends."""
    before, after = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    services._count("passed", before)
    services._count("undetermined", after)
    assert counts_this_month(before) == {"passed": 1, "failed": 0, "undetermined": 0}
    assert counts_this_month(after) == {"passed": 0, "failed": 0, "undetermined": 1}
    assert str(VerificationTally.objects.get(outcome="passed")) == "2026-11 passed 1"
