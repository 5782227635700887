"""Proofs: what is signed here verifies here, and every other reading of a proof is refused with its reason."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.keys import SIGNING_KINDS, BadKey, BadSignature, KeyKind, VerificationMethod
from openler.credentials.proofs import (
    DEFAULT_CRYPTOSUITES,
    SUITES,
    BadProof,
    CannotSign,
    ProofResult,
    UnknownCryptosuite,
    WrongPurpose,
    create_proof,
    verify_proof,
    verify_proofs,
)
from openler.credentials.proofs.errors import ContextsDiffer, WrongDomain, WrongKeyKind
from openler.credentials.proofs.options import MAX_PROOFS
from openler.foundation.documents import GivenDocuments
from openler.foundation.errors import LerError, Undecided
from openler.foundation.instants import BadInstant
from openler.testing.signing import did_key_of, fixed_signer, method_of

CREATED = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
SIGNER = fixed_signer(1)
MADE: list[tuple[str, KeyKind]] = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("ecdsa-jcs-2019", "P-256"),
    ("ecdsa-jcs-2019", "P-384"),
]
EACH_SUITE = pytest.mark.parametrize(("suite", "kind"), MADE)
KEYS = KeyDirectory()


def record(**members: Any) -> dict[str, Any]:
    """Make an unsigned record."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f11",
        "type": ["VerifiableCredential"],
        "issuer": did_key_of(SIGNER),
        "validFrom": "2026-05-04T09:30:00Z",
        "credentialSubject": {"id": "urn:uuid:0d9d3f3e-98a1-4cf8-b77d-d6a2b6f4e4a1"},
        **members,
    }


def sign(document: dict[str, Any], suite: str = "eddsa-rdfc-2022", kind: KeyKind = "Ed25519", number: int = 1) -> Any:
    """Sign with a trial key."""
    signer = fixed_signer(number, kind)
    return create_proof(
        document,
        signer=signer,
        verification_method=method_of(signer),
        cryptosuite=suite,
        created=CREATED,
        contexts=ContextSet(),
    )


def check(document: dict[str, Any], **options: Any) -> ProofResult:
    """Check the only proof of a record."""
    return verify_proof(
        document, document["proof"], suite_contexts=ContextSet(), resolve_key=KEYS.resolve_key, **options
    )


@EACH_SUITE
def test_what_is_signed_verifies_and_every_member_stays(suite: str, kind: KeyKind) -> None:
    """The proof is added, nothing else changes, and the result says what was found."""
    unsigned = record(name="Boat Wiring – niveau 1 🛟")
    before = deepcopy(unsigned)
    signed = sign(unsigned, suite, kind)
    assert unsigned == before
    assert {name: value for name, value in signed.items() if name != "proof"} == before
    assert list(signed)[:-1] == list(before)
    result = check(signed)
    assert (result.cryptosuite, result.purpose, result.created) == (suite, "assertionMethod", "2026-05-04T09:30:00Z")
    assert result.verification_method == method_of(fixed_signer(1, kind))
    assert result.document == before


@EACH_SUITE
@pytest.mark.parametrize(
    "change",
    [
        {"validFrom": "2026-05-04T09:30:01Z"},
        {"id": "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f12"},
        {"issuer": did_key_of(fixed_signer(2))},
        {"type": ["VerifiableCredential", "VerifiablePresentation"]},
        {"name": "added"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_record_fails(suite: str, kind: KeyKind, change: dict[str, Any]) -> None:
    """Any member, changed or added."""
    with pytest.raises(BadSignature):
        check({**sign(record(), suite, kind), **change})


@EACH_SUITE
@pytest.mark.parametrize(
    "change",
    [
        {"created": "2026-05-04T09:30:01Z"},
        {"expires": "2099-01-01T00:00:00Z"},
        {"domain": "https://school.example"},
        {"challenge": "1"},
        {"nonce": "1"},
        {"id": "urn:uuid:5d2d1b2a-6f0e-4b6d-9a3e-1f6f0c7f2f12"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_proof_fails(suite: str, kind: KeyKind, change: dict[str, Any]) -> None:
    """What a proof says about itself is signed with it."""
    signed = sign(record(), suite, kind)
    with pytest.raises(BadSignature):
        check({**signed, "proof": {**signed["proof"], **change}})


@pytest.mark.parametrize(
    ("change", "error", "pointer"),
    [
        ({"proofPurpose": "authentication"}, WrongPurpose, "/proof/proofPurpose"),
        ({"cryptosuite": "zz-lattice-2031"}, UnknownCryptosuite, "/proof/cryptosuite"),
        ({"type": "RsaSignature2018", "cryptosuite": None}, UnknownCryptosuite, "/proof/type"),
        ({"cryptosuite": None}, BadProof, "/proof"),
        ({"type": None}, BadProof, "/proof"),
        ({"type": ["DataIntegrityProof"]}, BadProof, "/proof"),
        ({"verificationMethod": None}, BadProof, "/proof"),
        ({"verificationMethod": {"id": "x"}}, BadProof, "/proof/verificationMethod"),
        ({"proofPurpose": None}, BadProof, "/proof"),
        ({"proofValue": None}, BadProof, "/proof"),
        ({"proofValue": ""}, BadProof, "/proof"),
        ({"proofValue": "z"}, BadProof, "/proof/proofValue"),
        ({"proofValue": "z" + "1" * 65}, BadProof, "/proof/proofValue"),
        ({"proofValue": "z" + "1" * 63}, BadProof, "/proof/proofValue"),
        ({"proofValue": "u" + "A" * 86}, BadProof, "/proof/proofValue"),
        ({"proofValue": "z" + "1" * 100_000}, BadProof, "/proof/proofValue"),
        ({"created": "2026-05-04"}, BadInstant, "/proof/created"),
        ({"created": "2026-05-04T09:30:00"}, BadInstant, "/proof/created"),
        ({"created": 1777887000}, BadInstant, "/proof/created"),
        ({"expires": "never"}, BadInstant, "/proof/expires"),
        ({"previousProof": 7}, BadProof, "/proof/previousProof"),
        ({"domain": [7]}, BadProof, "/proof/domain"),
        ({"verificationMethod": "did:key:z6Mk#z6Mk"}, BadKey, "/proof/verificationMethod"),
        ({"verificationMethod": method_of(fixed_signer(1, "P-256"))}, WrongKeyKind, "/proof/verificationMethod"),
        (
            {"verificationMethod": "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme"},
            WrongKeyKind,
            "/proof/verificationMethod",
        ),
    ],
    ids=str,
)
def test_a_proof_that_is_not_one_says_where(change: dict[str, Any], error: type[LerError], pointer: str) -> None:
    """Malformed, meant for something else, of another suite or by another kind of key."""
    signed = sign(record())
    proof = {name: value for name, value in {**signed["proof"], **change}.items() if value is not None}
    with pytest.raises(error) as caught:
        check({**signed, "proof": proof})
    assert caught.value.pointer == pointer


def test_a_proof_of_another_suite_is_not_malformed_for_its_other_members() -> None:
    """A suite that keeps its signature elsewhere is unknown here, and that is all."""
    with pytest.raises(UnknownCryptosuite, match="JsonWebSignature2020"):
        check({**record(), "proof": {"type": "JsonWebSignature2020", "jws": "e..s"}})


@pytest.mark.parametrize("value", ["text", 7, None, [7], [[]]])
def test_a_record_whose_proof_is_no_object_is_malformed(value: object) -> None:
    """One proof or a list of them."""
    with pytest.raises(BadProof):
        verify_proofs({**record(), "proof": value}, suite_contexts=ContextSet(), resolve_key=KEYS.resolve_key)


@pytest.mark.parametrize("document", [record(), {**record(), "proof": []}])
def test_no_proof_gives_no_outcome(document: dict[str, Any]) -> None:
    """An empty list proves as little as a missing one; nothing here says "passed"."""
    assert verify_proofs(document, suite_contexts=ContextSet(), resolve_key=KEYS.resolve_key) == ()


def test_each_proof_of_a_set_has_its_own_outcome() -> None:
    """A second signer adds its proof; one that was tampered with does not spoil the other."""
    signed = sign(sign(record()), "ecdsa-jcs-2019", "P-384", 2)
    assert [proof["cryptosuite"] for proof in signed["proof"]] == ["eddsa-rdfc-2022", "ecdsa-jcs-2019"]
    outcomes = verify_proofs(signed, suite_contexts=ContextSet(), resolve_key=KEYS.resolve_key)
    assert all(outcome.result and not outcome.error for outcome in outcomes)
    signed["proof"][0]["created"] = "2026-05-04T09:30:01Z"
    first, second = verify_proofs(signed, suite_contexts=ContextSet(), resolve_key=KEYS.resolve_key)
    assert isinstance(first.error, BadSignature) and first.error.pointer == first.pointer == "/proof/0"
    assert second.result is not None and second.pointer == "/proof/1"


def test_too_many_proofs_are_not_even_tried() -> None:
    """Each would cost a canonicalization."""
    signed = sign(record())
    crowd = {**signed, "proof": [signed["proof"]] * (MAX_PROOFS + 1)}
    with pytest.raises(BadProof, match="limit"):
        verify_proofs(crowd, suite_contexts=ContextSet(), resolve_key=KEYS.resolve_key)


def test_a_proof_cannot_build_on_itself_or_on_nothing() -> None:
    """previousProof names proofs that are in the record and are others."""
    signed = sign(record())
    for proof in (
        {**signed["proof"], "id": "urn:a", "previousProof": "urn:a"},
        {**signed["proof"], "previousProof": ["urn:b"]},
    ):
        with pytest.raises(LerError) as caught:
            check({**signed, "proof": proof})
        assert caught.value.code == "broken_proof_chain"
    twice = [{**signed["proof"], "id": "urn:a"}, {**signed["proof"], "id": "urn:a"}]
    with pytest.raises(BadProof, match="same id"):
        verify_proofs({**signed, "proof": twice}, suite_contexts=ContextSet(), resolve_key=KEYS.resolve_key)


def test_domain_and_challenge_are_asked_for_when_expected() -> None:
    """And only then: a record is made for nobody in particular."""
    signed = sign(record())
    check(signed)
    for expected in ({"expected_domain": "https://school.example"}, {"expected_challenge": "1"}):
        with pytest.raises(WrongDomain):
            check(signed, **expected)


def test_a_proof_says_until_when_it_holds() -> None:
    """The end itself still belongs to it; nothing is decided here about the present."""
    result = check(sign(record()))
    assert result.expires is None and not result.expired(CREATED)
    signed = sign(record())
    with pytest.raises(BadSignature):
        check({**signed, "proof": {**signed["proof"], "expires": "2026-05-04T09:30:00Z"}})


def test_a_json_proof_names_the_contexts_that_it_covers() -> None:
    """A context added behind them is not part of the record as signed; any other change is refused."""
    signed = sign(record(), "eddsa-jcs-2022")
    contexts = signed["@context"]
    assert signed["proof"]["@context"] == contexts
    longer = {**signed, "@context": [*contexts, "https://www.w3.org/ns/credentials/examples/v2"]}
    assert check(longer).document["@context"] == contexts
    for changed in ([], ["https://www.w3.org/ns/credentials/examples/v2", *contexts], "https://example.org/other"):
        with pytest.raises(ContextsDiffer):
            check({**signed, "@context": changed})


def test_the_key_comes_from_the_caller_s_resolver_with_the_purpose() -> None:
    """The pipeline knows no identifiers: it asks, and holds what comes back to the suite."""
    asked: list[tuple[str, str]] = []

    def resolve(method_id: str, purpose: str) -> VerificationMethod:
        asked.append((method_id, purpose))
        return VerificationMethod(method_id, "Multikey", None, SIGNER.public_key)

    signed = create_proof(
        record(),
        signer=SIGNER,
        verification_method="https://school.example/#key",
        cryptosuite="eddsa-rdfc-2022",
        created=CREATED,
        contexts=ContextSet(),
    )
    result = verify_proof(signed, signed["proof"], suite_contexts=ContextSet(), resolve_key=resolve)
    assert asked == [("https://school.example/#key", "assertionMethod")]
    assert result.key == SIGNER.public_key


@pytest.mark.parametrize(
    ("suite", "kind", "created"),
    [
        ("zz-lattice-2031", "Ed25519", CREATED),
        ("Ed25519Signature2020", "Ed25519", CREATED),
        ("eddsa-rdfc-2022", "P-256", CREATED),
        ("ecdsa-rdfc-2019", "Ed25519", CREATED),
        ("eddsa-rdfc-2022", "Ed25519", CREATED.replace(tzinfo=None)),
    ],
)
def test_what_cannot_be_signed_is_refused_before_signing(suite: str, kind: KeyKind, created: datetime) -> None:
    """An unknown or old suite, a key of another kind, a time without its zone."""
    signer = fixed_signer(1, kind)
    with pytest.raises(CannotSign):
        create_proof(
            record(),
            signer=signer,
            verification_method=method_of(signer),
            cryptosuite=suite,
            created=created,
            contexts=ContextSet(),
        )


@pytest.mark.parametrize(("kind", "suite"), sorted(DEFAULT_CRYPTOSUITES.items()))
def test_every_kind_that_signs_has_its_usual_suite(kind: KeyKind, suite: str) -> None:
    """A key alone is enough to issue."""
    assert set(DEFAULT_CRYPTOSUITES) == set(SIGNING_KINDS)
    assert check(sign(record(), suite, kind)).cryptosuite == suite


def test_every_suite_declares_its_parts() -> None:
    """Six suites, of which one needs its context and one shows records in part."""
    assert {suite.name for suite in SUITES.values()} == {
        *(name for name, _ in MADE),
        "Ed25519Signature2020",
        "ecdsa-sd-2023",
    }
    assert [suite.name for suite in SUITES.values() if suite.needs_context] == ["Ed25519Signature2020"]
    assert [suite.name for suite in SUITES.values() if suite.selective] == ["ecdsa-sd-2023"]


def test_a_key_in_a_form_that_is_not_read_leaves_the_question_open() -> None:
    """Older documents write good keys in forms of their own; that is no fault of the record."""
    did = "did:web:school.example"
    method = {"id": f"{did}#1", "type": "Ed25519VerificationKey2018", "controller": did, "publicKeyBase58": "4zvwRj"}
    document = {"id": did, "verificationMethod": [method], "assertionMethod": [method["id"]]}
    keys = KeyDirectory(GivenDocuments({did: json.dumps(document).encode()}))
    signed = sign(record())
    proof = {**signed["proof"], "verificationMethod": method["id"]}
    with pytest.raises(Undecided, match="Ed25519VerificationKey2018"):
        verify_proof(signed, proof, suite_contexts=ContextSet(), resolve_key=keys.resolve_key)
