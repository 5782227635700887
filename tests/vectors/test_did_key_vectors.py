"""did:key: the published identifiers resolve to the published keys, or to a named kind that is not offered."""

import json
from pathlib import Path
from typing import Any

import pytest

from openler.credentials.did import resolve_did
from openler.credentials.keys import KeyNotOffered, SoftwareSigner, parse_jwk
from openler.foundation.encodings import decode_base58btc, decode_base64url, encode_multibase
from vectors.table import record

FOLDER = Path(__file__).parent / "did-key"
# Kinds of key that no suite of ours uses, with their identifiers' file or beginning.
NOT_OFFERED_FILES = {"bls12381.json", "secp256k1.json", "x25519.json"}
NOT_OFFERED_PREFIXES = {"did:key:z2J9": "P-521"}


def vectors(name: str) -> list[tuple[str, dict[str, Any]]]:
    """Give each DID of a file with what is published about it."""
    content = json.loads((FOLDER / name).read_text())
    documents = content.get("didDocument", {}) if name == "x25519.json" else content
    return sorted(documents.items())


ALL = [(name, did, vector) for name in sorted(p.name for p in FOLDER.glob("*.json")) for did, vector in vectors(name)]
REFUSED = [row for row in ALL if row[0] in NOT_OFFERED_FILES or row[1].startswith(tuple(NOT_OFFERED_PREFIXES))]
OFFERED = [row for row in ALL if row not in REFUSED]


def published_key(method: dict[str, Any]) -> Any:
    """Read the key of a published verification method, whatever its form."""
    if "publicKeyJwk" in method:
        return parse_jwk(method["publicKeyJwk"]).material
    return decode_base58btc(method["publicKeyBase58"])


@pytest.mark.parametrize(("name", "did", "vector"), OFFERED, ids=[row[1][:20] for row in OFFERED])
def test_identifiers_resolve_to_the_published_keys(name: str, did: str, vector: dict[str, Any]) -> None:
    """The key and its id are those of the published document; only the form in which it is written is ours."""
    method = vector["didDocument"]["verificationMethod"][0]
    document = resolve_did(did)
    assert document.id == did == vector["didDocument"]["id"]
    found = document.verification_method(f"{did}#{did.removeprefix('did:key:')}", "assertionMethod")
    if not method["type"].startswith("P256Key"):
        assert found.id == method["id"]
    assert found.key.material == published_key(method)
    assert f"did:key:{found.key.multikey}" == did
    record("did:key", 1, 1)


@pytest.mark.parametrize(("name", "did", "vector"), REFUSED, ids=[row[1][:20] for row in REFUSED])
def test_other_kinds_are_named_and_not_used(name: str, did: str, vector: dict[str, Any]) -> None:
    """secp256k1, X25519, BLS and P-521 are kinds of key, so they are not called malformed."""
    with pytest.raises(KeyNotOffered, match=r"secp256k1|X25519|BLS|P-521"):
        resolve_did(did)
    record("did:key", 0, 0, {did[:24] + "…": f"{name}: a kind of key that is not offered; named as such"})


def test_published_seeds_make_the_published_identifiers() -> None:
    """A fixed seed gives a fixed did:key."""
    seeds = [(did, vector["seed"]) for name, did, vector in ALL if name.startswith("ed25519") and "seed" in vector]
    assert len(seeds) == 5
    for did, seed in seeds:
        assert f"did:key:{SoftwareSigner.from_secret('Ed25519', bytes.fromhex(seed)).public_key.multikey}" == did


def test_published_private_keys_belong_to_the_published_identifiers() -> None:
    """The private keys of the P-256 and P-384 vectors sign for their identifiers."""
    tried = 0
    for name, did, vector in OFFERED:
        jwk = vector.get("verificationMethod", {}).get("privateKeyJwk") if name == "nist-curves.json" else None
        if jwk:
            signer = SoftwareSigner.from_secret(jwk["crv"], decode_base64url(jwk["d"]))
            assert f"did:key:{signer.public_key.multikey}" == did
            signer.public_key.verify(signer.sign(b"message"), b"message")
            tried += 1
    assert tried == 4


def test_multibase_and_multicodec_are_what_makes_the_identifier() -> None:
    """The prefixes are ED 01, 80 24, 81 24 and 85 24."""
    prefixes = {"Ed25519": "ed01", "P-256": "8024", "P-384": "8124", "RSA": "8524"}
    for _, did, _ in OFFERED:
        key = next(resolve_did(did).usable_methods("assertionMethod")).key
        assert did == "did:key:" + encode_multibase(bytes.fromhex(prefixes[key.kind]) + key.material)
