"""How is what one record says typed, read and given back, outside any list, by the rules that hold for its rows?"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from openler.platform.achievements.models import Version
from openler.platform.achievements.terms import WORK_TYPES
from openler.platform.issuing.rows import FIELDS, RESULT, CheckedRow, RowReader


def fields_of(version: Version) -> list[str]:
    """List the fields of a record of this version, results after all others."""
    return [*FIELDS, *(RESULT + str(one["id"]) for one in version.results)]


def texts_of(version: Version, claims: Mapping[str, Any]) -> dict[str, str]:
    """Give what a record says as somebody would type it: levels by their names, under `result:ID`."""
    texts = {name: str(claims.get(name, "")) for name in FIELDS}
    levels = {str(one["id"]): one.get("levels") for one in version.results}
    for result, value in claims["results"].items():
        if result in levels:
            texts[RESULT + result] = str(levels[result][int(value)]) if levels[result] else str(value)
    return texts


def read_texts(version: Version, texts: Mapping[str, str], *, today: date) -> CheckedRow:
    """Read what was typed for one person; fields that the version does not have count for nothing."""
    names = fields_of(version)
    columns = {name: name for name in names}
    reader = RowReader(names, columns, version.results, today=today, is_work=version.achievement_type in WORK_TYPES)
    return reader.read(1, [texts.get(name, "") for name in names])
