"""JOSE cookbook (RFC 7520) and RFC 8037: keys are read, signatures verify, deterministic ones come out the same."""

import json
from pathlib import Path
from typing import Any

import pytest

from openler.credentials.keys import BadKey, KeyNotOffered, SoftwareSigner, parse_jwk, parse_key_file
from openler.credentials.proofs import AlgorithmNotOffered, Unsigned, parse_compact_jws, verify_compact_jws
from openler.foundation.encodings import decode_base64url, encode_base64url
from vectors.table import record

FOLDER = Path(__file__).parent / "jose-cookbook"
# What each signature example needs that is not offered, and so how it is refused.
REFUSED: dict[str, tuple[type[Exception], ...]] = {
    "4_2.rsa-pss_signature": (KeyNotOffered, AlgorithmNotOffered),
    "4_3.ecdsa_signature": (KeyNotOffered,),
    "4_4.hmac-sha2_integrity_protection": (BadKey, Unsigned),
}
# Not compact tokens with a payload inside, which is the only form that carries records.
NOT_COMPACT = {
    "4_5.signature_with_detached_content",
    "4_6.protecting_specific_header_fields",
    "4_7.protecting_content_only",
    "4_8.multiple_signatures",
}


def load(path: str) -> dict[str, Any]:
    """Read an example."""
    loaded: dict[str, Any] = json.loads((FOLDER / path).read_text("utf-8"))
    return loaded


def public(jwk: dict[str, Any]) -> dict[str, Any]:
    """Leave the private members out."""
    return {name: value for name, value in jwk.items() if name not in ("d", "p", "q", "dp", "dq", "qi")}


@pytest.mark.parametrize("path", ["jws/4_1.rsa_v15_signature.json", "curve25519/jws.json"])
def test_offered_signatures_verify_and_every_value_matches(path: str) -> None:
    """The parts of the token are the intermediate values of the example."""
    example = load(path)
    jws = parse_compact_jws(example["output"]["compact"])
    assert jws.header == example["signing"]["protected"]
    assert jws.payload.decode() == example["input"]["payload"]
    assert jws.signing_input.decode() == example["signing"]["sig-input"]
    assert encode_base64url(jws.signature) == example["signing"]["sig"]
    verify_compact_jws(jws, parse_jwk(public(example["input"]["key"])))
    record("JOSE cookbook (RFC 7520, RFC 8037)", 1, 1)


def test_ed25519_signature_is_reproduced() -> None:
    """The private key of RFC 8037 signs to the published bytes."""
    example = load("curve25519/jws.json")
    signer = SoftwareSigner.from_secret("Ed25519", decode_base64url(example["input"]["key"]["d"]))
    assert signer.public_key == parse_jwk(public(example["input"]["key"]))
    assert encode_base64url(signer.sign(example["signing"]["sig-input"].encode())) == example["signing"]["sig"]


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_not_offered_is_refused_cleanly(name: str) -> None:
    """RSA-PSS, P-521 and HMAC are named as not offered, never as forged."""
    example = load(f"jws/{name}.json")
    with pytest.raises(REFUSED[name]):
        verify_compact_jws(parse_compact_jws(example["output"]["compact"]), parse_jwk(public(example["input"]["key"])))


def test_every_example_is_tried_or_excluded_with_a_reason() -> None:
    """No example is passed over in silence; those that are no compact tokens say so themselves."""
    names = {path.stem for path in (FOLDER / "jws").iterdir()}
    assert names == {"4_1.rsa_v15_signature"} | set(REFUSED) | NOT_COMPACT
    for name in NOT_COMPACT:
        output = load(f"jws/{name}.json")["output"]
        compact = output.get("compact", "..")
        assert ".." in compact
    reasons = dict.fromkeys(REFUSED, "RSA-PSS, P-521 and HMAC are not offered; refused cleanly")
    reasons |= dict.fromkeys(NOT_COMPACT, "not a compact token with its payload inside")
    record("JOSE cookbook (RFC 7520, RFC 8037)", 0, 0, reasons)


def test_keys_of_the_cookbook_are_read_or_named_as_not_offered() -> None:
    """RSA is read, P-521 is not offered, private and shared keys are no public keys."""
    assert parse_jwk(load("jwk/3_3.rsa_public_key.json")).kind == "RSA"
    record("JOSE cookbook (RFC 7520, RFC 8037)", 6, 6)
    with pytest.raises(KeyNotOffered):
        parse_jwk(load("jwk/3_1.ec_public_key.json"))
    for name in ("3_2.ec_private_key", "3_4.rsa_private_key", "3_5.symmetric_key_mac_computation"):
        with pytest.raises(BadKey):
            parse_jwk(load(f"jwk/{name}.json"))
    with pytest.raises(BadKey):
        parse_jwk(load("jwk/3_6.symmetric_key_encryption.json"))


def test_rsa_key_comes_back_as_it_was() -> None:
    """Reading and writing an RSA key changes no member."""
    jwk = load("jwk/3_3.rsa_public_key.json")
    assert parse_jwk(jwk).jwk == {name: jwk[name] for name in ("kty", "n", "e")}


def test_rfc_8037_private_key_is_a_key_file() -> None:
    """A bare private JWK serves as key file, named as its own did:key."""
    key_file = parse_key_file(json.dumps(load("curve25519/jws.json")["input"]["key"]))
    assert key_file.controller == f"did:key:{key_file.signer.public_key.multikey}"
