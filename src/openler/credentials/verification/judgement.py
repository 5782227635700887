"""How is one record judged, with the records inside it?

A transcript's members and a badge's endorsements are records of their own. A member that is forged, altered or
revoked ends the transcript; one that has run out is told by name and ends nothing, and neither does an endorsement.
"""

from dataclasses import dataclass, replace

from openler.credentials.model import CredentialShape, Envelope, Part, read_credential, read_envelope
from openler.credentials.proofs import VcJwt, parse_token, parse_vc_cose, parse_vc_jwt, parse_vp_jwt
from openler.credentials.proofs.sd_jwt import parse_sd_jwt_vc
from openler.credentials.rules import VALIDITY_SOURCE, Limit, judge_rules, judge_validity
from openler.credentials.status import STATUS_SOURCE, VerifiedList, check_status
from openler.credentials.verification.contents import SCHEMA_SOURCE, check_schema, check_words, tell_inline_contexts
from openler.credentials.verification.inside import (
    ENDORSEMENTS_SOURCE,
    MEMBERS_SOURCE,
    check_endorsements,
    check_members,
)
from openler.credentials.verification.known_lists import keep_list, recall_list
from openler.credentials.verification.presenter import check_presenter
from openler.credentials.verification.related import check_related
from openler.credentials.verification.report import Check, Outcome, Signatory, VerificationReport
from openler.credentials.verification.sd_jwt import (
    check_sd_jwt,
    limits_of,
    media_type_of,
    report_on_claims,
    with_token_checks,
)
from openler.credentials.verification.seals import (
    ExpectedProof,
    Question,
    Seal,
    check_embedded,
    check_token,
)
from openler.foundation.errors import LerError, Undecided
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object

MODEL_SOURCE = "https://www.w3.org/TR/vc-data-model-2.0/#syntaxes"
PARSE_SOURCE = "https://www.rfc-editor.org/rfc/rfc8259"
RULES_SOURCE = "https://www.imsglobal.org/spec/ob/v3p0/#verification"
# A transcript of a whole life has some hundreds of records; each costs a signature check.
MAX_INSIDE = 2000
# A presentation of a transcript of badges with endorsements is four deep.
MAX_DEPTH = 5
# A token in an envelope is of the type that the envelope names (RFC 8725, 3.11).
_READERS = {"application/jwt": parse_token, "application/vp+jwt": parse_vp_jwt}
_ASK_FOR_JSON = "Ask for the record as JSON, or as a compact JWT."


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a record was found: what carried it, its place, how deep inside others, whether named by one, as what."""

    carrier: str | None = None
    pointer: str = ""
    depth: int = 0
    is_named: bool = False
    is_status_list: bool = False


def judge_record(
    document: JsonObject, question: Question, *, carrier: str | None = None, pointer: str = "", depth: int = 0
) -> VerificationReport:
    """Judge a record with embedded proofs."""
    setting = Setting(carrier=carrier, pointer=pointer, depth=depth)
    return _judge_embedded(document, question, setting)


def judge_token(
    token: VcJwt, question: Question, *, carrier: str | None = None, pointer: str = "", depth: int = 0
) -> VerificationReport:
    """Judge a record in a token."""
    return _judge_token(token, question, Setting(carrier=carrier, pointer=pointer, depth=depth))


def judge_envelope(
    envelope: Envelope, question: Question, *, carrier: str | None = None, pointer: str = ""
) -> VerificationReport:
    """Judge the record in an envelope."""
    return _judge_envelope(envelope, question, Setting(carrier=carrier, pointer=pointer))


def judge_sd_jwt(
    data: str | JsonObject, question: Question, *, carrier: str | None = None, pointer: str = ""
) -> VerificationReport:
    """Judge a record in a token with disclosures."""
    return _judge_sd_jwt(data, question, Setting(carrier=carrier, pointer=pointer))


def _judge_sd_jwt(data: str | JsonObject, question: Question, setting: Setting) -> VerificationReport:
    try:
        token = parse_sd_jwt_vc(data)
    except LerError as error:
        outcome: Outcome = "undetermined" if isinstance(error, Undecided) else "failed"
        return _refused(Problem.from_error(error), question, setting, outcome)
    seal, binding = check_sd_jwt(token, question=question)
    if token.is_record:
        shape = read_credential(token.document)
        starts, ends = limits_of(token)
        report = _judge(shape, seal, question, setting, media_type_of(token), starts, ends)
    else:
        report = report_on_claims(token, seal, question, carrier=setting.carrier, pointer=setting.pointer)
    return with_token_checks(report, token, seal, binding, question, is_outermost=setting.depth == 0)


def _judge_token(token: VcJwt, question: Question, setting: Setting) -> VerificationReport:
    shape = read_credential(token.document)
    seal = check_token(token, issuer_name=shape.issuer_name, question=question)
    starts = [Limit("nbf", "", token.not_before, None)] if token.not_before else []
    ends = [Limit("exp", "", token.expires, None)] if token.expires else []
    kind = "vc" if token.purpose == "assertionMethod" else "vp"
    media_type = f"application/{kind}+{token.seal.lower()}"
    return _judge(shape, seal, question, setting, media_type, starts, ends)


def _judge_envelope(envelope: Envelope, question: Question, setting: Setting) -> VerificationReport:
    if envelope.is_sd_jwt:
        return _judge_sd_jwt(envelope.content, question, setting)
    if not envelope.is_token:
        words = f"The envelope holds {envelope.media_type[:60] or 'something'!r}, which this version does not read."
        problem = Problem("unsupported_form", "Form not read here", words, mender="verifier", next_step=_ASK_FOR_JSON)
        return _refused(problem, question, setting, "undetermined")
    try:
        if envelope.media_type == "application/vc+cose":
            token = parse_vc_cose(envelope.decode())
        else:
            token = _READERS.get(envelope.media_type, parse_vc_jwt)(envelope.content)
    except LerError as error:
        outcome: Outcome = "undetermined" if isinstance(error, Undecided) else "failed"
        return _refused(Problem.from_error(error), question, setting, outcome)
    return _judge_token(token, question, setting)


def _judge_embedded(document: JsonObject, question: Question, setting: Setting) -> VerificationReport:
    shape = read_credential(document)
    expected = question.expected_proof if setting.depth == 0 else ExpectedProof()
    if shape.kind == "presentation" and "proof" not in document and not expected.needs_answer:
        # A bundle that its holder did not sign: each record in it speaks for itself.
        signatory = Signatory(issuer_id=shape.issuer_id, self_asserted_name=shape.issuer_name)
        proof = Check("proof", "not_applicable", MODEL_SOURCE)
        issuer = Check("issuer_controls_key", "not_applicable", MODEL_SOURCE)
        return _judge(shape, Seal(proof, issuer, signatory), question, setting, "application/vp", [], [])
    seal = _seal(shape, question, expected)
    if _may_need_validator_copy(seal):
        again = replace(question, contexts=question.contexts.with_validator_copy())
        other = _seal(shape, again, expected)
        if other.proof.outcome == "passed":
            seal, question = other, again
    ends = [
        Limit("expires", f"{result.pointer}/expires", result.expires, None)
        for result in seal.results
        if result.expires is not None
    ]
    media_type = "application/vp" if shape.kind == "presentation" else "application/vc"
    return _judge(shape, seal, question, setting, media_type, [], ends)


def _seal(shape: CredentialShape, question: Question, expected: ExpectedProof) -> Seal:
    return check_embedded(
        shape.document,
        issuer_id=shape.issuer_id,
        issuer_name=shape.issuer_name,
        question=question,
        purpose="authentication" if shape.kind == "presentation" else "assertionMethod",
        expected=expected,
    )


def _may_need_validator_copy(seal: Seal) -> bool:
    # The 1EdTech validator's content of context 3.0.3 defines two words more than the specification's; a record that
    # holds under it was signed over them, one that does not keeps the specification's answer.
    words = ("/endorsementJwt", "/jti")
    return any((fault.pointer or "").endswith(words) for fault in seal.faults)


def _judge(
    shape: CredentialShape,
    seal: Seal,
    question: Question,
    setting: Setting,
    media_type: str,
    starts: list[Limit],
    ends: list[Limit],
) -> VerificationReport:
    checks = [Check("parse", "passed", PARSE_SOURCE), _model(shape, seal, question), seal.proof]
    if not question.proof_only:
        checks.append(seal.issuer)
        if seal.proof.outcome == "failed":
            checks += _nothing_more(shape)
        else:
            checks += _after_proof(shape, question, setting, starts, ends)
    elif shape.kind == "presentation":
        checks.append(check_members(shape, _inside(shape.members, question, setting)))
    if question.challenge is not None and setting.depth == 0:
        checks.append(check_presenter(shape, seal, tuple(checks), question))
    verified = not question.proof_only and all(check.outcome in ("passed", "not_applicable") for check in checks)
    return VerificationReport(
        verified=verified,
        verified_document=seal.document if seal.proof.outcome == "passed" else None,
        media_type=media_type,
        at=question.at,
        checks=tuple(checks),
        kind=shape.kind,
        document=shape.document,
        signatory=seal.signatory,
        carrier=setting.carrier,
        pointer=setting.pointer,
        proof_only=question.proof_only,
        given_documents=tuple(question.contexts.given_digests.items()),
    )


def _after_proof(
    shape: CredentialShape, question: Question, setting: Setting, starts: list[Limit], ends: list[Limit]
) -> list[Check]:
    outcome, problems = judge_validity(shape, at=question.at, starts=starts, ends=ends)
    return [
        Check("validity_period", outcome, VALIDITY_SOURCE, problems),
        _status(shape, question, setting),
        check_schema(shape, question, lambda data: _verify_schema(data, question, setting)),
        _rules(shape),
        check_members(shape, _inside(shape.members, question, setting)),
        check_endorsements(shape, _inside(shape.endorsements, question, setting)),
    ]


def _nothing_more(shape: CredentialShape) -> list[Check]:
    problem = Problem(
        code="not_asked",
        title="Not asked",
        detail="The proof does not hold, so what the record says cannot be relied on.",
    )
    sources = {
        "validity_period": VALIDITY_SOURCE,
        "status": STATUS_SOURCE,
        "schema": SCHEMA_SOURCE,
        "rules": RULES_SOURCE,
        "members": MEMBERS_SOURCE,
        "endorsements": ENDORSEMENTS_SOURCE,
    }
    absent = {"members": not shape.members, "endorsements": not shape.endorsements, "status": not shape.statuses}
    return [
        Check(id, "not_applicable", source)
        if absent.get(id)
        else Check(id, "undetermined", source, (replace(problem),))
        for id, source in sources.items()
    ]


def _model(shape: CredentialShape, seal: Seal, question: Question) -> Check:
    problems = [Problem.from_error(fault, title="Not well-formed") for fault in seal.faults]
    problems += judge_rules(shape, check="model")
    problems += check_related(shape, question.contexts, question.documents)
    if seal.covers_every_byte:
        problems += check_words(shape, question.contexts)
    if question.contexts.allows_inline:
        problems += tell_inline_contexts(shape)
    outcome: Outcome = "failed" if any(problem.severity == "error" for problem in problems) else "passed"
    if outcome == "failed" and all(
        problem.code == "unknown_context" for problem in problems if problem.severity == "error"
    ):
        outcome = "undetermined"
    return Check("model", outcome, MODEL_SOURCE, tuple(problems))


def _status(shape: CredentialShape, question: Question, setting: Setting) -> Check:
    if setting.is_status_list:
        return Check("status", "not_applicable", STATUS_SOURCE)

    def verify_list(data: bytes) -> VerifiedList:
        return _verify_record(data, question, setting, is_status_list=True)

    id_ = shape.document.get("id")
    answer = check_status(
        shape.statuses,
        issuer_id=shape.issuer_id,
        record_id=id_ if isinstance(id_, str) else None,
        documents=question.documents,
        verify_list=verify_list,
        at=question.at,
    )
    return Check("status", answer.outcome, STATUS_SOURCE, answer.problems)


def _verify_schema(data: bytes, question: Question, setting: Setting) -> VerifiedList:
    if setting.is_named:
        # Lists that name schemas whose records name lists would send a verifier in circles.
        return VerifiedList(None, "It is named by a record that was only looked up for another, so it was not judged.")
    return _verify_record(data, question, setting)


def _verify_record(data: bytes, question: Question, setting: Setting, *, is_status_list: bool = False) -> VerifiedList:
    """Judge a status list, or the record that holds a schema, as a record of its own: nothing in it may be open."""
    inner = Setting(depth=setting.depth + 1, is_named=True, is_status_list=is_status_list)
    known = recall_list(data, question) if is_status_list else None
    if known is not None:
        return known
    try:
        text = data.strip()
        if text[:1] == b"{":
            report = _judge_embedded(parse_json_object(data), replace(question, proof_only=False), inner)
        else:
            report = _judge_token(parse_vc_jwt(data), replace(question, proof_only=False), inner)
    except LerError as error:
        return VerifiedList(None, error.message)
    for check in report.checks:
        if check.outcome not in ("passed", "not_applicable"):
            reason = next((problem.detail for problem in check.problems), "")
            return VerifiedList(None, f"Its {check.id.replace('_', ' ')} check: {check.outcome}. {reason}")
    if is_status_list and report.document is not None and "proof" in report.document:
        keep_list(data, report.document, question)
    return VerifiedList(report.verified_document, made=report.signatory.created)


def _rules(shape: CredentialShape) -> Check:
    problems = judge_rules(shape, check="rules")
    if shape.kind not in ("achievement", "endorsement", "clr") and not problems:
        return Check("rules", "not_applicable", RULES_SOURCE)
    failed = any(problem.severity == "error" for problem in problems)
    return Check("rules", "failed" if failed else "passed", RULES_SOURCE, problems)


def _inside(parts: tuple[Part, ...], question: Question, setting: Setting) -> tuple[VerificationReport, ...]:
    reports = []
    for part in parts[:MAX_INSIDE]:
        pointer = setting.pointer + part.pointer
        reports.append(_judge_inside(part.value, question, replace(setting, pointer=pointer, depth=setting.depth + 1)))
    return tuple(reports)


def _judge_inside(value: object, question: Question, setting: Setting) -> VerificationReport:
    if setting.depth > MAX_DEPTH:
        detail = f"Records are nested deeper than {MAX_DEPTH} levels; this one was not judged."
        return _refused(Problem("nested_too_deep", "Nested too deep", detail), question, setting, "undetermined")
    if isinstance(value, dict):
        envelope = read_envelope(value)
        if envelope is None:
            return _judge_embedded(value, question, setting)
        return _judge_envelope(envelope, question, setting)
    if isinstance(value, str) and "~" in value:
        return _judge_sd_jwt(value, question, setting)
    if isinstance(value, str):
        return _judge_envelope(Envelope("application/jwt", value), question, setting)
    detail = "What stands here is no record."
    return _refused(Problem("no_record", "No record", detail), question, setting, "failed")


def _refused(problem: Problem, question: Question, setting: Setting, outcome: Outcome) -> VerificationReport:
    return VerificationReport(
        verified=False,
        verified_document=None,
        media_type="",
        at=question.at,
        checks=(Check("parse", outcome, PARSE_SOURCE, (problem,)),),
        kind="unreadable",
        pointer=setting.pointer,
        proof_only=question.proof_only,
    )
