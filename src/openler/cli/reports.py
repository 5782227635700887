"""How is a verification report told to a reader in a terminal? The sentence first, then every check."""

from collections.abc import Iterator

from openler.cli.terminal import Style, printable
from openler.credentials.verification.report import Check, Outcome, VerificationReport
from openler.credentials.verification.sentences import sentence
from openler.foundation.problems import Problem
from openler.trust import Answered

_CHECK_NAMES = {
    "parse": "readable",
    "model": "shape",
    "proof": "proof",
    "issuer_controls_key": "issuer's key",
    "validity_period": "dates",
    "status": "status",
    "schema": "schema",
    "rules": "rules",
    "members": "records inside",
    "endorsements": "endorsements",
}
_LOOKS: dict[Outcome, str] = {"passed": "good", "failed": "bad", "undetermined": "unsure", "not_applicable": "faint"}
_SENTENCE_LOOKS: dict[Outcome, str] = {**_LOOKS, "passed": "strong"}
_MENDERS = {
    "issuer": "the issuer",
    "holder": "the holder",
    "sender": "whoever sent it",
    "verifier": "you",
    "operator": "whoever runs this program",
}
_NAME_WIDTH = 16


def report_lines(
    name: str, report: VerificationReport, style: Style, answered: Answered | None = None
) -> Iterator[str]:
    """Give the report of one file, line by line.

    Args:
        answered: who recognizes the issuer, None where no registry was named.
    """
    yield style.paint(printable(name), "faint")
    said = _said(report, answered)
    yield f"  {style.paint(printable(said), _SENTENCE_LOOKS[report.outcome])}"
    yield from _body(report, style, answered, indent="  ")
    for url, digest in report.given_documents:
        yield f"  given: {printable(url)} has SHA-256 {digest}"


def _said(report: VerificationReport, answered: Answered | None) -> str:
    if answered is None:
        return sentence(report)
    said = sentence(report, is_issuer_known=answered.is_issuer_known)
    return " ".join([said, *map(str, answered.beside)])


def _body(report: VerificationReport, style: Style, answered: Answered | None, indent: str) -> Iterator[str]:
    for check in report.checks:
        yield from _check_lines(check, style, answered, indent)
    if answered is not None:
        outcome = style.paint(answered.outcome.replace("_", " "), _LOOKS[answered.outcome])
        yield f"{indent}{'recognized':<{_NAME_WIDTH}} {outcome}"
        yield f"{indent}  {printable(str(answered.light))}"


def _check_lines(check: Check, style: Style, answered: Answered | None, indent: str) -> Iterator[str]:
    name = _CHECK_NAMES.get(check.id, check.id.replace("_", " "))
    outcome = check.outcome.replace("_", " ")
    yield f"{indent}{name:<{_NAME_WIDTH}} {style.paint(outcome, _LOOKS[check.outcome])}"
    for problem in check.problems:
        yield from _problem_lines(problem, indent + "  ")
    for part in check.checks:
        yield from _check_lines(part, style, None, indent + "  ")
    inside = () if answered is None else answered.endorsements if check.id == "endorsements" else answered.members
    for number, member in enumerate(check.members, 1):
        its = inside[number - 1] if inside else None
        place = printable(member.pointer or f"number {number}")
        title = (member.document or {}).get("name")
        place += f" “{printable(title)}”" if isinstance(title, str) else ""
        words = style.paint(printable(_said(member, its)), _SENTENCE_LOOKS[member.outcome])
        yield f"{indent}  {place}: {words}"
        if member.outcome != "passed":
            yield from _body(member, style, its, indent + "    ")


def _problem_lines(problem: Problem, indent: str) -> Iterator[str]:
    kind = "note: " if problem.severity == "warning" else ""
    place = f" (at {printable(problem.pointer)})" if problem.pointer else ""
    yield f"{indent}{kind}{printable(problem.detail)}{place}"
    if problem.next_step:
        mender = _MENDERS.get(problem.mender, problem.mender)
        yield f"{indent}Who can mend it: {mender}. {printable(problem.next_step)}"
