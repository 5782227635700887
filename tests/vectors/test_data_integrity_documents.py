"""Data Integrity: what stands beside the steps of the published vectors: documents, proof options, keys, chains."""

import json
from pathlib import Path
from typing import Any

import pytest

from openler.credentials.keys import SoftwareSigner
from openler.foundation.encodings import decode_base58btc, encode_base58btc
from vectors.table import record

FOLDER = Path(__file__).parent / "data-integrity"
CHAIN = FOLDER / "eddsa" / "proof-set-chain"
OPTIONS = sorted(path for path in FOLDER.rglob("proofConfig*.json"))
ED25519_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
TABLE = "W3C Data Integrity eddsa and ecdsa (documents)"


def read(path: Path) -> dict[str, Any]:
    """Read one document."""
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def without(document: dict[str, Any], name: str) -> dict[str, Any]:
    """Leave one member out."""
    return {member: value for member, value in document.items() if member != name}


@pytest.mark.parametrize("path", OPTIONS, ids=[path.relative_to(FOLDER).as_posix() for path in OPTIONS])
def test_the_published_options_are_those_of_the_proof(path: Path) -> None:
    """The proof is its options and its value; the options' context is the record's; the value is the signature."""
    ending = path.stem.removeprefix("proofConfig")
    signed, options = read(path.with_name(f"signed{ending}.json")), read(path)
    assert options.pop("@context", signed["@context"]) == signed["@context"]
    # The canonical JSON suites keep the context in the proof.
    assert options == without(without(signed["proof"], "proofValue"), "@context")
    value = signed["proof"]["proofValue"]
    assert path.with_name(f"sigBTC58{ending}.txt").read_text("utf-8").removeprefix("z") == value.removeprefix("z")
    signature = bytes.fromhex(path.with_name(f"sigHex{ending}.txt").read_text("utf-8"))
    assert "z" + encode_base58btc(signature) == value
    record(TABLE, 3, 3)


@pytest.mark.parametrize("path", OPTIONS, ids=[path.relative_to(FOLDER).as_posix() for path in OPTIONS])
def test_the_signed_document_is_the_unsigned_one_and_a_proof(path: Path) -> None:
    """Nothing but the proof was added, and for the oldest suite the context of its own."""
    kind, name = path.relative_to(FOLDER).parts[0], "employmentAuth" if "employ" in path.parts else "unsigned"
    signed = read(path.with_name(f"signed{path.stem.removeprefix('proofConfig')}.json"))
    unsigned = read(FOLDER / kind / f"{name}.json")
    added = signed["@context"][len(unsigned["@context"]) :]
    assert added == ([ED25519_2020] if signed["proof"]["type"] == "Ed25519Signature2020" else [])
    assert without(signed, "proof") == {**unsigned, "@context": [*unsigned["@context"], *added]}
    record(TABLE, 1, 1)


@pytest.mark.parametrize("name", ["proofSetConfig", "proofChainConfig"])
def test_sets_and_chains_hold_the_published_proofs(name: str) -> None:
    """Each proof is its options and its value, and stands in the set or chain that is made of it."""
    proofs = []
    for number in (1, 2):
        options, signed = read(CHAIN / f"{name}{number}.json"), read(CHAIN / f"{name}Signed{number}.json")
        assert options == without(signed, "proofValue")
        proofs.append(signed)
    earlier = read(CHAIN / "signedProofSet2.json")["proof"]
    if name == "proofSetConfig":
        assert read(CHAIN / "signedProofSet1.json")["proof"] == proofs[0]
        assert earlier == proofs
    else:
        assert read(CHAIN / "signedProofChain1.json")["proof"] == [*earlier, proofs[0]]
        assert read(CHAIN / "signedProofChain2.json")["proof"] == [*earlier, *proofs]
    record(TABLE, 4, 4)


@pytest.mark.parametrize("number", [1, 2])
def test_a_chained_proof_covers_the_record_with_the_proofs_that_it_names(number: int) -> None:
    """The documents over which the published chain was signed, step for step."""
    whole = read(CHAIN / f"signedProofChain{number}.json")
    chained = whole["proof"][-1]["previousProof"]
    named = [chained] if isinstance(chained, str) else chained
    covered = [proof for proof in whole["proof"] if proof.get("id") in named]
    assert read(CHAIN / f"proofChainTempDoc{number}.json") == {**whole, "proof": covered}
    assert without(whole, "proof") == read(CHAIN / "unsigned.json")
    record(TABLE, 2, 2)


def test_the_published_keys_made_the_published_proofs() -> None:
    """Each private half gives the public one, and every proof of a chain names one of them."""
    pairs = read(CHAIN / "multiKeyPairs.json").values()
    for pair in pairs:
        secret = decode_base58btc(pair["privateKeyMultibase"].removeprefix("z"))
        assert SoftwareSigner.from_secret("Ed25519", secret[2:]).public_key.multikey == pair["publicKeyMultibase"]
    named = [proof["verificationMethod"].partition("#")[2] for proof in read(CHAIN / "signedProofChain2.json")["proof"]]
    assert named == [pair["publicKeyMultibase"] for pair in pairs]
    record(TABLE, 4, 4)


def test_what_is_not_offered_is_left_out_by_name() -> None:
    """The vectors of bbs-2023 are not kept here, and the table says why."""
    reason = "bbs-2023 is not offered: there is no maintained library of its pairings for Python"
    assert not (FOLDER / "bbs").exists()
    record(TABLE, 0, 0, {"bbs (104 files of w3c/vc-di-bbs)": reason})
