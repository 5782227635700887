"""Which phases, stakeholders, acts, steps and words does the map show?

The file is read once and strictly: a key too many, a key missing or a name used twice is refused, so that a page never
shows half of it. Words are English here; pages translate them when they are shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from openler.foundation.errors import MalformedInput

STAKEHOLDER_COUNT = 10
PHASE_COUNT = 4
ACT_COUNT = 144
_KINDS = ("done", "supported")
T = TypeVar("T")


class BrokenContent(MalformedInput):
    """The content file of the map does not keep its own rules."""

    code = "broken_map_content"
    mender = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A phase, an action area or a promise: key, name, meaning."""

    key: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imagined:
    """One sentence about what records are for."""

    key: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that a stakeholder does in a phase.

    Attributes:
        does_here: how it is done where this program has the place for it.
        area: key of the action area, or None.
        kind: "done" here by the person, or "supported" among people.
    """

    id: str
    act: str
    does_here: str
    area: str | None
    kind: str
    phase: str
    stakeholder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder:
    """One of the ten groups."""

    key: str
    name: str
    purpose: str
    gains: tuple[str, ...]
    acts: tuple[Act, ...]

    @property
    def slug(self) -> str:
        """Give the form that addresses use."""
        return self.key.replace("_", "-")

    def acts_of(self, phase: str) -> tuple[Act, ...]:
        """List the acts of one phase."""
        return tuple(act for act in self.acts if act.phase == phase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the story."""

    step: int
    title: str
    phase: str
    who: str
    what_happens: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of the glossary, with the standard that defines it, if one does."""

    term: str
    meaning: str
    standard: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecosystem:
    """Everything in the file."""

    phases: tuple[Named, ...]
    action_areas: tuple[Named, ...]
    promises: tuple[Named, ...]
    imagine: tuple[Imagined, ...]
    stakeholders: tuple[Stakeholder, ...]
    story: tuple[Step, ...]
    glossary: tuple[Term, ...]

    @property
    def acts(self) -> tuple[Act, ...]:
        """List every act of every stakeholder."""
        return tuple(act for one in self.stakeholders for act in one.acts)

    def stakeholder(self, key: str) -> Stakeholder:
        """Find a stakeholder by key or by the form that addresses use.

        Raises: KeyError where there is none.
        """
        for one in self.stakeholders:
            if key in (one.key, one.slug):
                return one
        raise KeyError(key)


@cache
def ecosystem() -> Ecosystem:
    """Read the content that is shipped.

    Raises: BrokenContent where the file breaks its rules.
    """
    return parse_ecosystem((files(__package__) / "content" / "ecosystem.yml").read_text("utf-8"))


def parse_ecosystem(text: str) -> Ecosystem:
    """Read and judge the content of the map.

    Raises: BrokenContent where a key is missing, unknown or used twice, or where the numbers are not those of the map.
    """
    try:
        given = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BrokenContent(f"The content of the map is no YAML: {error}.") from error
    parts = _fields(given, "the file", "phases action_areas promises imagine stakeholders story glossary", texts=False)
    phases = tuple(_build(Named, one, "phases") for one in parts["phases"])
    read = Ecosystem(
        phases=phases,
        action_areas=tuple(_build(Named, one, "action_areas") for one in parts["action_areas"]),
        promises=tuple(_build(Named, one, "promises") for one in parts["promises"]),
        imagine=tuple(_build(Imagined, one, "imagine") for one in parts["imagine"]),
        stakeholders=tuple(_stakeholder(one, [phase.key for phase in phases]) for one in parts["stakeholders"]),
        story=tuple(_build(Step, one, "story") for one in parts["story"]),
        glossary=tuple(_build(Term, one, "glossary", may_be_null=("standard",)) for one in parts["glossary"]),
    )
    _judge(read)
    return read


def _stakeholder(given: Any, phases: list[str]) -> Stakeholder:
    found = _fields(given, "stakeholders", "key name purpose gains phases", texts=False)
    key = str(found["key"])
    if list(found["phases"]) != phases:
        raise BrokenContent(f"{key} does not have the four phases in their order.")
    return Stakeholder(
        key=key,
        name=str(found["name"]),
        purpose=str(found["purpose"]),
        gains=tuple(str(gain) for gain in found["gains"]),
        acts=tuple(
            Act(**_fields(one, key, "id act does_here area kind", may_be_null=("area",)), phase=phase, stakeholder=key)
            for phase, acts in found["phases"].items()
            for one in acts
        ),
    )


def _build(kind: type[T], given: Any, where: str, *, may_be_null: tuple[str, ...] = ()) -> T:
    names = " ".join(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    return kind(**_fields(given, where, names, may_be_null=may_be_null))


def _fields(
    given: Any, where: str, names: str, *, texts: bool = True, may_be_null: tuple[str, ...] = ()
) -> Mapping[str, Any]:
    """Take exactly the named fields; text, a whole number, or null where null is allowed."""
    if not isinstance(given, dict) or set(given) != set(names.split()):
        found = sorted(map(str, given)) if isinstance(given, dict) else given
        raise BrokenContent(f"{where} must have exactly {names}; found {found}.")
    for name, value in given.items():
        if texts and not (isinstance(value, str | int) and value) and not (value is None and name in may_be_null):
            raise BrokenContent(f"{where}: {name} is empty or no text.")
    return given


def _judge(read: Ecosystem) -> None:
    counts = (len(read.stakeholders), len(read.phases), len(read.acts))
    if counts != (STAKEHOLDER_COUNT, PHASE_COUNT, ACT_COUNT):
        raise BrokenContent(f"The map has 10 stakeholders, 4 phases and 144 acts; the file has {counts}.")
    keys, phases = {one.key for one in read.stakeholders}, {one.key for one in read.phases}
    areas = {one.key for one in read.action_areas} | {None}
    _once((one.key for one in read.stakeholders), "stakeholder")
    _once((act.id for act in read.acts), "act")
    _once((term.term.casefold() for term in read.glossary), "term")
    for act in read.acts:
        if act.area not in areas or act.kind not in _KINDS or not act.id.startswith(f"{act.stakeholder}.{act.phase}."):
            raise BrokenContent(f"{act.id} names an area, a kind or a place that does not exist.")
    for number, step in enumerate(read.story, start=1):
        if step.step != number or step.who not in keys or step.phase not in phases:
            raise BrokenContent(f"Step {step.step} of the story is out of order, or its place does not exist.")


def _once(names: Iterable[str], kind: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BrokenContent(f"The {kind} {name} is there twice.")
        seen.add(name)
