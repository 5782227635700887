"""How does a key in a hardware module sign, and how is one made there? The private half never leaves it.

Ed25519 signs the message (CKM_EDDSA), the NIST curves sign its hash (CKM_ECDSA), which answers with r and s in fixed
width. Each signature is checked with the public key before it is given out, so that a fault of the module makes no
record that nobody can verify.

Spec: https://docs.oasis-open.org/pkcs11/pkcs11-spec/v3.1/pkcs11-spec-v3.1.html (section 6.3)
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openler.credentials.keys import BadKey, BadSignature, KeyKind, PublicKey
from openler.platform.keystore.errors import BadKeyUri, KeeperUnusable
from openler.platform.keystore.pkcs11_sessions import Token, token_of
from openler.platform.keystore.pkcs11_uri import Pkcs11Uri

if TYPE_CHECKING:
    from pkcs11.types import Session

# A PIN of PKCS #11 has at most 255 bytes in any module known.
_MAX_PIN_BYTES = 1024
# DER of the curves' names (RFC 5480, RFC 8410), and the older name of edwards25519 that some modules write.
_PARAMETERS: dict[KeyKind, bytes] = {
    "P-256": bytes.fromhex("06082a8648ce3d030107"),
    "P-384": bytes.fromhex("06052b81040022"),
    "Ed25519": bytes.fromhex("06032b6570"),
}
_KINDS: dict[bytes, KeyKind] = {
    **{der: kind for kind, der in _PARAMETERS.items()},
    bytes.fromhex("130c") + b"edwards25519": "Ed25519",
}
_HASHES = {"P-256": hashlib.sha256, "P-384": hashlib.sha384}
_WIDTHS = {"P-256": 32, "P-384": 48}
_DER_OCTETS, _UNCOMPRESSED = 0x04, 0x04


class Pkcs11Signer:
    """Signs with a key in a hardware module; it can be kept while the module comes and goes."""

    def __init__(self, place: Pkcs11Uri, public_key: PublicKey) -> None:
        self._place = place
        self._public = public_key

    def __repr__(self) -> str:
        return f"Pkcs11Signer({self._place})"

    @property
    def public_key(self) -> PublicKey:
        """The public half of the key."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Sign ``message`` in the form that ``PublicKey.verify`` reads.

        Raises:
            KeeperAway: the module does not answer.
            KeeperUnusable: it has no such key, or signs with another.
        """
        kind = self._public.kind

        def work(session: "Session", found: dict[Any, Any]) -> bytes:
            from pkcs11 import Mechanism, ObjectClass

            place = (self._place.label, self._place.id)
            if place not in found:
                found[place] = _find(session, self._place, ObjectClass.PRIVATE_KEY)
            if kind == "Ed25519":
                return bytes(found[place].sign(message, mechanism=Mechanism.EDDSA))
            return bytes(found[place].sign(_HASHES[kind](message).digest(), mechanism=Mechanism.ECDSA))

        signature = _token(self._place).run(work)
        try:
            self._public.verify(signature, message)
        except BadSignature as error:
            raise KeeperUnusable(
                f"The token {self._place.token} gave a signature that its own public key refuses; it was thrown away.",
                advice="See that label and id name one key, and have the module checked.",
            ) from error
        return signature


def open_pkcs11(place: Pkcs11Uri, *, expected: PublicKey | None = None) -> Pkcs11Signer:
    """Open a key in a module.

    Args:
        expected: the public half, where it is known; else it is read from the module.

    Raises: BadKeyUri, KeeperUnusable, KeeperAway.
    """
    if not place.names_key:
        raise BadKeyUri("The PKCS #11 URI names no key.", advice="Add object=LABEL or id=%01 to it.")
    if expected is not None:
        return Pkcs11Signer(place, expected)

    def work(session: "Session", _found: dict[Any, Any]) -> PublicKey:
        from pkcs11 import ObjectClass

        _find(session, place, ObjectClass.PRIVATE_KEY)
        return _public_key(_find(session, place, ObjectClass.PUBLIC_KEY), place)

    return Pkcs11Signer(place, _token(place).run(work))


def create_pkcs11(place: Pkcs11Uri, kind: KeyKind) -> Pkcs11Signer:
    """Make a key in a module, which can never be taken out of it.

    Args:
        place: token, label and id of the new key.

    Raises: KeeperUnusable, KeeperAway.
    """

    def work(session: "Session", _found: dict[Any, Any]) -> PublicKey:
        from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag

        is_edwards = kind == "Ed25519"
        parameters = session.create_domain_parameters(
            KeyType.EC_EDWARDS if is_edwards else KeyType.EC, {Attribute.EC_PARAMS: _PARAMETERS[kind]}, local=True
        )
        public, _private = parameters.generate_keypair(
            id=place.id,
            label=place.label,
            store=True,
            capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
            mechanism=Mechanism.EC_EDWARDS_KEY_PAIR_GEN if is_edwards else Mechanism.EC_KEY_PAIR_GEN,
            private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
        )
        return _public_key(public, place)

    return Pkcs11Signer(place, _token(place).run(work, writes=True))


def is_taken(place: Pkcs11Uri) -> bool:
    """Tell whether the token holds a key under the label already.

    Raises: KeeperUnusable, KeeperAway.
    """

    def work(session: "Session", _found: dict[Any, Any]) -> bool:
        from pkcs11 import Attribute

        return bool(list(session.get_objects({Attribute.LABEL: place.label})))

    return _token(place).run(work)


def log_in(place: Pkcs11Uri) -> None:
    """Open a session with the token, and nothing more.

    Raises: KeeperUnusable, KeeperAway.
    """
    _token(place).run(lambda session, found: None)


def with_settings(place: Pkcs11Uri, environ: Mapping[str, str]) -> Pkcs11Uri:
    """Add library and file of the PIN from the environment, where the URI does not name them."""
    return Pkcs11Uri(
        token=place.token,
        serial=place.serial,
        label=place.label,
        id=place.id,
        module_path=place.module_path or environ.get("OPENLER_PKCS11_MODULE", ""),
        pin_file=place.pin_file or environ.get("OPENLER_PKCS11_PIN_FILE", ""),
    )


def _token(place: Pkcs11Uri) -> Token:
    return token_of(place.module_path, place.token, place.serial, lambda: _read_pin(place.pin_file))


def _read_pin(name: str) -> str:
    if not name:
        raise KeeperUnusable(
            "The PIN of the token is in no file.",
            advice="Put it into a file that only you read; name that with pin-source=file:/PATH or OPENLER_PKCS11_PIN_FILE.",
        )
    try:
        with Path(name).open("rb") as file:
            pin = file.read(_MAX_PIN_BYTES + 1).decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise KeeperUnusable(
            f"The file {name} of the PIN cannot be read: {reason}.", advice="Make it readable for this user alone."
        ) from None
    if not 0 < len(pin) <= _MAX_PIN_BYTES:
        raise KeeperUnusable(f"The file {name} holds no PIN.", advice="Write the PIN into it, and nothing else.")
    return pin


def _find(session: "Session", place: Pkcs11Uri, object_class: Any) -> Any:
    from pkcs11 import Attribute

    names: dict[Any, Any] = {Attribute.CLASS: object_class}
    if place.label:
        names[Attribute.LABEL] = place.label
    if place.id:
        names[Attribute.ID] = place.id
    found = list(session.get_objects(names))
    if len(found) != 1:
        what = "private" if object_class.name == "PRIVATE_KEY" else "public"
        raise KeeperUnusable(
            f"The token holds {len(found)} {what} keys under the name {place}; one is needed.",
            advice="Name the key by label and id, as the module lists them.",
        )
    return found[0]


def _public_key(key: Any, place: Pkcs11Uri) -> PublicKey:
    from pkcs11 import Attribute

    kind = _KINDS.get(bytes(key[Attribute.EC_PARAMS])) if key.key_type.name in ("EC", "EC_EDWARDS") else None
    if kind is None:
        raise KeeperUnusable(
            f"The key {place} is of a kind that does not sign here.", advice="Make one of Ed25519, P-256 or P-384."
        )
    try:
        return PublicKey(kind, _material(kind, bytes(key[Attribute.EC_POINT])))
    except BadKey as error:
        raise KeeperUnusable(f"The public half of {place} cannot be used. {error.message}") from error


def _material(kind: KeyKind, point: bytes) -> bytes:
    """Read CKA_EC_POINT: the DER of an OCTET STRING, or, as some modules write it, the point alone."""
    if len(point) > 2 and point[0] == _DER_OCTETS and point[1] == len(point) - 2:
        point = point[2:]
    if kind == "Ed25519":
        return point
    width = _WIDTHS[kind]
    if len(point) != 2 * width + 1 or point[0] != _UNCOMPRESSED:
        raise BadKey(f"A point of {kind} has {len(point)} bytes.")
    # SEC 1, section 2.3.3: compressed, the sign of y stands in the first byte.
    return bytes([2 + (point[-1] & 1)]) + point[1 : width + 1]
