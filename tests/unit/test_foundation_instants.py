"""Instants: exact, never rewritten, never overflowing."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openler.foundation.instants import BadInstant, Instant, parse_instant


@pytest.mark.parametrize(
    ("one", "same"),
    [
        ("2026-05-04T09:30:00Z", "2026-05-04T11:30:00+02:00"),
        ("2026-05-04T24:00:00Z", "2026-05-05T00:00:00Z"),
        ("2026-05-04T09:30:00.000Z", "2026-05-04T09:30:00+00:00"),
        ("2026-05-04T09:30:00-00:00", "2026-05-04T09:30:00Z"),
        ("2024-02-29T23:59:59.999999Z", "2024-02-29T23:59:59.999999000Z"),
    ],
)
def test_texts_of_one_moment_are_equal(one: str, same: str) -> None:
    """Zones, fractions and midnight as 24:00:00 do not change the moment."""
    assert parse_instant(one) == parse_instant(same)


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-04",
        "2026-05-04T09:30:00",
        "2026-05-04 09:30:00Z",
        "04.05.2026 09:30",
        "2025-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-05-04T25:00:00Z",
        "2026-05-04T24:00:01Z",
        "2026-05-04T09:30:60Z",
        "2026-05-04T09:30:00+14:01",
        "2026-05-04T09:30:00+02:60",
        "2026-05-04T09:30:00.Z",
        "٢٠٢٦-05-04T09:30:00Z",
        "2026-05-04T09:30:00Z\n",
        "",
        1767225600,
        None,
        "2026" * 100,
    ],
)
def test_what_is_no_point_in_time_is_refused(text: object) -> None:
    """Bare dates, missing zones, days and times that do not exist, numbers and foreign digits."""
    with pytest.raises(BadInstant):
        parse_instant(text)


def test_the_years_1_and_9999_do_not_overflow() -> None:
    """The usual way to write "never" with any zone stays a comparable moment."""
    never = parse_instant("9999-12-31T23:59:59-14:00")
    dawn = parse_instant("0001-01-01T00:00:00+14:00")
    now = Instant.of(datetime(2026, 1, 1, tzinfo=UTC))
    assert dawn < now < never
    assert dawn.seconds == Fraction(-14 * 3600)


def test_years_beyond_four_digits_and_before_year_one_are_moments_too() -> None:
    """XML Schema 1.1 has years of more digits, year 0 and years before it; they compare like any other."""
    order = ["-0001-12-31T00:00:00Z", "0000-02-29T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
    moments = [parse_instant(text) for text in [*order, "10000-01-01T00:00:00Z", "123456-07-01T00:00:00Z"]]
    assert moments == sorted(moments)
    with pytest.raises(BadInstant):
        parse_instant("02026-01-01T00:00:00Z")


def test_a_time_without_zone_is_read_as_utc_only_on_request() -> None:
    """Data model 1.1 records may lack the zone; the caller says when that is allowed."""
    assert parse_instant("2026-05-04T09:30:00", zone_required=False) == parse_instant("2026-05-04T09:30:00Z")


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),
    st.integers(-14 * 60, 14 * 60),
)
def test_instants_agree_with_the_standard_library(moment: datetime, offset_minutes: int) -> None:
    """Where datetime can hold the moment, both say the same."""
    at = moment.replace(tzinfo=timezone(timedelta(minutes=offset_minutes)))
    assert parse_instant(at.isoformat(timespec="microseconds")) == Instant.of(at)


def test_numeric_dates_of_tokens_are_the_same_moments() -> None:
    """A JWT's seconds since 1970 compare with texts."""
    assert Instant.of_unix_seconds(1767225600) == parse_instant("2026-01-01T00:00:00Z")


def test_a_datetime_without_zone_is_refused() -> None:
    """A program that forgets the zone is stopped at once."""
    with pytest.raises(ValueError, match="zone"):
        Instant.of(datetime(2026, 1, 1))
