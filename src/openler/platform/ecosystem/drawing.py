"""Where does each stakeholder stand on the map, and who gives what to whom?

The lines themselves are in `templates/ecosystem/drawing/`; positions are classes of `static/ecosystem/map.css`, because
the policy of these pages allows no style attribute. Right to left is one mirroring of all positions there.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

# A name longer than this stands in two lines.
_LONGEST_LINE = 20
_ICON_HALF = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the map, in the order in which a record passes.

    Attributes:
        icon: name of the icon; the hue and the position have the same name.
        key: of the stakeholder.
        phase: on whose land it stands.
        radius: of the disc, in units of the map (1200 wide).
        anchor: how the name stands to its point: "start" or "middle".
    """

    icon: str
    key: str
    phase: str
    radius: int
    anchor: str

    @property
    def ring(self) -> int:
        """Give the radius of the ring around a chosen place."""
        return self.radius + 5

    @property
    def hit(self) -> int:
        """Give the radius within which a pointer hits the place."""
        return self.radius + 7

    @property
    def icon_transform(self) -> str:
        """Give the transformation that puts the icon into the middle of the disc."""
        scale = self.radius * 0.62 / _ICON_HALF
        return f"translate({-_ICON_HALF * scale:.1f} {-_ICON_HALF * scale:.1f}) scale({scale:.3f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What one stakeholder gives to another."""

    giver: str
    taker: str
    words: Promise | str
    anchor: str


PLACES_ON_MAP = (
    Place(icon="standards", key="data_standards_bodies", phase="developing", radius=27, anchor="start"),
    Place(icon="funders", key="funders", phase="developing", radius=27, anchor="middle"),
    Place(icon="providers", key="ler_solution_providers", phase="developing", radius=27, anchor="middle"),
    Place(icon="governance", key="governance", phase="issuing", radius=27, anchor="middle"),
    Place(icon="credentialing", key="credentialing_organizations", phase="issuing", radius=36, anchor="middle"),
    Place(icon="learners", key="learners_and_earners", phase="using", radius=50, anchor="middle"),
    Place(icon="navigators", key="career_navigators", phase="using", radius=27, anchor="middle"),
    Place(icon="supporting", key="supporting_systems", phase="using", radius=27, anchor="start"),
    Place(icon="employers", key="employers", phase="adopting", radius=30, anchor="middle"),
    Place(icon="hr", key="hr_systems", phase="adopting", radius=27, anchor="middle"),
)

FLOWS = (
    Flow(giver="standards", taker="credentialing", words=gettext_lazy("frameworks"), anchor="start"),
    Flow(giver="funders", taker="credentialing", words=gettext_lazy("grants"), anchor="middle"),
    Flow(giver="providers", taker="credentialing", words=gettext_lazy("software"), anchor="middle"),
    Flow(giver="governance", taker="credentialing", words=gettext_lazy("recognition"), anchor="start"),
    Flow(giver="employers", taker="credentialing", words=gettext_lazy("skills in demand"), anchor="middle"),
    Flow(giver="credentialing", taker="learners", words=gettext_lazy("signed records"), anchor="middle"),
    Flow(giver="navigators", taker="learners", words=gettext_lazy("guidance"), anchor="start"),
    Flow(giver="supporting", taker="learners", words=gettext_lazy("help"), anchor="end"),
    Flow(giver="learners", taker="employers", words=gettext_lazy("chosen evidence"), anchor="middle"),
    Flow(giver="learners", taker="hr", words=gettext_lazy("applications"), anchor="start"),
    Flow(giver="employers", taker="learners", words=gettext_lazy("openings"), anchor="middle"),
    Flow(giver="hr", taker="employers", words=gettext_lazy("answers"), anchor="start"),
    Flow(giver="governance", taker="hr", words=gettext_lazy("trust registry"), anchor="middle"),
    Flow(giver="providers", taker="hr", words=gettext_lazy("connections"), anchor="middle"),
    Flow(giver="funders", taker="supporting", words=gettext_lazy("grants"), anchor="middle"),
    Flow(giver="standards", taker="providers", words=gettext_lazy("schemas"), anchor="start"),
)


def place_of(key: str) -> Place:
    """Find the place of a stakeholder.

    Raises: KeyError where there is none.
    """
    for place in PLACES_ON_MAP:
        if place.key == key:
            return place
    raise KeyError(key)


def flows_to(key: str) -> list[tuple[Place, Flow]]:
    """List what a stakeholder is given, with the place of the giver."""
    icon = place_of(key).icon
    return [(_by_icon(flow.giver), flow) for flow in FLOWS if flow.taker == icon]


def flows_from(key: str) -> list[tuple[Place, Flow]]:
    """List what a stakeholder gives, with the place of the taker."""
    icon = place_of(key).icon
    return [(_by_icon(flow.taker), flow) for flow in FLOWS if flow.giver == icon]


def name_lines(name: str) -> list[str]:
    """Break a long name at the space nearest to its middle, for drawings that cannot wrap by themselves."""
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    if len(name) <= _LONGEST_LINE or not spaces:
        return [name]
    middle = min(spaces, key=lambda at: abs(at - len(name) / 2))
    return [name[:middle], name[middle + 1 :]]


def _by_icon(icon: str) -> Place:
    return next(place for place in PLACES_ON_MAP if place.icon == icon)
