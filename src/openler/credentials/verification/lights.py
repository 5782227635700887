"""Which four lights does a report show?

Intact: what was signed is what is here. In force: dates and status. Issuer recognized: a registry knows the issuer.
Presenter proven: whom the record is about signed just now, for this verifier. A light is never greener than the checks behind it.
"""

from dataclasses import dataclass
from typing import Literal

from openler.credentials.verification.presenter import PRESENTER, is_made_by_subject
from openler.credentials.verification.report import Check, Outcome, VerificationReport
from openler.credentials.verification.seals import notes_parts
from openler.foundation.json_types import JsonObject

LightId = Literal["intact", "in_force", "issuer_recognized", "presenter_proven"]

INTACT = "Not one letter changed since it was signed."
PART_INTACT = "Not one letter of what is shown changed since it was signed; parts may have been left out."
NOT_INTACT = "It is not what its issuer signed."
MEMBER_NOT_INTACT = "A record inside it is not what its issuer signed, or was taken back."
UNSIGNED = "Nothing in it is signed."
NOT_WELL_FORMED = "It does not follow the standard it names."
INTACT_UNKNOWN = "The seal could not be checked."
STRANGERS_KEY = "The key that signed is not its issuer's."
BINDING_UNKNOWN = "The seal holds; whose key made it could not be found out."
IN_FORCE = "Its dates and its status are good."
DATES_ONLY = "Its dates are good; it names no status list."
NOT_IN_FORCE = "It has ended, has not begun, or was taken back."
FORCE_UNKNOWN = "Whether it was taken back could not be found out."
FORCE_UNASKED = "Cannot be asked of a record whose seal does not hold."
FORCE_OF_NOBODY = "Cannot be asked of a record that its issuer did not sign."
FORCE_UNPROVED = "Its seal could not be checked, so its dates prove nothing."
FORCE_OF_ALL = "Each record in it is in force."
FORCE_OF_ONE = "Not every record in it is in force."
FORCE_OF_SOME = "Of a record in it, this could not be found out."
NO_REGISTRY = "No registry of issuers is chosen here."
NOBODY_PRESENTS = "A file was given. Nobody presented it."
SIGNED_ONCE = "Whom it is about put it together and signed it. Nobody was asked to sign again now."
SIGNED_BY_OTHER = "Somebody put it together and signed it; that its records are about them is not shown."
PRESENTED = "Whom it is about signed just now, for you."
NOT_PRESENTED_TO_YOU = "It was signed for somebody else, or too long ago."
PRESENTER_UNKNOWN = "Who shows it is not proven."
INTACT_ALL = "Not one letter changed in any of them since they were signed."
ONE_NOT_INTACT = "A record in it is not what its issuer signed."
RECORD_UNREAD = "No record could be read."


@dataclass(frozen=True, slots=True)
class Light:
    """One light: which, its outcome, and why in one plain sentence."""

    id: LightId
    outcome: Outcome
    reason: str

    def to_json(self) -> JsonObject:
        """Give the light as JSON."""
        return {"id": self.id, "outcome": self.outcome, "reason": self.reason}


def lights(report: VerificationReport) -> tuple[Light, Light, Light, Light]:
    """Show a report as four lights."""
    by_id = {check.id: check for check in report.checks}
    return (
        _intact_of_presentation(by_id) if _is_signed_presentation(report, by_id) else _intact(by_id),
        _in_force_of_collection(by_id) if _is_collection(report, by_id) else _in_force(by_id),
        Light("issuer_recognized", "not_applicable", NO_REGISTRY),
        _presenter(report, by_id),
    )


def _is_collection(report: VerificationReport, checks: dict[str, Check]) -> bool:
    """Tell whether records were only put together, so that none of them is the one that is asked about."""
    if _is_signed_presentation(report, checks):
        return True
    is_unsigned = _outcome(checks, "proof") == "not_applicable"
    return report.kind in ("bundle", "presentation") and is_unsigned and "members" in checks


def _is_signed_presentation(report: VerificationReport, checks: dict[str, Check]) -> bool:
    """Tell whether a holder's own seal holds around records, which then say for themselves what they are worth."""
    sealed = {_outcome(checks, id) for id in ("parse", "proof", "issuer_controls_key")} == {"passed"}
    return report.kind == "presentation" and sealed and bool(checks["members"].members if "members" in checks else ())


def _outcome(checks: dict[str, Check], id: str) -> Outcome:
    check = checks.get(id)
    return check.outcome if check is not None else "not_applicable"


def _intact(checks: dict[str, Check]) -> Light:
    if _outcome(checks, "parse") != "passed":
        return Light("intact", _outcome(checks, "parse"), RECORD_UNREAD)
    proof = _outcome(checks, "proof")
    if proof == "failed":
        codes = {problem.code for problem in checks["proof"].problems}
        return Light("intact", "failed", UNSIGNED if "no_proof" in codes else NOT_INTACT)
    if _outcome(checks, "issuer_controls_key") == "failed":
        return Light("intact", "failed", STRANGERS_KEY)
    if "failed" in {_outcome(checks, id) for id in ("model", "schema", "rules")}:
        return Light("intact", "failed", NOT_WELL_FORMED)
    if _outcome(checks, "members") == "failed":
        return Light("intact", "failed", MEMBER_NOT_INTACT)
    if "undetermined" in {_outcome(checks, id) for id in ("model", "proof")}:
        return Light("intact", "undetermined", INTACT_UNKNOWN)
    if _outcome(checks, "issuer_controls_key") == "undetermined":
        return Light("intact", "undetermined", BINDING_UNKNOWN)
    if "undetermined" in {_outcome(checks, id) for id in ("schema", "members")}:
        return Light("intact", "undetermined", INTACT_UNKNOWN)
    if proof == "not_applicable" and "proof" in checks:
        return Light("intact", "not_applicable", UNSIGNED)
    return Light("intact", "passed", PART_INTACT if notes_parts(checks.get("proof")) else INTACT)


def _intact_of_presentation(checks: dict[str, Check]) -> Light:
    """Show the gravest of the records in it; that one of them has ended is told by the next light."""
    if _outcome(checks, "model") != "passed":
        return _intact(checks)
    found = {lights(member)[0].outcome for member in checks["members"].members}
    if "failed" in found:
        return Light("intact", "failed", ONE_NOT_INTACT)
    if found != {"passed"}:
        return Light("intact", "undetermined", INTACT_UNKNOWN)
    return Light("intact", "passed", INTACT_ALL)


def _presenter(report: VerificationReport, checks: dict[str, Check]) -> Light:
    if PRESENTER not in checks:
        words = SIGNED_ONCE if is_made_by_subject(report) else SIGNED_BY_OTHER
        is_signed = _is_signed_presentation(report, checks)
        return Light("presenter_proven", "not_applicable", words if is_signed else NOBODY_PRESENTS)
    outcome = checks[PRESENTER].outcome
    reasons = {"passed": PRESENTED, "failed": NOT_PRESENTED_TO_YOU}
    return Light("presenter_proven", outcome, reasons.get(outcome, PRESENTER_UNKNOWN))


def _in_force(checks: dict[str, Check]) -> Light:
    dates, status = _outcome(checks, "validity_period"), _outcome(checks, "status")
    if "failed" in (dates, status):
        return Light("in_force", "failed", NOT_IN_FORCE)
    if _outcome(checks, "parse") != "passed" or "validity_period" not in checks:
        return Light("in_force", "not_applicable", RECORD_UNREAD)
    if _outcome(checks, "proof") == "failed":
        return Light("in_force", "undetermined", FORCE_UNASKED)
    if _outcome(checks, "issuer_controls_key") == "failed":
        return Light("in_force", "undetermined", FORCE_OF_NOBODY)
    if "undetermined" in (dates, status):
        return Light("in_force", "undetermined", FORCE_UNKNOWN)
    if _outcome(checks, "proof") == "undetermined":
        return Light("in_force", "undetermined", FORCE_UNPROVED)
    return Light("in_force", "passed", IN_FORCE if status == "passed" else DATES_ONLY)


def _in_force_of_collection(checks: dict[str, Check]) -> Light:
    """Show the gravest of the records in it; the collection itself has no dates that anybody signed."""
    found = {lights(member)[1].outcome for member in checks["members"].members}
    if "failed" in found or _outcome(checks, "validity_period") == "failed":
        return Light("in_force", "failed", FORCE_OF_ONE)
    if found != {"passed"} or _outcome(checks, "members") == "undetermined":
        return Light("in_force", "undetermined", FORCE_OF_SOME)
    return Light("in_force", "passed", FORCE_OF_ALL)
