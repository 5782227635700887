"""How is a verification report told to a reader in a terminal? The sentence first, then every check."""

from collections.abc import Iterator

from openler.cli.terminal import Style, printable
from openler.credentials.verification.report import Check, Outcome, VerificationReport
from openler.credentials.verification.sentences import sentence
from openler.foundation.problems import Problem

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


def report_lines(name: str, report: VerificationReport, style: Style) -> Iterator[str]:
    """Give the report of one file, line by line."""
    yield style.paint(printable(name), "faint")
    yield f"  {style.paint(printable(sentence(report)), _SENTENCE_LOOKS[report.outcome])}"
    yield from _body(report, style, indent="  ")
    for url, digest in report.given_documents:
        yield f"  given: {printable(url)} has SHA-256 {digest}"


def _body(report: VerificationReport, style: Style, indent: str) -> Iterator[str]:
    for check in report.checks:
        yield from _check_lines(check, style, indent)


def _check_lines(check: Check, style: Style, indent: str) -> Iterator[str]:
    name = _CHECK_NAMES.get(check.id, check.id.replace("_", " "))
    outcome = check.outcome.replace("_", " ")
    yield f"{indent}{name:<{_NAME_WIDTH}} {style.paint(outcome, _LOOKS[check.outcome])}"
    for problem in check.problems:
        yield from _problem_lines(problem, indent + "  ")
    for part in check.checks:
        yield from _check_lines(part, style, indent + "  ")
    for number, member in enumerate(check.members, 1):
        place = printable(member.pointer or f"number {number}")
        title = (member.document or {}).get("name")
        place += f" “{printable(title)}”" if isinstance(title, str) else ""
        words = style.paint(printable(sentence(member)), _SENTENCE_LOOKS[member.outcome])
        yield f"{indent}  {place}: {words}"
        if member.outcome != "passed":
            yield from _body(member, style, indent + "    ")


def _problem_lines(problem: Problem, indent: str) -> Iterator[str]:
    kind = "note: " if problem.severity == "warning" else ""
    place = f" (at {printable(problem.pointer)})" if problem.pointer else ""
    yield f"{indent}{kind}{printable(problem.detail)}{place}"
    if problem.next_step:
        mender = _MENDERS.get(problem.mender, problem.mender)
        yield f"{indent}Who can mend it: {mender}. {printable(problem.next_step)}"
