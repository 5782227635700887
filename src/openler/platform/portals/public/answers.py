"""How is the answer about a record laid out for a reader? Sentence, lights, reasons, checks, the record as an object."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from openler.credentials.verification.sentences import date_words
from openler.platform.verifying.services import Verification

Words = Promise | str

_LIGHT_NAMES: dict[str, Words] = {
    "intact": _("Intact"),
    "in_force": _("In force"),
    "issuer_recognized": _("Issuer recognized"),
    "presenter_proven": _("Presenter proven"),
}
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
    r"could not find out whether [^.]*",
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
_STEP_ON_A_PAGE = _(
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
    issuer: dict[str, Any]
    record: dict[str, Any]
    raw: str
    report: dict[str, Any]


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
        lights=_lights(done.drawn["lights"]),
        why=why,
        checks=checks,
        counted=_counted(checks),
        issuer=_issuer(report),
        record=_record(done.drawn, key),
        raw=done.drawn.get("raw", ""),
        report=report,
    )


def _headline(sentence: str, why: list[dict[str, Any]]) -> str:
    """Leave out the detail that stands beside the sentence as what happened."""
    detail = str(why[0]["text"]) if why else ""
    short = sentence.removesuffix(detail).rstrip() if detail else sentence
    return short or sentence


def _lights(lights: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"name": _LIGHT_NAMES[light["id"]], "outcome": light["outcome"], "detail": gettext(light["reason"])}
        for light in lights
    ]


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
        "problems": [{**problem, "next_step": _step(problem)} for problem in problems],
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


def _issuer(report: dict[str, Any]) -> dict[str, Any]:
    issuer = report["issuer"]
    name = issuer["self_asserted_name"]
    bound = any(check["id"] == "issuer_controls_key" and check["outcome"] == "passed" for check in report["checks"])
    return {**issuer, "is_bound": bound, "is_mixed_script": bool(name and is_mixed_script(name))}


def is_mixed_script(text: str) -> bool:
    """Tell whether one word of a name mixes letters of look-alike scripts, as forged names do."""
    for word in text.split():
        scripts = {
            unicodedata.name(letter, "").split(" ")[0]
            for letter in word
            if letter.isalpha()
            and unicodedata.name(letter, "").split(" ")[0] in ("LATIN", "CYRILLIC", "GREEK", "CHEROKEE")
        }
        if len(scripts) > 1:
            return True
    return False


def _record(drawn: dict[str, Any], key: str) -> dict[str, Any]:
    summary = drawn["summary"]
    members = [_record(member, f"{key}{number}") for number, member in enumerate(drawn["members"])]
    endorsements = [_record(member, f"{key}e{number}") for number, member in enumerate(drawn["endorsements"])]
    return {
        "key": key,
        "digest": drawn["digest"],
        "kind": drawn["kind"],
        "outcome": drawn["outcome"],
        "sentence": drawn["sentence"],
        "is_proved": drawn["is_proved"],
        "lights": _lights(drawn["lights"]),
        "summary": summary,
        "title": _title(summary, drawn["kind"]),
        "from_words": date_words(summary["valid_from"]) if summary and summary["valid_from"] else "",
        "until_words": date_words(summary["valid_until"]) if summary and summary["valid_until"] else "",
        "members": members,
        "endorsements": endorsements,
    }


def _title(summary: dict[str, Any] | None, kind: str) -> dict[str, Any]:
    if summary and summary["name"]:
        return dict(summary["name"])
    names = {"presentation": gettext("A presentation"), "status_list": gettext("A status list")}
    return {"value": names.get(kind, gettext("A record without a name")), "language": None}
