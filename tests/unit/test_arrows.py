"""Does an arrow of the map leave and reach discs as it should?"""

import re
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from openler.platform.ecosystem.arrows import Disc, arrow_line

PLACES = st.integers(min_value=0, max_value=1200)
FAR = 200


def points_of(line: str) -> list[tuple[float, float]]:
    """Read the points of a path."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", line)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_a_straight_arrow_ends_before_the_ring_with_even_wings() -> None:
    """From left to right without a bend: 5 units after the giver, 9 before the taker, wings above and below."""
    line = arrow_line(Disc(0, 0, 20), Disc(FAR, 0, 30), bend=0)
    start, bend, tip, upper, again, lower = points_of(line)
    assert (start, bend, tip) == ((25, 0), (100, 0), (161, 0))
    assert again == tip
    assert upper == (lower[0], -lower[1]) or lower == (upper[0], -upper[1])
    assert upper[0] < tip[0]


def test_a_positive_bend_leaves_to_the_left_of_the_direction() -> None:
    """Towards the right the left side is up, which is the smaller y."""
    assert points_of(arrow_line(Disc(0, 0, 20), Disc(FAR, 0, 30), bend=40))[1] == (100, -40)
    assert points_of(arrow_line(Disc(0, 0, 20), Disc(FAR, 0, 30), bend=40, ahead=30))[1] == (130, -40)


@given(x=PLACES, y=PLACES, bend=st.integers(min_value=-150, max_value=150))
def test_an_arrow_starts_and_ends_at_its_discs(x: int, y: int, bend: int) -> None:
    """Wherever two discs stand apart, both ends keep their distance from the middles."""
    giver, taker = Disc(x, y, 27), Disc(x + FAR, y + FAR, 50)
    points = points_of(arrow_line(giver, taker, bend=bend))
    assert abs(hypot(points[0][0] - giver.x, points[0][1] - giver.y) - 32) < 0.2
    assert abs(hypot(points[2][0] - taker.x, points[2][1] - taker.y) - 59) < 0.2
