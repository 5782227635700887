"""What do the records inside a record mean for the record around them?

A member of a transcript that is forged, altered or revoked ends the transcript; one that has run out is told by name
and ends nothing, for its issuer vouches for the history. A presentation is no better than each record in it. An
endorsement never decides about the record that it endorses.
"""

from openler.credentials.model import CredentialShape
from openler.credentials.verification.report import Check, Outcome, VerificationReport
from openler.foundation.problems import Problem, Severity

MEMBERS_SOURCE = "https://www.imsglobal.org/spec/clr/v2p0/#verification"
ENDORSEMENTS_SOURCE = "https://www.imsglobal.org/spec/ob/v3p0/#endorsementcredential-verification"
# What in a member ends a transcript around it; its dates and its schema are told, and end nothing.
_TRANSCRIPT_ENDS = frozenset({"parse", "model", "proof", "issuer_controls_key", "status", "rules", "members"})


def check_members(shape: CredentialShape, reports: tuple[VerificationReport, ...]) -> Check:
    """Say what the members of a transcript or presentation mean for the whole."""
    if not shape.members:
        return Check("members", "not_applicable", MEMBERS_SOURCE)
    problems: list[Problem] = []
    outcome: Outcome = "passed"
    for report in reports:
        ends = [check for check in report.checks if shape.kind != "clr" or check.id in _TRANSCRIPT_ENDS]
        failed = next((check for check in ends if check.outcome == "failed"), None)
        unknown = next((check for check in ends if check.outcome == "undetermined"), None)
        if failed is not None:
            outcome = "failed"
            problems.append(_told(report, failed, "record", "does not hold", "error"))
        elif unknown is not None:
            outcome = outcome if outcome == "failed" else "undetermined"
            problems.append(_told(report, unknown, "record", "could not be decided on", "error"))
        else:
            other = next((check for check in report.checks if check.outcome in ("failed", "undetermined")), None)
            if other is not None:
                problems.append(_told(report, other, "record", "is no longer in force or is incomplete", "warning"))
    if len(shape.members) > len(reports):
        outcome = "undetermined" if outcome == "passed" else outcome
        problems.append(_too_many(len(shape.members), len(reports)))
    return Check("members", outcome, MEMBERS_SOURCE, tuple(problems), members=reports)


def check_endorsements(shape: CredentialShape, reports: tuple[VerificationReport, ...]) -> Check:
    """Name every endorsement that does not count; none decides about the record."""
    if not shape.endorsements:
        return Check("endorsements", "not_applicable", ENDORSEMENTS_SOURCE)
    problems = []
    for report in reports:
        if report.outcome != "passed":
            check = next(check for check in report.checks if check.outcome in ("failed", "undetermined"))
            problems.append(_told(report, check, "endorsement", "does not count", "warning"))
    return Check("endorsements", "passed", ENDORSEMENTS_SOURCE, tuple(problems), members=reports)


def _told(report: VerificationReport, check: Check, what: str, words: str, severity: Severity) -> Problem:
    first = next((problem for problem in check.problems if problem.severity == "error"), None)
    name = (report.document or {}).get("name")
    title = f"“{name[:80]}”" if isinstance(name, str) else f"at {report.pointer}"
    reason = first.detail if first else ""
    return Problem(
        code=first.code if first and severity == "error" else f"{what}_inside",
        title=f"A {what} inside" if what == "record" else "An endorsement inside",
        detail=f"The {what} inside, {title}, {words} ({check.id.replace('_', ' ')}). {reason}".strip(),
        pointer=report.pointer,
        mender=first.mender if first else "issuer",
        next_step=first.next_step if first else "",
        severity=severity,
    )


def _too_many(count: int, judged: int) -> Problem:
    detail = f"The record holds {count} records; only the first {judged} were judged."
    return Problem("too_many_records", "Too many records", detail, mender="sender")
