"""Does this record tell of work, and what does it say: for whom, as what, from when to when, doing what?

An employment or work-based-learning record is an Open Badges 3.0 credential, in words that its contexts define. Shape
only: what such a record needs is in ``rules``.

Spec: docs/standards/employment-record.md , https://www.imsglobal.org/spec/ob/v3p0/#achievementsubject
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from openler.credentials.model.shape import CredentialShape, Part, id_of, listed, parts_of
from openler.foundation.json_types import JsonObject

WorkKind = Literal["employment", "work_based_learning"]

# OB 3.0 has no type for a job, and lets issuers add their own behind "ext:". Fieldwork, "practical activities … includes
# internships and practicums", is its own word; with a role it tells of work.
_KINDS: dict[str, WorkKind] = {
    "ext:Employment": "employment",
    "ext:WorkBasedLearning": "work_based_learning",
    "Fieldwork": "work_based_learning",
}
_NEEDS_ROLE = ("Fieldwork",)
HOURS_RESULT = "ext:HoursWorked"


@dataclass(frozen=True, slots=True)
class EmploymentRecord:
    """What a record tells of work; every value as written, with its place.

    Attributes:
        kind: "employment", or "work_based_learning" such as an internship.
        employer: the Profile that says whose work it was: the subject's ``source``, else the issuer.
        role: job title or position.
        began, ended: days or times; ``ended`` is None while it lasts.
        hours: results that count hours, each with its value.
        duties: what was done: the subject's narrative, and evidence.
        skills: alignments of the achievement and of its results.
    """

    kind: WorkKind
    employer: Part
    role: Part
    began: Part
    ended: Part
    hours: tuple[Part, ...]
    duties: tuple[Part, ...]
    skills: tuple[Part, ...]


def read_employment(shape: CredentialShape) -> EmploymentRecord | None:
    """Read what a record tells of work; None if it tells of something else. Never raises."""
    if shape.kind != "achievement" or not shape.subjects or not isinstance(shape.subjects[0].value, dict):
        return None
    subject = shape.subjects[0]
    achievement = subject.value.get("achievement")
    place = f"{subject.pointer}/achievement"
    if isinstance(achievement, list) and achievement:
        achievement, place = achievement[0], f"{place}/0"
    type_ = achievement.get("achievementType") if isinstance(achievement, dict) else None
    kind = _KINDS.get(type_) if isinstance(type_, str) else None
    if kind is None or (type_ in _NEEDS_ROLE and not subject.value.get("role")):
        return None
    return _read(shape, kind, subject, Part(place, achievement))


def _read(shape: CredentialShape, kind: WorkKind, subject: Part, achievement: Part) -> EmploymentRecord:
    results = parts_of(subject.value, "result", subject.pointer)
    return EmploymentRecord(
        kind=kind,
        employer=_employer(shape, subject),
        role=_member(subject, "role"),
        began=_member(subject, "activityStartDate"),
        ended=_member(subject, "activityEndDate"),
        hours=tuple(_hours(achievement.value, results)),
        duties=tuple(_duties(shape.document, subject)),
        skills=tuple(_skills(achievement, results)),
    )


def _member(holder: Part, name: str) -> Part:
    return Part(f"{holder.pointer}/{name}", holder.value.get(name))


def _employer(shape: CredentialShape, subject: Part) -> Part:
    # A college or an agency may issue what an employer says; then the employer is the source.
    if "source" in subject.value:
        return _member(subject, "source")
    return Part("/issuer", shape.document.get("issuer"))


def _hours(achievement: JsonObject, results: tuple[Part, ...]) -> Iterator[Part]:
    described = {
        id_of(item)
        for item in listed(achievement.get("resultDescription"))
        if isinstance(item, dict) and item.get("resultType") == HOURS_RESULT
    }
    for part in results:
        if described and isinstance(part.value, dict) and _text(part.value.get("resultDescription")) in described:
            yield _member(part, "value")


def _duties(document: JsonObject, subject: Part) -> Iterator[Part]:
    if _text(subject.value.get("narrative")):
        yield _member(subject, "narrative")
    for part in parts_of(document, "evidence"):
        if isinstance(part.value, dict) and any(part.value.get(name) for name in ("id", "narrative", "description")):
            yield part


def _skills(achievement: Part, results: tuple[Part, ...]) -> Iterator[Part]:
    for holder in (achievement, *results):
        if isinstance(holder.value, dict):
            yield from parts_of(holder.value, "alignment", holder.pointer)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
