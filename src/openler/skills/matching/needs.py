"""What is asked for, and on which scale are levels compared?

A requirement names a skill or an achievement by its address; it holds nothing about any person. Levels are ordinal and
local: two are compared only on one scale.
"""

from dataclasses import dataclass
from decimal import Decimal

SCALE_PROFICIENCY = "urn:openler:scale:proficiency"
# The steps of the scale that postings here use, lowest first; a level's address is the scale's with its step behind.
PROFICIENCY_STEPS = ("introductory", "working", "proficient", "advanced")


@dataclass(frozen=True, slots=True)
class Level:
    """One step of one scale; the lowest step is 1."""

    scale: str
    step: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a posting asks for.

    Attributes:
        uri: address of a framework's item, or the id of an achievement.
        label: its words, for the reader only; they decide nothing.
        level: the least level, None where any will do.
        weight: importance, above zero.
        is_essential: without it nobody is eligible; a person still decides.
    """

    uri: str
    label: str = ""
    level: Level | None = None
    weight: Decimal = Decimal(1)
    is_essential: bool = True

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise ValueError("A requirement weighs more than nothing.")


def level_uri(level: Level) -> str:
    """Give the address of a level, as a record's rubric can align to it."""
    return f"{level.scale}:{level.step}"


def proficiency(step: int) -> Level:
    """Give a step of the scale that postings use, 1 to 4.

    Raises:
        ValueError: the scale has no such step.
    """
    if not 1 <= step <= len(PROFICIENCY_STEPS):
        raise ValueError("The scale has four steps.")
    return Level(SCALE_PROFICIENCY, step, PROFICIENCY_STEPS[step - 1])
