"""Did whom these records are about sign just now, for this verifier?

A file can be copied; a signature over a number that the verifier has just made up cannot. The check is asked only where
a verifier gave such a number. It passes for a signature that the holder's own key made within the last ten minutes over
that very number, in a presentation whose every record is about that holder. A signature for somebody else or of another
hour fails, and where nobody signed for this showing it stays undetermined: that is no word against the records.

Spec: https://www.w3.org/TR/vc-data-integrity/#proof-purposes , https://www.w3.org/TR/vc-data-integrity/#defn-challenge
"""

from collections.abc import Sequence
from typing import NamedTuple

from openler.credentials.model import CredentialShape
from openler.credentials.model.shape import id_of, parts_of
from openler.credentials.proofs import ProofResult
from openler.credentials.proofs.sd_jwt import KeyBinding
from openler.credentials.verification.report import Check, VerificationReport
from openler.credentials.verification.seals import Question, Seal
from openler.foundation.errors import LerError
from openler.foundation.instants import Instant, parse_instant
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem

PRESENTER = "presenter"
PRESENTER_SOURCE = "https://www.w3.org/TR/vc-data-integrity/#defn-challenge"
# Time to find the wallet and to decide; longer would let a signature be carried on to somebody else's desk.
MAX_AGE_SECONDS = 600
# A holder's clock may be ahead of the verifier's by a little.
MAX_AHEAD_SECONDS = 120

_ASK = "Ask the holder to present again, by a new link."
_NOT_PRESENTED = Problem(
    code="not_presented",
    title="Nobody presented it",
    detail="Nobody signed for this showing, so who shows the record is not known.",
    mender="holder",
    next_step=_ASK,
)
_UNPROVED = Problem(
    code="not_asked",
    title="Not asked",
    detail="The signature of the presentation is not proved to be its holder's, so who shows it is not known.",
    mender="holder",
    next_step=_ASK,
)
_ABOUT_OTHERS = Problem(
    code="presenter_is_not_subject",
    title="About somebody else, or nobody",
    detail="The presenter signed, but a record is not about the holder of that key; anybody who has a copy could show it.",
    mender="holder",
    next_step="Ask for the copy of the record that is bound to the holder's own key.",
)


def check_presenter(shape: CredentialShape, seal: Seal, checks: Sequence[Check], question: Question) -> Check:
    """Ask of a presentation whether its holder signed it for this verifier, now, and whether its records are theirs."""
    if shape.kind != "presentation" or not seal.results:
        return not_presented() if seal.proof.outcome in ("passed", "not_applicable") else _answer(_UNPROVED)
    if seal.issuer.outcome != "passed" and not question.proof_only:
        return _answer(_UNPROVED)
    results = [result for result in seal.results if question.proof_only or _is_holders(result, shape, question)]
    faults = [_fault(result, question) for result in results]
    if None not in faults:
        return _answer(faults[0] or _UNPROVED, failed=bool(faults))
    members = next((check.members for check in checks if check.id == "members"), ())
    if not all(is_about(member, shape.issuer_id) for member in members):
        return _answer(_ABOUT_OTHERS)
    return Check(PRESENTER, "passed", PRESENTER_SOURCE)


def check_key_binding(binding: KeyBinding | None, seal: Seal, question: Question) -> Check:
    """Ask of a token with disclosures whether the holder to whom it is bound signed it for this verifier, now.

    Whether a signature is needed is the verifier's to say, by giving a challenge; that none is there never passes.
    """
    if seal.proof.outcome != "passed":
        return _answer(_UNPROVED)
    if binding is None:
        return not_presented()
    answer = _Answer(binding.nonce, binding.audiences, binding.issued)
    fault = _fault(answer, question)
    return Check(PRESENTER, "passed", PRESENTER_SOURCE) if fault is None else _answer(fault, failed=True)


def not_presented() -> Check:
    """Say that what was given is a copy that nobody signed for this showing."""
    return _answer(_NOT_PRESENTED)


def is_about(report: VerificationReport, holder_id: str | None) -> bool:
    """Tell whether a record, as far as its seal covers it, is about this holder and nobody else."""
    document: JsonObject = report.verified_document or {}
    found = [id_of(part.value) for part in parts_of(document, "credentialSubject")]
    return bool(found) and holder_id is not None and set(found) == {holder_id}


def is_made_by_subject(report: VerificationReport) -> bool:
    """Tell whether a presentation was signed by its holder, at whatever time, and every record in it is about them."""
    outcomes = {check.id: check.outcome for check in report.checks}
    if report.kind != "presentation" or {outcomes.get("proof"), outcomes.get("issuer_controls_key")} != {"passed"}:
        return False
    members = next((check.members for check in report.checks if check.id == "members"), ())
    return bool(members) and all(is_about(member, report.signatory.issuer_id) for member in members)


def _is_holders(result: ProofResult, shape: CredentialShape, question: Question) -> bool:
    # Of several who signed, only the holder's own answer shows who presents.
    try:
        question.directory.check_issuer_control(shape.issuer_id or "", result.method, purpose="authentication")
    except LerError:
        return False
    return True


class _Answer(NamedTuple):
    """What a presenter signed: the verifier's number, for whom, when, and where that stands."""

    challenge: str | None
    domains: tuple[str, ...]
    created: str | None
    pointer: str = ""


def _fault(result: ProofResult | _Answer, question: Question) -> Problem | None:
    if result.challenge != question.challenge:
        words = "The presentation answers another question than yours; it may be a copy of an earlier one."
        return _problem("wrong_challenge", words, f"{result.pointer}/challenge")
    if question.domain is not None and question.domain not in result.domains:
        words = "The presentation was made for somebody else than you."
        return _problem("wrong_audience", words, f"{result.pointer}/domain")
    if result.created is None:
        words = "The presentation does not say when it was signed."
        return _problem("not_fresh", words, result.pointer)
    now, signed = Instant.of(question.at), parse_instant(result.created)
    if not -MAX_AHEAD_SECONDS <= now.seconds - signed.seconds <= MAX_AGE_SECONDS:
        words = f"The presentation was signed at {result.created}, which is not within the last ten minutes."
        return _problem("not_fresh", words, f"{result.pointer}/created", stamp=result.created)
    return None


def _problem(code: str, words: str, pointer: str, *, stamp: str | None = None) -> Problem:
    title = code.replace("_", " ").capitalize()
    return Problem(code, title, words, pointer=pointer, mender="holder", next_step=_ASK, stamp=stamp)


def _answer(problem: Problem, *, failed: bool = False) -> Check:
    return Check(PRESENTER, "failed" if failed else "undetermined", PRESENTER_SOURCE, (problem,))
