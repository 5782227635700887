"""T18: one signature written two ways, keys for which anybody can sign, points off the curve.

The published cases stand in ``tests/vectors/test_wycheproof_signatures.py``; here the same is tried in records.
"""

import pytest

from openler.credentials.did import resolve_did
from openler.credentials.keys import BadKey, BadSignature, PublicKey
from openler.credentials.keys.public import CURVES
from openler.foundation.encodings import encode_multibase
from openler.testing.signing import fixed_signer

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
# The y coordinates of the eight points of small order: 1, -1, 0, and the two of order eight.
SQRT_M1 = pow(2, (P - 1) // 4, P)


def order_eight() -> list[int]:
    """Solve x^2 + y^2 = 0 together with the curve's equation, which gives d y^4 + 2 y^2 - 1 = 0."""
    d = -121665 * pow(121666, -1, P) % P
    root = pow(1 + d, (P + 3) // 8, P)
    root = root if root * root % P == (1 + d) % P else root * SQRT_M1 % P
    found = []
    for sign in (1, -1):
        square = (-1 + sign * root) * pow(d, -1, P) % P
        y = pow(square, (P + 3) // 8, P)
        y = y if y * y % P == square else y * SQRT_M1 % P
        if y * y % P == square:
            found += [y, P - y]
    return found


SMALL = [0, 1, P - 1, *order_eight()]


def test_there_are_two_times_five_encodings_of_small_order() -> None:
    """Five values of y; the test itself would be empty without them."""
    assert len(set(SMALL)) == 5


@pytest.mark.parametrize("y", SMALL)
@pytest.mark.parametrize("sign", [0, 1])
def test_a_key_of_small_order_is_no_key(y: int, sign: int) -> None:
    """With it, R = identity and S = 0 would fit every message."""
    with pytest.raises(BadKey):
        PublicKey("Ed25519", (y | sign << 255).to_bytes(32, "little"))
    text = encode_multibase(b"\xed\x01" + (y | sign << 255).to_bytes(32, "little"))
    with pytest.raises(BadKey):
        resolve_did(f"did:key:{text}")


@pytest.mark.parametrize("y", [P, P + 1, P + 18, 2**255 - 1])
def test_a_key_has_one_encoding(y: int) -> None:
    """RFC 8032, 5.1.3: y must be smaller than p."""
    with pytest.raises(BadKey, match="canonical"):
        PublicKey("Ed25519", y.to_bytes(32, "little"))


def test_adding_the_group_order_makes_another_signature_of_nobody() -> None:
    """S + L satisfies the equation and is refused; so one record has one Ed25519 signature by one signer."""
    signer = fixed_signer(1)
    signature = signer.sign(b"record")
    s = int.from_bytes(signature[32:], "little")
    for multiple in range(1, 9):
        other = s + multiple * L
        if other < 2**256:
            with pytest.raises(BadSignature):
                signer.public_key.verify(signature[:32] + other.to_bytes(32, "little"), b"record")


@pytest.mark.parametrize("kind", ["P-256", "P-384"])
def test_numbers_outside_the_curve_s_range_are_refused(kind: str) -> None:
    """Zero, the order, and r or s with the order added."""
    curve = CURVES[kind]
    signer = fixed_signer(1, kind)  # type: ignore[arg-type]
    signature = signer.sign(b"record")
    r, s = signature[: curve.width], signature[curve.width :]
    full = 1 << (8 * curve.width)
    for number in (0, curve.order, (int.from_bytes(r) + curve.order) % full, full - 1):
        odd = number.to_bytes(curve.width)
        for wrong in (odd + s, r + odd, odd + odd):
            with pytest.raises(BadSignature):
                signer.public_key.verify(wrong, b"record")
