"""Which records does an SVG hold, and how is one spliced in?

A drawing is never drawn here, so what its scripts, styles or links would do does not matter.

Spec: https://www.imsglobal.org/spec/ob/v3p0/#svg
"""

import re
from html import escape

from openler.credentials.baking.carriers import (
    MAX_RECORD_BYTES,
    Baked,
    CannotBake,
    NothingInside,
    RecordKind,
    TooLargeInside,
    provable_first,
    refuse_large_carrier,
)
from openler.credentials.baking.svg_source import (
    CLR_NAMESPACE,
    OB2_NAMESPACE,
    OB3_NAMESPACE,
    RecordElement,
    SvgSource,
    read_svg,
)

# Prefix, namespace and element that each kind is written with.
_WRITTEN: dict[RecordKind, tuple[str, str, str]] = {
    "ob3": ("openbadges", OB3_NAMESPACE, "credential"),
    "clr": ("clr", CLR_NAMESPACE, "credential"),
    "ob2": ("openbadges", OB2_NAMESPACE, "assertion"),
}
# XML 1.0, section 2.2: characters that no XML document can hold, whatever the escape.
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def unbake_svg(data: bytes) -> tuple[Baked, ...]:
    """Take every record out of an SVG, under any prefix, from the element's text or its ``verify`` attribute.

    Raises:
        DamagedCarrier, UnsafeMarkup, TooLargeInside: see ``read_svg``.
        NothingInside: a whole drawing without a record.
    """
    refuse_large_carrier(data)
    found: list[Baked] = []
    left = MAX_RECORD_BYTES
    for element in read_svg(data).records:
        place = f"element at byte {element.start}"
        for payload in _payloads(element):
            left -= len(payload)
            if left < 0:
                raise TooLargeInside(f"The records inside the SVG are larger than {MAX_RECORD_BYTES:,} bytes.")
            found.append(Baked("svg", element.kind, payload, place))
    if not found:
        raise NothingInside("There is no record inside this picture.")
    return provable_first(found)


def bake_svg(image: bytes, payload: bytes, kind: RecordKind, *, verify: str | None) -> bytes:
    """Put a record into an SVG as the root's first child, replacing every one of the same kind.

    Args:
        verify: the ``verify`` attribute: a compact JWS (then ``payload`` is not written), an address, or None.

    Raises:
        CannotBake: a letter that XML, or the file's own encoding, cannot hold.
        DamagedCarrier, UnsafeMarkup, TooLargeInside: see ``read_svg``.
    """
    refuse_large_carrier(image)
    source = read_svg(image)
    body, at = source.text, source.root_tag_end
    tail = _without(body, [record for record in source.records if record.kind == kind], at)
    head = body[:at]
    element = _element(payload, kind, verify)
    if source.root_is_empty:
        baked = head[:-2] + b">" + element + b"</" + source.root_name + b">" + tail
    else:
        baked = head + element + tail
    return _written(source, baked)


def _payloads(element: RecordElement) -> list[bytes]:
    # Text around CDATA sections is the markup's indentation; without a section the text itself is the record.
    words = "".join(element.words).strip()
    body = b"".join(element.sections)
    if words and not body.strip():
        body = words.encode("utf-8")
    elif words:
        body = words.encode("utf-8") + body
    verify = element.verify.strip().encode("utf-8")
    if not body.strip():
        return [verify] if verify else []
    # Open Badges 2.0 repeats the assertion's address in the attribute; Open Badges 3.0 allows one of the two.
    return [body] if element.kind == "ob2" or not verify else [verify, body]


def _without(body: bytes, records: list[RecordElement], start: int) -> bytes:
    pieces = []
    for record in records:
        pieces.append(body[start : record.start])
        start = record.end
    return b"".join([*pieces, body[start:]])


def _element(payload: bytes, kind: RecordKind, verify: str | None) -> bytes:
    prefix, namespace, name = _WRITTEN[kind]
    text = payload.decode("utf-8")
    if _NOT_XML.search(text):
        raise CannotBake("The record holds a control character that cannot stand in an SVG.")
    opening = f'<{prefix}:{name} xmlns:{prefix}="{namespace}"'
    if verify is not None:
        # A token or an address: neither holds a blank or a control character, so this escape is enough.
        opening += f' verify="{escape(verify)}"'
        if verify == text:
            return f"{opening}/>".encode()
    # "]]>" may stand in a record's text; two sections together say the same.
    section = text.replace("]]>", "]]]]><![CDATA[>")
    return f"{opening}><![CDATA[{section}]]></{prefix}:{name}>".encode()


def _written(source: SvgSource, baked: bytes) -> bytes:
    try:
        return source.encode(baked)
    except UnicodeEncodeError:
        raise CannotBake(
            f"The SVG is written in {source.codec.upper()}, which has no letters for all of this record.",
            advice="Save the SVG as UTF-8, then bake again.",
        ) from None
