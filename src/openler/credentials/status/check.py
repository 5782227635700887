"""What does each status entry of a record say?

Revoked and suspended are told apart; whatever cannot be read is undetermined, never "not revoked" and never "revoked".

Spec: https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm ,
https://www.w3.org/TR/2023/WD-vc-status-list-20230427/ (StatusList2021), 1EdTech VCRL 1.0
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import unquote

from openler.credentials.model import Part
from openler.credentials.model.shape import id_of, listed
from openler.credentials.status.lists import (
    StatusListMalformed,
    unpack_list,
    value_at,
)
from openler.foundation.documents import MAX_DOCUMENT_BYTES, Documents
from openler.foundation.errors import LerError, MalformedInput, ResolutionFailed, StatusUnavailable
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object

STATUS_SOURCE = "https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm"
_ERRORS = "https://www.w3.org/ns/credentials/status-list#"
_TYPES = {
    "status_retrieval": _ERRORS + "STATUS_RETRIEVAL_ERROR",
    "status_verification": _ERRORS + "STATUS_VERIFICATION_ERROR",
    "status_list_length": _ERRORS + "STATUS_LIST_LENGTH_ERROR",
    "status_out_of_range": _ERRORS + "RANGE_ERROR",
    "status_malformed_value": _ERRORS + "MALFORMED_VALUE_ERROR",
}
Outcome = Literal["passed", "failed", "undetermined", "not_applicable"]
# Purposes that end a record (Bitstring Status List 1.0, 2.1); what any other one means, its authors alone know.
_ENDING = {"revocation": ("revoked", "Revoked"), "suspension": ("suspended", "Suspended")}
# Purposes that only tell something: no answer, not even none, ends the record.
_TELLING = ("refresh", "message")
_LIST_TYPES = {
    "BitstringStatusListEntry": "BitstringStatusListCredential",
    "StatusList2021Entry": "StatusList2021Credential",
}
MAX_ENTRIES = 16
MAX_STATUS_SIZE = 8
_NUMBER = "The status entry writes its index as a number; the standard asks for text."
_NO_PREFIX = "The status list lacks the letter u in front of its encodedList, which the standard asks for."


class StatusRetrieval(StatusUnavailable):
    """The status list could not be had."""

    code = "status_retrieval"
    default_advice = "Check again with network access, or give the list with --document URL=FILE."


class StatusVerification(StatusUnavailable):
    """The status list does not prove itself, or is not one for this record."""

    code = "status_verification"
    default_mender = "issuer"
    default_advice = "Ask the issuer to publish a status list that it has signed."


class UnknownStatusType(StatusUnavailable):
    """The record uses a kind of status that is not read here."""

    code = "status_type_unknown"
    default_advice = "Check the record's status with software that knows this kind."


class UnknownStatusPurpose(StatusUnavailable):
    """The record's status stands for something that only its authors know."""

    code = "status_purpose_unknown"
    default_mender = "issuer"
    default_advice = "Ask the issuer what this status says about the record."


@dataclass(frozen=True, slots=True)
class VerifiedList:
    """What became of verifying a status list as a record of its own.

    Attributes:
        document: the list, None unless its proof, its issuer and its validity all hold.
        reason: why it does not hold.
    """

    document: JsonObject | None
    reason: str = ""


ListVerifier = Callable[[bytes], VerifiedList]


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """The outcome over all entries of a record, with the reasons."""

    outcome: Outcome
    problems: tuple[Problem, ...] = ()


def check_status(
    entries: Sequence[Part],
    *,
    issuer_id: str | None,
    record_id: str | None,
    documents: Documents,
    verify_list: ListVerifier,
) -> StatusAnswer:
    """Ask every status entry of a record.

    Args:
        entries: the ``credentialStatus`` values with their places.
        issuer_id: the record's issuer, who must have signed the list.
        record_id: the record's id, for lists that name records.
        documents: gives the lists.
        verify_list: verifies a list as a record of its own.
    """
    if not entries:
        return StatusAnswer("not_applicable")
    outcomes: set[Outcome] = set()
    problems: list[Problem] = []
    for entry in entries[:MAX_ENTRIES]:
        try:
            for outcome, problem in _ask(entry, issuer_id, record_id, documents, verify_list):
                outcomes.add(outcome)
                if problem is not None:
                    problems.append(problem)
        except LerError as error:
            error.pointer = error.pointer or entry.pointer
            problem = Problem.from_error(error, title="Status unknown", type=_TYPES.get(error.code, STATUS_SOURCE))
            only_tells = isinstance(entry.value, dict) and entry.value.get("statusPurpose") in _TELLING
            outcomes.add("passed" if only_tells else "undetermined")
            problems.append(replace(problem, severity="warning") if only_tells else problem)
    if len(entries) > MAX_ENTRIES:
        outcomes.add("undetermined")
        detail = f"The record has {len(entries)} status entries; {MAX_ENTRIES} were asked."
        problems.append(Problem("too_many_status_entries", "Too many status entries", detail))
    worst: Outcome = next((name for name in ("failed", "undetermined") if name in outcomes), "passed")
    return StatusAnswer(worst, tuple(problems))


Finding = tuple[Outcome, Problem | None]


def _ask(
    entry: Part, issuer_id: str | None, record_id: str | None, documents: Documents, verify_list: ListVerifier
) -> Iterator[Finding]:
    value = entry.value
    if not isinstance(value, dict):
        raise StatusListMalformed("The status entry is not an object.")
    types = [item for item in listed(value.get("type")) if isinstance(item, str)]
    if "1EdTechRevocationList" in types:
        yield _ask_revocation_list(entry, record_id, documents)
        return
    kind = next((name for name in _LIST_TYPES if name in types), None)
    if kind is None:
        raise UnknownStatusType(f"Status entries of the type {(types or ['?'])[0][:80]!r} are not read here.")
    yield from _ask_bitstring(entry, kind, issuer_id, documents, verify_list)


def _ask_bitstring(
    entry: Part, kind: str, issuer_id: str | None, documents: Documents, verify_list: ListVerifier
) -> Iterator[Finding]:
    # Bitstring Status List 1.0, 3.2, Validate Algorithm.
    value = entry.value
    index, note = _index(value, entry.pointer)
    if note is not None:
        yield "passed", note
    purpose = value.get("statusPurpose")
    if not isinstance(purpose, str):
        raise StatusListMalformed("The status entry does not say for which purpose it stands: statusPurpose.")
    if purpose not in _ENDING and purpose not in _TELLING:
        raise UnknownStatusPurpose(f"What an entry for the purpose {purpose[:60]!r} means is not known here.")
    size = value.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_STATUS_SIZE:
        raise StatusListMalformed("The status entry's statusSize is no small whole number.")
    url = value.get("statusListCredential")
    if not isinstance(url, str):
        raise StatusListMalformed("The status entry does not say where its list is: statusListCredential.")
    document = _fetch(url, documents)
    verified = verify_list(document)
    if verified.document is None:
        raise StatusVerification(f"The status list at {url[:200]} cannot be relied on. {verified.reason}")
    subject = _list_subject(verified.document, kind, url, issuer_id, purpose)
    encoded = subject.get("encodedList")
    bits = unpack_list(encoded, entry_bits=size)
    if kind == "BitstringStatusListEntry" and not str(encoded).startswith("u"):
        yield "passed", _note("status_list_without_prefix", "Written in an older way", _NO_PREFIX, entry.pointer)
    found = _meaning(purpose, value_at(bits, index, size), entry, value)
    stranger = _other_name(verified.document, url)
    if stranger and found[0] == "passed":
        # Another list of the same issuer, put in place of the right one, would call a revoked record good.
        raise StatusVerification(stranger)
    if stranger:
        yield "failed", _note("status_list_renamed", "Another list", stranger, entry.pointer)
    yield found


def _index(value: JsonObject, pointer: str) -> tuple[int, Problem | None]:
    index = value.get("statusListIndex")
    note = None
    if isinstance(index, int) and not isinstance(index, bool):
        place = join(pointer, "statusListIndex")
        note = _note("status_index_is_number", "Index written as a number", _NUMBER, place)
        index = str(index)
    if not isinstance(index, str) or not index.isascii() or not index.isdigit() or len(index) > 12:
        raise StatusListMalformed("The status entry's statusListIndex is no whole number of zero or more.")
    return int(index), note


def _fetch(url: str, documents: Documents) -> bytes:
    # What stands behind # names a part of the list; a list that was handed over may carry either name.
    base = url.partition("#")[0]
    for name in dict.fromkeys((url, base)):
        try:
            return documents.get(name, purpose="status", max_bytes=MAX_DOCUMENT_BYTES)
        except ResolutionFailed as error:
            reason = error.message
    raise StatusRetrieval(f"The status list could not be had. {reason}")


def _other_name(list_: JsonObject, url: str) -> str:
    stated = list_.get("id")
    if isinstance(stated, str) and stated.partition("#")[0] != url.partition("#")[0]:
        return f"The status list found at {url[:200]} says that it is another one: {stated[:200]}."
    return ""


def _list_subject(list_: JsonObject, kind: str, url: str, issuer_id: str | None, purpose: str) -> JsonObject:
    if _LIST_TYPES[kind] not in listed(list_.get("type")):
        raise StatusVerification(f"What stands at {url[:200]} is no {_LIST_TYPES[kind]}.")
    if id_of(list_.get("issuer")) != issuer_id:
        raise StatusVerification("The status list is signed by somebody else than the record's issuer.")
    subject = list_.get("credentialSubject")
    subject = subject[0] if isinstance(subject, list) and len(subject) == 1 else subject
    if not isinstance(subject, dict):
        raise StatusListMalformed("The status list has no single subject.")
    if purpose not in listed(subject.get("statusPurpose")):
        raise StatusVerification(
            f"The status list does not speak about {purpose[:60]!r}, which the record's entry asks for."
        )
    return subject


def _meaning(purpose: str, bit: int, entry: Part, value: JsonObject) -> Finding:
    if purpose in _ENDING:
        if not bit:
            return "passed", None
        code, title = _ENDING[purpose]
        return "failed", Problem(
            code=code,
            title=title,
            detail=f"The issuer has {code} this record.",
            type=STATUS_SOURCE,
            pointer=entry.pointer,
            mender="issuer",
            next_step="Ask the holder or the issuer whether there is a newer record.",
        )
    if not bit:
        return "passed", None
    message = next(
        (
            item.get("message")
            for item in listed(value.get("statusMessage"))
            if isinstance(item, dict) and item.get("status") == hex(bit)
        ),
        None,
    )
    words = f": {message[:200]}" if isinstance(message, str) else "."
    told = f"The issuer's list for {purpose!r} says {bit} for this record{words}"
    return "passed", _note("status_says", "The issuer says something", told, entry.pointer)


def _note(code: str, title: str, detail: str, pointer: str) -> Problem:
    return Problem(code=code, title=title, detail=detail, pointer=pointer, severity="warning")


def _ask_revocation_list(entry: Part, record_id: str | None, documents: Documents) -> Finding:
    # VCRL 1.0: a list of ids on the issuer's own https address; what vouches for it is that address alone.
    url = entry.value.get("id")
    if not isinstance(url, str) or not url.startswith("https://"):
        raise StatusListMalformed("The revocation list's address is no https URL.")
    try:
        answer = parse_json_object(_fetch(url, documents), max_bytes=MAX_DOCUMENT_BYTES)
    except MalformedInput as error:
        raise StatusListMalformed(f"The revocation list at {url[:200]} cannot be read. {error.message}") from None
    revoked = answer.get("revokedCredential")
    if not isinstance(revoked, list):
        raise StatusListMalformed(f"What stands at {url[:200]} is no revocation list.")
    if record_id is None:
        raise StatusListMalformed("The record has no id, so a list of revoked ids cannot name it.")
    for item in revoked:
        id_ = id_of(item)
        is_revoked = not isinstance(item, dict) or item.get("revoked", True) is not False
        if id_ is not None and is_revoked and _same_id(id_, record_id):
            return _meaning("revocation", 1, entry, entry.value)
    return "passed", None


def _same_id(one: str, other: str) -> bool:
    # Open Badges 3.0, 7.1: ids are compared after percent-decoding and trimming.
    return unquote(one).strip() == unquote(other).strip()
