"""What happens in the process that opens strangers' files? Limits first, then one file after another.

Run as ``python -m openler.platform.verifying.judge``. It has no network: what it needs it asks of the process that
started it. It may be killed at any time; whoever asked says so and starts another.
"""

import base64
import hashlib
import json
import resource
import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any, BinaryIO

from openler.credentials.model import describe
from openler.credentials.verification import Check, VerificationReport, verify
from openler.credentials.verification.lights import lights
from openler.credentials.verification.sentences import sentence
from openler.foundation.errors import ResolutionFailed
from openler.foundation.strict_json import MAX_BYTES
from openler.platform.verifying.frames import Hungup, read_frame, write_frame

# A transcript of 500 records needs some 300 MB; a file that needs more is not worth the machine.
MAX_MEMORY_BYTES = 1 << 30
# The raw view of one page; more is offered by the file itself.
MAX_RAW_CHARACTERS = 200_000


class _AskParent:
    """Documents by asking the process that started this one."""

    def __init__(self, reader: BinaryIO, writer: BinaryIO) -> None:
        self._reader, self._writer = reader, writer

    def get(self, url: str, *, purpose: str, max_bytes: int = MAX_BYTES) -> bytes:
        """Ask for a document; see ``openler.foundation.documents.Documents``."""
        write_frame(self._writer, {"need": {"url": url, "purpose": purpose, "max_bytes": max_bytes}})
        answer = read_frame(self._reader)
        if "document" in answer:
            return base64.b64decode(answer["document"])
        raise ResolutionFailed(str(answer.get("refused", "It is not at hand.")), advice=str(answer.get("advice", "")))


def answer(data: bytes, at: datetime, documents: Any) -> dict[str, Any]:
    """Judge a file, and give what a page and a program need of it as JSON."""
    report = verify(data, at=at, documents=documents)
    return {"report": report.to_json(), "drawn": draw_report(report)}


def draw_report(report: VerificationReport) -> dict[str, Any]:
    """Give what a page draws of a report: summaries, lights, members, the raw text."""
    document = report.document
    told: dict[str, Any] = {
        "pointer": report.pointer,
        "kind": report.kind,
        "outcome": report.outcome,
        "sentence": sentence(report),
        "is_proved": report.verified_document is not None,
        "lights": [light.to_json() for light in lights(report)],
        "digest": hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest() if document else "",
        "summary": asdict(describe(document)) if document else None,
        "members": [draw_report(member) for member in _inside(report, "members")],
        "endorsements": [draw_report(member) for member in _inside(report, "endorsements")],
    }
    if not report.pointer or report.kind == "bundle":
        told["raw"] = json.dumps(document, indent=2, ensure_ascii=False)[:MAX_RAW_CHARACTERS] if document else ""
    return told


def _inside(report: VerificationReport, id: str) -> tuple[VerificationReport, ...]:
    found: Check | None = next((check for check in report.checks if check.id == id), None)
    return found.members if found is not None else ()


def main() -> int:
    """Judge files until the other side hangs up."""
    for limit, most in ((resource.RLIMIT_AS, MAX_MEMORY_BYTES), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(limit, (most, most))
    reader, writer = sys.stdin.buffer, sys.stdout.buffer
    # Whatever prints by mistake must not look like a frame.
    sys.stdout = sys.stderr
    while True:
        try:
            asked = read_frame(reader)
            at = datetime.fromisoformat(asked["at"])
            write_frame(writer, answer(base64.b64decode(asked["data"]), at, _AskParent(reader, writer)))
        except Hungup:
            return 0


if __name__ == "__main__":
    sys.exit(main())
