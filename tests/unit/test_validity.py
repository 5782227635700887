"""In force or not: every place that may say so is asked, the very moment counts, and what cannot be read stays open."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from openler.credentials.model import read_credential
from openler.credentials.rules import Limit, judge_validity
from openler.foundation.instants import parse_instant

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
V2 = {"@context": ["https://www.w3.org/ns/credentials/v2"]}
V1 = {"@context": ["https://www.w3.org/2018/credentials/v1"]}


def _judge(document: dict[str, Any], at: datetime = AT, **limits: Any) -> tuple[str, list[str]]:
    outcome, problems = judge_validity(read_credential(document), at=at, **limits)
    return outcome, [problem.code for problem in problems]


def _limit(name: str, stamp: str) -> Limit:
    return Limit(name, "", parse_instant(stamp), stamp)


@pytest.mark.parametrize(
    ("members", "outcome"),
    [
        ({}, "passed"),
        ({"validFrom": "2026-03-01T12:00:00Z"}, "passed"),
        ({"validFrom": "2026-03-01T13:00:00+01:00"}, "passed"),
        ({"validFrom": "2026-03-01T12:00:00.000001Z"}, "failed"),
        ({"validUntil": "2026-03-01T12:00:00Z"}, "passed"),
        ({"validUntil": "2026-03-01T11:59:59.999999Z"}, "failed"),
        ({"validUntil": "2026-02-28T24:00:00Z"}, "failed"),
        ({"validUntil": "9999-12-31T23:59:59-14:00"}, "passed"),
        ({"validFrom": "0001-01-01T00:00:00+14:00"}, "passed"),
        ({"validFrom": "12026-01-01T00:00:00Z"}, "failed"),
        ({"validUntil": "12026-01-01T00:00:00Z"}, "passed"),
    ],
)
def test_the_very_moment_of_a_limit_is_in_force(members: dict[str, str], outcome: str) -> None:
    """To the fraction of a second, in any zone and any year."""
    assert _judge({**V2, **members})[0] == outcome


@pytest.mark.parametrize("member", ["validUntil", "expirationDate"])
@pytest.mark.parametrize("version", [V1, V2])
def test_an_end_counts_under_either_name(member: str, version: dict[str, Any]) -> None:
    """A record whose issuer took the other version's word is over all the same."""
    assert _judge({**version, member: "2026-02-01T00:00:00Z"}) == ("failed", ["expired"])


@pytest.mark.parametrize("member", ["validFrom", "issuanceDate"])
@pytest.mark.parametrize("version", [V1, V2])
def test_a_beginning_counts_under_either_name(member: str, version: dict[str, Any]) -> None:
    """And so is one that has not begun."""
    assert _judge({**version, member: "2026-04-01T00:00:00Z"}) == ("failed", ["not_yet_valid"])


def test_limits_around_the_record_count_and_are_told_by_name() -> None:
    """The end of a token or of a proof ends the record, whatever the record itself says."""
    document = {**V2, "validUntil": "2027-01-01T00:00:00Z"}
    shape = read_credential(document)
    for name in ("exp", "expires"):
        outcome, (problem,) = judge_validity(shape, at=AT, ends=[_limit(name, "2026-02-01T00:00:00Z")])
        assert outcome == "failed"
        assert f"({name})" in problem.detail and problem.stamp == "2026-02-01T00:00:00Z"
    assert _judge(document, starts=[_limit("nbf", "2026-03-01T12:00:01Z")]) == ("failed", ["not_yet_valid"])


def test_a_record_that_ends_before_it_begins_was_never_in_force() -> None:
    """Also where the two stand in different places."""
    outcome, codes = _judge({**V2, "validFrom": "2026-02-01T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"})
    assert outcome == "failed" and set(codes) == {"expired", "ends_before_start"}
    mixed = _judge({**V2, "validFrom": "2026-05-01T00:00:00Z"}, ends=[_limit("exp", "2026-04-01T00:00:00Z")])
    assert mixed == ("failed", ["not_yet_valid", "ends_before_start"])


@pytest.mark.parametrize("stamp", ["2026-02-01", "soon", "2025-02-29T00:00:00Z", 1767225600, None, {}, ["x"]])
def test_a_limit_that_is_no_time_leaves_the_question_open(stamp: object) -> None:
    """Neither in force nor over; another limit that can be read still decides."""
    assert _judge({**V2, "validUntil": stamp}) == ("undetermined", ["bad_instant"])
    both = {**V2, "validUntil": stamp, "validFrom": "2026-04-01T00:00:00Z"}
    assert _judge(both) == ("failed", ["not_yet_valid"])


def test_the_time_asked_about_may_have_any_zone() -> None:
    """Noon in UTC is an hour later in the next zone."""
    document = {**V2, "validUntil": "2026-03-01T12:00:00Z"}
    east = timezone(timedelta(hours=1))
    assert _judge(document, datetime(2026, 3, 1, 13, tzinfo=east))[0] == "passed"
    assert _judge(document, datetime(2026, 3, 1, 13, 0, 1, tzinfo=east))[0] == "failed"
