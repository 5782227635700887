"""Which line is an arrow from one disc to another, and where does its word stand? Geometry alone."""

from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

# Between a disc and the arrow: a little at the giver, more at the taker, whose ring may be drawn.
_GAP_AT_GIVER = 5
_GAP_AT_TAKER = 9
_HEAD_LENGTH = 9
_HEAD_HALF_ANGLE = 24 * pi / 180


@dataclass(frozen=True, slots=True)
class Disc:
    """A disc that an arrow leaves or reaches."""

    x: float
    y: float
    radius: float


def arrow_line(giver: Disc, taker: Disc, *, bend: float, ahead: float = 0) -> str:
    """Give the path of an arrow: one quadratic curve and the two strokes of its head.

    Args:
        bend: how far the middle leaves the straight line, to the left of the direction where positive.
        ahead: how far the bend lies beyond the middle.
    """
    bend_x, bend_y = _control(giver, taker, bend=bend, ahead=ahead)
    from_x, from_y = _towards(giver, bend_x, bend_y, giver.radius + _GAP_AT_GIVER)
    to_x, to_y = _towards(taker, bend_x, bend_y, taker.radius + _GAP_AT_TAKER)
    back = atan2(bend_y - to_y, bend_x - to_x)
    wings = [
        (to_x + _HEAD_LENGTH * cos(back + turn), to_y + _HEAD_LENGTH * sin(back + turn))
        for turn in (-_HEAD_HALF_ANGLE, _HEAD_HALF_ANGLE)
    ]
    points = [(from_x, from_y), (bend_x, bend_y), (to_x, to_y), wings[0], (to_x, to_y), wings[1]]
    return "M{}Q{} {}M{}L{}L{}".format(*(f"{x:.1f} {y:.1f}" for x, y in points))


def _control(giver: Disc, taker: Disc, *, bend: float, ahead: float) -> tuple[float, float]:
    length = hypot(taker.x - giver.x, taker.y - giver.y)
    along_x, along_y = (taker.x - giver.x) / length, (taker.y - giver.y) / length
    # y grows downwards, so left of the direction is (along_y, -along_x).
    return (
        (giver.x + taker.x) / 2 + along_x * ahead + along_y * bend,
        (giver.y + taker.y) / 2 + along_y * ahead - along_x * bend,
    )


def _towards(disc: Disc, x: float, y: float, distance: float) -> tuple[float, float]:
    length = hypot(x - disc.x, y - disc.y)
    return disc.x + (x - disc.x) / length * distance, disc.y + (y - disc.y) / length * distance
