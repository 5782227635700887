"""What does a record say, for a person to read?

Read from the record itself and tolerant of its shape; whether what it says is proved is for the report to tell.
"""

from dataclasses import dataclass
from typing import Any

from openler.credentials.model.shape import id_of, listed, read_credential
from openler.foundation.json_types import JsonObject

# What one page can show; a record with more is told to hold more.
_MOST_ITEMS = 200


@dataclass(frozen=True, slots=True)
class Alignment:
    """A skill in a public framework that an achievement is aligned to."""

    name: str
    url: str | None
    framework: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the language it is written in, if the record says so."""

    value: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RecordSummary:
    """What a record says.

    Attributes:
        name: its title.
        description: what was achieved.
        kind: as in ``CredentialShape``.
        issuer_id, issuer_name, issuer_url: the issuer, by the record's own words.
        subject_id: who it is about, an identifier.
        subject_name: the name in plain text, if the record carries one.
        achievement_type: for example "Course".
        criteria: how it was earned, in words or as the address that tells it.
        results: pairs of what was measured and the value.
        alignments: skills it is aligned to.
        evidence: pairs of name and address.
        valid_from, valid_until: as written.
        members: what the records inside it say.
        is_cut: there was more than a page can show.
        is_partial: its issuer knows of more than this transcript holds.
        role: in which it was shown, such as a job title.
        narrative: what the issuer says of how this person did it.
        began, ended: the days between which it was done, as written.
    """

    name: Text | None
    description: Text | None
    kind: str
    issuer_id: str | None
    issuer_name: Text | None
    issuer_url: str | None
    subject_id: str | None
    subject_name: str | None
    achievement_type: str | None
    criteria: Text | None
    results: tuple[tuple[str, str], ...]
    alignments: tuple[Alignment, ...]
    evidence: tuple[tuple[str, str | None], ...]
    valid_from: str | None
    valid_until: str | None
    members: tuple["RecordSummary", ...]
    is_cut: bool = False
    is_partial: bool = False
    role: str | None = None
    narrative: Text | None = None
    began: str | None = None
    ended: str | None = None


def describe(document: JsonObject, *, depth: int = 0) -> RecordSummary:
    """Say what a record says; never raises, whatever the document holds."""
    shape = read_credential(document)
    issuer = document.get("issuer")
    subject = next((part.value for part in shape.subjects if isinstance(part.value, dict)), {})
    achievement = _object(subject.get("achievement"))
    criteria = _object(achievement.get("criteria"))
    members = [part.value for part in shape.members if isinstance(part.value, dict)] if depth < 3 else []
    alignments = [item for item in listed(achievement.get("alignment")) if isinstance(item, dict)]
    evidence = [item for item in listed(document.get("evidence")) if isinstance(item, dict)]
    return RecordSummary(
        name=text_of(achievement.get("name")) or text_of(document.get("name")),
        description=text_of(achievement.get("description")) or text_of(document.get("description")),
        kind=shape.kind,
        issuer_id=shape.issuer_id,
        issuer_name=text_of(issuer.get("name")) if isinstance(issuer, dict) else None,
        issuer_url=_string(issuer.get("url")) if isinstance(issuer, dict) else None,
        subject_id=id_of(subject),
        subject_name=_subject_name(subject),
        achievement_type=_string(achievement.get("achievementType")),
        criteria=text_of(criteria.get("narrative")) or text_of(criteria.get("id")),
        results=tuple(_results(subject, achievement))[:_MOST_ITEMS],
        alignments=tuple(_alignment(item) for item in alignments[:_MOST_ITEMS]),
        evidence=tuple((_evidence_name(item), _string(item.get("id"))) for item in evidence[:_MOST_ITEMS]),
        valid_from=_string(shape.valid_from.value),
        valid_until=_string(shape.valid_until.value),
        members=tuple(describe(item, depth=depth + 1) for item in members[:_MOST_ITEMS]),
        role=_string(subject.get("role")),
        narrative=text_of(subject.get("narrative")),
        began=_string(subject.get("activityStartDate")),
        ended=_string(subject.get("activityEndDate")),
        is_partial=document.get("partial") is True,
        is_cut=max(len(members), len(alignments), len(evidence)) > _MOST_ITEMS,
    )


def text_of(value: Any) -> Text | None:
    """Read a text, a value object with a language, or the first of several."""
    if isinstance(value, list):
        return text_of(value[0]) if value else None
    if isinstance(value, dict) and isinstance(value.get("@value"), str):
        return Text(value["@value"], _string(value.get("@language")))
    return Text(value) if isinstance(value, str) and value else None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _object(value: Any) -> JsonObject:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, dict)), None)
    return value if isinstance(value, dict) else {}


def _subject_name(subject: JsonObject) -> str | None:
    for item in listed(subject.get("identifier")):
        if isinstance(item, dict) and item.get("identityType") == "name" and item.get("hashed") is False:
            return _string(item.get("identityHash"))
    return _string(subject.get("name"))


def _results(subject: JsonObject, achievement: JsonObject) -> list[tuple[str, str]]:
    described = {
        item["id"]: item
        for item in listed(achievement.get("resultDescription"))
        if isinstance(item, dict) and isinstance(item.get("id"), str)
    }
    found = []
    for item in listed(subject.get("result")):
        if not isinstance(item, dict):
            continue
        about = described.get(str(item.get("resultDescription")), {})
        levels = {
            level.get("id"): level.get("name")
            for level in listed(about.get("rubricCriterionLevel"))
            if isinstance(level, dict) and isinstance(level.get("id"), str)
        }
        value = item.get("value") or levels.get(str(item.get("achievedLevel"))) or item.get("status")
        if isinstance(value, (str, int, float)):
            found.append((_string(about.get("name")) or "Result", str(value)))
    return found


def _alignment(item: JsonObject) -> Alignment:
    name = text_of(item.get("targetName"))
    url = _string(item.get("targetUrl"))
    return Alignment(
        name=name.value if name else url or "",
        url=url,
        framework=_string(item.get("targetFramework")),
        code=_string(item.get("targetCode")),
    )


def _evidence_name(item: JsonObject) -> str:
    name = text_of(item.get("name")) or text_of(item.get("narrative"))
    return name.value if name else _string(item.get("id")) or "Evidence"
