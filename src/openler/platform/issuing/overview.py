"""How far is a batch, what does a second person see of it before its release, and what was issued month by month?"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Count, F, IntegerField
from django.db.models.functions import Cast, TruncMonth

from openler.platform.issuing.models import Batch, Row, Seat
from openler.platform.organizations.models import Organization

# Squares of the drawing: as many as fit on a phone and can still be told apart.
_SQUARES = 120
SAMPLES = 10


@dataclass(frozen=True, slots=True)
class Square:
    """Some rows that follow each other.

    Attributes:
        state: "signed" where all good rows are, "begun" where some are, else "waiting".
        is_bad: whether one of the rows cannot be signed.
    """

    state: str
    is_bad: bool


@dataclass(frozen=True, slots=True)
class Month:
    """What an organization issued in one month.

    Attributes:
        first: its first day.
        issued: records released in it.
        claimed: those of them that somebody has claimed since.
    """

    first: date
    issued: int
    claimed: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What is other than in the last batch of the same achievement.

    Attributes:
        last: that batch; None for the first one.
        rows, last_rows: how many good or signed rows each has.
        again: rows for somebody who has a record of this achievement already, by own number or mail address.
        columns_more, columns_less: what is said now and was not, and the other way round; fields of a record.
    """

    last: Batch | None
    rows: int
    last_rows: int
    again: int
    columns_more: tuple[str, ...]
    columns_less: tuple[str, ...]


def squares_of(batch: Batch) -> tuple[list[Square], int]:
    """Lay the rows of a batch out as at most 120 squares; the squares, and how many rows each stands for."""
    numbers = batch.rows.order_by("number").values_list("number", flat=True)
    first, last = numbers.first(), numbers.last()
    if first is None or last is None:
        return [], 1
    size = max(1, -(-(last - first + 1) // _SQUARES))
    place = Cast((F("number") - first) / size, IntegerField())
    counted = batch.rows.order_by().annotate(place=place).values_list("place", "state").annotate(count=Count("pk"))
    places: dict[int, dict[str, int]] = {}
    for at, state, count in counted:
        places.setdefault(at, {})[state] = count
    return [_square(states) for _at, states in sorted(places.items())], size


def samples_of(batch: Batch) -> list[Row]:
    """Give ten good rows, spread over the whole batch."""
    keys = list(batch.rows.filter(state=Row.State.GOOD).values_list("pk", flat=True))
    step = max(1, len(keys) // SAMPLES)
    return list(batch.rows.filter(pk__in=keys[::step][:SAMPLES]))


def difference_of(batch: Batch) -> Difference:
    """Compare a batch with the last one of the same achievement that was signed."""
    earlier = Batch.objects.filter(version__achievement=batch.version.achievement_id, made_at__lte=batch.made_at)
    last = earlier.exclude(pk=batch.pk).filter(state=Batch.State.DONE).order_by("-made_at").first()
    good = batch.rows.exclude(state=Row.State.BAD)
    met = Seat.objects.filter(version__achievement=batch.version.achievement_id).exclude(batch=batch)
    numbers = set(met.exclude(roster_id="").values_list("roster_id", flat=True))
    mails = {mail.casefold() for mail in met.exclude(email="").values_list("email", flat=True)}
    again = sum(
        claims.get("roster_id") in numbers or str(claims.get("email", "")).casefold() in mails
        for claims in good.values_list("claims", flat=True)
    )
    now, then = set(batch.columns), set(last.columns) if last else set(batch.columns)
    return Difference(
        last=last,
        rows=good.count(),
        last_rows=last.seats.count() if last else 0,
        again=again,
        columns_more=tuple(sorted(now - then)),
        columns_less=tuple(sorted(then - now)),
    )


def months_of(organization: Organization, *, at: datetime) -> list[Month]:
    """Count what was issued in the last twelve months, the oldest month first; a month without a record counts 0."""
    firsts = [date(at.year - (at.month <= back), (at.month - back - 1) % 12 + 1, 1) for back in range(11, -1, -1)]
    since = datetime(firsts[0].year, firsts[0].month, 1, tzinfo=UTC)
    seats = Seat.objects.filter(organization=organization, released_at__gte=since)
    counted = seats.order_by().annotate(month=TruncMonth("released_at", tzinfo=UTC)).values("month")
    rows = counted.annotate(issued=Count("pk"), claimed=Count("claimed_at")).values_list("month", "issued", "claimed")
    found = {month.date(): (issued, claimed) for month, issued, claimed in rows}
    return [Month(first, *found.get(first, (0, 0))) for first in firsts]


def _square(states: dict[str, int]) -> Square:
    good, issued = states.get(Row.State.GOOD, 0), states.get(Row.State.ISSUED, 0)
    state = "begun" if issued and good else "signed" if issued else "waiting"
    return Square(state, Row.State.BAD in states)
