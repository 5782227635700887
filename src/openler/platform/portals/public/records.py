"""How is a record laid out as an object, with who signed it, how far its words are proved, and the records inside it?"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from openler.credentials.verification.sentences import date_words
from openler.platform.portals.public.lookalikes import oddness_of

Words = Promise | str

# A page of a transcript shows every record inside; only so many of them with a drawing of their own.
MAX_DRAWN = 24
_LIGHT_NAMES: dict[str, Words] = {
    "intact": _("Intact"),
    "in_force": _("In force"),
    "issuer_recognized": _("Issuer recognized"),
    "presenter_proven": _("Presenter proven"),
}
# Verdicts of recognition by which somebody chosen says who the issuer is.
_KNOWN = ("recognized", "recognized_in_past", "recognized_since")
# How far what follows is proved; nothing is said where it is.
_STANDINGS: dict[str, Words] = {
    "unproved": _("What follows is what the file says. Nothing proves it."),
    "strangers_key": _(
        "What follows was signed, but not with a key of the issuer it names. Nothing proves that the issuer said it."
    ),
    "unknown_key": _("What follows was signed, but whose key it was could not be found out."),
    "collection": _("Nobody signed the collection as a whole. Each record in it speaks for itself."),
}
_ODDNESSES: dict[str, Words] = {
    "mixed": _("This name mixes letters of different alphabets that look alike. Compare it with the domain."),
    "hidden": _("This name holds signs that cannot be seen or that turn its order. Compare it with the domain."),
    "styled": _("This name is written in signs that only look like plain letters. Compare it with the domain."),
}


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as far as the seal shows, and what the record calls them.

    Attributes:
        domain: the domain whose own document lists the key; empty for a bare key.
        id: the issuer that the record names.
        is_bound: the key that signed is that issuer's.
        name: what the record calls its issuer; nobody has checked it.
        oddness: why that name may be a look-alike, in words; empty for most names.
        how: how it was signed, and when, by the proof's own words.
        recognized: who recognizes the issuer, when it signed and now, sentence by sentence.
        is_known: a chosen registry lists the issuer.
    """

    domain: str
    id: str
    is_bound: bool
    name: str
    oddness: Words
    how: str
    recognized: list[str]
    is_known: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One record, ready for a template; what it says stands in ``summary`` as the record says it.

    Attributes:
        key: makes the identifiers of its drawing unique on the page.
        digest: SHA-256 of the record; empty where it gets no drawing.
        standing: how far its words are proved, in words; empty where they are.
        comment: what an endorsement says.
    """

    key: str
    digest: str
    outcome: str
    sentence: str
    is_signed: bool
    standing: Words
    is_strangers: bool
    lights: list[dict[str, Any]]
    signer: Signer
    title: dict[str, Any]
    summary: dict[str, Any] | None
    facts: list[dict[str, Any]]
    evidence: list[dict[str, str]]
    comment: dict[str, Any] | None
    members: list["Record"]
    endorsements: list["Record"]


def light_words(lights: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the four lights with their names and reasons in the reader's language."""
    return [
        {"name": _LIGHT_NAMES[light["id"]], "outcome": light["outcome"], "detail": light_detail(light)}
        for light in lights
    ]


def light_detail(light: dict[str, Any]) -> str:
    """Say why a light is as it is, in the reader's language."""
    return say_parts(light) if "template" in light else gettext(light["reason"])


def say_parts(words: dict[str, Any]) -> str:
    """Say a sentence that crossed as its template and values, in the reader's language."""
    values = {name: say_parts(value) if isinstance(value, dict) else value for name, value in words["values"].items()}
    said = gettext(words["template"])
    return said % values if values else said


def read_signer(drawn: dict[str, Any]) -> Signer:
    """Read who signed out of what the judge drew."""
    issuer = drawn["issuer"]
    name = issuer["self_asserted_name"] or ""
    parts = [issuer["cryptosuite"] or "", date_words(issuer["created"]) if issuer["created"] else ""]
    return Signer(
        domain=issuer["proven_domain"] or "",
        id=issuer["id"] or "",
        is_bound=drawn["standing"] == "proved",
        name=name,
        oddness=_ODDNESSES.get(oddness_of(name) or "", ""),
        how=", ".join(filter(None, parts)),
        recognized=[say_parts(words) for words in drawn.get("recognition_words", ())],
        is_known=(drawn.get("recognition") or {}).get("verdict") in _KNOWN,
    )


def read_record(drawn: dict[str, Any], *, key: str, is_drawn: bool = True) -> Record:
    """Read a record, and every record inside it, out of what the judge drew.

    Args:
        is_drawn: it gets a drawing of its own.
    """
    summary = drawn["summary"]
    return Record(
        key=key,
        digest=drawn["digest"] if is_drawn else "",
        outcome=drawn["outcome"],
        sentence=drawn["sentence"],
        is_signed=drawn["standing"] == "proved",
        standing=_STANDINGS.get(drawn["standing"], ""),
        is_strangers=drawn["standing"] == "strangers_key",
        lights=light_words(drawn["lights"]),
        signer=read_signer(drawn),
        title=_title(summary, drawn["kind"]),
        summary=summary,
        facts=_facts(summary),
        evidence=[_evidence(name, url) for name, url in summary["evidence"]] if summary else [],
        comment=drawn["comment"],
        members=[
            read_record(member, key=f"{key}{number}", is_drawn=is_drawn and number < MAX_DRAWN)
            for number, member in enumerate(drawn["members"])
        ],
        endorsements=[
            read_record(member, key=f"{key}e{number}", is_drawn=False)
            for number, member in enumerate(drawn["endorsements"])
        ],
    )


def _title(summary: dict[str, Any] | None, kind: str) -> dict[str, Any]:
    if summary and summary["name"]:
        return dict(summary["name"])
    names = {
        "presentation": gettext("A presentation"),
        "bundle": gettext("Several records"),
        "status_list": gettext("A status list"),
    }
    return {"value": names.get(kind, gettext("A record without a name")), "language": None}


def _facts(summary: dict[str, Any] | None) -> list[dict[str, Any]]:
    if not summary:
        return []
    told = (
        (_("In force from"), date_words(summary["valid_from"]) if summary["valid_from"] else ""),
        (_("Until"), date_words(summary["valid_until"]) if summary["valid_until"] else ""),
        (_("Kind"), summary["achievement_type"] or ""),
    )
    return [{"term": term, "text": text, "is_of_record": True} for term, text in told if text]


def _evidence(name: str, url: str | None) -> dict[str, str]:
    """Name a piece of evidence and where it lies; only an https address becomes a link, with its host in sight."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname or ""
    except ValueError:
        return {"name": name, "url": "", "host": ""}
    is_link = parts.scheme == "https" and bool(host) and not parts.username
    return {"name": name, "url": str(url) if is_link else "", "host": host if is_link else ""}
