"""Status lists of every kind that is read: Bitstring, StatusList2021, 1EdTech revocation list, as JSON and as token."""

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from openler.credentials.model import Part
from openler.credentials.status import (
    MIN_ENTRIES,
    StatusAnswer,
    StatusListLength,
    StatusOutOfRange,
    VerifiedList,
    check_status,
    pack_list,
    pack_values,
    unpack_list,
)
from openler.credentials.status.lists import value_at
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import encode_base64url

AT = datetime(2026, 11, 25, tzinfo=UTC)
URL = "https://status.example/1"
ISSUER = "did:example:issuer"


_MESSAGES = [
    {"status": "0x0", "message": "nothing to say"},
    {"status": "0x1", "message": "a renewal was asked for"},
    {"status": "0x2", "message": "a renewal is being made"},
    {"status": "0x3", "message": "undefined"},
]


def _packed(*positions: int, size: int = 1) -> str:
    bits = bytearray(131_072 * size // 8)
    for position in positions:
        bits[position >> 3] |= 0x80 >> (position & 7)
    return encode_base64url(gzip.compress(bytes(bits), mtime=0))


def _ask(entry: dict[str, Any], list_: dict[str, Any] | None = None, answer: bytes = b"") -> StatusAnswer:
    """Ask with a list that is taken as verified; what verifying it means is the door's and tested there."""
    return check_status(
        [Part("/credentialStatus", entry)],
        issuer_id=ISSUER,
        record_id="urn:uuid:7",
        documents=GivenDocuments({URL: answer or json.dumps(list_).encode()}),
        verify_list=lambda data: VerifiedList(json.loads(data)),
    )


def _entry(kind: str = "BitstringStatusListEntry", **more: Any) -> dict[str, Any]:
    entry = {"type": kind, "statusPurpose": "revocation", "statusListIndex": "42", "statusListCredential": URL}
    return {**entry, **more}


def _list(encoded: str, kind: str = "BitstringStatusListCredential", purpose: Any = "revocation") -> dict[str, Any]:
    return {
        "id": URL,
        "type": ["VerifiableCredential", kind],
        "issuer": ISSUER,
        "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": purpose, "encodedList": encoded},
    }


def _codes(answer: StatusAnswer) -> list[str]:
    return [problem.code for problem in answer.problems]


@pytest.mark.parametrize(("positions", "outcome"), [((), "passed"), ((41, 43), "passed"), ((42,), "failed")])
def test_the_bit_of_the_record_decides_and_no_other(positions: tuple[int, ...], outcome: str) -> None:
    """The highest bit of the first byte is entry 0."""
    assert _ask(_entry(), _list("u" + _packed(*positions))).outcome == outcome


def test_revoked_and_suspended_are_told_apart() -> None:
    """Two purposes, two words."""
    assert _codes(_ask(_entry(), _list("u" + _packed(42)))) == ["revoked"]
    entry = _entry(statusPurpose="suspension")
    assert _codes(_ask(entry, _list("u" + _packed(42), purpose=["revocation", "suspension"]))) == ["suspended"]


def test_a_status_list_of_2021_is_read_without_the_letter_in_front() -> None:
    """The older kind of list and entry."""
    entry = _entry("StatusList2021Entry")
    assert _ask(entry, _list(_packed(), "StatusList2021Credential")).outcome == "passed"
    assert _ask(entry, _list(_packed(42), "StatusList2021Credential")).outcome == "failed"


def test_a_list_without_the_letter_in_front_is_read_with_a_note() -> None:
    """Bitstring Status List asks for the letter u; what stands behind it can be read without."""
    good, revoked = _ask(_entry(), _list(_packed())), _ask(_entry(), _list(_packed(42)))
    assert (good.outcome, revoked.outcome) == ("passed", "failed")
    assert _codes(good) == ["status_list_without_prefix"]


@pytest.mark.parametrize("purpose", ["Revocation", "revoked", "termination", ""])
def test_a_purpose_that_is_not_known_is_undetermined(purpose: str) -> None:
    """Whether its bit is good or bad news, nobody here can say."""
    for positions in ((), (42,)):
        answer = _ask(_entry(statusPurpose=purpose), _list("u" + _packed(*positions), purpose=purpose))
        assert answer.outcome == "undetermined"
        assert _codes(answer) == ["status_purpose_unknown"]


@pytest.mark.parametrize("purpose", ["message", "refresh"])
def test_a_list_that_could_only_tell_something_is_not_missed(purpose: str) -> None:
    """Without the list the record is as good as before; the report says that it was not read."""
    answer = _ask(_entry(statusPurpose=purpose, statusListCredential="https://elsewhere.example/1"), _list("u"))
    assert answer.outcome == "passed"
    assert [(problem.code, problem.severity) for problem in answer.problems] == [("status_retrieval", "warning")]


def test_a_list_is_asked_for_without_its_fragment() -> None:
    """The list given under its own address answers for an entry that points into it."""
    assert _ask(_entry(statusListCredential=URL + "#list"), _list("u" + _packed(42))).outcome == "failed"


def test_a_message_is_told_and_ends_nothing() -> None:
    """Entries of several bits carry a message of the issuer."""
    entry = _entry(
        statusPurpose="message",
        statusSize=2,
        statusMessage=_MESSAGES,
    )
    answer = _ask(entry, _list("u" + _packed(84, size=2), purpose="message"))
    assert answer.outcome == "passed"
    assert "a renewal is being made" in answer.problems[0].detail


@pytest.mark.parametrize(
    ("revoked", "outcome"),
    [
        ([{"id": "urn:uuid:7"}], "failed"),
        ([{"id": "urn:uuid:7", "revoked": True}], "failed"),
        ([{"id": "urn:uuid:7", "revoked": False}], "passed"),
        ([{"id": "urn:uuid:8"}], "passed"),
        (["urn:uuid:7"], "failed"),
        ([{"id": " urn%3Auuid:7"}], "failed"),
        ([{"revoked": True}, None, 7, []], "passed"),
        ([], "passed"),
        (None, "undetermined"),
    ],
)
def test_a_1edtech_revocation_list_names_records(revoked: Any, outcome: str) -> None:
    """The list of ids at the issuer's own address; what is no list is undetermined."""
    entry = {"id": URL, "type": "1EdTechRevocationList"}
    answer = json.dumps({"revokedCredential": revoked}).encode()
    assert _ask(entry, answer=answer).outcome == outcome


def test_a_record_without_id_is_on_no_list_of_ids() -> None:
    """Neither found nor cleared: undetermined."""
    answer = check_status(
        [Part("/credentialStatus", {"id": URL, "type": "1EdTechRevocationList"})],
        issuer_id=ISSUER,
        record_id=None,
        documents=GivenDocuments({URL: b'{"revokedCredential": [{"revoked": true}]}'}),
        verify_list=lambda data: VerifiedList(None),
    )
    assert answer.outcome == "undetermined"


def test_of_several_entries_the_gravest_decides() -> None:
    """Suspended is enough, whatever the list of revocations says; what is unknown never counts as good."""
    entries = [Part("/credentialStatus/0", _entry()), Part("/credentialStatus/1", _entry(statusListIndex="43"))]
    answers = []
    for positions in ((), (43,)):
        documents = GivenDocuments({URL: json.dumps(_list("u" + _packed(*positions))).encode()})
        answers.append(
            check_status(
                entries,
                issuer_id=ISSUER,
                record_id=None,
                documents=documents,
                verify_list=lambda data: VerifiedList(json.loads(data)),
            ).outcome
        )
    assert answers == ["passed", "failed"]


def test_no_entry_is_not_applicable_and_a_hundred_are_too_many() -> None:
    """Nothing to ask is no answer; what was not asked is undetermined."""
    empty = check_status([], issuer_id=ISSUER, record_id=None, documents=GivenDocuments(), verify_list=VerifiedList)
    assert empty.outcome == "not_applicable"
    documents = GivenDocuments({URL: json.dumps(_list("u" + _packed())).encode()})
    many = check_status(
        [Part(f"/credentialStatus/{number}", _entry()) for number in range(100)],
        issuer_id=ISSUER,
        record_id=None,
        documents=documents,
        verify_list=lambda data: VerifiedList(json.loads(data)),
    )
    assert many.outcome == "undetermined"


@pytest.mark.parametrize("entry", [{}, {"type": "Unknown"}, _entry(statusPurpose=None), _entry(statusSize=0), "text"])
def test_an_entry_that_is_none_is_undetermined(entry: Any) -> None:
    """Never an exception, never good."""
    assert _ask(entry, _list("u" + _packed())).outcome == "undetermined"


def test_bits_are_counted_from_the_left() -> None:
    """The classic mistake of other readers."""
    assert value_at(b"\x80\x01", 0, 1) == 1
    assert value_at(b"\x80\x01", 15, 1) == 1
    assert value_at(b"\x80\x01", 1, 1) == 0
    assert value_at(b"\x1b", 3, 2) == 3


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "nothing to say"),
        (1, "a renewal was asked for"),
        (2, "a renewal is being made"),
        (3, "no meaning yet"),
    ],
)
def test_each_value_of_an_entry_of_two_bits_is_told(value: int, words: str) -> None:
    """A message is an issuer's word, also for zero; a value kept for later has none."""
    entry = _entry(
        statusPurpose="message",
        statusSize=2,
        statusMessage=_MESSAGES,
        statusReference=["https://status.example/words"],
    )
    answer = _ask(entry, _list(pack_values({42: value, 41: 3, 43: 3}, entry_bits=2), purpose="message"))
    assert answer.outcome == "passed"
    (problem,) = answer.problems
    assert words in problem.detail
    assert "https://status.example/words" in problem.detail


@pytest.mark.parametrize("value", [1, 2, 3])
def test_any_value_but_zero_revokes(value: int) -> None:
    """Section 3.2, step 13: valid if the status is 0."""
    entry = _entry(statusSize=2, statusMessage=_MESSAGES)
    assert _ask(entry, _list(pack_values({42: value}, entry_bits=2))).outcome == "failed"
    assert _ask(entry, _list(pack_values({41: 3, 43: 3}, entry_bits=2))).outcome == "passed"


@pytest.mark.parametrize(
    "messages",
    [
        None,
        [],
        _MESSAGES[:3],
        [*_MESSAGES, {"status": "0x4", "message": "four"}],
        [*_MESSAGES[:3], {"status": "0x2", "message": "again"}],
        [*_MESSAGES[:3], {"status": "3", "message": "no prefix"}],
        [*_MESSAGES[:3], {"status": "0xq", "message": "no number"}],
        [*_MESSAGES[:3], {"status": 3, "message": "a number"}],
        [*_MESSAGES[:3], {"status": "0x3"}],
        [*_MESSAGES[:3], {"status": "0x7", "message": "beyond"}],
    ],
)
def test_values_that_are_not_all_explained_are_no_good_news(messages: Any) -> None:
    """MALFORMED_VALUE_ERROR for a good answer; a bad one counts all the same, and a message is only noted."""
    more = {} if messages is None else {"statusMessage": messages}
    good, bad = _list(pack_values({}, entry_bits=2)), _list(pack_values({42: 1}, entry_bits=2))
    answer = _ask(_entry(statusSize=2, **more), good)
    assert (answer.outcome, _codes(answer)) == ("undetermined", ["status_malformed_value"])
    assert answer.problems[0].type == "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
    assert _ask(_entry(statusSize=2, **more), bad).outcome == "failed"
    told = _ask(
        _entry(statusPurpose="message", statusSize=2, **more),
        _list(pack_values({42: 1}, entry_bits=2), purpose="message"),
    )
    assert told.outcome == "passed"
    assert _codes(told)[0] == "status_messages_incomplete"


def test_messages_of_a_single_bit_are_told() -> None:
    """They may be there; without them set and unset say nothing more."""
    messages = [{"status": "0x0", "message": "in stock"}, {"status": "0x1", "message": "sold out"}]
    entry = _entry(statusPurpose="message", statusMessage=messages)
    list_ = _list("u" + _packed(42), purpose="message")
    assert "sold out" in _ask(entry, list_).problems[0].detail
    assert "says 1" in _ask(_entry(statusPurpose="message"), list_).problems[0].detail
    assert _ask(_entry(statusPurpose="message"), _list("u" + _packed(), purpose="message")).problems == ()


def test_a_newer_record_is_told_and_ends_nothing() -> None:
    """The purpose refresh points to the record's refresh service."""
    answer = _ask(_entry(statusPurpose="refresh"), _list("u" + _packed(42), purpose="refresh"))
    assert (answer.outcome, _codes(answer)) == ("passed", ["status_refresh"])
    assert _ask(_entry(statusPurpose="refresh"), _list("u" + _packed(), purpose="refresh")).problems == ()


def test_one_list_may_stand_for_several_purposes() -> None:
    """Each entry asks for its own purpose, and one that the list does not name gets no answer."""
    list_ = _list("u" + _packed(42), purpose=["revocation", "suspension", "message"])
    assert _codes(_ask(_entry(), list_)) == ["revoked"]
    assert _codes(_ask(_entry(statusPurpose="suspension"), list_)) == ["suspended"]
    assert _codes(_ask(_entry(statusPurpose="message"), list_)) == ["status_says"]
    assert _codes(_ask(_entry(statusPurpose="refresh"), list_)) == ["status_verification"]


_ERRORS = "https://www.w3.org/ns/credentials/status-list#"
_MODEL = "https://www.w3.org/TR/vc-data-model#"


@pytest.mark.parametrize(
    ("entry", "encoded", "name"),
    [
        (_entry(statusListCredential="https://elsewhere.example/1"), "u", _ERRORS + "STATUS_RETRIEVAL_ERROR"),
        (_entry(statusPurpose="suspension"), "u" + _packed(), _ERRORS + "STATUS_VERIFICATION_ERROR"),
        (_entry(), "u" + encode_base64url(gzip.compress(b"\0", mtime=0)), _ERRORS + "STATUS_LIST_LENGTH_ERROR"),
        (_entry(statusListIndex="131072"), "u" + _packed(), _MODEL + "RANGE_ERROR"),
        (_entry(statusListIndex="-1"), "u" + _packed(), _MODEL + "MALFORMED_VALUE_ERROR"),
        (_entry(statusSize=9), "u" + _packed(), _MODEL + "MALFORMED_VALUE_ERROR"),
        (_entry(), "u!", _MODEL + "MALFORMED_VALUE_ERROR"),
    ],
)
def test_errors_have_the_names_of_the_standard(entry: dict[str, Any], encoded: str, name: str) -> None:
    """A program that knows the specification knows what went wrong."""
    answer = _ask(entry, _list(encoded))
    assert answer.outcome == "undetermined"
    assert answer.problems[0].type == name


@pytest.mark.parametrize("entry_bits", [1, 2, 3, 5, 8])
def test_what_is_packed_is_read_at_its_place(entry_bits: int) -> None:
    """Entries that cross the borders of bytes included."""
    values = {place: place % (1 << entry_bits) for place in (0, 1, 2, 7, 8, 9, 4711, MIN_ENTRIES - 1)}
    bits = unpack_list(pack_values(values, entry_bits=entry_bits), entry_bits=entry_bits)
    assert {place: value_at(bits, place, entry_bits) for place in values} == values
    assert sum(value_at(bits, place, entry_bits) for place in range(10, 1000)) == 0


def test_single_bits_are_packed_the_same_both_ways() -> None:
    """One form of list."""
    assert pack_list([3, 7]) == pack_values({3: 1, 7: 1}, entry_bits=1)


@pytest.mark.parametrize(
    ("values", "entry_bits", "size", "error"),
    [
        ({MIN_ENTRIES: 1}, 1, MIN_ENTRIES, StatusOutOfRange),
        ({-1: 1}, 1, MIN_ENTRIES, StatusOutOfRange),
        ({0: 4}, 2, MIN_ENTRIES, StatusOutOfRange),
        ({0: -1}, 2, MIN_ENTRIES, StatusOutOfRange),
        ({}, 0, MIN_ENTRIES, StatusOutOfRange),
        ({}, 9, MIN_ENTRIES, StatusOutOfRange),
        ({}, 2, MIN_ENTRIES - 1, StatusListLength),
        ({}, 8, 1 << 24, StatusListLength),
    ],
)
def test_a_list_that_no_verifier_would_read_is_not_packed(
    values: dict[int, int], entry_bits: int, size: int, error: type[Exception]
) -> None:
    """Too short, too long, a place or a value that does not exist."""
    with pytest.raises(error):
        pack_values(values, entry_bits=entry_bits, size=size)
