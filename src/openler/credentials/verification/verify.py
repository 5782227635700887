"""Is this record well-formed, intact and in force, and who says so?

The checks are asked in a fixed order: parse, model, proof, issuer controls key, validity period, status, schema,
rules, then the records and endorsements inside. Nothing here raises for a bad record, and nothing touches the network.

Spec: https://www.w3.org/TR/vc-data-model-2.0/#verification , https://www.imsglobal.org/spec/ob/v3p0/#verification ,
https://www.imsglobal.org/spec/clr/v2p0/
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.model import read_credential, read_envelope, read_openbadges2
from openler.credentials.proofs import WrongDomain, parse_token, parse_vc_cose
from openler.credentials.rules import judge_rules
from openler.credentials.verification.hosted import report_on_openbadges2, report_on_openbadges2_address
from openler.credentials.verification.judgement import (
    MAX_INSIDE,
    judge_envelope,
    judge_record,
    judge_sd_jwt,
    judge_token,
)
from openler.credentials.verification.reading import Found, read_records
from openler.credentials.verification.report import Check, Outcome, VerificationReport
from openler.credentials.verification.seals import ExpectedProof, Question
from openler.foundation.documents import NO_DOCUMENTS, Documents
from openler.foundation.errors import LerError, Undecided
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem

PARSE_SOURCE = "https://www.rfc-editor.org/rfc/rfc8259"


def verify(
    data: bytes | str | JsonObject,
    *,
    at: datetime,
    documents: Documents = NO_DOCUMENTS,
    contexts: Mapping[str, bytes] | None = None,
    proof_only: bool = False,
    expected_challenge: str | None = None,
    expected_domain: str | None = None,
    expected_proof: ExpectedProof | None = None,
    allow_inline_contexts: bool = False,
) -> VerificationReport:
    """Judge a record: JSON, compact JWT, SD-JWT, COSE, or a PNG, SVG or PDF file that carries one.

    Args:
        data: the file's bytes, its text, or a JSON object as ``parse_json`` returned it.
        at: the time at which validity and keys are judged, aware.
        documents: gives DID documents, issuer profiles, keys and status lists; nothing by default.
        contexts: JSON-LD contexts that may be used beside the bundled ones, content by exact URL.
        proof_only: ask parse, model and proof only; such a report is never accepted.
        expected_challenge: what you asked the presenter to sign; the report then has the check ``presenter``, which
            passes only for a signature of the last ten minutes over it, by whom every record inside is about.
        expected_domain: for whom the presenter was asked to sign.
        expected_proof: what the record's own proofs must say, whoever made them and whenever; the VC API asks so.
        allow_inline_contexts: take contexts in the record that only add words, with a warning, as the VC API does.

    Raises:
        ValueError: ``at`` has no zone, or a domain is expected without a challenge.
    """
    if at.tzinfo is None:
        raise ValueError("The time at which a record is judged needs its zone.")
    if expected_domain is not None and expected_challenge is None:
        raise ValueError("A domain alone shows nothing about who presents; ask for a challenge too.")
    try:
        records = read_records(data)
    except LerError as error:
        return _unreadable(error, at, proof_only)
    question = Question(
        at=at,
        documents=documents,
        contexts=ContextSet(contexts, allows_inline=allow_inline_contexts),
        directory=KeyDirectory(documents, at=at),
        proof_only=proof_only,
        challenge=expected_challenge,
        domain=expected_domain,
        expected_proof=expected_proof or ExpectedProof(),
    )
    if len(records) == 1:
        return _judge(records[0], question)
    return _bundle([_judge(found, question) for found in records[:MAX_INSIDE]], len(records), question)


def _judge(found: Found, question: Question) -> VerificationReport:
    if question.expected_proof.is_beyond_tokens and (found.form != "json" or read_envelope(found.document or {})):
        error = WrongDomain("What is asked for here is said in a proof of the record's own, and a token has none.")
        return _unreadable(error, question.at, question.proof_only, carrier=found.carrier, pointer=found.pointer)
    if found.form == "ob2_url":
        return report_on_openbadges2_address(found.token, question, carrier=found.carrier, pointer=found.pointer)
    if found.form == "sd_jwt":
        return judge_sd_jwt(found.document or found.token, question, carrier=found.carrier, pointer=found.pointer)
    if found.form in ("jwt", "cose"):
        try:
            token = parse_vc_cose(found.message) if found.form == "cose" else parse_token(found.token)
        except LerError as error:
            return _unreadable(error, question.at, question.proof_only, carrier=found.carrier, pointer=found.pointer)
        old = read_openbadges2(token.document)
        if old is not None:
            # Version 2.0 knows compact tokens only; one in another form has no signature that it would count.
            signed = found.token or None
            return report_on_openbadges2(
                old, token.document, question, carrier=found.carrier, pointer=found.pointer, token=signed
            )
        return judge_token(token, question, carrier=found.carrier, pointer=found.pointer)
    assert found.document is not None
    old = read_openbadges2(found.document)
    if old is not None:
        return report_on_openbadges2(old, found.document, question, carrier=found.carrier, pointer=found.pointer)
    envelope = read_envelope(found.document)
    if envelope is not None:
        report = judge_envelope(envelope, question, carrier=found.carrier, pointer=found.pointer)
        return _in_envelope(report, found.document)
    return judge_record(found.document, question, carrier=found.carrier, pointer=found.pointer)


def _in_envelope(report: VerificationReport, envelope: JsonObject) -> VerificationReport:
    """Add what is wrong with the envelope itself to the model of the record in it."""
    faults = judge_rules(read_credential(envelope), check="model", only="vcdm2.envelope")
    if not faults or all(check.id != "model" for check in report.checks):
        return report
    checks = tuple(
        replace(check, outcome="failed", problems=(*faults, *check.problems)) if check.id == "model" else check
        for check in report.checks
    )
    return replace(report, verified=False, checks=checks)


def _unreadable(
    error: LerError, at: datetime, proof_only: bool, *, carrier: str | None = None, pointer: str = ""
) -> VerificationReport:
    outcome: Outcome = "undetermined" if isinstance(error, Undecided) else "failed"
    check = Check("parse", outcome, PARSE_SOURCE, (Problem.from_error(error),))
    return VerificationReport(
        verified=False,
        verified_document=None,
        media_type="",
        at=at,
        checks=(check,),
        kind="unreadable",
        carrier=carrier,
        pointer=pointer,
        proof_only=proof_only,
    )


def _bundle(reports: list[VerificationReport], count: int, question: Question) -> VerificationReport:
    outcomes = {report.outcome for report in reports}
    worst: Outcome = "failed" if "failed" in outcomes else "undetermined" if "undetermined" in outcomes else "passed"
    problems: tuple[Problem, ...] = ()
    if count > len(reports):
        detail = f"The file holds {count} records; only the first {len(reports)} were judged."
        problems = (Problem("too_many_records", "Too many records", detail, mender="sender"),)
        worst = "undetermined" if worst == "passed" else worst
    members = Check("members", worst, PARSE_SOURCE, problems, members=tuple(reports))
    return VerificationReport(
        verified=worst == "passed" and not question.proof_only,
        verified_document=None,
        media_type="application/json",
        at=question.at,
        checks=(Check("parse", "passed", PARSE_SOURCE), members),
        kind="bundle",
        carrier=reports[0].carrier,
        proof_only=question.proof_only,
    )
