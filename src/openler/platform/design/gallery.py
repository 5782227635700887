"""What does the gallery show? Each component with examples of all its states; every name in them is fictional."""

import hashlib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from openler.platform.design.icons import icon_names

_COMPONENTS = Path(__file__).parent / "components"
_COLOURS = ("paper", "sheet", "wash", "line", "line-strong", "ink", "ink-2", "ink-3", "accent", "accent-wash", "plate")
_VERDICTS = ("passed", "failed", "undetermined", "not-applicable")
_PHASES = (
    ("developing", _("Developing")),
    ("issuing", _("Issuing")),
    ("using", _("Using")),
    ("adopting", _("Adopting")),
)
_WHO = (
    ("learners", _("Learners and Earners"), "using", _("Using")),
    ("credentialing", _("Credentialing Organizations"), "issuing", _("Issuing")),
    ("employers", _("Employers"), "adopting", _("Adopting")),
    ("hr", _("HR Systems"), "adopting", _("Adopting")),
    ("providers", _("LER Solution Providers"), "developing", _("Developing")),
    ("governance", _("Governance"), "issuing", _("Issuing")),
    ("standards", _("Data Standards Bodies"), "developing", _("Developing")),
    ("navigators", _("Career Navigators"), "using", _("Using")),
    ("supporting", _("Supporting Systems"), "using", _("Using")),
    ("funders", _("Funders"), "developing", _("Developing")),
)


def component_names() -> list[str]:
    """List the components, by folder."""
    return sorted(folder.name for folder in _COMPONENTS.iterdir() if (folder / f"{folder.name}.css").is_file())


def gallery_context() -> dict[str, Any]:
    """Give the examples of every component."""
    return {
        "icons": icon_names(),
        "colours": _COLOURS,
        "verdict_colours": _VERDICTS,
        "phases": [{"name": name, "words": words} for name, words in _PHASES],
        "stakeholders": [
            {"who": who, "name": name, "phase": phase, "phase_name": phase_name}
            for who, name, phase, phase_name in _WHO
        ],
        "outcomes": ("passed", "failed", "undetermined", "not_applicable"),
        "digests": [_digest(text) for text in ("one", "two", "three")],
        "cards": _cards(),
        "sheets": _sheets(),
        "verdicts": (_passed(), _failed(), _undetermined()),
        "faults": [{"id": "gallery-link", "words": _("Give an address that starts with https://")}],
        "steps": _steps(),
        "notice": {
            "controller": _("Lakeside Community College (fictional)"),
            "purpose": _("To send this person a link with which they may join."),
            "basis": _("You work together, or mean to (GDPR Art. 6(1)(f))."),
            "period": _("The link works for 14 days."),
            "rights": _("You can ask to see and delete it."),
            "contact": _("The registrar (fictional)"),
        },
        "stones": ("done", "done", "now", "", "", "", "", ""),
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _cards() -> list[dict[str, Any]]:
    return [
        {
            "title": "Wound Care Basics",
            "issuer": _("Lakeside Community College (fictional)"),
            "date": _("May 2026"),
            "state": _("In force"),
            "state_icon": "check",
            "digest": _digest("card 1"),
        },
        {
            "title": "MIG Welding, Level 2",
            "issuer": _("Harbor Welding School (fictional)"),
            "date": _("March 2026"),
            "state": _("Ends in 5 weeks"),
            "state_icon": "clock",
            "digest": _digest("card 2"),
        },
        {
            "title": "Bedside Spanish",
            "issuer": _("Great Rivers League (fictional)"),
            "date": _("October 2026"),
            "state": _("Not checked"),
            "state_icon": "question",
            "digest": _digest("card 4"),
        },
    ]


def _sheets() -> list[dict[str, Any]]:
    facts = [{"term": _("In force from"), "text": _("14 May 2026")}, {"term": _("Until"), "text": _("14 May 2029")}]
    return [
        {
            "title": "Fundamentals of Nursing I & II",
            "to": _("A student (fictional)"),
            "line": _("Skills shown in class and in 120 hours of supervised care."),
            "signer": _("Lakeside Community College (fictional)"),
            "digest": _digest("sheet 1"),
            "is_signed": True,
            "facts": facts,
        },
        {
            "title": "Fundamentals of Nursing I to IX",
            "to": "",
            "line": _("Nothing proves what this one says."),
            "signer": _("Lakeside Community College (fictional)"),
            "digest": _digest("sheet 2"),
            "is_signed": False,
            "facts": facts[:1],
        },
    ]


def _lights(*outcomes: str) -> list[dict[str, Any]]:
    names = (_("Intact"), _("In force"), _("Issuer recognized"), _("Presenter proven"))
    return [{"name": name, "outcome": outcome, "detail": ""} for name, outcome in zip(names, outcomes, strict=True)]


def _passed() -> dict[str, Any]:
    return {
        "outcome": "passed",
        "before": _("This record"),
        "stress": _("is genuine and in force"),
        "after": ".",
        "lights": _lights("passed", "passed", "not_applicable", "not_applicable"),
        "why": (),
    }


def _failed() -> dict[str, Any]:
    return {
        "outcome": "failed",
        "before": _("This record"),
        "stress": _("is not what was signed"),
        "after": _(". Do not rely on what it says."),
        "lights": _lights("failed", "undetermined", "undetermined", "not_applicable"),
        "why": (
            {"term": _("What happened"), "text": _("The content is not the content that was signed.")},
            {"term": _("Who can mend it"), "text": _("The person who sent it, by sending the original.")},
            {"term": _("What to do"), "text": _("Ask for the record again, straight from the wallet.")},
        ),
    }


def _undetermined() -> dict[str, Any]:
    return {
        "outcome": "undetermined",
        "before": _("This record is genuine, but we"),
        "stress": _("could not find out whether it is still in force"),
        "after": ".",
        "lights": _lights("passed", "undetermined", "not_applicable", "not_applicable"),
        "why": (
            {"term": _("What happened"), "text": _("The status list did not answer within 5 seconds.")},
            {"term": _("Who can mend it"), "text": _("The issuer, or your network.")},
            {"term": _("What to do"), "text": _("Try again later.")},
        ),
    }


def _steps() -> list[dict[str, Any]]:
    return [
        {"title": _("Asked"), "text": _("The college was asked for the record."), "state": "done"},
        {"title": _("Signed"), "text": _("It is being signed now."), "state": "now"},
        {"title": _("Shown"), "text": _("To whom, the holder decides."), "state": ""},
    ]
