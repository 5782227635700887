"""What does each status entry of a record say?

Revoked and suspended are told apart; whatever cannot be read is undetermined, never "not revoked" and never "revoked".

Spec: https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm ,
https://www.w3.org/TR/2023/WD-vc-status-list-20230427/ (StatusList2021), 1EdTech VCRL 1.0
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import unquote

from openler.credentials.model import Part
from openler.credentials.model.shape import id_of, listed
from openler.credentials.status.lists import MAX_ENTRY_BITS, StatusListMalformed, unpack_list, value_at
from openler.credentials.status.meanings import (
    ENDING,
    STATUS_SOURCE,
    TELLING,
    Finding,
    Outcome,
    meaning,
    note,
    unexplained,
)
from openler.foundation.documents import MAX_DOCUMENT_BYTES, Documents
from openler.foundation.errors import LerError, MalformedInput, ResolutionFailed, StatusUnavailable
from openler.foundation.instants import BadInstant, Instant, parse_instant
from openler.foundation.json_types import JsonObject
from openler.foundation.pointers import join
from openler.foundation.problems import Problem
from openler.foundation.strict_json import parse_json_object

_ERRORS = "https://www.w3.org/ns/credentials/status-list#"
# Errors that the data model names for every specification built on it (VCDM 2.0, Problem Details).
_MODEL_ERRORS = "https://www.w3.org/TR/vc-data-model#"
_TYPES = {
    "status_retrieval": _ERRORS + "STATUS_RETRIEVAL_ERROR",
    "status_verification": _ERRORS + "STATUS_VERIFICATION_ERROR",
    "status_list_length": _ERRORS + "STATUS_LIST_LENGTH_ERROR",
    "status_out_of_range": _MODEL_ERRORS + "RANGE_ERROR",
    "status_malformed_value": _MODEL_ERRORS + "MALFORMED_VALUE_ERROR",
}
_LIST_TYPES = {
    "BitstringStatusListEntry": "BitstringStatusListCredential",
    "StatusList2021Entry": "StatusList2021Credential",
}
MAX_ENTRIES = 16
_NUMBER = "The status entry writes its index as a number; the standard asks for text."
_OLD = (
    "The copy of the status list at hand was signed longer ago than its issuer wants copies to be kept (ttl); "
    "get the list again if this one was not fetched just now."
)
# A century in milliseconds; more is no time to live.
_LONGEST_TTL = 100 * 366 * 86_400_000
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
        made: when its proof says that it was made, as written; None if it does not say.
    """

    document: JsonObject | None
    reason: str = ""
    made: str | None = None


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
    at: datetime | None = None,
) -> StatusAnswer:
    """Ask every status entry of a record.

    Args:
        entries: the ``credentialStatus`` values with their places.
        issuer_id: the record's issuer, who must have signed the list.
        record_id: the record's id, for lists that name records.
        documents: gives the lists.
        verify_list: verifies a list as a record of its own.
        at: the time asked about, to tell a list that its issuer would not have kept so long.
    """
    if not entries:
        return StatusAnswer("not_applicable")
    outcomes: set[Outcome] = set()
    problems: list[Problem] = []
    for entry in entries[:MAX_ENTRIES]:
        try:
            for outcome, problem in _ask(entry, issuer_id, record_id, documents, verify_list, at):
                outcomes.add(outcome)
                if problem is not None:
                    problems.append(problem)
        except LerError as error:
            error.pointer = error.pointer or entry.pointer
            problem = Problem.from_error(error, title="Status unknown", type=_TYPES.get(error.code, STATUS_SOURCE))
            only_tells = isinstance(entry.value, dict) and entry.value.get("statusPurpose") in TELLING
            outcomes.add("passed" if only_tells else "undetermined")
            problems.append(replace(problem, severity="warning") if only_tells else problem)
    if len(entries) > MAX_ENTRIES:
        outcomes.add("undetermined")
        detail = f"The record has {len(entries)} status entries; {MAX_ENTRIES} were asked."
        problems.append(Problem("too_many_status_entries", "Too many status entries", detail))
    worst: Outcome = next((name for name in ("failed", "undetermined") if name in outcomes), "passed")
    return StatusAnswer(worst, tuple(problems))


def _ask(
    entry: Part,
    issuer_id: str | None,
    record_id: str | None,
    documents: Documents,
    verify_list: ListVerifier,
    at: datetime | None,
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
    yield from _ask_bitstring(entry, kind, issuer_id, documents, verify_list, at)


def _ask_bitstring(
    entry: Part,
    kind: str,
    issuer_id: str | None,
    documents: Documents,
    verify_list: ListVerifier,
    at: datetime | None,
) -> Iterator[Finding]:
    # Bitstring Status List 1.0, 3.2, Validate Algorithm.
    value = entry.value
    index, remark = _index(value, entry.pointer)
    if remark is not None:
        yield "passed", remark
    purpose = value.get("statusPurpose")
    if not isinstance(purpose, str):
        raise StatusListMalformed("The status entry does not say for which purpose it stands: statusPurpose.")
    if purpose not in ENDING and purpose not in TELLING:
        raise UnknownStatusPurpose(f"What an entry for the purpose {purpose[:60]!r} means is not known here.")
    size = value.get("statusSize", 1)
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_ENTRY_BITS:
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
        yield "passed", note("status_list_without_prefix", "Written in an older way", _NO_PREFIX, entry.pointer)
    if at is not None and _is_old(verified, subject, at):
        yield "passed", note("status_list_old", "An old copy", _OLD, entry.pointer)
    found = meaning(purpose, value_at(bits, index, size), entry)
    yield from _doubts(entry, purpose, size, found, _other_name(verified.document, url))
    yield found


def _doubts(entry: Part, purpose: str, size: int, found: Finding, stranger: str) -> Iterator[Finding]:
    """Tell what speaks against an answer: no doubt makes a revoked record good, and a doubtful "good" is none."""
    gap = unexplained(entry.value, size)
    if gap and found[0] == "passed" and purpose in ENDING:
        raise StatusListMalformed(gap)
    if gap:
        yield "passed", note("status_messages_incomplete", "Messages incomplete", gap, entry.pointer)
    if stranger and found[0] == "passed":
        # Another list of the same issuer, put in place of the right one, would call a revoked record good.
        raise StatusVerification(stranger)
    if stranger:
        yield "failed", note("status_list_renamed", "Another list", stranger, entry.pointer)


def _is_old(list_: VerifiedList, subject: JsonObject, at: datetime) -> bool:
    """Tell whether a list says how long copies may be kept, and was signed longer ago than that."""
    ttl = subject.get("ttl")
    if isinstance(ttl, bool) or not isinstance(ttl, int) or not 0 < ttl < _LONGEST_TTL:
        return False
    document = list_.document or {}
    stamps = [list_.made, document.get("validFrom"), document.get("issuanceDate")]
    made = []
    for stamp in stamps:
        try:
            made.append(parse_instant(stamp))
        except BadInstant:
            continue
    return bool(made) and (Instant.of(at).seconds - max(made).seconds) * 1000 > ttl


def _index(value: JsonObject, pointer: str) -> tuple[int, Problem | None]:
    index = value.get("statusListIndex")
    remark = None
    if isinstance(index, int) and not isinstance(index, bool):
        place = join(pointer, "statusListIndex")
        remark = note("status_index_is_number", "Index written as a number", _NUMBER, place)
        index = str(index)
    if not isinstance(index, str) or not index.isascii() or not index.isdigit() or len(index) > 12:
        raise StatusListMalformed("The status entry's statusListIndex is no whole number of zero or more.")
    return int(index), remark


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
            return meaning("revocation", 1, entry)
    return "passed", None


def _same_id(one: str, other: str) -> bool:
    # Open Badges 3.0, 7.1: ids are compared after percent-decoding and trimming.
    return unquote(one).strip() == unquote(other).strip()
