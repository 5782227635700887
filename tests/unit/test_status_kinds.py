"""Status lists of every kind that is read: Bitstring, StatusList2021, 1EdTech revocation list, as JSON and as token."""

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from openler.credentials.model import Part
from openler.credentials.status import StatusAnswer, VerifiedList, check_status
from openler.credentials.status.lists import value_at
from openler.foundation.documents import GivenDocuments
from openler.foundation.encodings import encode_base64url

AT = datetime(2026, 11, 25, tzinfo=UTC)
URL = "https://status.example/1"
ISSUER = "did:example:issuer"


def _packed(*positions: int, size: int = 1) -> str:
    bits = bytearray(131_072 * size // 8)
    for position in positions:
        bits[position >> 3] |= 0x80 >> (position & 7)
    return encode_base64url(gzip.compress(bytes(bits)))


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
        statusMessage=[{"status": "0x2", "message": "a renewal is being made"}],
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
