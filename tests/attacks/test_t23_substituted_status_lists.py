"""T23: a status list put in place of the right one, or bent, never makes a record good."""

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.contexts import ContextSet
from openler.credentials.proofs import create_proof
from openler.foundation.encodings import encode_base64url

AT = datetime(2026, 11, 25, tzinfo=UTC)
URL = "https://status.example/lists/7"
V2 = "https://www.w3.org/ns/credentials/v2"
ISSUER = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
OTHER = openler.KeyFile.of(openler.SoftwareSigner.generate("Ed25519"))
INDEX = 4711


def _bits(*positions: int) -> str:
    bits = bytearray(131_072 // 8)
    for position in positions:
        bits[position >> 3] |= 0x80 >> (position & 7)
    return "u" + encode_base64url(gzip.compress(bytes(bits)))


def _sign(claims: dict[str, Any], key: openler.KeyFile = ISSUER) -> dict[str, Any]:
    return openler.issue(claims, signer=key.signer, verification_method=key.id, at=AT)


def _token(claims: dict[str, Any], key: openler.KeyFile = ISSUER) -> str:
    header = {"alg": "EdDSA", "typ": "vc+jwt", "kid": key.id}
    parts = [encode_base64url(json.dumps(part).encode()) for part in (header, claims)]
    return ".".join([*parts, encode_base64url(key.signer.sign(".".join(parts).encode()))])


def _list(*positions: int, **more: Any) -> dict[str, Any]:
    subject = {"id": URL + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation"}
    subject["encodedList"] = _bits(*positions)
    subject.update(more.pop("subject", {}))
    return {
        "@context": [V2],
        "id": URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": subject,
        **more,
    }


def _record(**entry: Any) -> dict[str, Any]:
    status = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": URL,
    }
    status.update(entry)
    return _sign(
        {
            "@context": [V2],
            "id": "urn:uuid:1f8c4c0e-5a0b-4a53-9d53-0b8a3f9d2c11",
            "type": ["VerifiableCredential"],
            "credentialSubject": {"id": "did:example:learner"},
            "credentialStatus": status,
        }
    )


def _with_index(index: object) -> dict[str, Any]:
    """Sign an entry that this program would not issue, as another one would."""
    record = _record()
    del record["proof"]
    record["credentialStatus"].pop("statusListIndex")
    if index is not None:
        record["credentialStatus"]["statusListIndex"] = index
    return create_proof(
        record,
        signer=ISSUER.signer,
        verification_method=ISSUER.id,
        cryptosuite="eddsa-jcs-2022",
        created=AT,
        contexts=ContextSet(),
    )


def _answer(record: dict[str, Any], list_: dict[str, Any] | str) -> tuple[str, str]:
    data = list_.encode() if isinstance(list_, str) else json.dumps(list_).encode()
    documents = openler.GivenDocuments({URL: data})
    report = openler.verify(record, at=AT, documents=documents)
    check = report.check("status")
    return check.outcome, " ".join(problem.detail for problem in check.problems)


def test_the_right_list_answers() -> None:
    """A clear bit passes, a set one fails, whatever its neighbours say."""
    assert _answer(_record(), _sign(_list(INDEX - 1, INDEX + 1)))[0] == "passed"
    assert _answer(_record(), _sign(_list(INDEX)))[0] == "failed"


SUBSTITUTES: dict[str, Callable[[], dict[str, Any]]] = {
    "signed by somebody else": lambda: _sign(_list(), OTHER),
    "not signed": lambda: {**_list(), "issuer": ISSUER.controller},
    "altered after signing": lambda: {**_sign(_list()), "validFrom": "2026-01-02T00:00:00Z"},
    "another list of the same issuer": lambda: _sign(_list(id=URL + "8")),
    "about another purpose": lambda: _sign(_list(subject={"statusPurpose": "suspension"})),
    "expired": lambda: _sign(_list(validUntil="2026-02-01T00:00:00Z")),
    "not yet valid": lambda: _sign(_list(validFrom="2027-02-01T00:00:00Z")),
    "no list at all": lambda: _sign({**_list(), "type": ["VerifiableCredential"]}),
}


@pytest.mark.parametrize("name", SUBSTITUTES)
def test_a_list_that_is_not_the_right_one_is_undetermined(name: str) -> None:
    """Neither "not revoked" nor "revoked": it cannot be told, and the record is not accepted."""
    outcome, words = _answer(_record(), SUBSTITUTES[name]())
    assert outcome == "undetermined", words
    assert words


def test_a_renamed_list_still_counts_against_a_record() -> None:
    """A set bit in a list of the issuer that names itself otherwise is no reason to accept."""
    assert _answer(_record(), _sign(_list(INDEX, id=URL + "8")))[0] == "failed"


@pytest.mark.parametrize("index", ["-1", "1.5", "1e3", "0x10", "131072", "9" * 13, "", " 7", "٧", None, 1.5, True, -1])
def test_an_index_that_is_none_or_lies_outside_is_undetermined(index: object) -> None:
    """Negative, fractional, too large, foreign digits: unknown is not good."""
    assert _answer(_with_index(index), _sign(_list()))[0] == "undetermined"


def test_an_index_written_as_a_number_is_read_with_a_note() -> None:
    """The public validator's own sample writes it so; the standard asks for text."""
    outcome, words = _answer(_with_index(INDEX), _sign(_list()))
    assert outcome == "passed" and "number" in words
    assert _answer(_with_index(INDEX), _sign(_list(INDEX)))[0] == "failed"


def test_a_list_that_lists_itself_ends() -> None:
    """The status of a status list is not asked, so lists cannot send a verifier in circles."""
    entry = {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "1",
        "statusListCredential": URL,
    }
    assert _answer(_record(), _sign(_list(credentialStatus=entry)))[0] == "passed"
    assert _answer(_record(), _token(_list(credentialStatus=entry, issuer=ISSUER.controller)))[0] == "passed"


def test_a_list_in_a_token_counts_as_one_that_holds_its_proof() -> None:
    """A compact token of the issuer answers; one of somebody else does not, even if it says the same."""
    list_ = _list(INDEX, issuer=ISSUER.controller)
    assert _answer(_record(), _token(list_))[0] == "failed"
    assert _answer(_record(), _token(list_, OTHER))[0] == "undetermined"


@pytest.mark.parametrize(
    ("ttl", "created", "is_told"),
    [
        (300_000, "2026-11-24T23:54:00Z", True),
        (300_000, "2026-11-24T23:56:00Z", False),
        (None, "2026-01-01T00:00:00Z", False),
    ],
)
def test_a_copy_that_its_issuer_would_not_keep_so_long_is_told(ttl: int | None, created: str, is_told: bool) -> None:
    """An old list that is served again hides a revocation; the time to live runs from the signature."""
    more = {} if ttl is None else {"ttl": ttl}
    list_ = _sign_at(_list(subject=more, validFrom="2026-01-01T00:00:00Z"), created)
    documents = openler.GivenDocuments({URL: json.dumps(list_).encode()})
    check = openler.verify(_record(), at=AT, documents=documents).check("status")
    assert check.outcome == "passed"
    assert [problem.code for problem in check.problems] == (["status_list_old"] if is_told else [])


@pytest.mark.parametrize("ttl", [0, -1, 1.5, "300000", True])
def test_a_time_to_live_that_is_none_tells_nothing_and_is_not_issued(ttl: object) -> None:
    """Whoever issues is held to a number of milliseconds above zero; a reader passes over anything else."""
    with pytest.raises(openler.LerError, match="ttl"):
        _sign(_list(subject={"ttl": ttl}))
    list_ = create_proof(
        {**_list(subject={"ttl": ttl}), "issuer": ISSUER.controller},
        signer=ISSUER.signer,
        verification_method=ISSUER.id,
        cryptosuite="eddsa-jcs-2022",
        created=AT,
        contexts=ContextSet(),
    )
    assert _answer(_record(), list_)[0] == "passed"


def _sign_at(claims: dict[str, Any], created: str) -> dict[str, Any]:
    at = datetime.fromisoformat(created)
    return openler.issue(claims, signer=ISSUER.signer, verification_method=ISSUER.id, at=at)


def test_a_list_without_an_end_is_no_reason_to_refuse() -> None:
    """What ends a list is its own end; a copy after it is no answer, and one before it is."""
    ended = _sign(_list(validUntil="2026-11-24T23:59:59Z"))
    running = _sign(_list(validUntil="2026-11-25T00:00:01Z"))
    assert [_answer(_record(), list_)[0] for list_ in (ended, running, _sign(_list()))] == [
        "undetermined",
        "passed",
        "passed",
    ]
