"""JWK: strict about what a public key may say, and never fooled about what it is for."""

from typing import Any

import pytest

from openler.credentials.keys import ALGORITHMS, SIGNING_KINDS, BadKey, KeyKind, KeyNotOffered, parse_jwk
from openler.foundation.encodings import decode_base64url, encode_base64url
from openler.foundation.errors import LerError
from openler.testing.signing import fixed_signer

P256 = fixed_signer(1, "P-256").public_key.jwk
ED25519 = fixed_signer(1).public_key.jwk
# A modulus of 2048 bits with no small factor; only its shape matters here.
RSA = {"kty": "RSA", "n": encode_base64url(((1 << 2047) + 0x1_0000_0001).to_bytes(256)), "e": "AQAB"}


@pytest.mark.parametrize("kind", SIGNING_KINDS)
def test_keys_come_back_as_they_were(kind: KeyKind) -> None:
    """Writing and reading a JWK changes nothing, and its thumbprint stays."""
    key = fixed_signer(5, kind).public_key
    assert parse_jwk(key.jwk) == key
    assert parse_jwk({**key.jwk, "kid": "any", "alg": ALGORITHMS[kind][0], "use": "sig"}).thumbprint == key.thumbprint


def test_the_thumbprint_is_that_of_rfc_8037() -> None:
    """RFC 8037, A.3: the published thumbprint of the published key."""
    key = parse_jwk({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    assert key.thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("name", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
@pytest.mark.parametrize("jwk", [P256, ED25519, RSA], ids=["EC", "OKP", "RSA"])
def test_private_members_make_a_public_key_worthless(jwk: dict[str, str], name: str) -> None:
    """Who publishes the private half lets anybody sign."""
    with pytest.raises(BadKey, match="private member"):
        parse_jwk({**jwk, name: "AQAB"})


@pytest.mark.parametrize(
    "change",
    [
        {"x": ""},
        {"x": None},
        {"x": 7},
        {"x": P256["x"] + "="},
        {"x": P256["x"] + "AA"},
        {"x": encode_base64url(decode_base64url(P256["x"])[1:])},
        {"y": P256["x"]},
        {"y": encode_base64url(b"\0" + decode_base64url(P256["y"]))},
        {"crv": "P-384"},
        {"crv": "P-192"},
        {"kty": "RSA"},
        {"kty": "ec"},
        {"kty": None},
        {"use": "enc"},
        {"use": "SIG"},
        {"key_ops": ["encrypt"]},
        {"key_ops": []},
        {"key_ops": "verify"},
        {"key_ops": ["verify", "verify"]},
        {"use": "sig", "key_ops": ["verify", "deriveKey"]},
        {"alg": "ES384"},
        {"alg": "ECDH-ES"},
        {"alg": "none"},
        {"alg": 7},
    ],
    ids=str,
)
def test_a_wrong_member_is_refused(change: dict[str, Any]) -> None:
    """Padding, wrong widths, points off the curve, another curve, another purpose or algorithm."""
    with pytest.raises(BadKey):
        parse_jwk({**P256, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"n": encode_base64url(b"\0" + decode_base64url(RSA["n"]))},
        {"e": "AAEAAQ"},
        {"e": "AQ"},
        {"e": "AA"},
        {"e": "BA"},
        {"n": "AQAB"},
        {"n": "A" * 3000},
    ],
    ids=lambda change: str(change)[:24],
)
def test_wrong_rsa_numbers_are_refused(change: dict[str, str]) -> None:
    """Leading zeros, exponents of one or even, and moduli that are too short or too long."""
    assert parse_jwk(RSA).kind == "RSA"
    with pytest.raises(BadKey):
        parse_jwk({**RSA, **change})


@pytest.mark.parametrize(
    "jwk",
    [
        {"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"},
        {"kty": "OKP", "crv": "Ed448", "x": "AA"},
        {"kty": "OKP", "crv": "X25519", "x": "AA"},
        {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"},
        {**RSA, "alg": "PS256"},
    ],
    ids=str,
)
def test_other_kinds_are_named_as_not_offered(jwk: dict[str, str]) -> None:
    """A real key that is not checked here leaves the question open."""
    with pytest.raises(KeyNotOffered):
        parse_jwk(jwk)


@pytest.mark.parametrize("jwk", [None, [], "key", {}, {"kty": "oct", "k": "AAAA"}], ids=str)
def test_what_is_no_public_key_is_refused(jwk: object) -> None:
    """A shared secret least of all."""
    with pytest.raises(BadKey):
        parse_jwk(jwk)


@pytest.mark.parametrize("odd", [{}, [], [{}], 7, True, {"a": [1]}])
@pytest.mark.parametrize("name", ["kty", "crv", "x", "y", "n", "e", "alg", "use", "key_ops", "kid", "d"])
@pytest.mark.parametrize("kind", ["Ed25519", "P-256"])
def test_a_member_of_another_type_makes_no_reader_stumble(kind: Any, name: str, odd: Any) -> None:
    """Whatever stands there, the key is read or refused with words; a curve that is an object was found by fuzzing."""
    jwk = {**fixed_signer(1, kind).public_key.jwk, name: odd}
    try:
        assert parse_jwk(jwk).kind == kind
    except LerError as error:
        assert error.message
