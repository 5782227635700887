"""A status list is judged whole once; what can change about it is asked for every record."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.status import pack_list
from openler.credentials.verification import judgement, known_lists
from openler.foundation.documents import GivenDocuments
from openler.foundation.kept import Kept
from openler.testing.signing import fixed_signer, make_controller_document

V2 = "https://www.w3.org/ns/credentials/v2"
AT = datetime(2026, 11, 25, tzinfo=UTC)
ISSUER = "did:web:college.example"
ADDRESS = "https://college.example/.well-known/did.json"
LIST = "https://college.example/status/1"
KEY, OTHER = fixed_signer(70), fixed_signer(71)


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_lists, "_KNOWN", Kept(4))


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each record that is judged, by its id."""
    seen: list[str] = []
    judge = judgement._judge_embedded

    def note(document: dict[str, Any], *rest: Any) -> Any:
        seen.append(document["id"])
        return judge(document, *rest)

    monkeypatch.setattr(judgement, "_judge_embedded", note)
    return seen


def sign(claims: dict[str, Any]) -> dict[str, Any]:
    """Sign in the name of the issuer."""
    return openler.issue({"@context": [V2], **claims}, signer=KEY, verification_method=f"{ISSUER}#one", at=AT)


def make_list(*revoked: int, **more: Any) -> bytes:
    """Make a status list in which these places are revoked."""
    subject = {"type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": pack_list(revoked)}
    types = ["VerifiableCredential", "BitstringStatusListCredential"]
    return json.dumps(sign({"id": LIST, "type": types, "credentialSubject": subject, **more})).encode()


def make_record(index: int = 7) -> dict[str, Any]:
    """Make a record that has its place in the list."""
    entry = {"statusPurpose": "revocation", "statusListIndex": str(index), "statusListCredential": LIST}
    return sign(
        {
            "id": "urn:uuid:record",
            "type": ["VerifiableCredential"],
            "credentialSubject": {"id": "urn:uuid:subject"},
            "credentialStatus": {"type": "BitstringStatusListEntry", **entry},
        }
    )


def outcome(list_: bytes, *, at: datetime = AT, issuer: bytes | None = None, record: Any = None, **how: Any) -> str:
    """Ask for the status of a record."""
    document = issuer or make_controller_document(ISSUER, {"one": KEY.public_key})
    documents = GivenDocuments({ADDRESS: document, LIST: list_})
    check = openler.verify(record or make_record(), at=at, documents=documents, **how).check("status")
    assert check is not None
    return check.outcome


def test_the_same_list_is_judged_once(judged: list[str]) -> None:
    """Records that stand in it are told apart all the same."""
    list_ = make_list(8)
    assert outcome(list_) == "passed"
    assert outcome(list_) == "passed"
    assert outcome(list_, record=make_record(8)) == "failed"
    assert judged.count(LIST) == 1
    assert judged.count("urn:uuid:record") == 3


def test_a_new_list_is_judged_anew(judged: list[str]) -> None:
    """What was revoked meanwhile is seen, since other bytes are another list."""
    assert outcome(make_list()) == "passed"
    assert outcome(make_list(7)) == "failed"
    assert judged.count(LIST) == 2


def test_a_list_that_was_touched_is_refused(judged: list[str]) -> None:
    """That its original is known is no help."""
    list_ = json.loads(make_list(7))
    assert outcome(json.dumps(list_).encode()) == "failed"
    list_["credentialSubject"]["encodedList"] = pack_list([])
    for _ in range(2):
        assert outcome(json.dumps(list_).encode()) == "undetermined"
    assert judged.count(LIST) == 3


def test_a_key_that_has_ended_ends_the_lists_that_it_signed() -> None:
    """The issuer's document is read for each record."""
    list_ = make_list()
    assert outcome(list_) == "passed"
    document = json.loads(make_controller_document(ISSUER, {"one": KEY.public_key}))
    document["verificationMethod"][0]["revoked"] = "2026-11-01T00:00:00Z"
    assert outcome(list_, issuer=json.dumps(document).encode()) == "undetermined"
    assert outcome(list_, issuer=make_controller_document(ISSUER, {"one": OTHER.public_key})) == "undetermined"
    assert outcome(list_) == "passed"


def test_a_list_that_has_run_out_says_nothing_more() -> None:
    """Its dates are asked for each record."""
    list_ = make_list(validUntil="2026-12-01T00:00:00Z")
    assert outcome(list_) == "passed"
    assert outcome(list_, at=datetime(2026, 12, 2, tzinfo=UTC)) == "undetermined"
    assert outcome(list_) == "passed"


def test_contexts_of_somebodys_own_are_for_one_question(judged: list[str]) -> None:
    """Neither kept nor recalled."""
    list_ = make_list()
    for _ in range(2):
        assert outcome(list_, contexts={"https://contexts.example/v1": b'{"@context": {}}'}) == "passed"
        assert outcome(list_, allow_inline_contexts=True) == "passed"
    assert judged.count(LIST) == 4
    assert len(known_lists._KNOWN) == 0


def test_what_depends_on_more_is_not_kept(judged: list[str]) -> None:
    """A list that names a schema is judged with it each time."""
    schema = {"id": "https://schemas.example/1", "type": "JsonSchema"}
    list_ = make_list(credentialSchema=schema)
    for _ in range(2):
        assert outcome(list_) == "undetermined"
    assert judged.count(LIST) == 2
    assert len(known_lists._KNOWN) == 0


def test_few_lists_are_kept() -> None:
    """Strangers decide which lists are asked for."""
    for number in range(6):
        outcome(make_list(100 + number))
    assert len(known_lists._KNOWN) == 4
