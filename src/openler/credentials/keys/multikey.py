"""Which key does this Multikey value hold?

Spec: https://www.w3.org/TR/cid-1.0/#Multikey , https://github.com/multiformats/multicodec
"""

from functools import lru_cache

from openler.credentials.keys.errors import BadKey, KeyNotOffered
from openler.credentials.keys.public import PUBLIC_CODES, KeyKind, PublicKey
from openler.foundation.encodings import BadEncoding, decode_multibase, decode_varint

# Multicodec codes of private keys, as secretKeyMultibase holds them.
PRIVATE_CODES: dict[int, KeyKind] = {0x1300: "Ed25519", 0x1306: "P-256", 0x1307: "P-384"}
PRIVATE_CODE_OF_KIND = {kind: code for code, kind in PRIVATE_CODES.items()}
# Other kinds of key that the multicodec table knows, with their size in bytes: named, but not used for signatures here.
_OTHER_KINDS: dict[int, tuple[str, tuple[int, ...]]] = {
    0xE7: ("secp256k1", (33,)),
    0xEA: ("BLS12-381 G1", (48,)),
    0xEB: ("BLS12-381 G2", (96,)),
    0xEC: ("X25519", (32,)),
    0xEE: ("BLS12-381 G1 and G2", (144,)),
    0x1202: ("P-521", (67,)),
    0x1203: ("Ed448", (57,)),
    0x1204: ("X448", (56,)),
    0x1210: ("ML-DSA-44", (1312,)),
    0x1211: ("ML-DSA-65", (1952,)),
    0x1212: ("ML-DSA-87", (2592,)),
}

# An issuer's key comes back with each record.
_KEPT = 1024


def parse_multikey(text: object) -> PublicKey:
    """Read a ``publicKeyMultibase`` value: base58btc (``z``) over a multicodec prefix and the key.

    Raises:
        BadKey: no multibase value, no known multicodec prefix, or no such key.
        KeyNotOffered: a kind of key that is not checked here.
    """
    if not isinstance(text, str):
        raise BadKey("A Multikey value must be text.")
    return _parse(text)


@lru_cache(maxsize=_KEPT)
def _parse(text: str) -> PublicKey:
    code, material = _split(text)
    kind = PUBLIC_CODES.get(code)
    if kind is not None:
        return PublicKey(kind, material)
    other = _OTHER_KINDS.get(code)
    if other is not None and len(material) in other[1]:
        raise KeyNotOffered(f"The key is of the kind {other[0]}, which is not checked here.")
    if code in PRIVATE_CODES:
        raise BadKey("A private key stands where a public key belongs, so anybody may have it.")
    raise BadKey("The key does not say of which kind it is: its multicodec prefix is missing or unknown.")


def _split(text: str) -> tuple[int, bytes]:
    try:
        return decode_varint(decode_multibase(text, allowed="z"))
    except BadEncoding as error:
        raise BadKey(f"A key is not a Multikey value. {error.message}") from None
