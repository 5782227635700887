"""What did a verification find, check by check, and in one sentence?

A report is never a truth value: whoever wants one names a policy (``accept``). Four outcomes exist; only passed and
not applicable let a record count.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem

if TYPE_CHECKING:
    from openler.credentials.verification.policies import AcceptancePolicy, VerifiedCredential

Outcome = Literal["passed", "failed", "undetermined", "not_applicable"]

# The fixed order in which every report tells its checks; "presenter" follows where the verifier gave a challenge.
CHECK_IDS = (
    "parse",
    "model",
    "proof",
    "issuer_controls_key",
    "validity_period",
    "status",
    "schema",
    "rules",
    "members",
    "endorsements",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One question asked of a record, and its answer.

    Attributes:
        id: one of ``CHECK_IDS``, or "presenter".
        outcome: passed, failed, undetermined (cannot tell, which is not no) or not applicable.
        source: URL of the specification's section that asks the question.
        problems: why the outcome is what it is; warnings may stand beside a pass.
        checks: parts of this check, such as each proof of a proof set.
        members: reports of records inside this one (transcript members, endorsements), each with its place.
    """

    id: str
    outcome: Outcome
    source: str
    problems: tuple[Problem, ...] = ()
    checks: tuple["Check", ...] = ()
    members: tuple["VerificationReport", ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the check as JSON."""
        members: dict[str, Any] = {"id": self.id, "outcome": self.outcome, "source": self.source}
        members["problems"] = [problem.to_json() for problem in self.problems]
        if self.checks:
            members["checks"] = [check.to_json() for check in self.checks]
        if self.members:
            members["members"] = [report.to_json() for report in self.members]
        return members


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed, as far as the seal itself can tell.

    Attributes:
        issuer_id: the issuer that the record names, a URL or DID.
        self_asserted_name: the name that the record gives its issuer; nobody has checked it.
        proven_domain: the domain whose own document lists the key, None for a bare key or an unproven one.
        key: the key as a Multikey or the JWK thumbprint, None where no proof could be read.
        cryptosuite: how it was signed, for example "eddsa-rdfc-2022" or "JWT EdDSA".
        created: when the proof says it was made, as written.
    """

    issuer_id: str | None = None
    self_asserted_name: str | None = None
    proven_domain: str | None = None
    key: str | None = None
    cryptosuite: str | None = None
    created: str | None = None


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The whole answer about one record.

    Attributes:
        verified: true only if every check passed or does not apply.
        verified_document: the record that the proof covers; None unless the proof passed.
        media_type: what was read, for example "application/vc" or "application/vc+jwt".
        at: the time at which validity was judged, aware.
        checks: in the order of ``CHECK_IDS``.
        kind: what kind of record it is: "achievement", "clr", "endorsement", "presentation", "openbadges2", ….
        document: the record as read, proved or not, for drawing; None if nothing could be read.
        signatory: who signed.
        carrier: what carried it: "png", "svg", "pdf" or None for a bare file.
        pointer: where it stands in the record around it; empty for the outermost.
        proof_only: only parse, model and proof were asked; such a report is never accepted.
        given_documents: SHA-256 (hex) of each context that the caller supplied and the record used, by URL.
    """

    verified: bool
    verified_document: JsonObject | None
    media_type: str
    at: datetime
    checks: tuple[Check, ...]
    kind: str = "generic"
    document: JsonObject | None = None
    signatory: Signatory = field(default_factory=Signatory)
    carrier: str | None = None
    pointer: str = ""
    proof_only: bool = False
    given_documents: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("A report is not true or false; ask report.verified, or report.accept(policy).")

    def check(self, id: str) -> Check:
        """Return one check by its id.

        Raises:
            KeyError: no such check in this report.
        """
        for check in self.checks:
            if check.id == id:
                return check
        raise KeyError(id)

    def accept(self, policy: "AcceptancePolicy") -> "VerifiedCredential":
        """Accept this report under a policy, as ``accept(report, policy)`` does.

        Raises:
            NotAccepted: the policy objects; the message names every reason.
        """
        from openler.credentials.verification.policies import accept

        return accept(self, policy)

    @property
    def outcome(self) -> Outcome:
        """The gravest outcome: failed, else undetermined, else passed."""
        outcomes = {check.outcome for check in self.checks}
        return "failed" if "failed" in outcomes else "undetermined" if "undetermined" in outcomes else "passed"

    def problems(self) -> Iterator[tuple[Check, Problem]]:
        """Give every problem with its check, those of parts included, nested records not."""
        pending = list(self.checks)
        while pending:
            check = pending.pop(0)
            yield from ((check, problem) for problem in check.problems)
            pending[:0] = check.checks

    def to_json(self) -> dict[str, Any]:
        """Give the report as JSON: the same words on the command line, in the API and behind the page."""
        from openler.credentials.verification.sentences import sentence

        return {
            "verified": self.verified,
            "outcome": self.outcome,
            "sentence": sentence(self),
            "kind": self.kind,
            "media_type": self.media_type,
            "carrier": self.carrier,
            "pointer": self.pointer,
            "at": self.at.isoformat().replace("+00:00", "Z"),
            "proof_only": self.proof_only,
            "issuer": {
                "id": self.signatory.issuer_id,
                "self_asserted_name": self.signatory.self_asserted_name,
                "proven_domain": self.signatory.proven_domain,
                "key": self.signatory.key,
                "cryptosuite": self.signatory.cryptosuite,
                "created": self.signatory.created,
            },
            "given_documents": dict(self.given_documents),
            "checks": [check.to_json() for check in self.checks],
        }
