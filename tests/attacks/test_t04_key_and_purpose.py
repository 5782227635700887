"""T4: a key that is not the issuer's, not for issuing, or a proof made for something else. None may pass as issued."""

from datetime import UTC, datetime
from typing import Any

import pytest

from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory, NotAuthorized, NotTheIssuersKey, UnknownMethod
from openler.credentials.keys import BadSignature
from openler.credentials.proofs import WrongPurpose, create_proof, verify_proof
from openler.foundation.documents import GivenDocuments
from openler.testing.signing import did_key_of, fixed_signer, make_controller_document, method_of

SCHOOL, STRANGER = fixed_signer(1), fixed_signer(2)
CREATED = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
WEB = "did:web:school.example"
SUITES = pytest.mark.parametrize("suite", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])


def signed(issuer: str, method: str, *, signer: Any = STRANGER, suite: str, purpose: str = "assertionMethod") -> Any:
    """Sign a record that names ``issuer`` with a key that calls itself ``method``."""
    record = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer,
        "credentialSubject": {"id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"},
    }
    return create_proof(
        record,
        signer=signer,
        verification_method=method,
        cryptosuite=suite,
        created=CREATED,
        contexts=ContextSet(),
        purpose=purpose,
    )


def judge(record: Any, given: dict[str, bytes] | None = None, expected_purpose: str = "assertionMethod") -> None:
    """Ask both questions, as the door does: does the proof hold, and does the issuer control the key?"""
    keys = KeyDirectory(GivenDocuments(given))
    result = verify_proof(
        record,
        record["proof"],
        suite_contexts=ContextSet(),
        resolve_key=keys.resolve_key,
        expected_purpose=expected_purpose,
    )
    keys.check_issuer_control(record["issuer"], result.method)


@SUITES
def test_a_stranger_s_good_signature_is_not_the_school_s(suite: str) -> None:
    """Signed with B's key, under B's name, in a record that says A."""
    with pytest.raises(NotTheIssuersKey):
        judge(signed(did_key_of(SCHOOL), method_of(STRANGER), suite=suite))


@SUITES
def test_a_stranger_cannot_sign_under_the_school_s_name(suite: str) -> None:
    """Signed with B's key, under A's name."""
    with pytest.raises(BadSignature):
        judge(signed(did_key_of(SCHOOL), method_of(SCHOOL), suite=suite))


@SUITES
def test_a_stranger_s_key_behind_the_school_s_did_is_no_key_of_it(suite: str) -> None:
    """The fragment of a did:key must be the key itself."""
    method = f"{did_key_of(SCHOOL)}#{STRANGER.public_key.multikey}"
    with pytest.raises(UnknownMethod):
        judge(signed(did_key_of(SCHOOL), method, suite=suite))


@SUITES
@pytest.mark.parametrize("purpose", ["authentication", "keyAgreement", "capabilityInvocation"])
def test_a_key_listed_for_something_else_may_not_issue(suite: str, purpose: str) -> None:
    """The school's own key, which may sign in only."""
    given = {WEB: make_controller_document(WEB, {"key-1": SCHOOL.public_key}, purposes=(purpose,))}
    with pytest.raises(NotAuthorized, match=purpose):
        judge(signed(WEB, f"{WEB}#key-1", signer=SCHOOL, suite=suite), given)


@SUITES
@pytest.mark.parametrize(
    ("made", "asked"), [("authentication", "assertionMethod"), ("assertionMethod", "authentication")]
)
def test_a_proof_for_presenting_is_none_for_issuing_nor_the_other_way(suite: str, made: str, asked: str) -> None:
    """The right key, the wrong purpose."""
    record = signed(did_key_of(SCHOOL), method_of(SCHOOL), signer=SCHOOL, suite=suite, purpose=made)
    judge(record, expected_purpose=made)
    with pytest.raises(WrongPurpose):
        judge(record, expected_purpose=asked)


@SUITES
def test_the_purpose_cannot_be_rewritten(suite: str) -> None:
    """It is signed with the rest."""
    record = signed(did_key_of(SCHOOL), method_of(SCHOOL), signer=SCHOOL, suite=suite, purpose="authentication")
    record["proof"]["proofPurpose"] = "assertionMethod"
    with pytest.raises(BadSignature):
        judge(record)


@SUITES
def test_another_did_s_method_in_the_school_s_document_is_not_taken_from_there(suite: str) -> None:
    """A document describes a key under somebody else's id; keys are read from their own controller's document only."""
    other = "did:web:other.example"
    smuggled = {
        "id": f"{other}#key-1",
        "type": "Multikey",
        "controller": other,
        "publicKeyMultibase": STRANGER.public_key.multikey,
    }
    given = {
        WEB: make_controller_document(WEB, {"key-1": SCHOOL.public_key}, publicKey=[smuggled]),
        other: make_controller_document(other, {"key-1": SCHOOL.public_key}),
    }
    for issuer in (WEB, other):
        with pytest.raises(BadSignature):
            judge(signed(issuer, smuggled["id"], suite=suite), given)


@SUITES
def test_a_document_that_claims_the_school_as_its_controller_gains_nothing(suite: str) -> None:
    """B's document says that its key is controlled by A; only A can say so."""
    other = "did:web:other.example"
    method = {
        "id": f"{other}#key-1",
        "type": "Multikey",
        "controller": WEB,
        "publicKeyMultibase": STRANGER.public_key.multikey,
    }
    given = {
        WEB: make_controller_document(WEB, {"key-1": SCHOOL.public_key}),
        other: make_controller_document(other, {}, verificationMethod=[method], assertionMethod=[method["id"]]),
    }
    with pytest.raises(Exception, match="another controller"):
        judge(signed(WEB, f"{other}#key-1", suite=suite), given)
