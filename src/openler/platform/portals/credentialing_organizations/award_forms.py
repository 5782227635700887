"""How is what a record says of one person typed, read and given back, beside each field what is wrong with it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openler.platform.achievements.models import Version
from openler.platform.issuing.rows import RESULT
from openler.platform.issuing.single_records import fields_of, read_texts, texts_of


@dataclass(frozen=True, slots=True)
class AwardForm:
    """What was typed for one person.

    Attributes:
        typed: texts by field of a record; results under `result:ID`.
        claims: what was read of them.
        faults: by field, what is wrong and how to mend it.
    """

    version: Version
    typed: Mapping[str, str]
    claims: Mapping[str, Any]
    faults: Mapping[str, str]

    @property
    def context(self) -> dict[str, object]:
        """What `award_fields.html` shows."""
        return {
            "typed": self.typed,
            "faults": self.faults,
            "fault_list": [{"id": _id(name), "words": words} for name, words in self.faults.items()],
            "results": [self._result(one) for one in self.version.results],
        }

    def _result(self, one: Mapping[str, object]) -> dict[str, object]:
        name = RESULT + str(one["id"])
        shown = {"name": name, "id": _id(name), "words": one["name"], "value": self.typed.get(name, "")}
        return shown | {"levels": one.get("levels"), "max": one.get("max"), "fault": self.faults.get(name)}


def empty_award(version: Version, *, today: date) -> AwardForm:
    """Give a form to begin with: earned today, unless somebody says otherwise."""
    return AwardForm(version, {"earned_on": today.isoformat()}, {}, {})


def award_of(version: Version, claims: Mapping[str, Any]) -> AwardForm:
    """Give a form with what a record says now."""
    return AwardForm(version, texts_of(version, claims), claims, {})


def read_award(version: Version, data: Mapping[str, str], *, today: date) -> AwardForm:
    """Read a form that was sent, by the rules that hold for a row of a list."""
    typed = {name: data.get(name, "") for name in fields_of(version)}
    read = read_texts(version, typed, today=today)
    faults = {one["field"]: f"{one['detail']} {one['next_step']}".strip() for one in read.faults}
    return AwardForm(version, typed, read.claims, faults)


def _id(name: str) -> str:
    return name.replace(":", "-")
