"""What is one requirement of a standard, and how is a record judged by it?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from openler.credentials.model import CredentialShape
from openler.foundation.problems import Problem, Severity

CheckId = Literal["model", "rules"]


class Fault(NamedTuple):
    """Where a record breaks a rule, and how, in one plain sentence."""

    pointer: str
    detail: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One normative requirement.

    Attributes:
        id: stable name, "<standard>.<subject>".
        check: the check of the report that it decides: "model" for the data model, "rules" for what builds on it.
        text: the requirement, one sentence.
        citation: URL of the section that makes it.
        dated: date of the text that was read, ISO 8601.
        applies: to which records.
        judge: gives each fault.
        next_step: how to mend it.
        severity: "warning" for what a standard recommends, and for what a reader can make the best of.
        binds_issuers: a warning to readers that is an error to whoever issues.
    """

    id: str
    check: CheckId
    text: str
    citation: str
    dated: str
    applies: Callable[[CredentialShape], bool]
    judge: Callable[[CredentialShape], Iterable[Fault]]
    next_step: str = "Ask the issuer to mend this and to issue the record again."
    severity: Severity = "error"
    binds_issuers: bool = False

    def problem(self, fault: Fault, *, issuing: bool = False) -> Problem:
        """Tell a fault; ``issuing`` asks what may be signed, not what may be read."""
        return Problem(
            code=self.id,
            title=self.text,
            detail=fault.detail,
            type=self.citation,
            pointer=fault.pointer,
            mender="issuer",
            next_step=self.next_step,
            severity="error" if issuing and self.binds_issuers else self.severity,
        )
