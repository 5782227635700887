"""What can be said of an Open Badge 2.0, whose truth stands on a web page instead of in a signature?"""

from openler.credentials.model import OpenBadges2
from openler.credentials.verification.presenter import not_presented
from openler.credentials.verification.report import Check, Outcome, Signatory, VerificationReport
from openler.credentials.verification.seals import Question
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
    is_token: bool = False,
) -> VerificationReport:
    """Report on an Open Badges 2.0 object: nothing in it is proved, and what it says against itself counts."""
    kind = "signed" if badge.verification == "signed" or is_token else "hosted"
    told = (
        "it is a signed token, and signatures of Open Badges 2.0 are not checked here: they prove no more than that "
        "the key's web page and the badge's agree"
        if is_token
        else "it says that it is signed, but its signature is not in the file"
    )
    detail = (
        f"This is an Open Badges 2.0 {badge.type}. A hosted badge is not signed: it is as good as the web page it "
        f"stands on{', ' + badge.id[:200] if badge.id else ''}."
        if kind == "hosted"
        else f"This is an Open Badges 2.0 {badge.type}: {told}."
    )
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
        Problem("hosted_only", "Hosted, not signed", detail, type=OPEN_BADGES_2, next_step=_NEXT),
        question,
        document=document,
        carrier=carrier,
        pointer=pointer,
        status=status,
        dates=dates,
    )


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
) -> VerificationReport:
    checks = [
        Check("parse", "passed", OPEN_BADGES_2),
        Check("model", "not_applicable", OPEN_BADGES_2),
        Check("proof", proof, OPEN_BADGES_2, (problem,)),
    ]
    if not question.proof_only:
        checks += [
            Check("issuer_controls_key", "undetermined", OPEN_BADGES_2),
            Check("validity_period", "failed" if dates else "undetermined", OPEN_BADGES_2, (dates,) if dates else ()),
            Check("status", "failed" if status else "undetermined", OPEN_BADGES_2, (status,) if status else ()),
        ]
    if question.challenge is not None:
        checks.append(not_presented())
    return VerificationReport(
        verified=False,
        verified_document=None,
        media_type="application/ld+json",
        at=question.at,
        checks=tuple(checks),
        kind="openbadges2",
        document=document,
        signatory=Signatory(),
        carrier=carrier,
        pointer=pointer,
        proof_only=question.proof_only,
    )
