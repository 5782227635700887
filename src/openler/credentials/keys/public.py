"""Did the holder of this key sign these bytes?

Keys arrive as Multikey or JWK (``multikey``, ``jwk``); here they are checked, loaded once and used. Each kind of key
has one signature form and one hash, so nothing in a record chooses them.

Spec: https://www.rfc-editor.org/rfc/rfc8032 (Ed25519), https://csrc.nist.gov/pubs/fips/186-5/final (ECDSA),
https://www.rfc-editor.org/rfc/rfc8017#section-8.2 (RSASSA-PKCS1-v1_5, as RS256 of RFC 7518),
https://www.w3.org/TR/cid-1.0/#Multikey , https://github.com/multiformats/multicodec
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from openler.credentials.keys.errors import BadKey, BadSignature
from openler.credentials.keys.weak_keys import is_roca, refuse_bad_edwards_point
from openler.foundation.encodings import encode_base64url, encode_multibase, encode_varint
from openler.foundation.jcs import canonicalize_json

KeyKind = Literal["Ed25519", "P-256", "P-384", "RSA"]
LoadedKey = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey

# Multicodec codes of public keys; as varints ED 01, 80 24, 81 24 and 85 24.
PUBLIC_CODES: dict[int, KeyKind] = {0xED: "Ed25519", 0x1200: "P-256", 0x1201: "P-384", 0x1205: "RSA"}
_CODE_OF_KIND = {kind: code for code, kind in PUBLIC_CODES.items()}
# NIST SP 800-131A allows no shorter RSA modulus.
MIN_RSA_BITS = 2048
# Beyond 8192 bits each check costs milliseconds that a stranger could make us spend; nobody issues records with more.
MAX_RSA_BITS = 8192
# RFC 8017 asks for an odd exponent of at least 3; a long one only makes each check slow.
MAX_RSA_EXPONENT = 2**32
# Loading costs as much as checking a signature, and an issuer's key comes back with each record. The key of a stranger
# costs no more than one check; the largest, RSA with 8192 bits, takes some kilobytes.
CACHED_KEYS = 1024


@dataclass(frozen=True, slots=True)
class Curve:
    """What ECDSA needs to know of a NIST curve.

    Attributes:
        curve: the curve itself.
        hash: the hash that JOSE and the Data Integrity suites bind to it.
        width: bytes of one coordinate, of r and of s.
        order: the number of points of the group.
    """

    curve: ec.EllipticCurve
    hash: hashes.HashAlgorithm
    width: int
    order: int


CURVES: dict[str, Curve] = {
    "P-256": Curve(ec.SECP256R1(), hashes.SHA256(), 32, ec.SECP256R1().group_order),
    "P-384": Curve(ec.SECP384R1(), hashes.SHA384(), 48, ec.SECP384R1().group_order),
}


@dataclass(frozen=True)
class PublicKey:
    """A public key that passed every check for its kind; two are equal if they are the same key.

    Attributes:
        kind: "Ed25519", "P-256", "P-384" or "RSA".
        material: the key's own bytes: 32 bytes for Ed25519, the compressed point for the NIST curves, the DER of
            RSAPublicKey (RFC 8017, A.1.1) for RSA.
    """

    kind: KeyKind
    material: bytes

    def __post_init__(self) -> None:
        _load(self.kind, self.material)

    @cached_property
    def multikey(self) -> str:
        """The key as a Multikey value (``publicKeyMultibase``)."""
        return encode_multibase(encode_varint(_CODE_OF_KIND[self.kind]) + self.material)

    @property
    def jwk(self) -> dict[str, str]:
        """The key as a JWK with the members its kind requires and no others; each caller gets one of its own."""
        return dict(self._jwk)

    @cached_property
    def _jwk(self) -> dict[str, str]:
        loaded = self.load()
        if isinstance(loaded, ec.EllipticCurvePublicKey):
            point, width = loaded.public_numbers(), CURVES[self.kind].width
            x, y = (encode_base64url(number.to_bytes(width)) for number in (point.x, point.y))
            return {"kty": "EC", "crv": self.kind, "x": x, "y": y}
        if isinstance(loaded, rsa.RSAPublicKey):
            numbers = loaded.public_numbers()
            return {"kty": "RSA", "n": _base64url_uint(numbers.n), "e": _base64url_uint(numbers.e)}
        return {"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(self.material)}

    @cached_property
    def thumbprint(self) -> str:
        """The SHA-256 of the JWK's required members in canonical form (RFC 7638)."""
        return encode_base64url(hashlib.sha256(canonicalize_json(self.jwk)).digest())

    def load(self) -> LoadedKey:
        """Return the key as ``cryptography`` knows it."""
        return _load(self.kind, self.material)

    def verify(self, signature: bytes, message: bytes) -> None:
        """Check that ``signature`` was made with this key over ``message``.

        Ed25519 signatures have 64 bytes; ECDSA ones are r and s in fixed width (IEEE P1363), P-256 with SHA-256 and
        P-384 with SHA-384; RSA ones are PKCS #1 v1.5 with SHA-256. ECDSA accepts both s and n - s, as RFC 7518 and
        the suites do: a record is never told apart by the bytes of its signature.

        Raises:
            BadSignature: it was not, or has the wrong length or range.
        """
        loaded = self.load()
        try:
            if isinstance(loaded, ed25519.Ed25519PublicKey):
                loaded.verify(signature, message)
            elif isinstance(loaded, ec.EllipticCurvePublicKey):
                curve = CURVES[self.kind]
                loaded.verify(_to_der(signature, curve), message, ec.ECDSA(curve.hash))
            else:
                loaded.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise BadSignature("The signature does not fit the record and the key.") from None


def _base64url_uint(number: int) -> str:
    return encode_base64url(number.to_bytes((number.bit_length() + 7) // 8))


def _to_der(signature: bytes, curve: Curve) -> bytes:
    if len(signature) != 2 * curve.width:
        raise BadSignature(f"An ECDSA signature has {len(signature)} bytes; {2 * curve.width} are needed.")
    r, s = int.from_bytes(signature[: curve.width]), int.from_bytes(signature[curve.width :])
    if not (0 < r < curve.order and 0 < s < curve.order):
        raise BadSignature("An ECDSA signature holds a number outside the curve's range.")
    return encode_dss_signature(r, s)


@lru_cache(maxsize=CACHED_KEYS)
def _load(kind: str, material: bytes) -> LoadedKey:
    if kind == "Ed25519":
        refuse_bad_edwards_point(material)
        return ed25519.Ed25519PublicKey.from_public_bytes(material)
    if kind in CURVES:
        return _load_point(kind, material)
    if kind == "RSA":
        return _load_rsa(material)
    raise BadKey(f"There is no kind of key called {kind!r}.")


def _load_point(kind: str, material: bytes) -> ec.EllipticCurvePublicKey:
    curve = CURVES[kind]
    if len(material) != curve.width + 1 or material[0] not in (2, 3):
        raise BadKey(f"A {kind} key must be a compressed point of {curve.width + 1} bytes; this has {len(material)}.")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve.curve, material)
    except ValueError:
        raise BadKey(f"The point of a {kind} key does not lie on its curve.") from None


def _load_rsa(material: bytes) -> rsa.RSAPublicKey:
    try:
        key = load_der_public_key(material)
    except (ValueError, UnsupportedAlgorithm):
        raise BadKey("An RSA key is not the DER of an RSAPublicKey.") from None
    if not isinstance(key, rsa.RSAPublicKey) or key.public_bytes(Encoding.DER, PublicFormat.PKCS1) != material:
        raise BadKey("An RSA key is not the DER of an RSAPublicKey.")
    if not MIN_RSA_BITS <= key.key_size <= MAX_RSA_BITS:
        raise BadKey(f"An RSA key has {key.key_size} bits; {MIN_RSA_BITS} to {MAX_RSA_BITS} are accepted.")
    numbers = key.public_numbers()
    if numbers.e < 3 or numbers.e % 2 == 0 or numbers.e > MAX_RSA_EXPONENT or numbers.n % 2 == 0:
        raise BadKey("An RSA key has a modulus or exponent that no RSA key may have.")
    if is_roca(numbers.n):
        raise BadKey("An RSA key was made by a generator whose keys can be broken (CVE-2017-15361).")
    return key
