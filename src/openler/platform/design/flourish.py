"""What stands where a record was signed? A flourish drawn from its SHA-256: loops that grow smaller, and a dot.

It is an ornament of a seal that holds, never a picture of anybody's handwriting, and it proves nothing.
"""

import math
from itertools import pairwise

# The paper is 310 by 66 units; the line starts at the left and ends in the dot.
_START, _END = 6.0, 268.0
_BASELINE = 38.0
_DOT = (300.0, 26.0)
_POINTS_PER_LOOP = 14


def draw_flourish(digest: bytes) -> str:
    """Draw the flourish of a record as the inner SVG of a 310 by 66 paper.

    Args:
        digest: the 32 bytes of the record's SHA-256.

    Raises: ValueError for another length.
    """
    if len(digest) != 32:
        raise ValueError("a SHA-256 has 32 bytes")
    points = _points(
        loops=5 + digest[15] % 5,
        height=_between(digest[16], 17, 25),
        fading=_between(digest[17], 1.2, 2.6),
        slant=_between(digest[18], 0.15, 0.6),
        lift=_between(digest[19], -5, 3),
    )
    line = f"M{_pair(points[0])}"
    # Quadratic arcs through the middles between the points, so that the line has no corner.
    for bend, after in pairwise(points[1:]):
        line += f"Q{_pair(bend)} {_pair(((bend[0] + after[0]) / 2, (bend[1] + after[1]) / 2))}"
    line += f"Q{_pair(points[-1])} {_pair(_DOT)}"
    return f'<path d="{line}"/><circle cx="{_DOT[0]:.0f}" cy="{_DOT[1]:.0f}" r="3.6"/>'


def _points(*, loops: int, height: float, fading: float, slant: float, lift: float) -> list[tuple[float, float]]:
    count = loops * _POINTS_PER_LOOP
    found = []
    for index in range(count + 1):
        part = index / count
        angle = 2 * math.pi * loops * part
        radius = height * math.exp(-fading * part)
        # A pen that circles while the hand moves on; the slant leans the loops forward.
        up = radius * math.cos(angle)
        across = radius * 0.62 * math.sin(angle) + slant * up
        found.append((_START + height + (_END - _START - height) * part - across, _BASELINE + lift * part - up * 0.95))
    return found


def _between(byte: int, low: float, high: float) -> float:
    return low + (high - low) * byte / 255


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
