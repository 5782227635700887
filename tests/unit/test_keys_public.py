"""Public keys and signers: each kind signs and is read, and nothing that is almost a key is taken for one."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from openler.credentials.keys import (
    SIGNING_KINDS,
    BadKey,
    BadSignature,
    KeyKind,
    KeyNotOffered,
    PublicKey,
    SoftwareSigner,
    parse_multikey,
)
from openler.credentials.keys.public import CURVES, MAX_RSA_BITS, MIN_RSA_BITS
from openler.foundation.encodings import encode_multibase, encode_varint
from openler.testing.signing import fixed_signer

KINDS = pytest.mark.parametrize("kind", SIGNING_KINDS)


@KINDS
def test_what_a_key_signs_its_public_half_accepts(kind: KeyKind) -> None:
    """And nothing else: another message, another key and a changed byte are refused."""
    signer, other = fixed_signer(1, kind), fixed_signer(2, kind)
    signature = signer.sign(b"record")
    signer.public_key.verify(signature, b"record")
    for key, sig, message in [
        (signer.public_key, signature, b"Record"),
        (other.public_key, signature, b"record"),
        (signer.public_key, bytes([signature[0] ^ 1]) + signature[1:], b"record"),
        (signer.public_key, signature + b"\0", b"record"),
        (signer.public_key, signature[:-1], b"record"),
        (signer.public_key, b"", b"record"),
    ]:
        with pytest.raises(BadSignature):
            key.verify(sig, message)


@KINDS
@given(message=st.binary(max_size=64))
def test_signing_twice_gives_the_same_bytes(kind: KeyKind, message: bytes) -> None:
    """ECDSA is deterministic here (RFC 6979), as Ed25519 is by design."""
    assert fixed_signer(1, kind).sign(message) == fixed_signer(1, kind).sign(message)


@KINDS
def test_keys_come_back_from_multikey_and_jwk(kind: KeyKind) -> None:
    """Two ways of writing one key are one key."""
    key = fixed_signer(3, kind).public_key
    assert parse_multikey(key.multikey) == key
    assert key.multikey[:3] in ("z6M", "zDn", "z82")


@KINDS
def test_new_keys_differ(kind: KeyKind) -> None:
    """Two keys drawn from the system are never the same."""
    assert SoftwareSigner.generate(kind).public_key != SoftwareSigner.generate(kind).public_key


def test_rsa_keys_are_not_made_here() -> None:
    """RSA is only read."""
    with pytest.raises(BadKey):
        SoftwareSigner.generate("RSA")


@KINDS
def test_a_signer_never_shows_its_private_key(kind: KeyKind) -> None:
    """Its text names the public half only."""
    signer = fixed_signer(4, kind)
    assert signer.secret.hex() not in repr(signer)
    assert signer.public_key.multikey in repr(signer)


def test_both_forms_of_an_ecdsa_signature_are_accepted() -> None:
    """The suites and RFC 7518 set no rule for high s, and other signers give either."""
    signer = fixed_signer(1, "P-256")
    signature = signer.sign(b"record")
    s = int.from_bytes(signature[32:])
    signer.public_key.verify(signature[:32] + (CURVES["P-256"].order - s).to_bytes(32), b"record")


@pytest.mark.parametrize(
    ("code", "material", "kind"),
    [
        (0xE7, bytes([2]) + bytes(31) + b"\1", "secp256k1"),
        (0xEC, bytes(32), "X25519"),
        (0x1202, bytes(67), "P-521"),
        (0x1210, bytes(1312), "ML-DSA-44"),
    ],
)
def test_other_kinds_of_key_are_named_and_not_called_malformed(code: int, material: bytes, kind: str) -> None:
    """Cannot check is not a fault of the record."""
    with pytest.raises(KeyNotOffered, match=kind):
        parse_multikey(encode_multibase(encode_varint(code) + material))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z",
        "6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW",
        "z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp ",
        "u7QEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        encode_multibase(fixed_signer(1).public_key.material),
        encode_multibase(b"\xed\x01" + fixed_signer(1).public_key.material + b"\0"),
        encode_multibase(encode_varint(0x1300) + bytes(32)),
        None,
        7,
        ["z6Mk"],
    ],
)
def test_what_is_no_multikey_is_refused(text: object) -> None:
    """No prefix, another base, a missing or wrong multicodec, a private key, a byte too many."""
    with pytest.raises(BadKey):
        parse_multikey(text)


@pytest.mark.parametrize("kind", ["P-256", "P-384"])
def test_points_are_compressed_and_on_their_curve(kind: KeyKind) -> None:
    """Uncompressed, hybrid, off-curve and infinite points are refused."""
    curve = CURVES[kind]
    point = fixed_signer(1, kind).public_key.material
    uncompressed = ec.EllipticCurvePublicKey.from_encoded_point(curve.curve, point).public_bytes(
        Encoding.X962, PublicFormat.UncompressedPoint
    )
    off_curve = next(
        candidate
        for candidate in (bytes([2]) + number.to_bytes(curve.width) for number in range(2, 40))
        if not _is_point(curve.curve, candidate)
    )
    for material in (uncompressed, b"\0", bytes(curve.width + 1), off_curve, point[:-1], b"\x05" + point[1:]):
        with pytest.raises(BadKey):
            PublicKey(kind, material)


def _is_point(curve: ec.EllipticCurve, encoded: bytes) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(curve, encoded)
    except ValueError:
        return False
    return True


def rsa_der(key: rsa.RSAPrivateKey) -> bytes:
    """Write the public half as RSAPublicKey."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)


def test_rsa_signatures_are_checked_as_rs256_only() -> None:
    """PKCS #1 v1.5 with SHA-256; PSS and other hashes are refused."""
    private = rsa.generate_private_key(65537, MIN_RSA_BITS)
    key = PublicKey("RSA", rsa_der(private))
    key.verify(private.sign(b"record", padding.PKCS1v15(), hashes.SHA256()), b"record")
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    for signature in (
        private.sign(b"record", pss, hashes.SHA256()),
        private.sign(b"record", padding.PKCS1v15(), hashes.SHA384()),
    ):
        with pytest.raises(BadSignature):
            key.verify(signature, b"record")
    assert parse_multikey(key.multikey) == key


def test_rsa_keys_have_a_sensible_size() -> None:
    """Short moduli can be broken, very long ones only cost time."""
    with pytest.raises(BadKey, match="1024 bits"):
        PublicKey("RSA", rsa_der(rsa.generate_private_key(65537, 1024)))
    long = rsa.RSAPublicNumbers(65537, (1 << MAX_RSA_BITS) + 1).public_key()
    with pytest.raises(BadKey, match=f"{MAX_RSA_BITS + 1} bits"):
        PublicKey("RSA", long.public_bytes(Encoding.DER, PublicFormat.PKCS1))


def test_rsa_der_has_one_form() -> None:
    """A SubjectPublicKeyInfo, a byte too many or other bytes are no RSAPublicKey."""
    private = rsa.generate_private_key(65537, MIN_RSA_BITS)
    spki = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    for material in (spki, rsa_der(private) + b"\0", b"", b"\x30\x00"):
        with pytest.raises(BadKey):
            PublicKey("RSA", material)


def test_unknown_kinds_are_no_keys() -> None:
    """The kind is one of four words."""
    with pytest.raises(BadKey):
        PublicKey("secp256k1", bytes(33))  # type: ignore[arg-type]


RFC_6979 = [
    (
        "P-256",
        "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
        "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
    ),
    (
        "P-384",
        "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
        "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46",
        "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8",
    ),
]


@pytest.mark.parametrize(("kind", "secret", "r", "s"), RFC_6979, ids=["P-256", "P-384"])
def test_deterministic_signatures_are_those_of_rfc_6979(kind: KeyKind, secret: str, r: str, s: str) -> None:
    """A.2.5 and A.2.6, message "sample" with the curve's own hash."""
    signer = SoftwareSigner.from_secret(kind, bytes.fromhex(secret))
    assert signer.sign(b"sample").hex() == (r + s).lower()
