"""What happens in the process that opens strangers' files? Limits first, then one file after another.

Run as ``python -m openler.platform.verifying.judge``. It has no network: what it needs it asks of the process that
started it. It may be killed at any time; whoever asked says so and starts another.
"""

import base64
import resource
import sys
from datetime import datetime
from typing import Any, BinaryIO

from openler.credentials.verification import ExpectedProof, verify
from openler.foundation.errors import ResolutionFailed
from openler.foundation.strict_json import MAX_BYTES
from openler.platform.verifying.drawing import draw_report
from openler.platform.verifying.frames import Hungup, read_frame, write_frame
from openler.trust import asked_of

# A transcript of 500 records needs some 300 MB; a file that needs more is not worth the machine.
MAX_MEMORY_BYTES = 1 << 30
# More than whoever asked would wait; it ends a judge whose asker is gone and cannot end it any more.
MAX_CPU_SECONDS_PER_FILE = 30
# What a judge never does, by the names of Python's audit events: speak to a network, start a program.
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "pty.")


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


def answer(data: bytes, at: datetime, documents: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """Judge a file, and give what a page and a program need of it as JSON; ``asked`` is what a presenter was to sign."""
    if "conditions" in asked:
        return _answer_on_conditions(data, at, documents, asked["conditions"])
    report = verify(
        data,
        at=at,
        documents=documents,
        expected_challenge=asked.get("challenge"),
        expected_domain=asked.get("domain"),
    )
    # Who recognizes the issuers is for whoever has registries; a judge has none.
    return {"report": report.to_json(), "drawn": draw_report(report), "asked": asked_of(report).to_json()}


def _answer_on_conditions(data: bytes, at: datetime, documents: Any, conditions: dict[str, Any]) -> dict[str, Any]:
    """Judge a file as the VC API asks: what its own proofs must say, and contexts of its own that only add words."""
    expected = ExpectedProof(
        purpose=conditions.get("purpose"), domain=conditions.get("domain"), challenge=conditions.get("challenge")
    )
    report = verify(
        data,
        at=at,
        documents=documents,
        proof_only=conditions.get("proof_only") is True,
        expected_proof=expected,
        allow_inline_contexts=True,
    )
    return {"report": report.to_json()}


def _shut_in() -> None:
    for limit, most in ((resource.RLIMIT_AS, MAX_MEMORY_BYTES), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(limit, (most, most))

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"A judge may not do this: {event}.")

    sys.addaudithook(refuse)


def _limit_cpu() -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + MAX_CPU_SECONDS_PER_FILE, most))


def main() -> int:
    """Judge files until the other side hangs up."""
    _shut_in()
    reader, writer = sys.stdin.buffer, sys.stdout.buffer
    # Whatever prints by mistake must not look like a frame.
    sys.stdout = sys.stderr
    while True:
        try:
            asked = read_frame(reader)
            _limit_cpu()
            at = datetime.fromisoformat(asked["at"])
            write_frame(writer, answer(base64.b64decode(asked["data"]), at, _AskParent(reader, writer), asked))
        except Hungup:
            return 0


if __name__ == "__main__":
    sys.exit(main())
