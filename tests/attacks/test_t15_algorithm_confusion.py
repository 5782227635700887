"""T15: the header says one algorithm, the key is of another kind, or the public key is used as a shared secret."""

import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from openler.credentials.keys import ALGORITHMS, SIGNING_KINDS, KeyKind, PublicKey
from openler.credentials.proofs import parse_compact_jws, verify_compact_jws
from openler.foundation.encodings import encode_base64url
from openler.foundation.errors import InvalidProof, LerError
from openler.testing.signing import fixed_signer, make_token

REGISTERED = ["none", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]
REGISTERED += ["ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448"]
OTHERS = ["", "NONE", "None", "nOnE", "es256", "ES-256", "ES256 ", "SHA256", "dir", "A256GCM", "RSA1_5"]
PAYLOAD = {"issuer": "did:key:z6Mk"}


@pytest.mark.parametrize("kind", SIGNING_KINDS)
@pytest.mark.parametrize("algorithm", REGISTERED + OTHERS)
def test_only_the_key_s_own_algorithm_is_accepted(kind: KeyKind, algorithm: str) -> None:
    """Each name with each kind of key, signed well: the header is held to the key."""
    signer = fixed_signer(1, kind)
    jws = parse_compact_jws(make_token({"alg": algorithm}, PAYLOAD, signer))
    if algorithm in ALGORITHMS[kind]:
        verify_compact_jws(jws, signer.public_key)
    else:
        with pytest.raises(LerError):
            verify_compact_jws(jws, signer.public_key)


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
@pytest.mark.parametrize("signed", [True, False])
def test_nobody_s_signature_is_no_signature(algorithm: str, signed: bool) -> None:
    """However the word is written, and whatever stands behind it."""
    signer = fixed_signer(1)
    token = make_token({"alg": algorithm}, PAYLOAD, signer if signed else None)
    with pytest.raises(InvalidProof):
        verify_compact_jws(parse_compact_jws(token), signer.public_key)


def test_a_good_algorithm_without_a_signature_is_no_signature() -> None:
    """The last part is empty."""
    with pytest.raises(InvalidProof):
        verify_compact_jws(parse_compact_jws(make_token({"alg": "EdDSA"}, PAYLOAD, None)), fixed_signer(1).public_key)


def secrets_of(key: PublicKey) -> list[bytes]:
    """Give the forms in which a public key may be taken for a shared secret."""
    loaded = key.load()
    spki = loaded.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pem = loaded.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return [b"", key.material, key.multikey.encode(), spki, pem, pem.strip(), json.dumps(key.jwk).encode()]


@pytest.mark.parametrize("kind", [*SIGNING_KINDS, "RSA"])
@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_a_public_key_is_no_shared_secret(kind: KeyKind, digest: str) -> None:
    """Everybody has the public key, so everybody could make this seal."""
    key = _rsa_key() if kind == "RSA" else fixed_signer(1, kind).public_key
    for secret in secrets_of(key):
        for algorithm in (f"HS{digest[3:]}", *ALGORITHMS[kind]):
            jws = parse_compact_jws(_sealed({"alg": algorithm}, secret, digest))
            with pytest.raises(InvalidProof):
                verify_compact_jws(jws, key)


def _sealed(header: dict[str, Any], secret: bytes, digest: str) -> str:
    signing_input = f"{encode_base64url(json.dumps(header).encode())}.{encode_base64url(json.dumps(PAYLOAD).encode())}"
    return f"{signing_input}.{encode_base64url(hmac.digest(secret, signing_input.encode(), digest))}"


def _rsa_key() -> PublicKey:
    private = rsa.generate_private_key(65537, 2048)
    return PublicKey("RSA", private.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1))
