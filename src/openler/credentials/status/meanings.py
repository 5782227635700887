"""What does a value in a status list say: revoked, suspended, renewed, or a message of the issuer?

Spec: https://www.w3.org/TR/vc-bitstring-status-list/#bitstringstatuslistentry
"""

from typing import Any, Literal

from openler.credentials.model import Part
from openler.credentials.model.shape import listed
from openler.foundation.json_types import JsonObject
from openler.foundation.problems import Problem

STATUS_SOURCE = "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm"
Outcome = Literal["passed", "failed", "undetermined", "not_applicable"]
Finding = tuple[Outcome, Problem | None]
# Purposes that end a record (Bitstring Status List 1.0, 2.1); what any other one means, its authors alone know.
ENDING = {"revocation": ("revoked", "Revoked"), "suspension": ("suspended", "Suspended")}
# Purposes that only tell something: no answer, not even none, ends the record.
TELLING = ("refresh", "message")
# The word by which an issuer keeps a value for later.
_NOT_YET = "undefined"


def note(code: str, title: str, detail: str, pointer: str) -> Problem:
    """Tell something that decides nothing."""
    return Problem(code=code, title=title, detail=detail, pointer=pointer, severity="warning")


def meaning(purpose: str, value: int, entry: Part) -> Finding:
    """Say what a value means for a record; never raises.

    Args:
        purpose: one of ``ENDING`` or ``TELLING``.
        value: as it stands in the list.
        entry: the status entry, which may explain values.
    """
    if purpose in ENDING:
        return ("failed", _ended(purpose, entry)) if value else ("passed", None)
    if purpose == "refresh":
        return "passed", _renewed(entry) if value else None
    text = _messages(entry.value).get(value)
    if not value and text is None:
        return "passed", None
    words = f": {text[:200]}" if text else "."
    if text == _NOT_YET:
        words = ", which has no meaning yet."
    told = f"The issuer's list for {purpose!r} says {value} for this record{words}{_reference(entry.value)}"
    return "passed", note("status_says", "The issuer says something", told, entry.pointer)


def unexplained(entry: JsonObject, size_bits: int) -> str:
    """Say what is wrong with the messages of an entry; empty if nothing is.

    Entries of several bits explain every value that they can have, once; those of one bit may.
    """
    if size_bits == 1 and "statusMessage" not in entry:
        return ""
    found = _messages(entry)
    wanted = 1 << size_bits
    if len(found) != wanted or len(listed(entry.get("statusMessage"))) != wanted or max(found) >= wanted:
        return (
            f"The status entry has {size_bits} bits, and statusMessage does not explain its {wanted} values, each once."
        )
    return ""


def _messages(entry: JsonObject) -> dict[int, str]:
    found: dict[int, str] = {}
    for item in listed(entry.get("statusMessage")):
        status, message = (item.get("status"), item.get("message")) if isinstance(item, dict) else (None, None)
        if isinstance(message, str) and (value := _hexadecimal(status)) is not None:
            found[value] = message
    return found


def _hexadecimal(text: Any) -> int | None:
    # A text such as "0x2"; nine letters hold any value that an entry of eight bits can have.
    if not isinstance(text, str) or text[:2].lower() != "0x" or not 3 <= len(text) <= 9 or not text[2:].isalnum():
        return None
    try:
        return int(text, 16)
    except ValueError:
        return None


def _reference(entry: JsonObject) -> str:
    urls = [url for url in listed(entry.get("statusReference")) if isinstance(url, str)]
    return f" It explains itself at {urls[0][:200]}." if urls else ""


def _ended(purpose: str, entry: Part) -> Problem:
    code, title = ENDING[purpose]
    return Problem(
        code=code,
        title=title,
        detail=f"The issuer has {code} this record.",
        type=STATUS_SOURCE,
        pointer=entry.pointer,
        mender="issuer",
        next_step="Ask the holder or the issuer whether there is a newer record.",
    )


def _renewed(entry: Part) -> Problem:
    return Problem(
        code="status_refresh",
        title="A newer record exists",
        detail="The issuer says that there is a newer version of this record.",
        type=STATUS_SOURCE,
        pointer=entry.pointer,
        mender="holder",
        next_step="Ask the holder for the newer record; the record's refresh service gives it.",
        severity="warning",
    )
