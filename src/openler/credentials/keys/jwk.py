"""Which key does this JSON Web Key hold, and may it check signatures?

Spec: https://www.rfc-editor.org/rfc/rfc7517 , https://www.rfc-editor.org/rfc/rfc7518#section-6 ,
https://www.rfc-editor.org/rfc/rfc8037 (OKP)
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from openler.credentials.keys.errors import BadKey, KeyNotOffered
from openler.credentials.keys.public import CACHED_KEYS, CURVES, MAX_RSA_BITS, KeyKind, PublicKey
from openler.foundation.encodings import BadEncoding, decode_base64url

# Members that only a private or shared key has (RFC 7518, 6.2.2, 6.3.2, 6.4; RFC 8037, 2).
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})
# The signature algorithms of each kind (RFC 7518, 3.1; RFC 8037; RFC 9864 renames EdDSA to Ed25519).
ALGORITHMS: dict[KeyKind, tuple[str, ...]] = {
    "Ed25519": ("EdDSA", "Ed25519"),
    "P-256": ("ES256",),
    "P-384": ("ES384",),
    "RSA": ("RS256",),
}
# Registered for RSA keys (RFC 7518, 3.1), and not checked here.
_OTHER_RSA_ALGORITHMS = frozenset({"RS384", "RS512", "PS256", "PS384", "PS512"})
_OTHER_CURVES = frozenset({"P-521", "secp256k1", "Ed448", "X25519", "X448", "BLS12381G2", "BLS12381G1"})
_SIGNING_OPERATIONS = frozenset({"sign", "verify"})
# A 400-letter exponent is already beyond the limit that ``PublicKey`` sets.
_MAX_LETTERS = MAX_RSA_BITS // 4


def parse_jwk(jwk: object) -> PublicKey:
    """Read a JWK that may check signatures.

    Raises:
        BadKey: private members, a wrong member, a point off its curve, or a key meant for something else.
        KeyNotOffered: a kind of key or algorithm that is not checked here.
    """
    if not isinstance(jwk, Mapping):
        raise BadKey("A JWK must be a JSON object.")
    private = sorted(PRIVATE_MEMBERS & set(jwk))
    if private and jwk.get("kty") != "oct":
        raise BadKey(f"A public key holds the private member {private[0]!r}, so anybody may have it.")
    return parse_public_part(jwk)


def parse_public_part(jwk: Mapping[str, Any]) -> PublicKey:
    """Read the public members of a JWK, whether or not private ones stand beside them.

    Raises:
        BadKey, KeyNotOffered: as ``parse_jwk``.
    """
    kty, crv = jwk.get("kty"), jwk.get("crv")
    if isinstance(crv, dict | list):
        raise BadKey("A JWK names its curve by something that is no word.")
    if kty == "OKP" and crv == "Ed25519":
        key = PublicKey("Ed25519", _octets(jwk, "x"))
    elif kty == "EC" and crv in CURVES:
        key = _point(jwk, "P-256" if crv == "P-256" else "P-384")
    elif kty == "RSA":
        key = PublicKey("RSA", _rsa_der(jwk))
    elif kty == "oct":
        raise BadKey("A shared secret stands where a public key belongs.")
    elif kty in ("OKP", "EC", "AKP") and (crv in _OTHER_CURVES or kty == "AKP"):
        raise KeyNotOffered(f"The key is of the kind {crv or jwk.get('alg')}, which is not checked here.")
    else:
        raise BadKey(f"A JWK has the kind {_shown(kty)} and the curve {_shown(crv)}, which do not make a key.")
    _check_intent(jwk, key)
    return key


def _octets(jwk: Mapping[str, Any], name: str) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str) or not text or len(text) > _MAX_LETTERS:
        raise BadKey(f"The member {name!r} of a JWK is missing, no text, or too long.")
    try:
        return decode_base64url(text)
    except BadEncoding as error:
        raise BadKey(f"The member {name!r} of a JWK is wrong. {error.message}") from None


def _point(jwk: Mapping[str, Any], kind: KeyKind) -> PublicKey:
    curve = CURVES[kind]
    x, y = _octets(jwk, "x"), _octets(jwk, "y")
    # RFC 7518, 6.2.1.2: each coordinate has the full width of the curve.
    if len(x) != curve.width or len(y) != curve.width:
        raise BadKey(f"The coordinates of a {kind} key must have {curve.width} bytes each.")
    return _key_of_point(kind, x, y)


# Checking a point and writing it compressed costs a quarter of a check of a signature.
@lru_cache(maxsize=CACHED_KEYS)
def _key_of_point(kind: KeyKind, x: bytes, y: bytes) -> PublicKey:
    try:
        numbers = ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), CURVES[kind].curve)
        point = numbers.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    except ValueError:
        raise BadKey(f"The point of a {kind} key does not lie on its curve.") from None
    return PublicKey(kind, point)


def _rsa_der(jwk: Mapping[str, Any]) -> bytes:
    n, e = _octets(jwk, "n"), _octets(jwk, "e")
    # RFC 7518, 2 (Base64urlUInt): the shortest form, without leading zero bytes.
    if n[:1] == b"\0" or e[:1] == b"\0":
        raise BadKey("A number of an RSA key has leading zero bytes.")
    try:
        key = rsa.RSAPublicNumbers(int.from_bytes(e), int.from_bytes(n)).public_key()
    except ValueError:
        raise BadKey("An RSA key has a modulus or exponent that no RSA key may have.") from None
    return key.public_bytes(Encoding.DER, PublicFormat.PKCS1)


def _check_intent(jwk: Mapping[str, Any], key: PublicKey) -> None:
    # RFC 7517, 4.2 to 4.4: what the key is meant for, where it says so.
    if jwk.get("use", "sig") != "sig":
        raise BadKey("The key is not meant for signatures: its member 'use' says so.")
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or not all(isinstance(item, str) for item in operations):
        raise BadKey("The member 'key_ops' of a JWK must be a list of words.")
    if not _SIGNING_OPERATIONS & set(operations) or len(set(operations)) != len(operations):
        raise BadKey("The key is not meant for signatures: its member 'key_ops' says so.")
    if "use" in jwk and not set(operations) <= _SIGNING_OPERATIONS:
        raise BadKey("The members 'use' and 'key_ops' of a JWK contradict each other.")
    algorithm = jwk.get("alg")
    if algorithm is None or algorithm in ALGORITHMS[key.kind]:
        return
    if key.kind == "RSA" and algorithm in _OTHER_RSA_ALGORITHMS:
        raise KeyNotOffered(f"The key is meant for the algorithm {algorithm}, which is not checked here.")
    raise BadKey(f"The key is of the kind {key.kind}, and its member 'alg' says {_shown(algorithm)}.")


def _shown(value: object) -> str:
    return "none" if value is None else repr(value)[:40]
