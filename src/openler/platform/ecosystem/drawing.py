"""Where does each stakeholder stand on the map, and who gives what to whom?

All positions are here, in units of the drawing (1200 wide, read from the left). Coast, terrains and the way of a record
are lines in `templates/ecosystem/drawing/`. Right to left is one mirroring, made where a scene is drawn.
"""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

WIDTH = 1200
_ICON_HALF = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the map, in the order in which a record passes.

    Attributes:
        icon: name of the icon; the hue has the same name.
        key: of the stakeholder.
        phase: on whose land it stands.
        radius: of the disc.
        name_side: where the name stands beside the disc.
        name_lift: how much higher than usual, where a line passes below the name.
        x: of the middle of the disc, as y.
    """

    icon: str
    key: str
    phase: str
    radius: int
    name_side: Literal["above", "below", "beside"]
    name_lift: int = 0
    x: int
    y: int

    @property
    def ring(self) -> int:
        """Give the radius of the ring around a chosen place."""
        return self.radius + 5

    @property
    def hit(self) -> int:
        """Give the radius within which a pointer hits the place."""
        return self.radius + 7

    @property
    def anchor(self) -> str:
        """Say how the name stands to its point."""
        return "start" if self.name_side == "beside" else "middle"

    @property
    def icon_transform(self) -> str:
        """Give the transformation that puts the icon into the middle of the disc."""
        scale = self.radius * 0.62 / _ICON_HALF
        return f"translate({-_ICON_HALF * scale:.1f} {-_ICON_HALF * scale:.1f}) scale({scale:.3f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What one stakeholder gives to another, drawn as an arrow with its word beside it.

    Attributes:
        bend: how far the arrow leaves the straight line, to the left of its direction where positive.
        ahead: how far its bend lies beyond the middle.
        anchor: how the word stands to its point.
        x: of the point of the word, as y.
    """

    giver: str
    taker: str
    words: Promise | str
    bend: int
    ahead: int = 0
    anchor: Literal["start", "middle", "end"] = "middle"
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stone:
    """One numbered stone on the way, and where the record lies beside it."""

    step: int
    x: int
    y: int
    record_x: int
    record_y: int


PLACES_ON_MAP = (
    Place(
        icon="standards",
        key="data_standards_bodies",
        phase="developing",
        radius=27,
        name_side="beside",
        name_lift=5,
        x=116,
        y=180,
    ),
    Place(icon="funders", key="funders", phase="developing", radius=27, name_side="below", x=96, y=322),
    Place(
        icon="providers", key="ler_solution_providers", phase="developing", radius=27, name_side="below", x=188, y=434
    ),
    Place(icon="governance", key="governance", phase="issuing", radius=27, name_side="above", x=408, y=164),
    Place(
        icon="credentialing",
        key="credentialing_organizations",
        phase="issuing",
        radius=36,
        name_side="below",
        x=436,
        y=356,
    ),
    Place(
        icon="learners",
        key="learners_and_earners",
        phase="using",
        radius=50,
        name_side="below",
        name_lift=-3,
        x=742,
        y=332,
    ),
    Place(icon="navigators", key="career_navigators", phase="using", radius=27, name_side="above", x=700, y=142),
    Place(icon="supporting", key="supporting_systems", phase="using", radius=27, name_side="beside", x=664, y=506),
    Place(icon="employers", key="employers", phase="adopting", radius=30, name_side="above", x=1058, y=216),
    Place(icon="hr", key="hr_systems", phase="adopting", radius=27, name_side="below", x=1008, y=424),
)

_ = gettext_lazy
FLOWS = (
    Flow(giver="standards", taker="credentialing", words=_("frameworks"), bend=16, anchor="start", x=293, y=255),
    Flow(giver="funders", taker="credentialing", words=_("grants"), bend=-18, x=240, y=370),
    Flow(giver="providers", taker="credentialing", words=_("software"), bend=-30, x=292, y=442),
    Flow(giver="governance", taker="credentialing", words=_("recognition"), bend=14, anchor="start", x=438, y=251),
    Flow(giver="employers", taker="credentialing", words=_("skills in demand"), bend=-150, x=860, y=179),
    Flow(giver="credentialing", taker="learners", words=_("signed records"), bend=-96, x=581, y=425),
    Flow(giver="navigators", taker="learners", words=_("guidance"), bend=10, anchor="start", x=736, y=222),
    Flow(giver="supporting", taker="learners", words=_("help"), bend=84, anchor="end", x=639, y=454),
    Flow(giver="learners", taker="employers", words=_("chosen evidence"), bend=46, x=888, y=227),
    Flow(giver="learners", taker="hr", words=_("applications"), bend=56, anchor="start", x=863, y=329),
    Flow(giver="employers", taker="learners", words=_("openings"), bend=34, x=976, y=296),
    Flow(giver="hr", taker="employers", words=_("answers"), bend=34, anchor="start", x=1023, y=320),
    Flow(giver="governance", taker="hr", words=_("trust registry"), bend=225, ahead=177, x=567, y=155),
    Flow(giver="providers", taker="hr", words=_("connections"), bend=-66, x=462, y=482),
    Flow(giver="funders", taker="supporting", words=_("grants"), bend=-120, x=441, y=518),
    Flow(giver="standards", taker="providers", words=_("schemas"), bend=64, anchor="start", x=207, y=341),
)

STONES = (
    Stone(step=1, x=134, y=218, record_x=92, record_y=247),
    Stone(step=2, x=254, y=300, record_x=198, record_y=316),
    Stone(step=3, x=484, y=364, record_x=532, record_y=342),
    Stone(step=4, x=691, y=350, record_x=652, record_y=316),
    Stone(step=5, x=734, y=160, record_x=776, record_y=128),
    Stone(step=6, x=796, y=334, record_x=888, record_y=378),
    Stone(step=7, x=1038, y=412, record_x=1086, record_y=428),
    Stone(step=8, x=1078, y=238, record_x=1128, record_y=196),
    Stone(step=9, x=778, y=291, record_x=788, record_y=254),
)

# The way of the record: stretch n ends at stone n, the first begins at its source. Together one smooth line.
WAY = (
    "M116 180C119 186.3 123.7 203.3 134 218",
    "M134 218C144.3 232.7 158 254.3 178 268C198 281.7 227.7 292.3 254 300",
    (
        "M254 300C280.3 307.7 311.3 307 336 314C360.7 321 385.3 335 402 342C418.7 349 422.3 352.3 436 356"
        "C449.7 359.7 463.3 359.3 484 364"
    ),
    "M484 364C504.7 368.7 534 381.7 560 384C586 386.3 618.2 383.7 640 378C661.8 372.3 685 367 691 350",
    (
        "M691 350C697 333 682.8 300 676 276C669.2 252 652.7 227 650 206C647.3 185 651.7 160.7 660 150"
        "C668.3 139.3 687.7 140.3 700 142C712.3 143.7 717.3 151 734 160"
    ),
    "M734 160C750.7 169 784.7 179 800 196C815.3 213 826.7 239 826 262C825.3 285 793.3 312.3 796 334",
    (
        "M796 334C798.7 355.7 819.7 378.3 842 392C864.3 405.7 902.3 410.7 930 416C957.7 421.3 990 424.7 1008 424"
        "C1026 423.3 1023.3 422.3 1038 412"
    ),
    (
        "M1038 412C1052.7 401.7 1083.7 379.7 1096 362C1108.3 344.3 1113.7 325.3 1112 306"
        "C1110.3 286.7 1091.7 257.3 1086 246C1080.3 234.7 1079.3 239.3 1078 238"
    ),
    "M1029 228C990 246 950 240 905 252C860 264 822 272 778 291",
)


def place_of(key: str) -> Place:
    """Find the place of a stakeholder by its key or icon.

    Raises: KeyError where there is none.
    """
    for place in PLACES_ON_MAP:
        if key in (place.key, place.icon):
            return place
    raise KeyError(key)


def flows_to(key: str) -> list[tuple[Place, Flow]]:
    """List what a stakeholder is given, with the place of the giver."""
    icon = place_of(key).icon
    return [(place_of(flow.giver), flow) for flow in FLOWS if flow.taker == icon]


def flows_from(key: str) -> list[tuple[Place, Flow]]:
    """List what a stakeholder gives, with the place of the taker."""
    icon = place_of(key).icon
    return [(place_of(flow.taker), flow) for flow in FLOWS if flow.giver == icon]
