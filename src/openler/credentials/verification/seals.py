"""Does the seal of this record hold, and does the record's issuer control the key that made it?

Two checks that are told apart: ``proof`` is mathematics and purpose, ``issuer_controls_key`` is whose key it was.
Faults of the document that only show while it is canonicalized (a word that no context defines) are handed back, so
that they are told as what they are: faults of the model, not of the signature.

Spec: https://www.w3.org/TR/vc-data-integrity/#verify-proof-sets-and-chains , https://www.w3.org/TR/vc-data-model-2.0/#issuer
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openler.credentials.canonical import JsonLdFault
from openler.credentials.contexts import ContextSet
from openler.credentials.did import BadDid, KeyDirectory
from openler.credentials.proofs import ProofOutcome, ProofResult, VcJwt, verify_proofs, verify_vc_jwt
from openler.credentials.verification.report import Check, Outcome, Signatory
from openler.foundation.documents import Documents
from openler.foundation.errors import LerError, MalformedInput, Undecided
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem

PROOF_SOURCE = "https://www.w3.org/TR/vc-data-integrity/#verify-proof"
TOKEN_SOURCE = "https://www.w3.org/TR/vc-jose-cose/#securing-with-jose"
ISSUER_SOURCE = "https://www.w3.org/TR/vc-data-model-2.0/#issuer"
PROOF_VERIFICATION_ERROR = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"

PROOF_ENDED = "The proof itself has expired: its own end, expires, has come."

NO_PROOF = Problem(
    code="no_proof",
    title="Not signed",
    detail="The record holds no proof, so nothing shows who wrote it.",
    pointer="",
    mender="issuer",
    next_step="Ask the issuer for the signed record.",
)

# No fault: the issuer chose a form in which the holder decides what to show.
PARTS_LEFT_OUT = Problem(
    code="parts_left_out",
    title="Parts may have been left out",
    detail=(
        "Nothing that is shown here was changed since it was signed. But the issuer lets the holder leave parts of this "
        "record out, so it may have signed more than you see. Ask the holder if you need to see all of it."
    ),
    mender="holder",
    severity="warning",
)


@dataclass(frozen=True, slots=True)
class ExpectedProof:
    """What the proofs of the outermost record must say; what is None is not asked (Data Integrity 1.0, 4.4).

    Attributes:
        purpose: why the proofs were to be made; by the kind of record if None.
        domain: for whom.
        challenge: which number they answer.
    """

    purpose: str | None = None
    domain: str | None = None
    challenge: str | None = None

    @property
    def needs_answer(self) -> bool:
        """Whether somebody was asked to sign, so that a record without a proof of its own is no answer."""
        return self.domain is not None or self.challenge is not None

    @property
    def is_beyond_tokens(self) -> bool:
        """Whether something is asked that only a proof of the record's own can say."""
        return self.needs_answer or self.purpose not in (None, "assertionMethod")


@dataclass(frozen=True, slots=True)
class Question:
    """What every part of one verification shares.

    Attributes:
        at: the time at which everything is judged, aware.
        documents: where documents come from.
        contexts: the JSON-LD contexts that may be used.
        directory: the keys read so far.
        proof_only: ask parse, model and proof only.
        challenge, domain: what the verifier asked the presenter to sign; None if nobody was asked.
        expected_proof: what the proofs of the outermost record must say.
    """

    at: datetime
    documents: Documents
    contexts: ContextSet
    directory: KeyDirectory
    proof_only: bool = False
    challenge: str | None = None
    domain: str | None = None
    expected_proof: ExpectedProof = ExpectedProof()


@dataclass(frozen=True, slots=True)
class Seal:
    """What the seal shows.

    Attributes:
        proof, issuer: the two checks.
        signatory: who signed, as far as the seal can tell.
        document: the record that the proof covers, None unless the proof passed.
        faults: faults of the document found on the way; they belong to the model check.
        results: the proofs that hold.
        covers_every_byte: the seal covers the text itself (JCS, tokens) and not only what the contexts define.
    """

    proof: Check
    issuer: Check
    signatory: Signatory
    document: JsonObject | None = None
    faults: tuple[LerError, ...] = ()
    results: tuple[ProofResult, ...] = ()
    covers_every_byte: bool = False


def check_embedded(
    document: JsonObject,
    *,
    issuer_id: str | None,
    issuer_name: str | None,
    question: Question,
    purpose: str,
    expected: ExpectedProof = ExpectedProof(),
) -> Seal:
    """Check every embedded proof of a record, and whose key made it."""
    purpose = expected.purpose or purpose
    asserted = Signatory(issuer_id=issuer_id, self_asserted_name=issuer_name)
    try:
        outcomes = verify_proofs(
            document,
            suite_contexts=question.contexts,
            resolve_key=question.directory.resolve_key,
            expected_purpose=purpose,
            expected_domain=expected.domain,
            expected_challenge=expected.challenge,
        )
    except LerError as error:
        return broken("failed", proof_problem(error), asserted, PROOF_SOURCE)
    if not outcomes:
        return broken("failed", NO_PROOF, asserted, PROOF_SOURCE)
    faults = tuple(outcome.error for outcome in outcomes if _is_fault_of_document(outcome))
    parts = tuple(_part(outcome, question) for outcome in outcomes)
    results = tuple(outcome.result for outcome in outcomes if outcome.result is not None)
    proof = _proof_set(parts)
    if proof.outcome != "passed":
        issuer = _unasked(proof)
        return Seal(proof, issuer, asserted, faults=_distinct(faults))
    issuer, signatory = bind(results, asserted, question, purpose)
    return Seal(
        note_parts(proof, results),
        issuer,
        signatory,
        document=results[0].document,
        results=results,
        covers_every_byte=all("-jcs-" in result.cryptosuite for result in results),
    )


def check_token(token: VcJwt, *, issuer_name: str | None, question: Question) -> Seal:
    """Check the signature of a token, and whose key made it."""
    asserted = Signatory(issuer_id=token.issuer_id, self_asserted_name=issuer_name)
    try:
        result = verify_vc_jwt(
            token, resolve_key=question.directory.resolve_key, list_keys=question.directory.list_keys
        )
    except LerError as error:
        return broken(outcome_of(error), proof_problem(error), asserted, TOKEN_SOURCE)
    proof = Check("proof", "passed", TOKEN_SOURCE)
    issuer, signatory = bind((result,), asserted, question, token.purpose)
    return Seal(proof, issuer, signatory, document=result.document, results=(result,), covers_every_byte=True)


def note_parts(proof: Check, results: Sequence[ProofResult]) -> Check:
    """Note beside a proof that holds that its holder may have left out parts of what was signed."""
    if not any(result.is_partial for result in results):
        return proof
    return replace(proof, problems=(*proof.problems, PARTS_LEFT_OUT))


def notes_parts(proof: Check | None) -> bool:
    """Tell whether this check says that parts may have been left out."""
    return proof is not None and any(problem.code == PARTS_LEFT_OUT.code for problem in proof.problems)


def broken(outcome: Outcome, problem: Problem, asserted: Signatory, source: str) -> Seal:
    """Give the seal whose proof does not hold or cannot be told."""
    proof = Check("proof", outcome, source, (problem,))
    return Seal(proof, _unasked(proof), asserted)


def _unasked(proof: Check) -> Check:
    reason = "does not hold" if proof.outcome == "failed" else "could not be checked"
    problem = Problem(
        code="not_asked",
        title="Not asked",
        detail=f"The proof {reason}, so nothing can be said about whose key made it.",
        mender="issuer" if proof.outcome == "failed" else "verifier",
    )
    return Check("issuer_controls_key", "undetermined", ISSUER_SOURCE, (problem,))


def _is_fault_of_document(outcome: ProofOutcome) -> bool:
    error = outcome.error
    return isinstance(error, JsonLdFault) and not (error.pointer or "").startswith(outcome.pointer)


def _part(outcome: ProofOutcome, question: Question) -> Check:
    if outcome.error is None:
        assert outcome.result is not None
        if question.proof_only and outcome.result.expired(question.at):
            # Otherwise the check of dates tells it: an end that has come is no broken seal.
            place = f"{outcome.pointer}/expires"
            return Check("proof", "failed", PROOF_SOURCE, (Problem("expired", "Expired", PROOF_ENDED, pointer=place),))
        return Check("proof", "passed", PROOF_SOURCE)
    if _is_fault_of_document(outcome):
        problem = Problem(
            code="not_canonicalizable",
            title="Cannot be computed",
            detail=f"What the proof covers cannot be computed. {outcome.error.message}",
            pointer=outcome.pointer,
            mender=outcome.error.mender,
            next_step=outcome.error.advice,
        )
        return Check("proof", "undetermined", PROOF_SOURCE, (problem,))
    return Check("proof", outcome_of(outcome.error), PROOF_SOURCE, (proof_problem(outcome.error),))


def _proof_set(parts: tuple[Check, ...]) -> Check:
    """Join the proofs of a set: one that fails fails the set; one of an unknown suite beside a good one is noted."""
    outcomes = {part.outcome for part in parts}
    outcome: Outcome = "failed" if "failed" in outcomes else "passed" if "passed" in outcomes else "undetermined"
    if len(parts) == 1:
        return parts[0]
    problems: tuple[Problem, ...] = ()
    if outcome == "passed" and "undetermined" in outcomes:
        detail = "One proof of several holds; another is of a kind that is not checked here."
        problems = (Problem("proof_not_checked", "Not every proof was checked", detail, severity="warning"),)
        parts = tuple(part for part in parts if part.outcome == "passed")
    elif outcome != "passed":
        problems = tuple(problem for part in parts if part.outcome == outcome for problem in part.problems)
    return Check("proof", outcome, PROOF_SOURCE, problems, checks=parts)


def bind(
    results: Sequence[ProofResult], asserted: Signatory, question: Question, purpose: str
) -> tuple[Check, Signatory]:
    """Ask of each key that signed whether the issuer controls it; one that does is enough, a stranger's is noted."""
    if asserted.issuer_id is None and purpose == "authentication":
        # VCDM 2.0, 4.13: a presentation need not name its holder; then nobody claims the key that signed it.
        return Check("issuer_controls_key", "not_applicable", ISSUER_SOURCE), _signed(asserted, results[0])
    if asserted.issuer_id is None:
        problem = Problem("no_issuer", "No issuer", "The record names no issuer whom the key could belong to.")
        return Check("issuer_controls_key", "undetermined", ISSUER_SOURCE, (problem,)), _signed(asserted, results[0])
    errors: list[LerError] = []
    for result in results:
        try:
            control = question.directory.check_issuer_control(asserted.issuer_id, result.method, purpose=purpose)
        except LerError as error:
            errors.append(error)
            continue
        notes = tuple(
            Problem(
                code="signed_by_another_too",
                title="Signed by another too",
                detail="Another proof of the record was made with a key that is not shown to be the issuer's.",
                severity="warning",
            )
            for other in results
            if other is not result and other.key != result.key
        )
        return Check("issuer_controls_key", "passed", ISSUER_SOURCE, notes[:1]), _signed(
            asserted, result, control.domain
        )
    decided = [error for error in errors if not isinstance(error, Undecided)]
    outcome: Outcome = "failed" if len(decided) == len(errors) else "undetermined"
    shown = next((error for error in errors if isinstance(error, Undecided)), errors[0])
    return Check("issuer_controls_key", outcome, ISSUER_SOURCE, (_issuer_problem(shown),)), _signed(
        asserted, results[0]
    )


def _signed(asserted: Signatory, result: ProofResult, domain: str | None = None) -> Signatory:
    return Signatory(
        issuer_id=asserted.issuer_id,
        self_asserted_name=asserted.self_asserted_name,
        proven_domain=domain,
        key=result.key.multikey,
        cryptosuite=result.cryptosuite,
        created=result.created,
    )


def outcome_of(error: LerError) -> Outcome:
    """Tell what an error means for a check."""
    return "undetermined" if isinstance(error, Undecided) else "failed"


def proof_problem(error: LerError) -> Problem:
    """Tell an error as a fault of the proof."""
    return Problem.from_error(error, type=PROOF_VERIFICATION_ERROR)


def _issuer_problem(error: LerError) -> Problem:
    pointer = "/issuer" if isinstance(error, (BadDid, MalformedInput)) or error.pointer is None else error.pointer
    problem = Problem.from_error(error, title="Whose key it is")
    return Problem(
        code=problem.code,
        title=problem.title,
        detail=problem.detail,
        pointer=pointer,
        mender=problem.mender,
        next_step=problem.next_step,
    )


def _distinct(faults: tuple[LerError | None, ...]) -> tuple[LerError, ...]:
    told: dict[tuple[str, str | None], LerError] = {}
    for fault in faults:
        if fault is not None:
            told.setdefault((fault.message, fault.pointer), fault)
    return tuple(told.values())
