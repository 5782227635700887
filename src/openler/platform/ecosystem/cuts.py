"""Which part of the map does a stakeholder's page show, larger, with its own lines alone?

Who stands beyond the edge is drawn at the edge, so that every giver and taker is named.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from openler.platform.ecosystem.drawing import FLOWS, WAY, Flow, Place, place_of

# About 1.3 times larger than the whole map.
CUT_WIDTH = 926


def _halves(stretch: str) -> tuple[str, str]:
    """Part a stretch where it passes the place before its stone."""
    before, _, after = stretch.rpartition("C")
    return before, f"M{' '.join(before.replace('C', ' ').split()[-2:])}C{after}"


_TO_COLLEGE, _FROM_COLLEGE = _halves(WAY[2])
_TO_NAVIGATOR, _FROM_NAVIGATOR = _halves(WAY[4])
_TO_HR, _FROM_HR = _halves(WAY[6])
_LEARNER = f"L{place_of('learners').x} {place_of('learners').y}"

# The way from place to place. Its ends run on below the disc of the learner, where the whole map has stones.
_STANDARDS_TO_COLLEGE = (WAY[0], WAY[1], _TO_COLLEGE)
_COLLEGE_TO_LEARNER = (_FROM_COLLEGE, WAY[3] + _LEARNER)
_LEARNER_TO_NAVIGATOR = (f"M691 350{_LEARNER}", _TO_NAVIGATOR)
_NAVIGATOR_TO_LEARNER = (_FROM_NAVIGATOR, WAY[5] + _LEARNER)
_LEARNER_TO_HR = (f"M796 334{_LEARNER}", _TO_HR)
_HR_TO_EMPLOYER = (_FROM_HR, WAY[7])
_EMPLOYER_TO_LEARNER = (WAY[8] + _LEARNER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A window into the map.

    Attributes:
        left: edge of the window, as top and height.
        way: lines of the way that begin or end at the place.
        moved: places that stand at the edge instead, by icon.
        bent: arrows drawn anew because one end was moved: bend, and the point of the word; by giver and taker.
    """

    left: int
    top: int
    height: int
    way: tuple[str, ...] = ()
    moved: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    bent: Mapping[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)

    def place(self, icon: str) -> Place:
        """Find a place, at the edge where it was moved.

        Raises: KeyError where there is none.
        """
        place = place_of(icon)
        if icon not in self.moved:
            return place
        x, y = self.moved[icon]
        return replace(place, x=x, y=y)

    def flows(self, icon: str) -> list[Flow]:
        """List all arrows from and to a place."""
        return [self._bent(flow) for flow in FLOWS if icon in (flow.giver, flow.taker)]

    def _bent(self, flow: Flow) -> Flow:
        if (flow.giver, flow.taker) not in self.bent:
            return flow
        bend, x, y = self.bent[flow.giver, flow.taker]
        return replace(flow, bend=bend, ahead=0, x=x, y=y)


CUTS: Mapping[str, Cut] = {
    "standards": Cut(left=30, top=116, height=390, way=_STANDARDS_TO_COLLEGE),
    "funders": Cut(left=20, top=230, height=360),
    "providers": Cut(
        left=46,
        top=120,
        height=390,
        moved={"hr": (918, 424)},
        bent={("providers", "hr"): (-60, 470, 480)},
    ),
    "governance": Cut(left=150, top=100, height=390),
    "credentialing": Cut(
        left=46,
        top=102,
        height=404,
        way=_STANDARDS_TO_COLLEGE + _COLLEGE_TO_LEARNER,
        moved={"employers": (930, 182)},
        bent={("employers", "credentialing"): (-20, 706, 196)},
    ),
    "learners": Cut(
        left=262,
        top=85,
        height=455,
        way=_COLLEGE_TO_LEARNER + _LEARNER_TO_NAVIGATOR + _NAVIGATOR_TO_LEARNER + _LEARNER_TO_HR + _EMPLOYER_TO_LEARNER,
    ),
    "navigators": Cut(left=262, top=80, height=390, way=_LEARNER_TO_NAVIGATOR + _NAVIGATOR_TO_LEARNER),
    "supporting": Cut(
        left=210,
        top=230,
        height=360,
        moved={"funders": (262, 400)},
        bent={("funders", "supporting"): (-70, 440, 514)},
    ),
    "employers": Cut(left=270, top=120, height=390, way=_HR_TO_EMPLOYER + _EMPLOYER_TO_LEARNER),
    "hr": Cut(
        left=262,
        top=110,
        height=400,
        way=_LEARNER_TO_HR + _HR_TO_EMPLOYER,
        moved={"providers": (312, 430)},
        bent={("providers", "hr"): (-50, 590, 482)},
    ),
}
