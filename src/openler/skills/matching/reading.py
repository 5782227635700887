"""What does a record say was learned: which achievement, which skills, at which level?

Read from a record whose seal somebody else has judged. An Open Badges alignment carries no relation and no level: it is
read as this very address; the level stands in the result, and counts for the skills that the result is aligned to, or
for all of them where it names none.

Spec: https://www.imsglobal.org/spec/ob/v3p0/#alignment , https://www.imsglobal.org/spec/ob/v3p0/#resultdescription
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openler.credentials.model.shape import id_of, listed, read_credential
from openler.foundation.json_types import JsonObject
from openler.skills.matching.evidence import Aligned
from openler.skills.matching.needs import PROFICIENCY_STEPS, SCALE_PROFICIENCY, Level

# More than any achievement is honestly aligned to; a record that names more is read up to here.
MAX_ALIGNED = 500


@dataclass(frozen=True, slots=True)
class Learned:
    """What one record says was learned; its identifiers are empty where it has none."""

    credential_id: str
    issuer_id: str
    achievement_id: str
    aligned: tuple[Aligned, ...]
    has_status: bool


def read_learned(document: JsonObject) -> Learned:
    """Read what a record says was learned; never raises, whatever it holds."""
    shape = read_credential(document)
    subject = next((part.value for part in shape.subjects if isinstance(part.value, dict)), {})
    achievement = next((item for item in listed(subject.get("achievement")) if isinstance(item, dict)), {})
    levels = dict(_levels(subject, achievement))
    everywhere = levels.get("")
    uris = list(dict.fromkeys([*_targets(achievement), *(uri for uri in levels if uri)]))
    return Learned(
        credential_id=id_of(document) or "",
        issuer_id=shape.issuer_id or "",
        achievement_id=id_of(achievement) or "",
        aligned=tuple(Aligned(uri, levels.get(uri, everywhere)) for uri in uris[:MAX_ALIGNED]),
        has_status=bool(shape.statuses),
    )


def _targets(holder: JsonObject) -> Iterator[str]:
    for item in listed(holder.get("alignment")):
        if isinstance(item, dict) and isinstance(item.get("targetUrl"), str) and item["targetUrl"]:
            yield item["targetUrl"]


def _levels(subject: JsonObject, achievement: JsonObject) -> Iterator[tuple[str, Level]]:
    described = {id_of(item): item for item in listed(achievement.get("resultDescription")) if isinstance(item, dict)}
    for result in listed(subject.get("result")):
        if not isinstance(result, dict):
            continue
        about = described.get(_text(result.get("resultDescription")), {})
        level = _level(about, _text(result.get("achievedLevel")))
        if level is not None:
            yield from ((uri, level) for uri in list(_targets(about)) or [""])


def _level(about: JsonObject, reached: str) -> Level | None:
    """Read the level reached: on a published scale where the rubric aligns to one, else on the rubric's own."""
    rubric = [item for item in listed(about.get("rubricCriterionLevel")) if isinstance(item, dict)]
    for step, item in enumerate(rubric, 1):
        if reached and id_of(item) == reached:
            shared = next(filter(None, map(_shared_level, _targets(item))), None)
            return (
                shared
                or _level_by_words(rubric, item)
                or Level(id_of(about) or "", step, _text(item.get("name"))[:100])
            )
    return None


def _shared_level(uri: str) -> Level | None:
    scale, _, step = uri.rpartition(":")
    if scale != SCALE_PROFICIENCY or not step.isdecimal() or not 1 <= int(step) <= len(PROFICIENCY_STEPS):
        return None
    return Level(scale, int(step), PROFICIENCY_STEPS[int(step) - 1])


def _level_by_words(rubric: list[JsonObject], item: JsonObject) -> Level | None:
    """Read a rubric that uses the shared scale's own words, and only these, in its own order, as that scale."""
    words = [_text(one.get("name")).strip().lower() for one in rubric]
    steps = [PROFICIENCY_STEPS.index(word) for word in words if word in PROFICIENCY_STEPS]
    if len(steps) != len(words) or steps != sorted(set(steps)):
        return None
    step = PROFICIENCY_STEPS.index(_text(item.get("name")).strip().lower()) + 1
    return Level(SCALE_PROFICIENCY, step, PROFICIENCY_STEPS[step - 1])


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
