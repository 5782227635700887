"""What does the value of a proof of ecdsa-sd-2023 hold? CBOR in multibase, in one shape and no other.

Nothing is decoded that the shape does not know: a tag, a float or an open-ended array is refused by the reader, and
whatever is not written in the shortest form is refused because writing it again gives other bytes. The order of a
label map alone is free, for the standard does not say it.

Spec: https://www.w3.org/TR/vc-di-ecdsa/#serializebaseproofvalue (sections 3.5.2, 3.5.3 and 3.5.5 to 3.5.8), RFC 8949
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import cbor2

from openler.credentials.keys import BadKey, PublicKey
from openler.credentials.proofs.errors import BadProof
from openler.credentials.proofs.selective.selection import MAX_POINTERS
from openler.foundation.encodings import (
    BadEncoding,
    decode_base64url,
    decode_multibase,
    encode_base64url,
    encode_multibase,
)
from openler.foundation.strict_cbor import parse_cbor

# A transcript of 80 badges makes some 4,000 statements; checking so many signatures takes a quarter of a second.
MAX_STATEMENTS: Final = 4096
BASE_HEADER: Final = b"\xd9\x5d\x00"
DERIVED_HEADER: Final = b"\xd9\x5d\x01"
SIGNATURE_BYTES: Final = 64
HMAC_BYTES: Final = 32
# Multicodec p256-pub as a varint. The standard's text says 36 bytes in all; a compressed point makes it 35, as in its
# own test vectors.
_KEY_PREFIX: Final = b"\x80\x24"
_KEY_BYTES: Final = 35
# A signature, a label and an index for each statement, in base64, and the pointers of the longest sort.
MAX_VALUE_LETTERS: Final = (MAX_STATEMENTS * (SIGNATURE_BYTES + HMAC_BYTES + 10) + MAX_POINTERS * 1027 + 300) * 4 // 3
_MAX_DEPTH: Final = 2


@dataclass(frozen=True, slots=True)
class BaseValue:
    """What the issuer gives to the holder.

    Attributes:
        signature: the issuer's signature over the proof, ``public_key`` and the mandatory statements, 64 bytes.
        public_key: the key of this one proof, as multikey bytes.
        hmac_key: turns canonical labels into those that are signed, 32 bytes.
        signatures: one for each statement that is not mandatory, in order, made with the key of this proof.
        mandatory: the pointers to what is always shown.
    """

    signature: bytes
    public_key: bytes
    hmac_key: bytes
    signatures: tuple[bytes, ...]
    mandatory: tuple[str, ...]

    def serialize(self) -> str:
        """Write the value (section 3.5.2)."""
        parts = [self.signature, self.public_key, self.hmac_key, list(self.signatures), list(self.mandatory)]
        return _write(BASE_HEADER, parts)


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """What the holder gives to a verifier.

    Attributes:
        signature, public_key: as of ``BaseValue``.
        signatures: one for each statement shown that is not mandatory, in order.
        labels: signed label by the canonical label that the verifier will give.
        mandatory_indexes: which of the statements shown are mandatory, ascending.
    """

    signature: bytes
    public_key: bytes
    signatures: tuple[bytes, ...]
    labels: Mapping[str, str]
    mandatory_indexes: tuple[int, ...]

    def serialize(self) -> str:
        """Write the value (sections 3.5.5 and 3.5.7)."""
        labels = {int(key.removeprefix("c14n")): decode_base64url(label[1:]) for key, label in self.labels.items()}
        numbered = {number: labels[number] for number in sorted(labels)}
        indexes = list(self.mandatory_indexes)
        return _write(DERIVED_HEADER, [self.signature, self.public_key, list(self.signatures), numbered, indexes])


def is_base_value(text: str) -> bool:
    """Tell whether a proof value is one that only the holder keeps."""
    return text.startswith(encode_multibase(BASE_HEADER, base="u"))


def parse_base_value(text: str, *, pointer: str) -> BaseValue:
    """Read the value of a base proof (section 3.5.3).

    Raises:
        BadProof: it has another shape, or more than its limits.
    """
    parts = _read(text, BASE_HEADER, pointer)
    signature, key, hmac_key, signatures, mandatory = parts
    shaped = (
        _is_bytes(signature, SIGNATURE_BYTES)
        and _is_bytes(key, _KEY_BYTES)
        and _is_bytes(hmac_key, HMAC_BYTES)
        and _is_list(signatures, lambda item: _is_bytes(item, SIGNATURE_BYTES))
        and _is_list(mandatory, lambda item: type(item) is str)
        and len(mandatory) <= MAX_POINTERS
    )
    if not shaped:
        raise BadProof("The proof's value does not hold the five parts of a base proof.", pointer=pointer)
    return BaseValue(signature, key, hmac_key, tuple(signatures), tuple(mandatory))


def parse_derived_value(text: str, *, pointer: str) -> DerivedValue:
    """Read the value of a derived proof (sections 3.5.6 and 3.5.8).

    Raises:
        BadProof: it has another shape, or more than its limits.
    """
    parts = _read(text, DERIVED_HEADER, pointer)
    signature, key, signatures, labels, indexes = parts
    shaped = (
        _is_bytes(signature, SIGNATURE_BYTES)
        and _is_bytes(key, _KEY_BYTES)
        and _is_list(signatures, lambda item: _is_bytes(item, SIGNATURE_BYTES))
        and type(labels) is dict
        and len(labels) <= MAX_STATEMENTS
        and all(_is_number(number) and _is_bytes(label, HMAC_BYTES) for number, label in labels.items())
        and _is_list(indexes, _is_number)
    )
    if not shaped:
        raise BadProof("The proof's value does not hold the five parts of a derived proof.", pointer=pointer)
    if any(index >= later for index, later in pairwise(indexes)):
        raise BadProof("The proof's value names its mandatory statements out of order, or one twice.", pointer=pointer)
    if len(set(labels.values())) != len(labels):
        raise BadProof("The proof's value gives two objects the same label.", pointer=pointer)
    named = {f"c14n{number}": f"u{encode_base64url(label)}" for number, label in labels.items()}
    return DerivedValue(signature, key, tuple(signatures), named, tuple(indexes))


def proof_key_bytes(key: PublicKey) -> bytes:
    """Write the key of one proof as multikey bytes."""
    return _KEY_PREFIX + key.material


def parse_proof_key(data: bytes, *, pointer: str) -> PublicKey:
    """Read the key of one proof.

    Raises:
        BadProof: no P-256 key.
    """
    try:
        if not data.startswith(_KEY_PREFIX):
            raise BadKey("It is no P-256 key.")
        return PublicKey("P-256", data.removeprefix(_KEY_PREFIX))
    except BadKey as error:
        raise BadProof(f"The key in the proof's value cannot be used. {error.message}", pointer=pointer) from None


def _write(header: bytes, parts: Sequence[Any]) -> str:
    return encode_multibase(header + cbor2.dumps(parts), base="u")


def _read(text: str, header: bytes, pointer: str) -> list[Any]:
    if len(text) > MAX_VALUE_LETTERS:
        raise BadProof(f"The proof's value has {len(text)} letters; the limit is {MAX_VALUE_LETTERS}.", pointer=pointer)
    try:
        data = decode_multibase(text, allowed="u")
    except BadEncoding as error:
        raise BadProof(f"The proof's value cannot be read. {error.message}", pointer=pointer) from None
    if not data.startswith(header):
        raise BadProof("The proof's value does not begin as values of this suite do.", pointer=pointer)
    try:
        parts = parse_cbor(data[len(header) :], max_depth=_MAX_DEPTH)
    except BadEncoding as error:
        raise BadProof(f"The proof's value cannot be read. {error.message}", pointer=pointer) from None
    if type(parts) is not list or len(parts) != 5:
        raise BadProof("The proof's value does not hold five parts.", pointer=pointer)
    return parts


def _is_bytes(value: object, length: int) -> bool:
    return type(value) is bytes and len(value) == length


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < MAX_STATEMENTS


def _is_list(value: object, fits: Any) -> bool:
    return type(value) is list and len(value) <= MAX_STATEMENTS and all(fits(item) for item in value)
