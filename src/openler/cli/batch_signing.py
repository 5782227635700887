"""What does each process of a batch do? It makes the template once, and then records of rows."""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from openler.cli.rows import RawRow, read_row
from openler.foundation.errors import LerError

if TYPE_CHECKING:
    from openler.credentials.templates import CredentialTemplate


class Job(NamedTuple):
    """What all rows of a batch share.

    Attributes:
        template, key: the bytes of their files.
        suite: the cryptosuite, None for the key's own.
        contexts: JSON-LD contexts that were given, by URL.
        columns: the header of the rows, None for JSON lines.
        at: time of all proofs.
    """

    template: bytes
    key: bytes
    suite: str | None
    contexts: dict[str, bytes]
    columns: tuple[str, ...] | None
    at: datetime

    def make_template(self) -> "CredentialTemplate":
        """Read template and key.

        Raises:
            LerError: one of them cannot be used.
        """
        from openler.credentials.keys import parse_key_file
        from openler.credentials.templates import CredentialTemplate

        key = parse_key_file(self.key)
        return CredentialTemplate(
            self.template,
            signer=key.signer,
            verification_method=key.id,
            cryptosuite=self.suite,
            contexts=self.contexts,
            chance=os.urandom,
        )


class Rejected(NamedTuple):
    """A row that was not issued, and why."""

    line: int
    row: Any
    problems: list[dict[str, Any]]

    def written(self) -> bytes:
        """Write it as one line of JSON."""
        text = json.dumps(self._asdict(), ensure_ascii=False)
        return text.encode("utf-8", "backslashreplace") + b"\n"


class Signed(NamedTuple):
    """What became of some rows: the records, one on each line, how many, and what was not issued."""

    records: bytes
    issued: int
    rejected: list[Rejected]


# What this process signs with; set once by ``prepare``.
_PREPARED: "list[tuple[Job, CredentialTemplate]]" = []


def prepare(job: Job) -> None:
    """Make the template of this process."""
    _PREPARED[:] = [(job, job.make_template())]


def sign_rows(rows: Sequence[RawRow]) -> Signed:
    """Issue a record for each row that can be issued."""
    job, template = _PREPARED[0]
    records: list[bytes] = []
    rejected: list[Rejected] = []
    for raw in rows:
        try:
            records.append(template.issue(read_row(raw, job.columns), at=job.at))
        except LerError as error:
            rejected.append(Rejected(raw.line, _readable(raw, job.columns), _problems(error)))
    return Signed(b"\n".join([*records, b""]), len(records), rejected)


def _readable(raw: RawRow, columns: Sequence[str] | None) -> Any:
    if isinstance(raw.content, bytes):
        return raw.content.decode("utf-8", "backslashreplace").rstrip("\r\n")
    return dict(zip(columns or (), raw.content, strict=False)) if columns else list(raw.content)


def _problems(error: LerError) -> list[dict[str, Any]]:
    from openler.foundation.problems import Problem

    found = getattr(error, "problems", ()) or (Problem.from_error(error),)
    return [
        {"code": one.code, "detail": one.detail, "pointer": one.pointer, "next_step": one.next_step} for one in found
    ]
