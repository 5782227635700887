"""How is what a record says of one person typed, read and given back, beside each field what is wrong with it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from openler.platform.achievements.models import Version
from openler.platform.issuing.rows import FIELDS, RESULT, RowReader


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


def fields_of(version: Version) -> list[str]:
    """List the fields of a record of this version, results after all others."""
    return [*FIELDS, *(RESULT + str(one["id"]) for one in version.results)]


def empty_award(version: Version, *, today: date) -> AwardForm:
    """Give a form to begin with: earned today, unless somebody says otherwise."""
    return AwardForm(version, {"earned_on": today.isoformat()}, {}, {})


def award_of(version: Version, claims: Mapping[str, Any]) -> AwardForm:
    """Give a form with what a record says now."""
    typed = {name: str(claims.get(name, "")) for name in FIELDS}
    levels = {str(one["id"]): one.get("levels") for one in version.results}
    for result, value in claims["results"].items():
        if result in levels:
            typed[RESULT + result] = str(levels[result][int(value)]) if levels[result] else str(value)
    return AwardForm(version, typed, claims, {})


def read_award(version: Version, data: Mapping[str, str], *, today: date) -> AwardForm:
    """Read a form that was sent, by the rules that hold for a row of a list."""
    names = fields_of(version)
    typed = {name: data.get(name, "") for name in names}
    columns = {name: name for name in names}
    read = RowReader(names, columns, version.results, today=today).read(1, list(typed.values()))
    faults = {one["field"]: f"{one['detail']} {one['next_step']}".strip() for one in read.faults}
    return AwardForm(version, typed, read.claims, faults)


def _id(name: str) -> str:
    return name.replace(":", "-")
