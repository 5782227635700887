"""What are the records of an application worth, and which requirement does each meet? A dated report, ready to be sealed.

Each record stands for itself: one that is forged or taken back never pulls down the others. A record that is bound to
a key counts only where that key signed the presentation around it. Nothing is decided about a person here.
"""

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from openler.foundation.json_types import JsonObject
from openler.platform.opportunities.knowledge import edges_around, recognition_of
from openler.platform.organizations.models import Organization
from openler.platform.verifying.services import Verification, verify_file
from openler.skills.matching import (
    Aligned,
    Evidence,
    Level,
    RefusedRecord,
    Requirement,
    SelfAssertedClaim,
    VerifiedRecord,
    match,
    proficiency,
)
from openler.skills.matching.evidence import Refusal

# Kinds of files that hold records without being one.
_COLLECTIONS = ("presentation", "bundle", "clr")
# How many records of one application are drawn and matched; a whole transcript of a life has some hundreds.
MAX_RECORDS = 200


@dataclass(frozen=True, slots=True)
class Judged:
    """What one record of an application is worth.

    Attributes:
        evidence: for the matcher.
        drawn: what a page draws of it.
        refusal: why it does not count; empty where it does.
        stamp: the date that belongs to the refusal, as written.
    """

    evidence: VerifiedRecord | RefusedRecord
    drawn: JsonObject
    refusal: str
    stamp: str


def requirements_of(rows: list[JsonObject]) -> list[Requirement]:
    """Give a posting's requirements to the matcher."""
    return [
        Requirement(
            uri=str(row["uri"]),
            label=str(row["label"]),
            level=proficiency(int(row["level"])) if row.get("level") else None,
            is_essential=not row.get("preferred"),
        )
        for row in rows
    ]


def make_report(
    data: bytes, *, requirements: list[JsonObject], answered: list[str], organization: Organization, at: datetime
) -> JsonObject:
    """Judge what was handed in, match it to the requirements, and keep what the answer rests on.

    Args:
        answered: addresses of the requirements that the applicant answered in own words or with a file.
        organization: whose choice of registries counts.
    """
    done = verify_file(data, at=at, organization=organization)
    judged = [_judge(report, drawn, done, at) for report, drawn in _records(done)][:MAX_RECORDS]
    asked = requirements_of(requirements)
    claims = [SelfAssertedClaim(f"answer:{uri}", uri) for uri in answered]
    evidence: list[Evidence] = [*(one.evidence for one in judged), *claims]
    uris = [one.uri for one in asked] + [part.uri for one in judged for part in one.evidence.aligned]
    result = match(asked, evidence, edges=edges_around(uris))
    return {
        "at": at.isoformat(),
        "file_digest": done.file_digest,
        "report": done.report,
        "presenter": _presenter(done),
        "records": [
            {"id": one.evidence.credential_id, "refusal": one.refusal, "stamp": one.stamp, "drawn": one.drawn}
            for one in judged
        ],
        "match": result.to_json(),
        # Key documents and status lists, by address: the answer can be traced to the bytes that it rests on.
        "lists": done.read,
        "versions": {"openler": version("openler"), "policy": result.policy_version},
    }


def _records(done: Verification) -> list[tuple[JsonObject, JsonObject]]:
    """Give each record with its report: those inside a presentation or bundle, or the one that was given alone."""
    report, drawn = done.report, done.drawn
    if report["kind"] not in _COLLECTIONS or report["kind"] == "clr":
        return [(report, drawn)] if report["kind"] != "unreadable" else []
    found: list[JsonObject] = next(
        (check.get("members", []) for check in report["checks"] if check["id"] == "members"), []
    )
    return list(zip(found, drawn["members"], strict=True))


def _presenter(done: Verification) -> str:
    """Give the key's owner who signed the presentation; empty where nobody provably did."""
    outcomes = {check["id"]: check["outcome"] for check in done.report["checks"]}
    holds = outcomes.get("proof") == outcomes.get("issuer_controls_key") == "passed"
    return str(done.report["issuer"]["id"] or "") if done.report["kind"] == "presentation" and holds else ""


def _judge(report: JsonObject, drawn: JsonObject, done: Verification, at: datetime) -> Judged:
    learned = drawn.get("learned") or {}
    summary = drawn.get("summary") or {}
    refusal, stamp = _refusal(report)
    subject = str(summary.get("subject_id") or "")
    if not refusal and subject.startswith("did:") and subject != _presenter(done):
        refusal = "not_presented"
    # What a seal does not cover says nothing, not even which requirement it would have met.
    is_genuine = drawn.get("standing") == "proved"
    aligned = tuple(_aligned(part) for part in learned.get("aligned", ())) if is_genuine else ()
    issuer = str(learned.get("issuer_id") or "")
    achievement = str(learned.get("achievement_id") or "") if is_genuine else ""
    credential = str(learned.get("credential_id") or drawn.get("digest") or "")
    if refusal:
        kind: Refusal = refusal  # type: ignore[assignment]
        return Judged(RefusedRecord(credential, issuer, achievement, aligned, kind, stamp), drawn, refusal, stamp)
    recognised = recognition_of(drawn)
    status_at = at if learned.get("has_status") else None
    record = VerifiedRecord(credential, issuer, achievement, aligned, recognised, at, status_at)
    return Judged(record, drawn, "", "")


def _aligned(part: JsonObject) -> Aligned:
    level = part.get("level")
    return Aligned(str(part["uri"]), Level(level["scale"], level["step"], level["label"]) if level else None)


def _refusal(report: JsonObject) -> tuple[str, str]:
    """Say why a record does not count, in one word, with the date that belongs to it; both empty where it counts."""
    if report["verified"]:
        return "", ""
    failed = {check["id"]: check for check in report["checks"] if check["outcome"] == "failed"}
    if not failed:
        return "undetermined", ""
    if set(failed) <= {"validity_period", "status", "members"}:
        for problem in (problem for check in failed.values() for problem in _problems(check)):
            if problem["code"] in ("revoked", "suspended", "expired", "not_yet_valid"):
                return problem["code"], str(problem.get("stamp") or "")
    return "invalid", ""


def _problems(check: JsonObject) -> list[JsonObject]:
    inner = [problem for part in check.get("checks", ()) for problem in _problems(part)]
    return [*check["problems"], *inner]
