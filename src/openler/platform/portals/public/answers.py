"""How is the answer about a record laid out for a reader? Sentence, lights, reasons, checks, the record as an object."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from openler.credentials.verification.sentences import date_words
from openler.platform.portals.public.records import Record, Signer, light_words, read_record, read_signer
from openler.platform.verifying.services import Verification

Words = Promise | str

_CHECK_NAMES: dict[str, Words] = {
    "parse": _("Can be read"),
    "model": _("Follows the model"),
    "proof": _("Signature"),
    "issuer_controls_key": _("Key belongs to issuer"),
    "validity_period": _("Dates"),
    "status": _("Status"),
    "schema": _("Schema"),
    "rules": _("Rules of the standard"),
    "members": _("Records inside"),
    "endorsements": _("Endorsements inside"),
    "presenter": _("Presented now"),
}
_FOUND: dict[tuple[str, str], Words] = {
    ("parse", "passed"): _("The file holds a record that can be read."),
    ("model", "passed"): _("Every part that the data model asks for is there."),
    ("proof", "passed"): _("The signature fits the record, letter by letter."),
    ("issuer_controls_key", "passed"): _("The key that signed is the issuer's own."),
    ("validity_period", "passed"): _("The record has begun and has not ended."),
    ("status", "passed"): _("The issuer's list says: neither revoked nor suspended."),
    ("status", "not_applicable"): _("The record names no status list."),
    ("schema", "passed"): _("It matches the published schema."),
    ("schema", "not_applicable"): _("No schema is asked for."),
    ("rules", "passed"): _("It keeps the rules of its standard."),
    ("rules", "not_applicable"): _("It is of no standard with further rules here."),
    ("members", "passed"): _("Each record inside was checked by itself."),
    ("members", "not_applicable"): _("There are no records inside."),
    ("endorsements", "passed"): _("Each endorsement was checked by itself."),
    ("endorsements", "not_applicable"): _("There are no endorsements inside."),
    ("presenter", "passed"): _("Whom the records are about signed your question within the last ten minutes."),
}
_MENDERS: dict[str, Words] = {
    "issuer": _("The issuer."),
    "holder": _("The person whose record it is."),
    "sender": _("Whoever sent it."),
    "verifier": _("You."),
    "operator": _("Whoever runs this installation."),
}
# What of a sentence carries its outcome, and so its colour.
_OUTCOME_WORDS = (
    r"is valid|are valid",
    r"was changed after it was signed, or its signature is not genuine",
    r"is not signed",
    r"a key that its issuer does not control",
    r"is no longer in force",
    r"is not yet in force",
    r"is not in force",
    r"has revoked it|has suspended it for now",
    r"could not find out whether .*?(?: stands behind it| is still in force)",
    r"was not made for you just now",
    r"who shows it is not proven",
    r"could not check whether this record is intact",
    r"could not decide about [^.]*",
    r"does not follow the standard it names",
    r"does not hold",
    r"cannot be accepted",
    r"No record could be read",
    r"Nothing in this record is proved by a signature",
)
_STRESS = re.compile("|".join(_OUTCOME_WORDS))
# Steps that name this option of the terminal are told in other words to somebody who has a page before them.
_TERMINAL_OPTION = "--document"
_STEP_ON_A_PAGE: Words = _(
    "Try again later. If you have the missing document, give it in a terminal: openler credential verify --document."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """One file's answer, ready for a template."""

    name: str
    outcome: str
    before: str
    stress: str
    after: str
    lights: list[dict[str, Any]]
    why: list[dict[str, Any]]
    checks: list[dict[str, Any]]
    counted: str
    signer: Signer
    record: Record
    raw: str
    checked: str
    file_digest: str


def answer_of(name: str, done: Verification, *, key: str = "r") -> Answer:
    """Lay out the answer about one file.

    Args:
        name: what the file is called, or the address; empty for what was pasted.
        key: makes identifiers unique where one page shows several answers.
    """
    report = done.report
    why = list(_why(report))
    sentence = _headline(report["sentence"], why)
    match = _STRESS.search(sentence)
    start, end = match.span() if match else (0, len(sentence))
    checks = [_check(check) for check in report["checks"]]
    return Answer(
        name=name,
        outcome=report["outcome"],
        before=sentence[:start].rstrip(),
        stress=sentence[start:end],
        after=sentence[end:],
        lights=light_words(done.drawn["lights"]),
        why=why,
        checks=checks,
        counted=_counted(checks),
        signer=read_signer(done.drawn),
        record=read_record(done.drawn, key=key),
        raw=done.drawn.get("raw", ""),
        checked=_checked(report["at"]),
        file_digest=done.file_digest,
    )


def _headline(sentence: str, why: list[dict[str, Any]]) -> str:
    """Leave out the detail that stands beside the sentence as what happened."""
    detail = str(why[0]["text"]) if why else ""
    short = sentence.removesuffix(detail).rstrip() if detail else sentence
    return short or sentence


def _decisive(report: dict[str, Any]) -> dict[str, Any] | None:
    for outcome in ("failed", "undetermined"):
        for check in report["checks"]:
            if check["outcome"] == outcome:
                found = next((problem for problem in _problems(check) if problem["severity"] == "error"), None)
                if found is not None:
                    return found
    return None


def _problems(check: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from check["problems"]
    for part in check.get("checks", ()):
        yield from _problems(part)


def _why(report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    problem = _decisive(report)
    if problem is None:
        return
    yield {"term": _("What happened"), "text": gettext(problem["detail"])}
    yield {"term": _("Who can mend it"), "text": _MENDERS.get(problem["mender"], problem["mender"])}
    if problem.get("next_step"):
        yield {"term": _("What to do"), "text": _step(problem)}


def _step(problem: dict[str, Any]) -> Words:
    step = str(problem.get("next_step") or "")
    return _STEP_ON_A_PAGE if _TERMINAL_OPTION in step else gettext(step) if step else ""


def _check(check: dict[str, Any]) -> dict[str, Any]:
    problems = list(_problems(check))
    found = _FOUND.get((check["id"], check["outcome"]))
    return {
        "name": _CHECK_NAMES.get(check["id"], check["id"]),
        "outcome": check["outcome"],
        "found": "" if problems and check["outcome"] != "passed" else found or "",
        "problems": [
            {**problem, "detail": gettext(problem["detail"]), "next_step": _step(problem)} for problem in problems
        ],
        "source": check["source"],
    }


def _counted(checks: list[dict[str, Any]]) -> str:
    words = {
        "passed": gettext("passed"),
        "failed": gettext("failed"),
        "undetermined": gettext("undetermined"),
        "not_applicable": gettext("not applicable"),
    }
    parts = []
    for outcome, word in words.items():
        count = sum(check["outcome"] == outcome for check in checks)
        if count:
            parts.append(f"{count} {word}")
    words_of_count = ngettext("%(count)d check: %(parts)s", "All %(count)d checks: %(parts)s", len(checks))
    return words_of_count % {"count": len(checks), "parts": ", ".join(parts)}


def _checked(at: str) -> str:
    """Tell when the record was judged: a reader whose clock differs from this machine's sees it here."""
    return gettext("Checked on %(date)s at %(time)s UTC.") % {"date": date_words(at), "time": at[11:16]}
