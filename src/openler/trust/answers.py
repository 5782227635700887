"""How is recognition told to a program? As one object beside the report, with the same sentence as everywhere."""

from typing import Any

from openler.foundation.json_types import JsonObject
from openler.trust.recognition import Finding, Recognition
from openler.trust.registry import Entry
from openler.trust.registry_file import stamp_of
from openler.trust.words import recognition_words


def recognition_json(recognition: Recognition) -> JsonObject:
    """Give recognition as JSON."""
    question = recognition.question
    return {
        "verdict": recognition.verdict,
        "outcome": recognition.outcome,
        "sentence": " ".join(map(str, recognition_words(recognition))),
        "at": stamp_of(recognition.at),
        "issuer": question.issuer if question else None,
        "signed": question.signed or None if question else None,
        "registries": [_finding(finding) for finding in recognition.findings],
        "unreachable": [
            {"registry": one.id, "name": one.name, "reason": one.reason} for one in recognition.unreachable
        ],
        "also_listed": [_finding(finding) for finding in recognition.also_listed],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "registry": finding.registry.id,
        "name": finding.registry.name,
        "list_of": stamp_of(finding.registry.as_of),
        "when_signed": finding.then,
        "now": finding.now,
        "entry_when_signed": _entry(finding.entry_then),
        "entry_now": _entry(finding.entry_now),
    }


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "id": entry.id,
        "from": stamp_of(entry.since),
        "until": stamp_of(entry.until) if entry.until else None,
        "policy": entry.policy,
        "entered_at": stamp_of(entry.entered_at),
        "is_backdated": entry.is_backdated,
    }
