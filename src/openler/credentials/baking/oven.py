"""Which reader and which writer belong to this carrier? The two acts of the room.

Spec: https://www.imsglobal.org/spec/ob/v3p0/#baking
"""

import re

from openler.credentials.baking.carriers import (
    MAX_RECORD_BYTES,
    Baked,
    CannotBake,
    NothingInside,
    RecordKind,
    TooLargeInside,
)
from openler.credentials.baking.png import bake_png, unbake_png
from openler.credentials.baking.sniffing import sniff
from openler.credentials.baking.svg import bake_svg, unbake_svg
from openler.foundation.strict_json import decode_text, parse_json_object

_COMPACT_JWS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x1f\x7f\ufffe\uffff]+")


def unbake(data: bytes) -> tuple[Baked, ...]:
    """Take every record out of a PNG, SVG or PDF, exactly as it was put in; one that can be proved comes first.

    Raises:
        NothingInside: no record in the file, or a kind of file that cannot carry one.
        DamagedCarrier, TooLargeInside, UnsafeMarkup: the file cannot be read safely to its end.
    """
    match sniff(data):
        case "png":
            return unbake_png(data)
        case "svg":
            return unbake_svg(data)
        case "pdf":
            # The PDF library takes a quarter of a second to load, which no other file should pay for.
            from openler.credentials.baking.pdf import unbake_pdf

            return unbake_pdf(data)
        case "picture":
            raise NothingInside(
                "This picture is of a kind that cannot carry a record (PNG and SVG can); a phone or chat may have "
                "saved it anew."
            )
    raise NothingInside("This file is not a PNG, SVG or PDF, so no record can be inside it.")


def bake(image: bytes, payload: bytes, *, kind: RecordKind) -> bytes:
    """Put a record into a PNG or SVG, replacing one of the same kind; every other byte stays as it was.

    Args:
        payload: a JSON object, a compact JWS, or for "ob2" an assertion's address.

    Raises:
        CannotBake: the file is no PNG or SVG, or the record does not go into it.
        MalformedInput: the payload is no record, or the picture is damaged; see ``unbake``.
    """
    payload, verify = _checked(payload, kind)
    match sniff(image):
        case "png":
            return bake_png(image, payload, kind)
        case "svg":
            return bake_svg(image, payload, kind, verify=verify)
        case "pdf":
            raise CannotBake("Records are read from PDF files but not put into them.")
    raise CannotBake("Only a PNG or SVG picture can take a record, and this file is neither.")


def _checked(payload: bytes, kind: RecordKind) -> tuple[bytes, str | None]:
    """Return the payload as it will stand in the picture, and an SVG element's ``verify`` attribute."""
    if len(payload) > MAX_RECORD_BYTES:
        raise TooLargeInside(f"The record has {len(payload):,} bytes; the limit is {MAX_RECORD_BYTES:,}.")
    if payload.startswith(b"\xef\xbb\xbf"):
        raise CannotBake("The record begins with a byte order mark.", advice="Save it as UTF-8 without the mark.")
    # The line end after a token belongs to its file, not to the token; a JSON record goes in byte for byte.
    text = decode_text(payload).strip()
    if _COMPACT_JWS.fullmatch(text) or (kind == "ob2" and _ADDRESS.fullmatch(text)):
        return text.encode(), text
    document = parse_json_object(payload)
    id = document.get("id")
    hosted = kind == "ob2" and isinstance(id, str) and _ADDRESS.fullmatch(id)
    return payload, id if hosted else None
