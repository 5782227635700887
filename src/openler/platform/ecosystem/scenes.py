"""What does one drawing show? The places, arrows, stones and the record, each where the reader's direction puts it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from openler.platform.ecosystem.arrows import Disc, arrow_line
from openler.platform.ecosystem.content import Ecosystem, Stakeholder, Step
from openler.platform.ecosystem.cuts import CUT_WIDTH, CUTS
from openler.platform.ecosystem.drawing import FLOWS, PLACES_ON_MAP, STONES, WAY, WIDTH, Flow, Place, place_of

# The step from which on the record carries its seal.
_SIGNED_FROM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """How names are set in a drawing.

    Attributes:
        size: of the letters in units of the drawing, as the style sets them.
        leading: from one line to the next.
        longest_line: a name longer than this stands in two lines.
    """

    size: float
    leading: float
    longest_line: int


ON_MAP = Lettering(size=16, leading=19, longest_line=20)
ON_STORY = Lettering(size=21, leading=24, longest_line=15)
ON_CUT = Lettering(size=11.6, leading=14, longest_line=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLine:
    """One line of a name, and how far below the point of the name it stands."""

    words: str
    y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place as it is drawn: where it stands, and how its name is set."""

    place: Place
    one: Stakeholder
    put: str
    name_x: str
    lines: tuple[NameLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A flow as it is drawn; the line is mirrored with the ground, the word is not."""

    flow: Flow
    line: str
    put: str
    words: Promise | str
    shown: bool


def name_lines(name: str, *, longest_line: int = ON_MAP.longest_line) -> list[str]:
    """Break a long name at the space nearest to its middle, for drawings that cannot wrap by themselves."""
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    if len(name) <= longest_line or not spaces:
        return [name]
    middle = min(spaces, key=lambda at: abs(at - len(name) / 2))
    return [name[:middle], name[middle + 1 :]]


def draw_node(content: Ecosystem, place: Place, *, lettering: Lettering, mirrored: bool) -> Node:
    """Put a place and its name where they stand."""
    one = content.stakeholder(place.key)
    words = name_lines(gettext(one.name), longest_line=lettering.longest_line)
    below_first = (len(words) - 1) * lettering.leading
    first = {
        "above": -(place.radius + 12) - below_first,
        "below": place.radius + 9 + lettering.size * 0.75,
        "beside": lettering.size * 0.375 - below_first / 2,
    }[place.name_side] - place.name_lift
    name_x = place.radius + 10 if place.name_side == "beside" else 0
    return Node(
        place=place,
        one=one,
        put=_put(place.x, place.y, mirrored=mirrored),
        name_x=f"{-name_x if mirrored else name_x}",
        lines=tuple(
            NameLine(words=line, y=f"{first + lettering.leading * number:.1f}") for number, line in enumerate(words)
        ),
    )


def draw_nodes(content: Ecosystem, *, lettering: Lettering = ON_MAP, mirrored: bool) -> list[Node]:
    """Put all ten places, in the order in which a record passes."""
    return [draw_node(content, place, lettering=lettering, mirrored=mirrored) for place in PLACES_ON_MAP]


def draw_scene(
    content: Ecosystem,
    *,
    step: Step | None,
    chosen: Stakeholder | None,
    mirrored: bool,
    lettering: Lettering = ON_MAP,
) -> dict[str, Any]:
    """Give what the templates of the whole map need."""
    number = step.step if step else 0
    icon = place_of(chosen.key).icon if chosen else ""
    stone = STONES[number - 1] if step else None
    return {
        "mirrored": mirrored,
        "nodes": draw_nodes(content, lettering=lettering, mirrored=mirrored),
        "chosen_icon": icon,
        "arrows": _arrows(FLOWS, PLACES_ON_MAP, shown_for=icon, mirrored=mirrored),
        "way": [(line, bool(step) and number < end) for end, line in enumerate(WAY, start=1)],
        "stones": [
            (
                one,
                "now" if one.step == number else "past" if one.step < number else "",
                _put(at.x, at.y, mirrored=mirrored),
            )
            for one, at in zip(content.story, STONES, strict=True)
        ],
        "record": {
            "put": _put(stone.record_x, stone.record_y, mirrored=mirrored),
            "turn": f"rotate({6 if mirrored else -6})",
            "signed": number >= _SIGNED_FROM,
        }
        if stone
        else None,
    }


def draw_cut(content: Ecosystem, one: Stakeholder, *, mirrored: bool) -> dict[str, Any]:
    """Give what the template of a stakeholder's cut of the map needs."""
    icon = place_of(one.key).icon
    cut = CUTS[icon]
    flows = cut.flows(icon)
    places = [
        cut.place(place.icon)
        for place in PLACES_ON_MAP
        if place.icon == icon or any(place.icon in (flow.giver, flow.taker) for flow in flows)
    ]
    left = WIDTH - cut.left - CUT_WIDTH if mirrored else cut.left
    return {
        "mirrored": mirrored,
        "view_box": f"{left} {cut.top} {CUT_WIDTH} {cut.height}",
        "nodes": [
            (draw_node(content, place, lettering=ON_CUT, mirrored=mirrored), _sentences(content, place, one, flows))
            for place in places
        ],
        "chosen_icon": icon,
        "arrows": _arrows(flows, places, shown_for=icon, mirrored=mirrored),
        "way": [(line, False) for line in cut.way],
    }


def _sentences(content: Ecosystem, place: Place, one: Stakeholder, flows: Sequence[Flow]) -> str:
    """Say in words what the arrows between a place and the stakeholder show."""
    name = gettext(content.stakeholder(place.key).name)
    return ", ".join(
        gettext("%(name)s gives %(words)s") % {"name": name, "words": flow.words}
        if flow.giver == place.icon
        else gettext("%(name)s takes %(words)s") % {"name": name, "words": flow.words}
        for flow in flows
        if place.icon in (flow.giver, flow.taker) and place.key != one.key
    )


def _arrows(flows: Iterable[Flow], places: Sequence[Place], *, shown_for: str, mirrored: bool) -> list[Arrow]:
    discs = {place.icon: Disc(place.x, place.y, place.radius) for place in places}
    return [
        Arrow(
            flow=flow,
            line=arrow_line(discs[flow.giver], discs[flow.taker], bend=flow.bend, ahead=flow.ahead),
            put=_put(flow.x, flow.y, mirrored=mirrored),
            words=flow.words,
            shown=shown_for in (flow.giver, flow.taker),
        )
        for flow in flows
    ]


def _put(x: float, y: float, *, mirrored: bool) -> str:
    return f"translate({WIDTH - x if mirrored else x:g} {y:g})"
