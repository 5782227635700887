"""T15: the header says one algorithm, the key is of another kind, or the public key is used as a shared secret."""

import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

import openler
from openler.credentials.keys import ALGORITHMS, SIGNING_KINDS, KeyKind, PublicKey, SoftwareSigner
from openler.credentials.proofs import parse_compact_jws, verify_compact_jws
from openler.credentials.proofs.sd_jwt.disclosures import digest_of
from openler.foundation.encodings import encode_base64url
from openler.foundation.errors import InvalidProof, LerError
from openler.testing.signing import did_key_of, fixed_signer, make_token, method_of

REGISTERED = ["none", "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]
REGISTERED += ["ES256", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448"]
OTHERS = ["", "NONE", "None", "nOnE", "es256", "ES-256", "ES256 ", "SHA256", "dir", "A256GCM", "RSA1_5"]
PAYLOAD = {"issuer": "did:key:z6Mk"}
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


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


HOLDER_FORMS = ["vp+jwt", "dc+sd-jwt", "kb+jwt"]


@pytest.mark.parametrize("form", HOLDER_FORMS)
@pytest.mark.parametrize("kind", SIGNING_KINDS)
@pytest.mark.parametrize("algorithm", REGISTERED + OTHERS)
def test_the_other_kinds_of_token_are_held_to_their_key_too(form: str, kind: KeyKind, algorithm: str) -> None:
    """Presentations, records with disclosures and the holder's own token, each through the door."""
    signer = fixed_signer(1, kind)
    report = openler.verify(_token_of(form, algorithm, signer), at=AT)
    assert (report.check("proof").outcome == "passed") is (algorithm in ALGORITHMS[kind])


@pytest.mark.parametrize("form", HOLDER_FORMS)
@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_no_other_kind_of_token_takes_a_public_key_for_a_secret(form: str, kind: KeyKind) -> None:
    """Whatever the header says."""
    signer = fixed_signer(1, kind)
    for secret in secrets_of(signer.public_key):
        for algorithm in ("HS256", *ALGORITHMS[kind]):
            report = openler.verify(_token_of(form, algorithm, signer, secret=secret), at=AT)
            assert report.check("proof").outcome in ("failed", "undetermined") and not report.verified


def _token_of(form: str, algorithm: str, signer: SoftwareSigner, secret: bytes | None = None) -> str:
    header = {"alg": algorithm, "kid": method_of(signer), "typ": form}

    def made(header: dict[str, Any], payload: dict[str, Any]) -> str:
        return make_token(header, payload, signer) if secret is None else _sealed(header, secret, "sha256", payload)

    if form == "vp+jwt":
        context = ["https://www.w3.org/ns/credentials/v2"]
        return made(header, {"@context": context, "type": "VerifiablePresentation", "holder": did_key_of(signer)})
    payload = {"iss": did_key_of(signer), "vct": "urn:x:1", "cnf": {"jwk": signer.public_key.jwk}}
    if form == "dc+sd-jwt":
        return made(header, payload) + "~"
    good = {"alg": ALGORITHMS[signer.public_key.kind][0], "kid": method_of(signer), "typ": "dc+sd-jwt"}
    shown = make_token(good, payload, signer) + "~"
    claims = {"iat": 1795608000, "nonce": "n", "aud": "v", "sd_hash": digest_of(shown, "sha-256")}
    return shown + made(header, claims)


def _sealed(header: dict[str, Any], secret: bytes, digest: str, payload: dict[str, Any] | None = None) -> str:
    body = json.dumps(PAYLOAD if payload is None else payload).encode()
    signing_input = f"{encode_base64url(json.dumps(header).encode())}.{encode_base64url(body)}"
    return f"{signing_input}.{encode_base64url(hmac.digest(secret, signing_input.encode(), digest))}"


def _rsa_key() -> PublicKey:
    private = rsa.generate_private_key(65537, 2048)
    return PublicKey("RSA", private.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1))
