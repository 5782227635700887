"""What does a record look like from afar? A rosette drawn from its SHA-256, the same for the same bytes.

It helps a person to recognise a record; it proves nothing, and no page says that it does.

Three closed curves about one centre, each r = R(1 + a cos nt + s a cos(2nt + p)), each drawn again by turned copies:
an outer chain and an inner chain in signing ink, a rose between them in the record's own hue.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_CENTRE = 100.0
# Learners keep the ink and employers stand beside it in every list, so that a record's hue is neither.
HUES = ("credentialing", "hr", "providers", "governance", "standards", "navigators", "supporting", "funders")
_OUTER_COPIES = 6
_ROSE_COPIES = 12
_INNER_COPIES = 5
_ROSE_SHRINK = 0.052
# The outer chain repeated outward as engraving: from just outside the rosette to the edges of a wide sheet.
_RIPPLES = 36
_FIRST_RIPPLE = 1.17
_RIPPLE_GROWTH = 1.046


@dataclass(frozen=True, slots=True)
class Rosette:
    """A drawing, ready for an `svg` element of 200 by 200 units.

    Attributes:
        hue: which of the eight hues the rose has.
        drawing: the inner SVG.
    """

    hue: str
    drawing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Curve:
    radius: float
    waves: int
    depth: float
    overtone: float
    phase: float
    points_per_wave: int

    def path(self) -> str:
        """Give the closed curve as quadratic arcs through the middles between its points."""
        count = self.waves * self.points_per_wave
        points = [self._point(2 * math.pi * index / count) for index in range(count)]
        middles = [_middle(points[index], points[(index + 1) % count]) for index in range(count)]
        onward = zip(points[1:] + points[:1], middles[1:] + middles[:1], strict=True)
        return f"M{_pair(middles[0])}" + "".join(f"Q{_pair(bend)} {_pair(end)}" for bend, end in onward) + "Z"

    def _point(self, angle: float) -> tuple[float, float]:
        wave = math.cos(self.waves * angle) + self.overtone * math.cos(2 * self.waves * angle + self.phase)
        radius = self.radius * (1 + self.depth * wave)
        return _CENTRE + radius * math.cos(angle), _CENTRE + radius * math.sin(angle)


def draw_rosette(digest: bytes, *, key: str, is_engraved: bool = False) -> Rosette:
    """Draw the rosette of a record.

    Args:
        digest: the 32 bytes of the record's SHA-256.
        key: what the drawing's own identifiers begin with, unique on the page.
        is_engraved: repeat the outer chain outward, over the whole sheet that the rosette lies on.

    Raises: ValueError for another length.
    """
    if len(digest) != 32:
        raise ValueError("a SHA-256 has 32 bytes")
    outer, rose, inner = _outer(digest), _rose(digest), _inner(digest)
    turn = (digest[7] / 255 - 0.5) * 6.8
    groups = (
        _group("b0", f"{key}o", outer, _turned(_OUTER_COPIES, 360 / outer.waves / _OUTER_COPIES)),
        _group("b1", f"{key}r", rose, _shrunk(_ROSE_COPIES, turn)),
        _group("b2", f"{key}i", inner, _turned(_INNER_COPIES, 360 / inner.waves / _INNER_COPIES)),
    )
    heart = '<circle class="core" cx="100" cy="100" r="11"/><circle class="dot" cx="100" cy="100" r="5.5"/>'
    ripples = _ripples(f"{key}g", outer) if is_engraved else ""
    return Rosette(hue=HUES[digest[0] % len(HUES)], drawing=ripples + "".join(groups) + heart)


def _outer(digest: bytes) -> _Curve:
    return _Curve(
        radius=83,
        waves=14 + digest[1] % 13,
        depth=_between(digest[2], 0.05, 0.10),
        overtone=_between(digest[3], -0.5, 0.5),
        phase=_between(digest[4], 0, math.pi),
        points_per_wave=7,
    )


def _rose(digest: bytes) -> _Curve:
    waves = 4 + digest[5] % 8
    return _Curve(
        radius=_between(digest[13], 54, 66),
        waves=waves,
        depth=_between(digest[6], 0.14, 0.30),
        overtone=_between(digest[8], -0.5, 0.5),
        phase=_between(digest[10], 0, math.pi),
        points_per_wave=max(8, 72 // waves),
    )


def _inner(digest: bytes) -> _Curve:
    return _Curve(
        radius=25,
        waves=5 + digest[9] % 7,
        depth=_between(digest[11], 0.08, 0.16),
        overtone=_between(digest[12], -0.4, 0.4),
        phase=_between(digest[14], 0, math.pi),
        points_per_wave=8,
    )


def _between(byte: int, low: float, high: float) -> float:
    return low + (high - low) * byte / 255


def _group(name: str, key: str, curve: _Curve, transforms: Sequence[str]) -> str:
    copies = "".join(f'<use href="#{key}" transform="{transform}"/>' for transform in transforms)
    return f'<g class="{name}"><path id="{key}" d="{curve.path()}"/>{copies}</g>'


def _ripples(key: str, curve: _Curve) -> str:
    half_wave = 180 / curve.waves
    copies = "".join(
        f'<use href="#{key}" transform="translate(100 100) rotate({copy % 2 * half_wave:.1f}) '
        f'scale({_FIRST_RIPPLE * _RIPPLE_GROWTH**copy:.3f}) translate(-100 -100)"/>'
        for copy in range(_RIPPLES)
    )
    return f'<defs><path id="{key}" class="ripple" d="{curve.path()}"/></defs><g class="ripples">{copies}</g>'


def _turned(copies: int, degrees: float) -> list[str]:
    return [f"rotate({copy * degrees:.1f} 100 100)" for copy in range(1, copies)]


def _shrunk(copies: int, degrees: float) -> list[str]:
    return [
        f"translate(100 100) rotate({copy * degrees:.1f}) scale({1 - copy * _ROSE_SHRINK:.3f}) translate(-100 -100)"
        for copy in range(1, copies)
    ]


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _pair(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}".replace(".0 ", " ").removesuffix(".0")
