"""Which point in time does a record's text mean, exactly as written?

Texts are never rewritten: signatures cover them. Years 1 and 9999 with an offset, and years beyond, lie outside what
``datetime`` can hold, so an instant is an exact number of seconds since year 1.

Spec: https://www.w3.org/TR/xmlschema11-2/#dateTimeStamp (leap seconds are not in its value space; 24:00:00 is)
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache

from openler.foundation.errors import MalformedInput

_STAMP = re.compile(
    r"(?P<year>-?(?:[1-9][0-9]{3,8}|0[0-9]{3}))-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
    r"T(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,30}))?"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?",
    re.ASCII,
)
# No stamp is longer: 19 characters, 30 digits of fraction, a zone.
_MAX_CHARACTERS = 64
_MAX_OFFSET_MINUTES = 14 * 60
# A record says when it begins in several places, and those of a class say the same.
_KEPT = 1024


class BadInstant(MalformedInput):
    """A text is not a point in time."""

    code = "bad_instant"
    default_mender = "issuer"
    default_advice = "Write the time with its zone, for example 2026-05-04T09:30:00Z."


@dataclass(frozen=True, order=True, slots=True)
class Instant:
    """A point in time: exact seconds since 0001-01-01T00:00:00Z, negative before it."""

    seconds: Fraction | int

    @classmethod
    def of(cls, at: datetime) -> "Instant":
        """Take an aware ``datetime``.

        Raises:
            ValueError: the datetime has no zone.
        """
        if at.tzinfo is None:
            raise ValueError("An instant needs a datetime with a zone.")
        offset = at.utcoffset() or timedelta()
        days = at.toordinal() - 1
        whole = days * 86400 + at.hour * 3600 + at.minute * 60 + at.second
        whole -= offset.days * 86400 + offset.seconds
        behind = at.microsecond - offset.microseconds
        return cls(whole + Fraction(behind, 1_000_000) if behind else whole)

    @classmethod
    def of_unix_seconds(cls, seconds: float) -> "Instant":
        """Take seconds since 1970-01-01T00:00:00Z (a JWT NumericDate, RFC 7519 section 2)."""
        return cls(Fraction(seconds) + (date(1970, 1, 1).toordinal() - 1) * 86400)


def parse_instant(text: object, *, zone_required: bool = True) -> Instant:
    """Read an xsd:dateTimeStamp; without a zone it is refused, or read as UTC if ``zone_required`` is false.

    Raises:
        BadInstant: not text, not that form, a day or time that does not exist, or no zone.
    """
    if not isinstance(text, str):
        raise BadInstant(f"A time must be text, not {type(text).__name__}.")
    return _parse(text, zone_required)


@lru_cache(maxsize=_KEPT)
def _parse(text: str, zone_required: bool) -> Instant:
    if len(text) > _MAX_CHARACTERS:
        raise BadInstant(f"A time of {len(text)} characters is longer than any time.")
    match = _STAMP.fullmatch(text)
    if match is None:
        raise BadInstant(f"{text!r} is not a date with a time, such as 2026-05-04T09:30:00Z.")
    if match["zone"] is None and zone_required:
        raise BadInstant(f"{text!r} does not name its time zone, such as Z or +02:00.")
    day = _day_number(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None:
        raise BadInstant(f"{text!r} names a day that does not exist.")
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    fraction = Fraction(int(match["fraction"]), 10 ** len(match["fraction"])) if match["fraction"] else 0
    midnight = hour == 24 and minute == 0 and second == 0 and fraction == 0
    if not midnight and (hour > 23 or minute > 59 or second > 59):
        raise BadInstant(f"{text!r} names a time of day that does not exist.")
    whole = day * 86400 + hour * 3600 + minute * 60 + second
    return Instant(whole + fraction - _offset_seconds(match["zone"] or "Z", text))


def _day_number(year: int, month: int, day: int) -> int | None:
    """Count the days from 0001-01-01 in the proleptic Gregorian calendar; None for a day that does not exist."""
    # The calendar repeats itself every 400 years of 146,097 days; year 0 is there, as XML Schema 1.1 has it.
    cycles, within = divmod(year - 1, 400)
    try:
        return cycles * 146_097 + date(within + 1, month, day).toordinal() - 1
    except ValueError:
        return None


def _offset_seconds(zone: str, text: str) -> int:
    if zone == "Z":
        return 0
    hours, minutes = int(zone[1:3]), int(zone[4:6])
    total = hours * 60 + minutes
    if minutes > 59 or total > _MAX_OFFSET_MINUTES:
        raise BadInstant(f"{text!r} names a time zone that does not exist.")
    return total * 60 * (-1 if zone[0] == "-" else 1)
