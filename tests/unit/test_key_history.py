"""Does a record outlive the change of its issuer's key, and does none outlive its revocation?"""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.keys import SoftwareSigner
from openler.foundation.documents import GivenDocuments
from openler.testing.signing import fixed_signer, make_controller_document, make_token

WEB = "did:web:school.example"
FIRST, SECOND = fixed_signer(1), fixed_signer(2, "P-256")
ISSUED, JUDGED = datetime(2024, 5, 4, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC)
REVOKED = "2025-01-01T00:00:00Z"


def record(signer: SoftwareSigner, name: str, *, at: datetime = ISSUED) -> bytes:
    """Sign a record with a key that the school published under a name."""
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": WEB,
        "credentialSubject": {"id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"},
    }
    signed = openler.issue(claims, signer=signer, verification_method=f"{WEB}#{name}", at=at)
    return json.dumps(signed).encode()


def judged(data: bytes, *, at: datetime = JUDGED, keep: tuple[str, ...] = ("key-1", "key-2"), **ends: Any) -> Any:
    """Judge a record by the school's document: with these keys, and these times at the first one."""
    keys = {"key-1": FIRST.public_key, "key-2": SECOND.public_key}
    document = json.loads(make_controller_document(WEB, {name: keys[name] for name in keep}))
    document["verificationMethod"][0].update(ends)
    return openler.verify(data, at=at, documents=GivenDocuments({WEB: json.dumps(document).encode()}))


def codes(report: Any) -> list[str]:
    """List the codes of what is wrong."""
    return [problem.code for check in report.checks for problem in check.problems]


def test_records_of_a_key_that_was_changed_in_good_order_verify() -> None:
    """Both keys stay listed, without a date: the old record and the new one hold, years later."""
    for signer, name in ((FIRST, "key-1"), (SECOND, "key-2")):
        assert judged(record(signer, name)).verified


def test_a_key_that_was_taken_out_of_the_document_takes_its_records_with_it() -> None:
    """Which is why none is ever taken out: no verifier can tell this from a key that never was the school's."""
    report = judged(record(FIRST, "key-1"), keep=("key-2",))
    assert not report.verified
    assert "unknown_verification_method" in codes(report)


@pytest.mark.parametrize(("member", "word"), [("revoked", "was revoked"), ("expires", "expired")])
def test_records_of_a_key_that_ended_are_refused_whatever_date_they_bear(member: str, word: str) -> None:
    """A thief writes any date; the other key's records hold on, and the reason is told."""
    for at in (datetime(2020, 1, 1, tzinfo=UTC), ISSUED, datetime(2025, 6, 1, tzinfo=UTC)):
        report = judged(record(FIRST, "key-1", at=at), **{member: REVOKED})
        assert not report.verified
        assert "retired_key" in codes(report)
        told = [problem.detail for check in report.checks for problem in check.problems]
        assert any(f"{word} at {REVOKED}" in words for words in told)
    assert judged(record(SECOND, "key-2"), **{member: REVOKED}).verified


def test_a_key_is_good_until_the_moment_that_it_ends() -> None:
    """Asked as of a time before it, the record held; from the very second on it does not."""
    data = record(FIRST, "key-1")
    assert judged(data, at=datetime(2024, 12, 31, 23, 59, 59, tzinfo=UTC), revoked=REVOKED).verified
    assert not judged(data, at=datetime(2025, 1, 1, tzinfo=UTC), revoked=REVOKED).verified
    assert judged(data, revoked="2030-01-01T00:00:00Z").verified


def test_the_earlier_of_two_ends_counts() -> None:
    """Expired later than revoked, or the other way: the first end is the end."""
    data = record(FIRST, "key-1")
    for ends in (
        {"expires": "2030-01-01T00:00:00Z", "revoked": REVOKED},
        {"revoked": "2030-01-01T00:00:00Z", "expires": REVOKED},
    ):
        assert "retired_key" in codes(judged(data, **ends))


@pytest.mark.parametrize("stamp", ["", "yesterday", "2025-01-01", "2025-01-01T00:00:00", None, 5, [REVOKED]])
def test_a_revocation_that_cannot_be_read_is_not_passed_over(stamp: Any) -> None:
    """Neither in force nor revoked: it cannot be told, so the record does not pass."""
    report = judged(record(FIRST, "key-1"), revoked=stamp)
    assert not report.verified
    assert report.outcome == "undetermined"


def test_tokens_and_presentations_end_with_the_key_too() -> None:
    """The end is the key's, whatever form carries the signature."""
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": WEB,
        "credentialSubject": {"id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"},
    }
    header = {"alg": "EdDSA", "typ": "vc+jwt", "kid": f"{WEB}#key-1"}
    token = make_token(header, claims, FIRST)  # type: ignore[arg-type]
    assert judged(token.encode()).verified
    assert "retired_key" in codes(judged(token.encode(), revoked=REVOKED))
