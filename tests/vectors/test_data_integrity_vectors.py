"""Data Integrity: each step of the published EdDSA and ECDSA vectors, from canonical form to signature."""

import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from openler.credentials.contexts import ContextSet
from openler.credentials.did import KeyDirectory
from openler.credentials.keys import BadSignature, SoftwareSigner, parse_key_file, parse_multikey
from openler.credentials.proofs import create_proof, verify_proof, verify_proofs
from openler.credentials.proofs.pipeline import hash_data
from openler.credentials.proofs.suites import SUITES
from openler.foundation.encodings import decode_multibase, encode_base58btc
from openler.foundation.instants import parse_instant
from vectors.citizenship import GIVEN
from vectors.table import record

FOLDER = Path(__file__).parent / "data-integrity"
KEYS = KeyDirectory()
CONTEXTS = ContextSet(GIVEN)
TABLE = "W3C Data Integrity eddsa and ecdsa (steps)"


class Steps(NamedTuple):
    """One folder of vectors: where it is, what its files end with, which suite, which key file and hash."""

    folder: str
    ending: str
    type: str
    suite: str | None
    keys: str
    hash: str


INTEGRITY = "DataIntegrityProof"
VECTORS = [
    Steps("eddsa/eddsa-rdfc-2022", "DataInt", INTEGRITY, "eddsa-rdfc-2022", "eddsa/keyPair.json", "sha256"),
    Steps("eddsa/eddsa-jcs-2022", "JCS", INTEGRITY, "eddsa-jcs-2022", "eddsa/keyPair.json", "sha256"),
    Steps("eddsa/Ed25519Signature2020", "EdSig", "Ed25519Signature2020", None, "eddsa/keyPair.json", "sha256"),
    Steps("ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256", INTEGRITY, "ecdsa-rdfc-2019", "ecdsa/p256KeyPair.json", "sha256"),
    Steps("ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384", INTEGRITY, "ecdsa-rdfc-2019", "ecdsa/p384KeyPair.json", "sha384"),
    Steps("ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256", INTEGRITY, "ecdsa-jcs-2019", "ecdsa/p256KeyPair.json", "sha256"),
    Steps("ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384", INTEGRITY, "ecdsa-jcs-2019", "ecdsa/p384KeyPair.json", "sha384"),
    # Their context is not published with them: see vectors/citizenship.py.
    Steps("eddsa/eddsa-rdfc-2022/employ", "DataInt", INTEGRITY, "eddsa-rdfc-2022", "eddsa/keyPair.json", "sha256"),
    Steps(
        "ecdsa/ecdsa-rdfc-2019-p256/employ",
        "ECDSAP256",
        INTEGRITY,
        "ecdsa-rdfc-2019",
        "ecdsa/p256KeyPair.json",
        "sha256",
    ),
    Steps(
        "ecdsa/ecdsa-rdfc-2019-p384/employ",
        "ECDSAP384",
        INTEGRITY,
        "ecdsa-rdfc-2019",
        "ecdsa/p384KeyPair.json",
        "sha384",
    ),
]
BY_FOLDER = pytest.mark.parametrize("steps", VECTORS, ids=[steps.folder for steps in VECTORS])


def text(steps: Steps, name: str) -> str:
    """Read one step."""
    return (FOLDER / steps.folder / f"{name}{steps.ending}.txt").read_text("utf-8")


def document(steps: Steps, name: str) -> dict[str, Any]:
    """Read one JSON step."""
    loaded: dict[str, Any] = json.loads((FOLDER / steps.folder / f"{name}{steps.ending}.json").read_text("utf-8"))
    return loaded


def key_pair(path: str) -> SoftwareSigner:
    """Read a published test key; the file holds nothing but the two halves."""
    return parse_key_file((FOLDER / path).read_bytes()).signer


@BY_FOLDER
def test_every_step_to_the_signed_bytes_is_the_published_one(steps: Steps) -> None:
    """Canonical record, proof configuration, both hashes, and the two together."""
    signed = document(steps, "signed")
    unsigned = {name: value for name, value in signed.items() if name != "proof"}
    configured, data = hash_data(
        SUITES[(steps.type, steps.suite)],
        unsigned,
        signed["proof"],
        hash_name=SUITES[(steps.type, steps.suite)].hashes[key_pair(steps.keys).public_key.kind],
        contexts=CONTEXTS,
    )
    assert configured == unsigned
    assert data.document.decode() == text(steps, "canonDoc")
    assert data.configuration.decode() == text(steps, "proofCanon")
    assert data.document_hash.hex() == text(steps, "docHash")
    assert data.configuration_hash.hex() == text(steps, "proofHash")
    assert data.signed.hex() == text(steps, "combinedHash")
    record(TABLE, 5, 5)


@BY_FOLDER
def test_the_published_signature_is_the_signed_document_s_and_verifies(steps: Steps) -> None:
    """The signature in hexadecimal and base58 is the proof's value, and the whole proof holds."""
    signed = document(steps, "signed")
    signature = bytes.fromhex(text(steps, "sigHex"))
    assert "z" + encode_base58btc(signature) == signed["proof"]["proofValue"]
    assert text(steps, "sigBTC58") in (signed["proof"]["proofValue"], signed["proof"]["proofValue"][1:])
    result = verify_proof(signed, signed["proof"], suite_contexts=CONTEXTS, resolve_key=KEYS.resolve_key)
    assert result.key == key_pair(steps.keys).public_key
    assert result.document == {name: value for name, value in signed.items() if name != "proof"}
    record(TABLE, 3, 3)


@pytest.mark.parametrize(
    "steps", [steps for steps in VECTORS if steps.folder.startswith("eddsa")], ids=lambda steps: steps.folder
)
def test_ed25519_signing_gives_the_published_proof(steps: Steps) -> None:
    """Deterministic: the same key, record and options give the very proof that is published."""
    signed = document(steps, "signed")
    proof = signed["proof"]
    seconds = parse_instant(proof["created"]).seconds
    made = create_proof(
        {name: value for name, value in signed.items() if name != "proof"},
        signer=key_pair(steps.keys),
        verification_method=proof["verificationMethod"],
        cryptosuite=proof.get("cryptosuite", proof["type"]),
        created=_aware(float(seconds)),
        contexts=CONTEXTS,
    )
    assert made == signed


@BY_FOLDER
def test_hashes_and_signature_follow_from_the_published_forms(steps: Steps) -> None:
    """From the canonical forms on, every step is reproduced."""
    document_hash = hashlib.new(steps.hash, text(steps, "canonDoc").encode()).hexdigest()
    proof_hash = hashlib.new(steps.hash, text(steps, "proofCanon").encode()).hexdigest()
    assert document_hash == text(steps, "docHash")
    assert proof_hash == text(steps, "proofHash")
    assert proof_hash + document_hash == text(steps, "combinedHash")
    signed = document(steps, "signed")
    key = parse_multikey(signed["proof"]["verificationMethod"].partition("#")[2])
    key.verify(decode_multibase(signed["proof"]["proofValue"]), bytes.fromhex(text(steps, "combinedHash")))


def test_published_key_pairs_belong_together() -> None:
    """Each private half gives the published public half."""
    for path in ("eddsa/keyPair.json", "ecdsa/p256KeyPair.json", "ecdsa/p384KeyPair.json"):
        assert key_pair(path).public_key.multikey == json.loads((FOLDER / path).read_text())["publicKeyMultibase"]


@pytest.mark.parametrize(
    ("name", "count"), [("ProofSet1", 1), ("ProofSet2", 2), ("ProofChain1", 3), ("ProofChain2", 4)]
)
def test_proof_sets_and_chains_hold_proof_by_proof(name: str, count: int) -> None:
    """Each proof is reported for itself; a chained one covers the earlier proofs that it names."""
    signed = json.loads((FOLDER / "eddsa/proof-set-chain" / f"signed{name}.json").read_text("utf-8"))
    outcomes = verify_proofs(signed, suite_contexts=CONTEXTS, resolve_key=KEYS.resolve_key)
    assert [outcome.error for outcome in outcomes] == [None] * count
    places = ["/proof"] if isinstance(signed["proof"], dict) else [f"/proof/{index}" for index in range(count)]
    assert [outcome.pointer for outcome in outcomes] == places
    record(TABLE, count, count)


CHAIN = FOLDER / "eddsa/proof-set-chain"


def chained(document: dict[str, Any], number: int, config: dict[str, Any]) -> dict[str, Any]:
    """Add the proof that a published configuration asks for, with the published key of this number."""
    keys = json.loads((CHAIN / "multiKeyPairs.json").read_text("utf-8"))
    previous = config.get("previousProof", [])
    return create_proof(
        document,
        signer=parse_key_file(json.dumps(keys[f"keyPair{number}"])).signer,
        verification_method=config["verificationMethod"],
        cryptosuite=config["cryptosuite"],
        created=_aware(float(parse_instant(config["created"]).seconds)),
        contexts=CONTEXTS,
        proof_id=config.get("id"),
        previous=previous if isinstance(previous, list) else [previous],
    )


def test_sets_and_chains_are_made_as_published_step_by_step() -> None:
    """Two proofs side by side, a third over both, a fourth over the third: every proof and document is the published."""

    def step(name: str) -> Any:
        return json.loads((CHAIN / f"{name}.json").read_text("utf-8"))

    signed = step("unsigned")
    for number, name in enumerate(("ProofSet1", "ProofSet2", "ProofChain1", "ProofChain2"), start=1):
        kind, place = name[:-1].removeprefix("Proof"), name[-1]
        config = step(f"proof{kind}Config{place}")
        signed = chained(signed, number, config)
        proofs = signed["proof"] if isinstance(signed["proof"], list) else [signed["proof"]]
        assert {key: value for key, value in proofs[-1].items() if key != "proofValue"} == config
        assert proofs[-1] == step(f"proof{kind}ConfigSigned{place}")
        assert signed == step(f"signed{name}")
        record(TABLE, 3, 3)


@pytest.mark.parametrize(("number", "places"), [(1, [0, 1]), (2, [2])])
def test_a_chained_proof_covers_the_published_document(number: int, places: list[int]) -> None:
    """The record with exactly those proofs that are named, in their order."""
    signed = json.loads((CHAIN / "signedProofChain2.json").read_text("utf-8"))
    covered = json.loads((CHAIN / f"proofChainTempDoc{number}.json").read_text("utf-8"))
    proof = signed["proof"][number + 1]
    assert covered == {**signed, "proof": [signed["proof"][place] for place in places]}
    result = verify_proof(signed, proof, suite_contexts=CONTEXTS, resolve_key=KEYS.resolve_key)
    _, data = hash_data(SUITES[(INTEGRITY, "eddsa-rdfc-2022")], covered, proof, hash_name="sha256", contexts=CONTEXTS)
    result.key.verify(decode_multibase(proof["proofValue"]), data.signed)
    record(TABLE, 1, 1)


def test_a_chain_breaks_where_an_earlier_proof_was_changed() -> None:
    """The last proof covers the one before it, so that one's smallest change is seen twice."""
    signed = json.loads((FOLDER / "eddsa/proof-set-chain" / "signedProofChain2.json").read_text("utf-8"))
    signed["proof"][2]["created"] = "2023-02-26T22:06:39Z"
    outcomes = verify_proofs(signed, suite_contexts=CONTEXTS, resolve_key=KEYS.resolve_key)
    assert [type(outcome.error) for outcome in outcomes] == [type(None), type(None), BadSignature, BadSignature]
    del signed["proof"][2]
    last = verify_proofs(signed, suite_contexts=CONTEXTS, resolve_key=KEYS.resolve_key)[-1]
    assert last.error is not None and last.error.code == "broken_proof_chain"


def _aware(seconds_since_year_1: float) -> Any:
    from datetime import UTC, datetime, timedelta

    return datetime(1, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds_since_year_1)
