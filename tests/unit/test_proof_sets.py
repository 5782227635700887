"""One more proof beside others, over others, and in the form of before 2022."""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

import openler
from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.issuance import NotIssuable, WrongSigner
from openler.credentials.proofs import BadProof, CannotSign, create_proof, verify_proofs
from openler.credentials.proofs.options import MAX_PROOFS
from openler.foundation.chance import make_urn_uuid
from openler.testing.chance import Draws
from openler.testing.signing import did_key_of, fixed_signer, method_of

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SIGNER, NOTARY = fixed_signer(1), fixed_signer(2, "P-384")
SUITE_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
FIRST, SECOND = "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f11", "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f12"
Document = dict[str, Any]


def claims(*contexts: str) -> Document:
    """Make claims."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2", *contexts],
        "type": ["VerifiableCredential"],
        "issuer": did_key_of(SIGNER),
        "credentialSubject": {"id": "did:example:learner"},
    }


def issue(document: Document, **options: Any) -> Document:
    """Sign with the issuer's key."""
    return openler.issue(document, signer=SIGNER, verification_method=method_of(SIGNER), at=AT, **options)


def notarize(document: Document, **options: Any) -> Document:
    """Sign with another's key."""
    return create_proof(
        document,
        signer=NOTARY,
        verification_method=method_of(NOTARY),
        created=AT,
        contexts=ContextSet(),
        **{"cryptosuite": "ecdsa-rdfc-2019", **options},
    )


def errors(document: Document) -> list[str | None]:
    """Give the code of the error of each proof, None where it holds."""
    outcomes = verify_proofs(document, suite_contexts=ContextSet(), resolve_key=KeyDirectory().resolve_key)
    return [outcome.error.code if outcome.error else None for outcome in outcomes]


def test_a_second_proof_of_the_issuer_stands_beside_the_first() -> None:
    """One for older wallets, one for newer; both hold, and each holds without the other."""
    first = issue(claims(SUITE_2020), cryptosuite="Ed25519Signature2020")
    both = issue(first, cryptosuite="eddsa-rdfc-2022", previous=[])
    assert [proof["type"] for proof in both["proof"]] == ["Ed25519Signature2020", "DataIntegrityProof"]
    assert errors(both) == [None, None]
    assert openler.verify(both, at=AT).verified
    for proof in both["proof"]:
        assert openler.verify({**both, "proof": proof}, at=AT).verified
    assert both["proof"][0] == first["proof"]


@pytest.mark.parametrize("suite", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_proof_over_others_breaks_with_them(suite: str) -> None:
    """Whoever signs last has seen what was there; it cannot be taken away or changed afterwards."""
    first = issue(issue(claims(), proof_id=FIRST), previous=[], proof_id=SECOND)
    chained = notarize(first, cryptosuite=suite, previous=[FIRST, SECOND])
    assert errors(chained) == [None, None, None]
    assert chained["proof"][2]["previousProof"] == [FIRST, SECOND]
    assert openler.verify(chained, at=AT).verified
    shorter = {**chained, "proof": chained["proof"][1:]}
    assert errors(shorter) == [None, "broken_proof_chain"]
    changed = copy.deepcopy(chained)
    changed["proof"][0]["created"] = "2026-05-04T09:30:01Z"
    assert errors(changed) == ["bad_signature", None, "bad_signature"]
    freed = copy.deepcopy(chained)
    del freed["proof"][2]["previousProof"]
    assert errors(freed) == [None, None, "bad_signature"]


def test_one_name_is_written_as_text() -> None:
    """As the published vectors do."""
    chained = issue(issue(claims(), proof_id=FIRST), previous=[FIRST])
    assert chained["proof"][1]["previousProof"] == FIRST
    assert errors(chained) == [None, None]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"previous": [SECOND]}, "no proof of the name"),
        ({"previous": [FIRST, FIRST]}, "named twice"),
        ({"previous": [], "proof_id": FIRST}, "another proof has it"),
        ({"previous": [], "proof_id": "one"}, "no URL"),
        ({"previous": [], "cryptosuite": "Ed25519Signature2020"}, "does not name the context"),
        ({"previous": [], "cryptosuite": "RsaSignature2018"}, "not made here"),
    ],
)
def test_a_proof_that_could_not_hold_is_not_made(options: Document, words: str) -> None:
    """Each with the reason."""
    with pytest.raises(CannotSign, match=words):
        issue(issue(claims(), proof_id=FIRST), **options)


def test_the_older_suite_names_the_context_that_it_needs() -> None:
    """The advice holds the URL to add."""
    with pytest.raises(CannotSign) as caught:
        issue(claims(), cryptosuite="Ed25519Signature2020")
    assert SUITE_2020 in caught.value.advice and caught.value.pointer == "/@context"
    signed = issue(claims(SUITE_2020), cryptosuite="Ed25519Signature2020")
    assert "cryptosuite" not in signed["proof"] and openler.verify(signed, at=AT).verified


def test_a_signed_record_gets_another_proof_only_on_request() -> None:
    """And only from its issuer; what is wrong with it is still refused."""
    signed = issue(claims())
    with pytest.raises(NotIssuable, match="already"):
        issue(signed)
    with pytest.raises(WrongSigner):
        openler.issue(signed, signer=NOTARY, verification_method=method_of(NOTARY), at=AT, previous=[])
    with pytest.raises(NotIssuable):
        issue({**signed, "salary": 9000}, previous=[])
    with pytest.raises(BadProof):
        issue({**signed, "proof": ["x"]}, previous=[])


def test_a_set_has_a_limit() -> None:
    """Each proof costs every reader a check."""
    signed = issue(claims())
    for _ in range(MAX_PROOFS - 1):
        signed = issue(signed, previous=[])
    with pytest.raises(CannotSign, match="limit"):
        issue(signed, previous=[])


def test_a_proof_of_single_statements_does_not_build_on_others() -> None:
    """The others cover the whole record, so that nothing of it could be left out."""
    signer = fixed_signer(1, "P-256")
    document = {**claims(), "issuer": did_key_of(signer)}
    options: Document = {"signer": signer, "verification_method": method_of(signer), "at": AT}
    first = openler.issue(document, **options, proof_id=FIRST)
    with pytest.raises(CannotSign, match="cannot build on others"):
        openler.issue(first, **options, cryptosuite="ecdsa-sd-2023", chance=Draws(), previous=[FIRST])


def test_a_made_up_name_is_a_random_uuid() -> None:
    """Version 4 and the variant of RFC 9562; two draws, two names."""
    names = {make_urn_uuid(Draws(number)) for number in range(50)}
    assert len(names) == 50
    for name in names:
        assert name.startswith("urn:uuid:") and len(name) == 45
        assert name[23] == "4" and name[28] in "89ab"
