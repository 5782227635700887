"""How is a record in a token with disclosures judged?

A record of the W3C data model is judged as in any other seal, by what is shown of it. A plain SD-JWT VC has no model,
schema or rules of its own beyond its type, its dates and its holder's key. Whether the issuer has revoked it stands in a
Token Status List, which is not read here: then the question stays open and never passes.

Spec: https://www.rfc-editor.org/rfc/rfc9901#section-7 , https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from openler.credentials.model import read_credential
from openler.credentials.proofs.sd_jwt import KeyBinding, SdJwtVc, verify_sd_jwt_vc
from openler.credentials.proofs.token_claims import token_type
from openler.credentials.rules import VALIDITY_SOURCE, Limit, judge_validity
from openler.credentials.verification.presenter import PRESENTER, check_key_binding
from openler.credentials.verification.report import Check, Outcome, Signatory, VerificationReport
from openler.credentials.verification.seals import (
    Question,
    Seal,
    bind,
    broken,
    note_parts,
    outcome_of,
    proof_problem,
)
from openler.foundation.errors import LerError
from openler.foundation.problems import Problem

SD_JWT_SOURCE = "https://www.rfc-editor.org/rfc/rfc9901#section-7"
SD_JWT_VC_SOURCE = "https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/"
TOKEN_STATUS_SOURCE = "https://datatracker.ietf.org/doc/draft-ietf-oauth-status-list/"
KIND = "sd_jwt_vc"
# Checks that a plain SD-JWT VC has nothing for.
_NOT_ASKED = ("schema", "rules", "members", "endorsements")
_UNPROVED = Problem("not_asked", "Not asked", "The proof does not hold, so what the record says cannot be relied on.")
_STATUS_UNREAD = Problem(
    code="status_type_unknown",
    title="Status unknown",
    detail="The record's status stands in a Token Status List, which is not read here.",
    type=TOKEN_STATUS_SOURCE,
    pointer="/status",
    mender="verifier",
    next_step="Check the record's status with software that knows this kind.",
)


def check_sd_jwt(token: SdJwtVc, *, question: Question) -> tuple[Seal, KeyBinding | None]:
    """Check the issuer's signature, whose key made it, and the holder's signature if there is one."""
    name = read_credential(token.document).issuer_name if token.is_record else None
    asserted = Signatory(issuer_id=token.issuer_id, self_asserted_name=name)
    directory = question.directory
    try:
        result, binding = verify_sd_jwt_vc(
            token,
            resolve_key=directory.resolve_key,
            list_keys=directory.list_keys,
            metadata_keys=directory.metadata_keys,
        )
    except LerError as error:
        return broken(outcome_of(error), proof_problem(error), asserted, SD_JWT_SOURCE), None
    proof = note_parts(Check("proof", "passed", SD_JWT_SOURCE), (result,))
    issuer, signatory = bind((result,), asserted, question, "assertionMethod")
    return Seal(proof, issuer, signatory, result.document, results=(result,), covers_every_byte=True), binding


def limits_of(token: SdJwtVc) -> tuple[list[Limit], list[Limit]]:
    """Give the beginnings and ends that stand in the token's claims."""
    starts = [Limit("nbf", "", token.not_before, None)] if token.not_before else []
    return starts, [Limit("exp", "", token.expires, None)] if token.expires else []


def media_type_of(token: SdJwtVc) -> str:
    """Name what was read."""
    return f"application/{token_type(token.sd_jwt.jws.header)}"


def report_on_claims(
    token: SdJwtVc, seal: Seal, question: Question, *, carrier: str | None, pointer: str
) -> VerificationReport:
    """Report on a plain SD-JWT VC."""
    checks = [Check("parse", "passed", SD_JWT_SOURCE), Check("model", "passed", SD_JWT_VC_SOURCE), seal.proof]
    if not question.proof_only:
        checks += [seal.issuer, _validity(token, seal, question), Check("status", "not_applicable", SD_JWT_VC_SOURCE)]
        checks += [Check(id, "not_applicable", SD_JWT_VC_SOURCE) for id in _NOT_ASKED]
    return VerificationReport(
        verified=False,
        verified_document=seal.document if seal.proof.outcome == "passed" else None,
        media_type=media_type_of(token),
        at=question.at,
        checks=tuple(checks),
        kind=KIND,
        document=token.document,
        signatory=seal.signatory,
        carrier=carrier,
        pointer=pointer,
        proof_only=question.proof_only,
    )


def with_token_checks(
    report: VerificationReport,
    token: SdJwtVc,
    seal: Seal,
    binding: KeyBinding | None,
    question: Question,
    *,
    is_outermost: bool,
) -> VerificationReport:
    """Add to a report what only the token's own claims tell: its type, its status and who shows it."""
    amend = {"model": partial(_with_model, token=token), "status": partial(_with_status, token=token)}
    kept = [check for check in report.checks if check.id != PRESENTER]
    checks = [amend[check.id](check) if check.id in amend else check for check in kept]
    if question.challenge is not None and is_outermost:
        checks.append(check_key_binding(binding, seal, question))
    verified = not question.proof_only and all(check.outcome in ("passed", "not_applicable") for check in checks)
    return replace(report, checks=tuple(checks), verified=verified)


def _validity(token: SdJwtVc, seal: Seal, question: Question) -> Check:
    if seal.proof.outcome == "failed":
        return Check("validity_period", "undetermined", VALIDITY_SOURCE, (_UNPROVED,))
    starts, ends = limits_of(token)
    # What claims of other names mean, their type alone knows.
    outcome, problems = judge_validity(read_credential({}), at=question.at, starts=starts, ends=ends)
    return Check("validity_period", outcome, VALIDITY_SOURCE, problems)


def _with_model(check: Check, *, token: SdJwtVc) -> Check:
    problems = tuple(_faults(token))
    if not problems:
        return check
    return replace(check, outcome="failed", problems=check.problems + problems)


def _faults(token: SdJwtVc) -> Iterator[Problem]:
    claims, needs_type = token.claims, not token.is_record or token_type(token.sd_jwt.jws.header) == "dc+sd-jwt"
    if needs_type and (not isinstance(claims.get("vct"), str) or not claims["vct"]):
        yield _fault("vct", "The record does not say of which type it is: vct.")
    for name in ("cnf", "status"):
        if name in claims and not isinstance(claims[name], dict):
            yield _fault(name, f"The claim {name!r} is not an object.")


def _fault(name: str, detail: str) -> Problem:
    return Problem(
        code=f"sd_jwt_vc.{name}",
        title="Not a proper SD-JWT VC",
        detail=detail,
        type=SD_JWT_VC_SOURCE,
        pointer=f"/{name}",
        next_step="Ask the issuer to mend this and to issue the record again.",
    )


def _with_status(check: Check, *, token: SdJwtVc) -> Check:
    if "status" not in token.claims:
        return check
    outcome: Outcome = "failed" if check.outcome == "failed" else "undetermined"
    return replace(check, outcome=outcome, problems=(*check.problems, _STATUS_UNREAD))
