"""How is what was issued month by month drawn: a bar for each month, its claimed part from below?"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format

from openler.platform.issuing.overview import Month, months_of
from openler.platform.organizations.models import Organization

_STEP, _WIDTH, _HEIGHT = 60, 42, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One month as it stands in the drawing, in steps of its view box."""

    month: Month
    label: str
    x: int
    width: int
    top: int
    height: int
    claimed_top: int
    claimed_height: int


@dataclass(frozen=True, slots=True)
class Issued:
    """Twelve months.

    Attributes:
        issued, claimed: of all of them.
        base: where the bars stand.
    """

    bars: list[Bar]
    issued: int
    claimed: int
    base: int = _HEIGHT


def draw_months(organization: Organization, *, at: datetime) -> Issued | None:
    """Draw the last twelve months; None where nothing was issued in them."""
    months = months_of(organization, at=at)
    most = max(month.issued for month in months)
    if not most:
        return None
    bars = [_bar(place, month, most) for place, month in enumerate(months)]
    return Issued(bars, sum(month.issued for month in months), sum(month.claimed for month in months))


def _bar(place: int, month: Month, most: int) -> Bar:
    height = round(_HEIGHT * month.issued / most)
    claimed = round(_HEIGHT * month.claimed / most)
    return Bar(
        month=month,
        label=date_format(month.first, "M"),
        x=place * _STEP,
        width=_WIDTH,
        top=_HEIGHT - height,
        height=height,
        claimed_top=_HEIGHT - claimed,
        claimed_height=claimed,
    )
