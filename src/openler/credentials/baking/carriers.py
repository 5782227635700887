"""What do PNG, SVG and PDF files that carry a record have in common?

    MalformedInput
    ├── DamagedCarrier    cut short or altered, so its parts cannot be told
    ├── NothingInside     whole, but no record in it
    ├── TooLargeInside    beyond a limit, packed or unpacked
    ├── UnsafeMarkup      declares entities or asks for something outside the file
    └── CannotBake        this record does not go into this file

Spec: https://www.imsglobal.org/spec/ob/v3p0/#baking , https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/baking/
"""

from dataclasses import dataclass
from typing import Literal

from openler.foundation.errors import MalformedInput
from openler.foundation.strict_json import MAX_BYTES

Carrier = Literal["png", "svg", "pdf"]
RecordKind = Literal["ob3", "clr", "ob2"]

# No record that the engine would read is larger, so nothing larger is unpacked or taken out.
MAX_RECORD_BYTES = MAX_BYTES
# A badge picture has some hundred kilobytes; a printed poster of one has less than this.
MAX_CARRIER_BYTES = 32 << 20

NAMES_OF_KIND: dict[RecordKind, str] = {
    "ob3": "an Open Badges 3.0 credential",
    "clr": "a Comprehensive Learner Record",
    "ob2": "an Open Badges 2.0 assertion",
}


class DamagedCarrier(MalformedInput):
    """The file is cut short or was altered, so its parts cannot be told apart."""

    code = "damaged_carrier"
    default_mender = "sender"
    default_advice = "Get the file again, straight from where it was first downloaded."


class NothingInside(MalformedInput):
    """The file is whole, but there is no record in it."""

    code = "nothing_inside"
    default_mender = "holder"
    default_advice = (
        "Send the file as it was downloaded from the issuer: pictures that a phone, chat or editor saved anew lose it."
    )


class TooLargeInside(MalformedInput):
    """The file, or what is packed inside it, is larger than its limit."""

    code = "too_large_inside"
    default_mender = "sender"
    default_advice = "Ask the sender for the record alone, as a JSON file."


class UnsafeMarkup(MalformedInput):
    """The markup declares entities or asks for something outside the file."""

    code = "unsafe_markup"
    default_mender = "sender"
    default_advice = "Ask for the picture without a document type declaration, or for the record alone."


class CannotBake(MalformedInput):
    """This record cannot be put into this file."""

    code = "cannot_bake"
    default_mender = "sender"
    default_advice = "Use a PNG or SVG picture, and a record as JSON or as a compact JWT."


@dataclass(frozen=True, slots=True)
class Baked:
    """One record as it was found in a carrier.

    Attributes:
        carrier: the kind of file around it.
        kind: which standard's place it stood in; the record itself may turn out to be something else.
        payload: the record's bytes as they were put in: JSON, a compact JWS, or (OB 2.0 only) an address.
        place: where in the file it stood, in words.
    """

    carrier: Carrier
    kind: RecordKind
    payload: bytes
    place: str


def provable_first(found: list[Baked]) -> tuple[Baked, ...]:
    """Order records so that one that can be proved comes before an Open Badges 2.0 assertion."""
    return tuple(sorted(found, key=lambda baked: baked.kind == "ob2"))


def refuse_large_carrier(data: bytes) -> None:
    """Refuse a file beyond the limit.

    Raises:
        TooLargeInside: it has more bytes.
    """
    if len(data) > MAX_CARRIER_BYTES:
        raise TooLargeInside(f"The file has {len(data):,} bytes; the limit for pictures is {MAX_CARRIER_BYTES:,}.")
