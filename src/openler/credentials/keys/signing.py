"""How is a signature made, whatever keeps the private key?

``Signer`` is the port: software, a hardware module or a cloud service may stand behind it. ``SoftwareSigner`` keeps
the key in memory. ECDSA signatures are deterministic (RFC 6979), so they never depend on randomness at signing.

``SoftwareSigner.generate`` is the one place of this room where chance enters: ``cryptography`` draws the key from the
operating system. It is not a decision about a record, and no test or verification calls it.
"""

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from openler.credentials.keys.errors import BadKey
from openler.credentials.keys.public import CURVES, KeyKind, PublicKey

# Kinds that can be made and can sign; RSA is only read.
SIGNING_KINDS: tuple[KeyKind, ...] = ("Ed25519", "P-256", "P-384")


class Signer(Protocol):
    """Signs bytes with one private key."""

    @property
    def public_key(self) -> PublicKey:
        """The public half of the key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Sign ``message`` in the form that ``PublicKey.verify`` reads."""
        ...


class SoftwareSigner:
    """Signs with a private key in memory; its text never shows the key."""

    def __init__(self, key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        if isinstance(key, ed25519.Ed25519PrivateKey):
            raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
            self._public = PublicKey("Ed25519", raw)
        else:
            point = key.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
            self._public = PublicKey(_kind_of(key), point)

    def __repr__(self) -> str:
        return f"SoftwareSigner({self._public.multikey})"

    @classmethod
    def generate(cls, kind: KeyKind) -> "SoftwareSigner":
        """Make a new key, drawn from the operating system.

        Raises:
            BadKey: a kind that cannot sign here.
        """
        if kind == "Ed25519":
            return cls(ed25519.Ed25519PrivateKey.generate())
        if kind in CURVES:
            return cls(ec.generate_private_key(CURVES[kind].curve))
        raise BadKey(f"Keys of the kind {kind!r} are not made here; {', '.join(SIGNING_KINDS)} are.")

    @classmethod
    def from_secret(cls, kind: KeyKind, secret: bytes) -> "SoftwareSigner":
        """Take a private key: the 32-byte seed of Ed25519, or the number of a NIST curve in full width.

        Raises:
            BadKey: a wrong length, a number outside the curve's range, or a kind that cannot sign here.
        """
        if kind == "Ed25519" and len(secret) == 32:
            return cls(ed25519.Ed25519PrivateKey.from_private_bytes(secret))
        curve = CURVES.get(kind)
        if curve is None or len(secret) != curve.width:
            raise BadKey(f"A private key of {len(secret)} bytes is no {kind} key.")
        number = int.from_bytes(secret)
        if not 0 < number < curve.order:
            raise BadKey(f"A private {kind} key lies outside its curve's range.")
        return cls(ec.derive_private_key(number, curve.curve))

    @property
    def public_key(self) -> PublicKey:
        """The public half of the key."""
        return self._public

    @property
    def secret(self) -> bytes:
        """The private key's bytes, as ``from_secret`` takes them; for key files only."""
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return self._key.private_numbers().private_value.to_bytes(CURVES[self._public.kind].width)

    def private_bytes(self, encoding: Encoding, form: PrivateFormat, encryption: KeySerializationEncryption) -> bytes:
        """Write the private key as ``cryptography`` does; for key files only."""
        return self._key.private_bytes(encoding, form, encryption)

    def sign(self, message: bytes) -> bytes:
        """Sign ``message``: 64 bytes for Ed25519, r and s in fixed width for ECDSA."""
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(message)
        curve = CURVES[self._public.kind]
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(curve.hash, deterministic_signing=True)))
        return r.to_bytes(curve.width) + s.to_bytes(curve.width)


def _kind_of(key: ec.EllipticCurvePrivateKey) -> KeyKind:
    kinds: dict[str, KeyKind] = {"secp256r1": "P-256", "secp384r1": "P-384"}
    if key.curve.name not in kinds:
        raise BadKey(f"Keys on the curve {key.curve.name} are not used here.")
    return kinds[key.curve.name]
