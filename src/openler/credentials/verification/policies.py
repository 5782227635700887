"""Is this report good enough for a purpose? Policy is an object that the caller names.

Verification says what holds; acceptance decides on use. The default policy asks exactly that every check passed or
does not apply; a policy that asks for recognition names it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from openler.credentials.verification.report import VerificationReport
from openler.foundation.errors import NotAccepted
from openler.foundation.json_types import JsonObject

_MADE_BY_ACCEPT = object()


class AcceptancePolicy(Protocol):
    """Names the reasons against a report; none means that it is accepted."""

    @property
    def name(self) -> str:
        """Give the name that an accepted record carries; read only, so that a frozen policy fits."""
        ...

    def objections(self, report: VerificationReport) -> Iterable[str]:
        """Give one plain sentence for each reason not to accept the report."""
        ...


@dataclass(frozen=True, slots=True)
class EveryCheckHolds:
    """The default policy: verified, and every check was asked."""

    name: str = "every check holds"

    def objections(self, report: VerificationReport) -> Iterable[str]:
        """Object to a report of the proof alone, and to every check that failed or is undetermined."""
        if report.proof_only:
            yield "Only the proof was checked; issuer, validity and status were not asked."
        for check in report.checks:
            if check.outcome in ("failed", "undetermined"):
                reason = next((problem.detail for problem in check.problems), "")
                yield f"{check.id.replace('_', ' ')}: {check.outcome}. {reason}".rstrip()
        if not report.verified and report.outcome == "passed":
            yield "The report does not say that the record is verified."


@dataclass(frozen=True, slots=True)
class VerifiedCredential:
    """A record that a policy accepted. Only ``accept`` makes one, so a bare document never passes for it.

    Attributes:
        document: the record that the proof covers.
        issuer_id: URL or DID of the issuer whose key signed it.
        policy: name of the policy that accepted it.
        at: time at which it was judged.
        report: the whole answer.
    """

    document: JsonObject
    issuer_id: str
    policy: str
    at: datetime
    report: VerificationReport
    made_by: object = None

    def __post_init__(self) -> None:
        if self.made_by is not _MADE_BY_ACCEPT:
            raise TypeError("A VerifiedCredential comes from accept(report, policy), never from a constructor.")


def accept(report: VerificationReport, policy: AcceptancePolicy) -> VerifiedCredential:
    """Accept a report under a policy.

    Raises:
        NotAccepted: the policy objects; the message names every reason.
    """
    objections = list(policy.objections(report))
    if report.verified_document is None or report.signatory.issuer_id is None:
        objections.append("No proof by an issuer covers this document.")
    if objections:
        raise NotAccepted(" ".join(objections), advice="See the report's checks for who can mend each.")
    assert report.verified_document is not None and report.signatory.issuer_id is not None
    return VerifiedCredential(
        document=report.verified_document,
        issuer_id=report.signatory.issuer_id,
        policy=policy.name,
        at=report.at,
        report=report,
        made_by=_MADE_BY_ACCEPT,
    )
