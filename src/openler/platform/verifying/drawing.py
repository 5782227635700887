"""What of a report does a page draw? Summaries, lights, members, the raw text, all as JSON, since it crosses processes.

What a record says is drawn from what its seal covers wherever the seal holds; how far that goes is its standing.
"""

import hashlib
import json
from dataclasses import asdict
from typing import Any, Literal

from openler.credentials.model import describe
from openler.credentials.model.summary import text_of
from openler.credentials.proofs import proofs_of
from openler.credentials.proofs.options import read_options
from openler.credentials.verification import VerificationReport
from openler.credentials.verification.lights import lights
from openler.credentials.verification.presenter import is_made_by_subject
from openler.credentials.verification.sentences import sentence
from openler.foundation.errors import MalformedInput
from openler.foundation.jcs import canonicalize_json
from openler.foundation.json_types import JsonObject
from openler.skills.matching import read_learned

Standing = Literal["proved", "strangers_key", "unknown_key", "collection", "unproved"]
# The raw view of one page; more is offered by the file itself.
MAX_RAW_CHARACTERS = 200_000
# Records inside are drawn as records of their own, so that no summary needs to hold them.
_WITHOUT_MEMBERS = 3


def draw_report(report: VerificationReport) -> dict[str, Any]:
    """Give what a page draws of a report and of every report inside it."""
    document = report.document
    # What the seal covers, where it holds; otherwise what the file says.
    said = report.verified_document or document
    signatory = asdict(report.signatory)
    told: dict[str, Any] = {
        "pointer": report.pointer,
        "kind": report.kind,
        "outcome": report.outcome,
        "sentence": sentence(report),
        "standing": standing_of(report),
        "issuer": {"id": signatory.pop("issuer_id"), **signatory},
        "lights": [light.to_json() for light in lights(report)],
        "digest": _digest(document) if document else "",
        "summary": asdict(describe(said, depth=_WITHOUT_MEMBERS)) if said else None,
        "learned": asdict(read_learned(said)) if said else None,
        "comment": _comment(said),
        "made": _made(report),
        "members": [draw_report(member) for member in _inside(report, "members")],
        "endorsements": [draw_report(member) for member in _inside(report, "endorsements")],
    }
    if not report.pointer:
        told["raw"] = _raw(report)
    return told


def standing_of(report: VerificationReport) -> Standing:
    """Say how far the record's words are proved: signed by its issuer, a stranger, somebody unknown, or not at all."""
    outcomes = {check.id: check.outcome for check in report.checks}
    if report.kind in ("bundle", "presentation") and outcomes.get("proof", "not_applicable") == "not_applicable":
        return "collection"
    if report.verified_document is None:
        return "unproved"
    match outcomes.get("issuer_controls_key"):
        case "passed":
            return "proved"
        case "failed":
            return "strangers_key"
    return "unknown_key"


def _made(report: VerificationReport) -> dict[str, Any] | None:
    """Tell of a presentation that is proved whether whom its records are about made it, and for whom."""
    if report.kind != "presentation" or report.verified_document is None or report.document is None:
        return None
    domains = {name for _place, proof in proofs_of(report.document) for name in read_options(proof).domains}
    return {"by_subject": is_made_by_subject(report), "domains": sorted(domains)}


def _raw(report: VerificationReport) -> str:
    documents = [member.document for member in _inside(report, "members") if member.document is not None]
    whole = report.document if report.document is not None else documents
    return json.dumps(whole, indent=2, ensure_ascii=False)[:MAX_RAW_CHARACTERS] if whole else ""


def _digest(document: JsonObject) -> str:
    """Digest the record, not its file: spaces and the order of its members do not change how it looks."""
    try:
        text = canonicalize_json(document)
    except MalformedInput:
        # No canonical form: it still gets a picture, by the order in which it stands.
        text = json.dumps(document).encode()
    return hashlib.sha256(text).hexdigest()


def _comment(document: JsonObject | None) -> dict[str, Any] | None:
    subject = (document or {}).get("credentialSubject")
    first = next(iter(subject), None) if isinstance(subject, list) else subject
    text = text_of(first.get("endorsementComment")) if isinstance(first, dict) else None
    return asdict(text) if text else None


def _inside(report: VerificationReport, id: str) -> tuple[VerificationReport, ...]:
    return next((check.members for check in report.checks if check.id == id), ())
