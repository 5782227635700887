"""How is what somebody typed of an achievement read, and given back as it was typed?

The whole draft travels in its form, skills and results included, so that a page works without script and a button
that only looks something up loses nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openler.platform.achievements.drafts import MAX_ALIGNMENTS, MAX_LEVELS, MAX_RESULTS, Draft
from openler.platform.achievements.models import Version
from openler.platform.achievements.skills import alignment_of

_TEXTS = ("code", "name", "achievement_type", "description", "criteria")
# Inputs of a result with levels; what stays empty is no level.
_LEVEL_INPUTS = 4


@dataclass(slots=True)
class Typed:
    """What somebody typed.

    Attributes:
        values: texts and choices, as they stand in inputs.
        results: each with id, name, and either levels and required (index as text) or max and required (texts).
        alignments: as an achievement keeps them.
    """

    values: dict[str, Any]
    results: list[dict[str, Any]] = field(default_factory=list)
    alignments: list[dict[str, str]] = field(default_factory=list)


def typed_of(version: Version | None) -> Typed:
    """Give a version as it stands in inputs; without one, an empty form."""
    if version is None:
        return Typed({"achievement_type": "Course", "claim_check": 1})
    values: dict[str, Any] = {name: getattr(version, name) for name in _TEXTS if name != "code"}
    values |= {name: getattr(version, name) for name in ("can_be_suspended", "claim_check", "is_not_education")}
    values["code"] = version.achievement.code
    return Typed(values, [_typed_result(one) for one in version.results], [dict(one) for one in version.alignments])


def read_typed(data: Mapping[str, str], known: list[dict[str, str]]) -> Typed:
    """Read a form that was sent.

    Args:
        known: alignments of the version so far, for skills of a framework that is not here any more.
    """
    values: dict[str, Any] = {name: data.get(name, "") for name in _TEXTS}
    check = data.get("claim_check", "")
    values["claim_check"] = int(check) if check in ("0", "1", "2", "3") else -1
    for name in ("can_be_suspended", "is_not_education"):
        values[name] = data.get(name) == "yes"
    results = []
    for number in range(1, MAX_RESULTS + 1):
        if f"r{number}-name" in data:
            result = _read_result(data, f"r{number}-")
            if result["name"] or result.get("max") or any(result.get("levels", ())):
                results.append(result)
    kept = {one["uri"]: one for one in known}
    found = [alignment_of(data.get(f"a{number}-uri", ""), kept) for number in range(1, MAX_ALIGNMENTS + 1)]
    return Typed(values, results, [one for one in found if one is not None])


def draft_of(typed: Typed) -> Draft:
    """Give what is to be checked and kept."""
    values = typed.values
    texts: dict[str, Any] = {name: str(values.get(name, "")) for name in _TEXTS}
    return Draft(
        **texts,
        results=[_result(one) for one in typed.results],
        alignments=typed.alignments,
        can_be_suspended=bool(values.get("can_be_suspended")),
        claim_check=int(values.get("claim_check", -1)),
        is_not_education=bool(values.get("is_not_education")),
    )


def empty_result(*, with_levels: bool) -> dict[str, Any]:
    """Give a result to be filled in; four levels are what rubrics in the field have."""
    reached: dict[str, Any] = {"levels": []} if with_levels else {"max": ""}
    return {"id": "", "name": "", "required": "", **reached}


def level_inputs(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the inputs for the levels of a result, each with its number, text and whether it is the needed one."""
    levels = [*result["levels"], *[""] * max(0, _LEVEL_INPUTS - len(result["levels"]))]
    return [
        {"number": number, "shown": number + 1, "text": text, "is_needed": result["required"] == str(number)}
        for number, text in enumerate(levels)
    ]


def _typed_result(one: Mapping[str, Any]) -> dict[str, Any]:
    texts = {
        "id": one["id"],
        "name": one["name"],
        "required": "" if one.get("required") is None else str(one["required"]),
    }
    return texts | ({"levels": list(one["levels"])} if one.get("levels") else {"max": str(one["max"])})


def _read_result(data: Mapping[str, str], prefix: str) -> dict[str, Any]:
    result: dict[str, Any] = {name: data.get(prefix + name, "").strip() for name in ("id", "name", "required")}
    if f"{prefix}max" in data:
        return result | {"max": data.get(f"{prefix}max", "").strip()}
    return result | {
        "levels": [data[name].strip() for number in range(MAX_LEVELS) if (name := f"{prefix}level-{number}") in data]
    }


def _result(one: Mapping[str, Any]) -> dict[str, Any]:
    kept = {"id": one.get("id"), "name": one["name"]}
    needed = _number(one["required"])
    if "levels" not in one:
        return kept | {"max": _number(one.get("max", "")), "required": needed}
    filled = [number for number, level in enumerate(one["levels"]) if level]
    if needed is not None:
        needed = filled.index(needed) if needed in filled else -1
    return kept | {"levels": [one["levels"][number] for number in filled], "required": needed}


def _number(text: object) -> int | None:
    """Read a whole number; None for nothing typed, -1 for what is no number, which no range holds."""
    plain = str(text).strip()
    if not plain:
        return None
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 7 else -1
