"""Is the record in force at this time, wherever it says when it begins and ends?

An end may stand in the record (``validUntil``, ``expirationDate``), in a proof (``expires``) or in a token (``exp``).
The very moment of an end still counts.

Spec: https://www.w3.org/TR/vc-data-model-2.0/#validity-period
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from openler.credentials.model import CredentialShape
from openler.foundation.instants import BadInstant, Instant, parse_instant
from openler.foundation.problems import Problem

VALIDITY_SOURCE = "https://www.w3.org/TR/vc-data-model-2.0/#validity-period"


class Limit(NamedTuple):
    """A beginning or an end that stands outside the record: in a proof or a token.

    Attributes:
        name: the member's name, such as "exp".
        pointer: its place, empty where it stands around the record.
        instant: the moment.
        stamp: as written, None for a number.
    """

    name: str
    pointer: str
    instant: Instant
    stamp: str | None


def judge_validity(
    shape: CredentialShape, *, at: datetime, starts: Sequence[Limit] = (), ends: Sequence[Limit] = ()
) -> tuple[Literal["passed", "failed", "undetermined"], tuple[Problem, ...]]:
    """Judge whether a record is in force.

    Args:
        shape: the record.
        at: the time asked about.
        starts, ends: limits that stand outside the record.
    """
    now = Instant.of(at)
    begin, unreadable_begin = _read(shape, ("validFrom", "issuanceDate"))
    end, unreadable_end = _read(shape, ("validUntil", "expirationDate"))
    all_starts, all_ends = [*begin, *starts], [*end, *ends]
    problems = [
        *_not_yet(all_starts, now),
        *_over(all_ends, now),
        *_reversed(all_starts, all_ends),
    ]
    if problems:
        return "failed", tuple(problems)
    unreadable = (*unreadable_begin, *unreadable_end)
    return ("undetermined" if unreadable else "passed"), unreadable


def _read(shape: CredentialShape, names: tuple[str, ...]) -> tuple[list[Limit], tuple[Problem, ...]]:
    found: list[Limit] = []
    problems: list[Problem] = []
    for name in names:
        if name not in shape.document:
            continue
        value = shape.document[name]
        try:
            found.append(Limit(name, "/" + name, parse_instant(value), value))
        except BadInstant as error:
            problems.append(
                Problem(
                    code=error.code,
                    title="No point in time",
                    detail=f"{name} cannot be compared with today. {error.message}",
                    pointer="/" + name,
                    next_step=error.advice,
                )
            )
    return found, tuple(problems)


def _not_yet(starts: Sequence[Limit], now: Instant) -> Iterator[Problem]:
    for limit in starts:
        if now < limit.instant:
            yield Problem(
                code="not_yet_valid",
                title="Not yet in force",
                detail=f"The record is not in force before {limit.stamp or 'a later time'} ({limit.name}).",
                type=VALIDITY_SOURCE,
                pointer=limit.pointer,
                mender="verifier",
                next_step="Check the record again after that time.",
                stamp=limit.stamp,
            )


def _over(ends: Sequence[Limit], now: Instant) -> Iterator[Problem]:
    for limit in ends:
        if limit.instant < now:
            when = f"on {limit.stamp}" if limit.stamp else "before now"
            yield Problem(
                code="expired",
                title="Expired",
                detail=f"The record expired {when} ({limit.name}).",
                type=VALIDITY_SOURCE,
                pointer=limit.pointer,
                mender="issuer",
                next_step="Ask the issuer for a renewed record.",
                stamp=limit.stamp,
            )


def _reversed(starts: Sequence[Limit], ends: Sequence[Limit]) -> Iterator[Problem]:
    if starts and ends:
        start, end = max(starts, key=lambda limit: limit.instant), min(ends, key=lambda limit: limit.instant)
        if end.instant < start.instant:
            yield Problem(
                code="ends_before_start",
                title="Never in force",
                detail=f"The record ends ({end.name}) before it begins ({start.name}).",
                type=VALIDITY_SOURCE,
                pointer=end.pointer,
                next_step="Ask the issuer for a record with the right dates.",
            )
