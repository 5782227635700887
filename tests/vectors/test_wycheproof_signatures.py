"""Wycheproof: every valid signature is accepted and every other refused (T18)."""

import json
from pathlib import Path
from typing import Any

import pytest

from openler.credentials.keys import KeyKind, PublicKey, parse_jwk
from openler.credentials.keys.der_signatures import decode_der_signature
from openler.foundation.errors import LerError, Undecided
from vectors.table import record

FOLDER = Path(__file__).parent / "wycheproof"
# File, kind of key, whether its signatures are DER, and how many cases the file says it has.
FILES: list[tuple[str, KeyKind, bool, int]] = [
    ("ed25519_test.json", "Ed25519", False, 151),
    ("ecdsa_secp256r1_sha256_p1363_test.json", "P-256", False, 262),
    ("ecdsa_secp384r1_sha384_p1363_test.json", "P-384", False, 280),
    ("ecdsa_secp256r1_sha256_test.json", "P-256", True, 484),
    ("ecdsa_secp384r1_sha384_test.json", "P-384", True, 504),
]


def key_of(group: dict[str, Any], kind: KeyKind) -> PublicKey:
    """Read a group's key as JWK where it has one, else from its uncompressed point."""
    if "publicKeyJwk" in group:
        return parse_jwk(group["publicKeyJwk"])
    point = bytes.fromhex(group["publicKey"]["uncompressed"])
    width = (len(point) - 1) // 2
    return PublicKey(kind, bytes([2 + (point[-1] & 1)]) + point[1 : 1 + width])


def accepts(group: dict[str, Any], case: dict[str, Any], kind: KeyKind, der: bool) -> bool:
    """Say whether the signature is accepted; "cannot tell" would be a fault here."""
    try:
        signature = bytes.fromhex(case["sig"])
        key_of(group, kind).verify(
            decode_der_signature(signature, kind=kind) if der else signature, bytes.fromhex(case["msg"])
        )
    except LerError as error:
        assert not isinstance(error, Undecided)
        return False
    return True


@pytest.mark.parametrize(("name", "kind", "der", "count"), FILES, ids=[row[0] for row in FILES])
def test_each_signature_has_the_published_verdict(name: str, kind: KeyKind, der: bool, count: int) -> None:
    """Malleable, small-order, out-of-range and badly encoded signatures are refused; odd but valid ones are not."""
    groups = json.loads((FOLDER / name).read_text())["testGroups"]
    cases = [(group, case) for group in groups for case in group["tests"]]
    wrong = [
        (case["tcId"], case["comment"])
        for group, case in cases
        if accepts(group, case, kind, der) != (case["result"] == "valid")
    ]
    record(f"Wycheproof {name}", len(cases), len(cases) - len(wrong))
    assert wrong == []
    assert len(cases) == count
