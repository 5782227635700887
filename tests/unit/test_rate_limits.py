"""Is a flood stopped, in whichever process it arrives, without keeping who it was?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from openler.platform.base.errors import TooManyRequests
from openler.platform.base.models import RateWindow
from openler.platform.base.rate_limits import count_request

AT = datetime(2026, 11, 25, 9, 0, 10, tzinfo=UTC)


def _count(visitor: str = "192.0.2.1", *, at: datetime = AT, limit: int = 3, scope: str = "verify") -> int:
    return count_request(scope, visitor, at=at, limit=limit, window_seconds=60)


@pytest.mark.django_db
def test_requests_within_the_limit_are_counted_down() -> None:
    """The answer says how many are left."""
    assert [_count() for _ in range(3)] == [2, 1, 0]


@pytest.mark.django_db
def test_one_more_than_the_limit_is_refused_until_the_window_ends() -> None:
    """The refusal says to the second when it goes on; then it does."""
    for _ in range(3):
        _count()
    with pytest.raises(TooManyRequests) as caught:
        _count()
    assert caught.value.retry_after_seconds == 50
    assert _count(at=AT + timedelta(seconds=50)) == 2


@pytest.mark.django_db
def test_one_visitor_does_not_use_up_the_limit_of_another() -> None:
    """Each visitor, and each kind of request, has a count of its own."""
    for _ in range(3):
        _count()
    assert _count("192.0.2.2") == 2
    assert _count(scope="claim") == 2


@pytest.mark.django_db
def test_an_address_is_not_kept() -> None:
    """What stands in the table is a keyed digest, and only until the window is over."""
    _count()
    (row,) = RateWindow.objects.all()
    assert "192.0.2.1" not in row.key
    assert len(row.key) == 40
    _count(at=AT + timedelta(minutes=5))
    assert RateWindow.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_moment_are_all_counted() -> None:
    """Of forty at once exactly the limit passes, on connections of their own."""

    def attempt(_: int) -> bool:
        try:
            _count(limit=10)
        except TooManyRequests:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        passed = list(pool.map(attempt, range(40)))
    assert sum(passed) == 10
    assert RateWindow.objects.get().count == 40
