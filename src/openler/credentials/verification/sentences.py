"""What does a report say in one plain sentence?

The same words serve the command line, the API and the page. A sentence is a template and its values, so that a page
can translate the template and fill it in its own language.
"""

from dataclasses import dataclass, field

from openler.credentials.verification.presenter import PRESENTER
from openler.credentials.verification.report import Check, VerificationReport
from openler.credentials.verification.seals import notes_parts
from openler.foundation.errors import MalformedInput
from openler.foundation.instants import parse_instant
from openler.foundation.problems import Problem

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

VALID = "This record is valid: nothing was changed since it was signed, and it is in force."
VALID_UNNAMED = "%(valid)s The key of %(signatory)s signed it; we do not know who that is."
VALID_KNOWN = "%(valid)s The key of %(signatory)s signed it."
VALID_NAMED = "%(valid)s The key of %(signatory)s signed it; we do not know who %(name)s is."
BUNDLE_VALID = "All %(count)d records in this file are valid."
BUNDLE_FAILED = "At least one of the %(count)d records in this file does not hold."
BUNDLE_UNDETERMINED = "We could not decide about at least one of the %(count)d records in this file."
PRESENTATION_VALID = "All %(count)d records that this presentation holds are valid."
PRESENTED_VALID = (
    "All %(count)d records that this presentation holds are valid, and whom they are about signed it just now."
)
PRESENTATION_OF_ONE = "The record that this presentation holds is valid."
PRESENTED_ONE = (
    "The record that this presentation holds is valid, and whom it is about signed the presentation just now."
)
PRESENTED_NOTHING = "The presentation is genuine. It holds no record; it shows only that its holder has the key."
NOT_PRESENTED_TO_YOU = "This presentation was not made for you just now, so do not rely on who shows it. %(detail)s"
PRESENTER_UNKNOWN = "Nothing speaks against the record, but who shows it is not proven. %(detail)s"
PROOF_HOLDS = "The proof holds. Nothing else was asked, so this does not say whether to accept the record."
PROOF_FAILED = (
    "This record was changed after it was signed, or its signature is not genuine. Do not rely on what it says."
)
UNSIGNED = "This record is not signed, so anybody could have written it. Do not rely on what it says."
ISSUER_FAILED = "This record was signed with a key that its issuer does not control. Do not rely on what it says."
EXPIRED = "This record is genuine, but it is no longer in force: it expired on %(date)s."
NOT_YET_VALID = "This record is genuine, but it is not yet in force: it starts on %(date)s."
PERIOD_FAILED = "This record is genuine, but it is not in force. %(detail)s"
REVOKED = "This record is genuine, but its issuer has revoked it."
SUSPENDED = "This record is genuine, but its issuer has suspended it for now."
STATUS_FAILED = "This record is genuine, but it is not in force. %(detail)s"
MALFORMED = "This record does not follow the standard it names, so it cannot be accepted. %(detail)s"
UNREADABLE = "No record could be read. %(detail)s"
MEMBER_FAILED = "A record inside this one does not hold. %(detail)s"
FAILED = "This record cannot be accepted. %(detail)s"
HOSTED = "Nothing in this record is proved by a signature. %(detail)s"
HOSTED_IN_PART = "The signature holds, but it does not cover everything this record stands for. %(detail)s"
PROOF_UNKNOWN = "We could not check whether this record is intact. %(detail)s"
ISSUER_UNKNOWN = "The signature holds, but we could not find out whether %(issuer)s stands behind it."
STATUS_UNKNOWN = "This record is intact, but we could not find out whether it is still in force."
UNKNOWN = "We could not decide about this record. %(detail)s"
# A record is called genuine only if these checks passed.
_GENUINE = ("parse", "model", "proof", "issuer_controls_key")

ENDORSEMENT_NOTE = "%(sentence)s An endorsement inside it does not count."
MEMBER_NOTE = "%(sentence)s A record inside it is no longer in force."
PARTS_NOTE = "%(sentence)s The holder may have left out parts that were signed too."


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template with ``%(name)s`` places, and their values."""

    template: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.values if self.values else self.template


def sentence(report: VerificationReport, *, is_issuer_known: bool = False) -> str:
    """Say the report in one or two plain English sentences.

    Args:
        is_issuer_known: a registry that was chosen lists the issuer, so it is not said that nobody knows it.
    """
    return str(sentence_of(report, is_issuer_known=is_issuer_known))


def sentence_of(report: VerificationReport, *, is_issuer_known: bool = False) -> Sentence:
    """Say the report as a template and its values, for translation."""
    by_id = {check.id: check for check in report.checks}
    failed = [check for check in report.checks if check.outcome == "failed"]
    if failed:
        return _failed(report, failed)
    unknown = [check for check in report.checks if check.outcome == "undetermined"]
    if unknown:
        return _undetermined(report, unknown)
    if report.proof_only:
        return Sentence(PROOF_HOLDS)
    if report.kind in ("bundle", "presentation"):
        return _valid_collection(report, by_id)
    said = _valid(report, is_issuer_known)
    if notes_parts(by_id.get("proof")):
        said = Sentence(PARTS_NOTE, {"sentence": str(said)})
    if _any_warning(by_id.get("members")):
        said = Sentence(MEMBER_NOTE, {"sentence": str(said)})
    if _any_warning(by_id.get("endorsements")):
        said = Sentence(ENDORSEMENT_NOTE, {"sentence": str(said)})
    return said


def signatory_words(report: VerificationReport) -> str:
    """Name who signed by what the seal shows: a proven domain, else the bare identifier, shortened in its middle."""
    name = report.signatory.proven_domain or report.signatory.issuer_id or "an unnamed issuer"
    return name if len(name) <= 40 else f"{name[:20]}…{name[-8:]}"


def date_words(stamp: object) -> str:
    """Write the day of an xsd:dateTime as "4 May 2026 (UTC)"-like words, in the zone that the text itself names."""
    text = str(stamp)
    try:
        parse_instant(text, zone_required=False)
    except MalformedInput:
        return text
    if not text[:4].isdigit() or text[4] != "-":
        return text
    return f"{int(text[8:10])} {MONTHS[int(text[5:7]) - 1]} {int(text[:4])}"


def _valid(report: VerificationReport, is_issuer_known: bool) -> Sentence:
    values: dict[str, object] = {"valid": VALID, "signatory": signatory_words(report)}
    if is_issuer_known:
        return Sentence(VALID_KNOWN, values)
    name = report.signatory.self_asserted_name
    if name:
        return Sentence(VALID_NAMED, {**values, "name": f"“{name}”"})
    return Sentence(VALID_UNNAMED, values)


def _valid_collection(report: VerificationReport, checks: dict[str, Check]) -> Sentence:
    count = len(checks["members"].members)
    if report.kind == "presentation" and not count:
        return Sentence(PRESENTED_NOTHING)
    if report.kind == "presentation" and count == 1:
        return Sentence(PRESENTED_ONE if PRESENTER in checks else PRESENTATION_OF_ONE)
    template = BUNDLE_VALID if report.kind == "bundle" else PRESENTATION_VALID
    return Sentence(PRESENTED_VALID if PRESENTER in checks else template, {"count": count})


def _failed(report: VerificationReport, failed: list[Check]) -> Sentence:
    first = failed[0]
    detail = _detail(first)
    if report.kind in ("bundle", "presentation") and first.id == "members":
        return Sentence(BUNDLE_FAILED, {"count": len(first.members)})
    codes = {problem.code for problem in _errors(first)}
    genuine = all(check.outcome == "passed" for check in report.checks if check.id in _GENUINE)
    match first.id:
        case "parse":
            return Sentence(UNREADABLE, {"detail": detail})
        case "model" | "schema" | "rules":
            return Sentence(MALFORMED, {"detail": detail})
        case "proof":
            return Sentence(UNSIGNED if "no_proof" in codes else PROOF_FAILED)
        case "issuer_controls_key":
            return Sentence(ISSUER_FAILED)
        case "validity_period" if genuine:
            return _period(first, codes, detail)
        case "status" if genuine:
            known = {"revoked": REVOKED, "suspended": SUSPENDED}
            template = next((words for code, words in known.items() if code in codes), None)
            return Sentence(template) if template else Sentence(STATUS_FAILED, {"detail": detail})
        case "members":
            return Sentence(MEMBER_FAILED, {"detail": detail})
        case "presenter":
            return Sentence(NOT_PRESENTED_TO_YOU, {"detail": detail})
    return Sentence(FAILED, {"detail": detail})


def _period(check: Check, codes: set[str], detail: str) -> Sentence:
    for code, template in (("expired", EXPIRED), ("not_yet_valid", NOT_YET_VALID)):
        if code in codes:
            date = next((problem.stamp for problem in _errors(check) if problem.code == code and problem.stamp), None)
            if date:
                return Sentence(template, {"date": date_words(date)})
    return Sentence(PERIOD_FAILED, {"detail": detail})


def _undetermined(report: VerificationReport, unknown: list[Check]) -> Sentence:
    first = unknown[0]
    if report.kind in ("bundle", "presentation") and first.id == "members":
        return Sentence(BUNDLE_UNDETERMINED, {"count": len(first.members)})
    if report.kind == "openbadges2":
        proof = report.check("proof")
        if proof.outcome == "passed":
            return Sentence(HOSTED_IN_PART, {"detail": _detail(first)})
        return Sentence(HOSTED, {"detail": _detail(proof)})
    match first.id:
        case "parse" | "model" | "proof":
            return Sentence(PROOF_UNKNOWN, {"detail": _detail(first)})
        case "issuer_controls_key":
            return Sentence(ISSUER_UNKNOWN, {"issuer": report.signatory.issuer_id or "its issuer"})
        case "validity_period" | "status":
            return Sentence(STATUS_UNKNOWN)
        case "presenter":
            return Sentence(PRESENTER_UNKNOWN, {"detail": _detail(first)})
    return Sentence(UNKNOWN, {"detail": _detail(first)})


def _errors(check: Check) -> list[Problem]:
    found = [problem for problem in check.problems if problem.severity == "error"]
    for part in check.checks:
        found += _errors(part)
    return found


def _detail(check: Check) -> str:
    return next((problem.detail for problem in _errors(check)), "")


def _any_warning(check: Check | None) -> bool:
    return check is not None and any(problem.severity == "warning" for problem in check.problems)
