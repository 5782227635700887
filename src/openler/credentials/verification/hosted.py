"""What can be said of an Open Badge 2.0, whose truth stands on web pages, wholly or in part?"""

from dataclasses import replace

from openler.credentials.model import OpenBadges2
from openler.credentials.verification.presenter import not_presented
from openler.credentials.verification.report import Check, Outcome, Signatory, VerificationReport
from openler.credentials.verification.seals import Question
from openler.credentials.verification.signed_badges import SignedBadge, judge_signed_badge
from openler.foundation.errors import MalformedInput
from openler.foundation.instants import Instant, parse_instant
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem

OPEN_BADGES_2 = "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html"
_NEXT = "Ask the issuer for an Open Badges 3.0 record, which carries its own signature."


def report_on_openbadges2_address(
    address: str, question: Question, *, carrier: str | None, pointer: str
) -> VerificationReport:
    """Report on a picture that carries only the address of an Open Badges 2.0 assertion."""
    detail = (
        f"The picture holds only an address, {address[:200]}: a hosted Open Badges 2.0 assertion. "
        "It is not signed; only the web page could tell whether it still stands."
    )
    return _report(
        "undetermined",
        Problem("hosted_only", "Hosted, not signed", detail, type=OPEN_BADGES_2, next_step=_NEXT),
        question,
        document=None,
        carrier=carrier,
        pointer=pointer,
        status=None,
        dates=None,
    )


def report_on_openbadges2(
    badge: OpenBadges2,
    document: JsonObject,
    question: Question,
    *,
    carrier: str | None,
    pointer: str,
    token: str | None = None,
) -> VerificationReport:
    """Report on an Open Badges 2.0 object: what its signature proves, and that what stands on web pages is not proved.

    What the object says against itself counts, signed or not.
    """
    signed = judge_signed_badge(document, token, question) if token is not None else None
    status = dates = None
    if badge.revoked:
        reason = f" It gives a reason: {badge.reason[:200]}" if badge.reason else ""
        words = f"The Open Badges 2.0 record says of itself that it is revoked.{reason}"
        status = Problem("revoked", "Revoked", words, type=OPEN_BADGES_2, pointer="/revoked", next_step=_NEXT)
    if badge.expires and _is_over(badge.expires, question):
        words = f"The record expired on {badge.expires} (expires)."
        dates = Problem("expired", "Expired", words, pointer="/expires", stamp=badge.expires)
    return _report(
        "undetermined",
        Problem("hosted_only", "Hosted, not signed", _hosted_words(badge), type=OPEN_BADGES_2, next_step=_NEXT),
        question,
        document=document,
        carrier=carrier,
        pointer=pointer,
        status=status,
        dates=dates,
        signed=signed,
    )


def _hosted_words(badge: OpenBadges2) -> str:
    if badge.verification == "signed":
        return (
            f"This is an Open Badges 2.0 {badge.type}: it says that it is signed, but its signature is not in the file."
        )
    return (
        f"This is an Open Badges 2.0 {badge.type}. A hosted badge is not signed: it is as good as the web page it "
        f"stands on{', ' + badge.id[:200] if badge.id else ''}."
    )


def _unsigned_part(signed: SignedBadge) -> Problem:
    """Say what the signature of an assertion does not cover; with nothing left out, that its words are not judged."""
    if signed.is_badge_signed:
        detail = (
            "This is a signed Open Badges 2.0 assertion. Its signature covers what it says; whether it is written as "
            "version 2.0 asks is not judged here."
        )
    else:
        name = (signed.badge or {}).get("name")
        told = f", “{name[:80]}”," if isinstance(name, str) else ""
        detail = (
            f"This is a signed Open Badges 2.0 assertion. What it was given for{told} stands on a web page that nobody "
            "signed and that may change."
        )
    return Problem("badge_not_signed", "Not all of it is signed", detail, type=OPEN_BADGES_2, next_step=_NEXT)


def _named(proof: Check) -> Check:
    """Say of which standard a signature is that could not be checked."""
    if proof.outcome != "undetermined":
        return proof
    opening = "This is a signed Open Badges 2.0 token, and its signature could not be checked."
    problems = tuple(replace(problem, detail=f"{opening} {problem.detail}") for problem in proof.problems)
    return replace(proof, problems=problems)


def _is_over(expires: str, question: Question) -> bool:
    try:
        return parse_instant(expires, zone_required=False) < Instant.of(question.at)
    except MalformedInput:
        return False


def _report(
    proof: Outcome,
    problem: Problem,
    question: Question,
    *,
    document: JsonObject | None,
    carrier: str | None,
    pointer: str,
    status: Problem | None,
    dates: Problem | None,
    signed: SignedBadge | None = None,
) -> VerificationReport:
    checks = [Check("parse", "passed", OPEN_BADGES_2)]
    if signed is None:
        checks += [Check("model", "not_applicable", OPEN_BADGES_2), Check("proof", proof, OPEN_BADGES_2, (problem,))]
    else:
        checks += [Check("model", "undetermined", OPEN_BADGES_2, (_unsigned_part(signed),)), _named(signed.proof)]
    if not question.proof_only:
        known: Outcome = "passed" if signed is not None and signed.proof.outcome == "passed" else "undetermined"
        checks += [
            signed.issuer if signed else Check("issuer_controls_key", "undetermined", OPEN_BADGES_2),
            Check("validity_period", "failed" if dates else known, OPEN_BADGES_2, (dates,) if dates else ()),
            signed.status
            if signed and not status
            else Check("status", "failed" if status else "undetermined", OPEN_BADGES_2, (status,) if status else ()),
        ]
    if question.challenge is not None:
        checks.append(not_presented())
    return VerificationReport(
        verified=False,
        # Version 2.0 is told apart and never passes, whatever of it is signed.
        verified_document=None,
        media_type="application/ld+json",
        at=question.at,
        checks=tuple(checks),
        kind="openbadges2",
        document=document,
        signatory=signed.signatory if signed else Signatory(),
        carrier=carrier,
        pointer=pointer,
        proof_only=question.proof_only,
    )
