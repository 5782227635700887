"""How is a fault told, so that a page, a program and a terminal say the same words?

Spec: https://www.rfc-editor.org/rfc/rfc9457 (Problem Details); problem types of the W3C where they exist.
"""

from dataclasses import dataclass
from typing import Any, Literal

from openler.foundation.errors import LerError

Severity = Literal["error", "warning"]
PROBLEM_BASE = "urn:openler:problem:"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth knowing.

    Attributes:
        code: stable identifier, snake case.
        title: the kind of fault, a short phrase without a full stop.
        detail: this very fault, one plain sentence or two.
        type: URI of the kind (RFC 9457 ``type``); a specification's own where it has one.
        pointer: RFC 6901 pointer into the document, None where no place applies.
        mender: who can mend it: "issuer", "holder", "sender", "verifier" or "operator".
        next_step: what to do, one plain sentence.
        severity: "error" decides the outcome of its check, "warning" never does.
        stamp: the date or time that the fault is about, as written in the record.
    """

    code: str
    title: str
    detail: str
    type: str = ""
    pointer: str | None = None
    mender: str = "issuer"
    next_step: str = ""
    severity: Severity = "error"
    stamp: str | None = None

    @classmethod
    def from_error(cls, error: LerError, *, title: str = "", type: str = "", pointer_prefix: str = "") -> "Problem":
        """Tell an error as a problem; ``pointer_prefix`` is where the judged part stands in the whole document."""
        pointer = None if error.pointer is None else pointer_prefix + error.pointer
        return cls(
            code=error.code,
            title=title or error.code.replace("_", " ").capitalize(),
            detail=error.message,
            type=type,
            pointer=pointer,
            mender=error.mender,
            next_step=error.advice,
        )

    def to_json(self) -> dict[str, Any]:
        """Give the problem as an RFC 9457 object with our extension members."""
        members: dict[str, Any] = {
            "type": self.type or PROBLEM_BASE + self.code,
            "title": self.title,
            "detail": self.detail,
            "code": self.code,
            "severity": self.severity,
            "mender": self.mender,
        }
        if self.pointer is not None:
            members["pointer"] = self.pointer
        if self.stamp is not None:
            members["stamp"] = self.stamp
        if self.next_step:
            members["next_step"] = self.next_step
        return members
