"""Is what somebody wrote about an achievement fit to be kept? Each field with its fault, in words for that person."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from openler.platform.achievements.errors import BadAchievement
from openler.platform.achievements.terms import ACHIEVEMENT_TYPES, CLAIM_CHECKS, GRAVE_TYPES, SUSPENDABLE_TYPES
from openler.platform.design.markdown import MAX_LETTERS
from openler.skills.frameworks import is_address

MAX_RESULTS = 8
MAX_LEVELS = 6
MAX_ALIGNMENTS = 60
_MAX_DESCRIPTION = 2000
_MAX_ALIGNMENT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wrote about an achievement.

    Attributes:
        results: each with name, and levels (names, lowest first) and required (index), or max and required (numbers).
        alignments: each with uri, label, code and framework.
    """

    code: str
    name: str
    achievement_type: str
    description: str
    criteria: str
    results: Sequence[Mapping[str, Any]] = ()
    alignments: Sequence[Mapping[str, str]] = ()
    can_be_suspended: bool = False
    claim_check: int = 1
    is_not_education: bool = False
    faults: dict[str, str] = field(default_factory=dict, compare=False)


def check_draft(draft: Draft) -> dict[str, Any]:
    """Give the fields of a version as they are kept.

    Raises: BadAchievement, naming every field that cannot be taken.
    """
    faults: dict[str, str] = {}
    _text(faults, "code", draft.code, 40, _("Give it a short code of your own, such as NUR-110."))
    _text(faults, "name", draft.name, 160, _("Give it a name."))
    _text(faults, "description", draft.description, _MAX_DESCRIPTION, _("Say in a sentence or two what it is."))
    _text(faults, "criteria", draft.criteria, MAX_LETTERS, _("Say how it is earned."))
    if draft.achievement_type not in ACHIEVEMENT_TYPES:
        faults["achievement_type"] = _("Choose a kind from the list.")
    _check_claim(faults, draft)
    if draft.can_be_suspended and draft.achievement_type not in SUSPENDABLE_TYPES:
        faults["can_be_suspended"] = _("Only licences and certifications can be suspended.")
    results = _results(faults, draft.results)
    alignments = _alignments(faults, draft.alignments)
    if faults:
        raise BadAchievement(faults)
    return {
        "name": draft.name.strip(),
        "achievement_type": draft.achievement_type,
        "description": draft.description.strip(),
        "criteria": draft.criteria.strip(),
        "results": results,
        "alignments": alignments,
        "can_be_suspended": draft.can_be_suspended,
        "claim_check": draft.claim_check,
        "is_not_education": draft.is_not_education,
    }


def _text(faults: dict[str, str], name: str, value: str, most: int, missing: str) -> None:
    if not value.strip():
        faults[name] = missing
    elif len(value) > most:
        faults[name] = _("This is longer than %(most)d characters.") % {"most": most}


def _check_claim(faults: dict[str, str], draft: Draft) -> None:
    if draft.claim_check not in CLAIM_CHECKS:
        faults["claim_check"] = _("Choose how the claim is checked.")
    elif draft.claim_check == 0 and draft.achievement_type in GRAVE_TYPES:
        faults["claim_check"] = _("For degrees and licences the link alone is not enough.")
    elif draft.claim_check == 0 and not draft.is_not_education:
        faults["claim_check"] = _("The link alone is enough only for what is marked as no education record.")


def _alignments(faults: dict[str, str], given: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    if len(given) > MAX_ALIGNMENTS:
        faults["alignments"] = _("At most %(most)d skills can be named.") % {"most": MAX_ALIGNMENTS}
    kept = [{name: str(value)[:_MAX_ALIGNMENT] for name, value in one.items()} for one in given[:MAX_ALIGNMENTS]]
    # The page links to it, so it must be an address and nothing that a browser would run.
    if not all(is_address(one.get("uri", "")) for one in kept):
        faults["alignments"] = _("A skill is named by an address that begins with http, https or urn.")
    return kept


def _results(faults: dict[str, str], given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    if len(given) > MAX_RESULTS:
        faults["results"] = _("At most %(most)d results can be described.") % {"most": MAX_RESULTS}
        return kept
    for number, one in enumerate(given, 1):
        name = str(one.get("name", "")).strip()
        levels = [str(level).strip() for level in one.get("levels", ()) if str(level).strip()]
        result: dict[str, Any] = {"id": _result_id(one.get("id")), "name": name}
        if not name or len(name) > 120:
            faults[f"results-{number}"] = _("Give result %(number)d a name of at most 120 characters.") % {
                "number": number
            }
        elif levels:
            result |= _levels(faults, number, levels, one.get("required"))
        else:
            result |= _points(faults, number, one.get("max"), one.get("required"))
        kept.append(result)
    return kept


def _result_id(given: object) -> str:
    # It stands in signed records, so it is a UUID whatever a form says.
    try:
        return str(uuid.UUID(str(given)))
    except ValueError:
        return str(uuid.uuid4())


def _levels(faults: dict[str, str], number: int, levels: list[str], required: object) -> dict[str, Any]:
    if not 2 <= len(levels) <= MAX_LEVELS or len(set(levels)) < len(levels) or any(len(level) > 60 for level in levels):
        faults[f"results-{number}"] = _("Result %(number)d needs 2 to 6 levels with different names.") % {
            "number": number
        }
    if required is not None and not (isinstance(required, int) and 0 <= required < len(levels)):
        faults[f"results-{number}"] = _("Choose which level of result %(number)d is needed.") % {"number": number}
    return {"levels": levels, "required": required}


def _points(faults: dict[str, str], number: int, most: object, required: object) -> dict[str, Any]:
    if not isinstance(most, int) or not 1 <= most <= 1_000_000:
        faults[f"results-{number}"] = _("Give result %(number)d levels, or the most points as a whole number.") % {
            "number": number
        }
    elif required is not None and not (isinstance(required, int) and 0 <= required <= most):
        faults[f"results-{number}"] = _("The needed points of result %(number)d are not within its range.") % {
            "number": number
        }
    return {"max": most, "required": required}
