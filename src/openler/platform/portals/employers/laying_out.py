"""How is an opened application laid out: each requirement with what meets it, how that is proved, and what is missing?"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from openler.credentials.verification.sentences import date_words
from openler.foundation.json_types import JsonObject
from openler.platform.opportunities.queries import OpenedAnswer, OpenedApplication
from openler.platform.portals.employers.words import (
    MEANINGS,
    OUTCOMES,
    REFUSALS,
    STANDINGS,
    Words,
    level_word,
)

_LIGHTS: dict[str, str] = {
    "intact": "Intact",
    "in_force": "In force",
    "issuer_recognized": "Issuer recognized",
    "presenter_proven": "Presenter proven",
}


@dataclass(frozen=True, slots=True)
class ShownRecord:
    """One record of an application, ready for a template."""

    number: int
    id: str
    title: str
    issuer: str
    domain: str
    is_signed: bool
    digest: str
    outcome: str
    lights: list[JsonObject]
    refusal: Words
    stamp: str
    recognition: str
    evidence: list[str]


@dataclass(frozen=True, slots=True)
class ShownRequirement:
    """One requirement with what speaks for it.

    Attributes:
        path: how the record's skill leads to the requirement, in words.
        refused: records that would speak for it and do not count.
    """

    uri: str
    label: str
    framework: str
    level: Words
    is_preferred: bool
    is_credential: bool
    standing: str
    standing_words: Words
    outcome: str
    record: ShownRecord | None
    reached: Words
    path: list[Words]
    factors: dict[str, str]
    value: str
    answer: OpenedAnswer | None
    refused: list[ShownRecord] = field(default_factory=list)
    next_best: str = ""


def shown_records(opened: OpenedApplication) -> list[ShownRecord]:
    """Lay out the records, in the order in which they were handed in."""
    return [_record(number, one, opened.report["at"]) for number, one in enumerate(opened.records, 1)]


def shown_requirements(opened: OpenedApplication, rows: list[JsonObject]) -> list[ShownRequirement]:
    """Lay out the requirements, in the posting's order."""
    records = {one.id: one for one in shown_records(opened)}
    explained = {one["requirement"]["uri"]: one for one in opened.match["requirements"]}
    return [_requirement(row, explained[row["uri"]], records, opened.answers.get(row["uri"])) for row in rows]


def counted(shown: list[ShownRequirement]) -> str:
    """Say in a sentence how many requirements are met."""
    counts = {name: sum(one.standing == name for one in shown) for name in STANDINGS}
    words = gettext("Of %(all)d requirements, %(met)d are met, %(partly)d in part, and %(gap)d are open.")
    return words % {"all": len(shown), **counts}


def _record(number: int, one: JsonObject, judged_at: str) -> ShownRecord:
    drawn = one["drawn"]
    summary: dict[str, Any] = drawn.get("summary") or {}
    name = summary.get("name") or {}
    issuer = drawn.get("issuer") or {}
    return ShownRecord(
        number=number,
        id=one["id"],
        title=str(name.get("value") or gettext("A record without a name")),
        issuer=str(issuer.get("self_asserted_name") or issuer.get("id") or gettext("Nobody named")),
        domain=str(issuer.get("proven_domain") or ""),
        is_signed=drawn.get("standing") == "proved",
        digest=str(drawn.get("digest") or ""),
        outcome="failed" if one["refusal"] and one["refusal"] != "undetermined" else drawn["outcome"],
        lights=[{"name": gettext(_LIGHTS[light["id"]]), "outcome": light["outcome"]} for light in drawn["lights"]],
        refusal=REFUSALS.get(one["refusal"], ""),
        stamp=_stamp(one, judged_at),
        recognition=str((drawn.get("recognition") or {}).get("sentence") or ""),
        evidence=[str(name) for name, _url in summary.get("evidence") or ()],
    )


def _requirement(
    row: JsonObject, told: JsonObject, records: dict[str, ShownRecord], answer: OpenedAnswer | None
) -> ShownRequirement:
    best = told["best"] or {}
    record = records.get(best.get("evidence", ""))
    level = best.get("level") or {}
    next_best = (told["next_best"] or {}).get("evidence", "")
    return ShownRequirement(
        uri=row["uri"],
        label=row["label"],
        framework=row.get("framework", ""),
        level=level_word(row.get("level")),
        is_preferred=bool(row.get("preferred")),
        is_credential=row.get("kind") == "achievement",
        standing=told["standing"],
        standing_words=STANDINGS[told["standing"]],
        outcome=OUTCOMES[told["standing"]],
        record=record,
        reached=str(level.get("label", "")).capitalize(),
        path=_path(best, record) if best else [],
        factors=best.get("factors", {}),
        value=told["value"],
        answer=answer,
        refused=[records[one["evidence"]] for one in told["refused"] if one["evidence"] in records],
        next_best=records[next_best].title if next_best in records else "",
    )


def _path(best: JsonObject, record: ShownRecord | None) -> list[Words]:
    hops: list[Words] = [MEANINGS.get(hop["meaning"], hop["relation"]) for hop in best["path"]]
    steps: list[Words] = hops or [gettext("exactly what is asked")]
    said = gettext("shown by “%(title)s”") % {"title": record.title} if record else gettext("said by the applicant")
    return [*reversed(steps), said]


def _stamp(one: JsonObject, judged_at: str) -> str:
    """Give the date that belongs to a refusal: its own, or the day on which the issuer's list said so."""
    if one["stamp"]:
        return date_words(one["stamp"])
    if one["refusal"] in ("revoked", "suspended"):
        return gettext("As the issuer's list said on %(day)s") % {"day": date_words(judged_at)}
    return ""
