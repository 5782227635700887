"""Which records are attached to a PDF?

Only attachments are looked at (embedded files, associated files, file annotations on pages); pages are never drawn
and nothing in the file is run. Encrypted files are refused, since opening one may need a password.

Spec: ISO 32000-2, sections 7.11.4 (embedded file streams), 7.9.6 (name trees) and 14.13 (associated files)
"""

import io
import logging
import re
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from openler.credentials.baking.carriers import (
    MAX_RECORD_BYTES,
    Baked,
    DamagedCarrier,
    NothingInside,
    TooLargeInside,
    provable_first,
    refuse_large_carrier,
)
from openler.credentials.baking.kinds import kind_of_json
from openler.credentials.baking.png import unbake_png
from openler.credentials.baking.sniffing import sniff
from openler.credentials.baking.svg import unbake_svg
from openler.foundation.errors import LerError, MalformedInput

# A transcript with every certificate attached has some dozens; each costs an unpacking.
MAX_ATTACHMENTS = 256
MAX_RECORDS = 64
# Nodes of the page tree and the name tree that are looked at; a printed transcript has some hundred pages.
MAX_NODES = 20_000
# Object and cross-reference streams, which the library unpacks to find its way: one holds some hundred objects of some
# hundred bytes, or five bytes for each object of the file.
MAX_STREAM_BYTES = 4 << 20
MAX_STREAMS_BYTES = 64 << 20
_PRESENTATION_FORM = re.compile(rb"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")

# The library tells of every oddity it mends; without a handler Python would print that between our own sentences.
logging.getLogger("pypdf").addHandler(logging.NullHandler())


def unbake_pdf(data: bytes) -> tuple[Baked, ...]:
    """Take every attached record out of a PDF, those inside attached pictures included.

    Raises:
        NothingInside: no attachment is a record.
        DamagedCarrier: not readable as PDF, or encrypted.
        TooLargeInside: beyond a limit, also while unpacking.
    """
    refuse_large_carrier(data)
    try:
        with apply_configuration(
            zlib_maximum_output_length=MAX_STREAM_BYTES,
            lzw_maximum_output_length=MAX_STREAM_BYTES,
            run_length_maximum_output_length=MAX_STREAM_BYTES,
            stream_decoding_work_maximum_length=4 * MAX_STREAM_BYTES,
        ):
            names, found = _read(data)
    except LerError:
        raise
    except Exception as error:  # noqa: BLE001
        # The library has no one base class for what broken files make it raise (RecursionError among them).
        raise DamagedCarrier(f"The PDF is damaged and cannot be read ({type(error).__name__}).") from None
    if found:
        return provable_first(found)
    if names:
        raise NothingInside(f"The PDF has {len(names)} attached files, and none of them is a record.")
    raise NothingInside(
        "There is no record attached to this PDF.",
        advice="A printed certificate proves nothing by itself: ask for the record as a JSON file or a baked picture.",
    )


class _BoundedReader(PdfReader):
    """Counts what object streams unpack to: the library keeps it all, and limits only each alone."""

    def __init__(self, data: bytes) -> None:
        self._counted: dict[int, int] = {}
        super().__init__(io.BytesIO(data))

    def _get_object_from_stream(self, indirect_reference: IndirectObject) -> PdfObject:
        number, _ = self.xref_objStm[indirect_reference.idnum]
        if number not in self._counted:
            self._counted[number] = 0
            stream = IndirectObject(number, 0, self).get_object()
            self._counted[number] = len(stream.get_data()) if isinstance(stream, StreamObject) else 0
            if sum(self._counted.values()) > MAX_STREAMS_BYTES:
                raise TooLargeInside(f"The PDF's own tables unpack to more than {MAX_STREAMS_BYTES:,} bytes.")
        return super()._get_object_from_stream(indirect_reference)


def _read(data: bytes) -> tuple[list[str], list[Baked]]:
    reader = _BoundedReader(data)
    if reader.is_encrypted:
        raise DamagedCarrier(
            "The PDF is protected by a password, so what is attached to it cannot be read.",
            mender="holder",
            advice="Save it without protection, or send the record alone.",
        )
    names: list[str] = []
    found: list[Baked] = []
    left = MAX_RECORD_BYTES
    for name, stream in _attachments(reader):
        if len(names) == MAX_ATTACHMENTS:
            raise TooLargeInside(f"The PDF has more than {MAX_ATTACHMENTS} attached files, which is the limit.")
        names.append(name)
        content = _content(stream, left)
        if content is None:
            continue
        found += _records(content, name)
        if len(found) > MAX_RECORDS:
            raise TooLargeInside(f"The PDF has more than {MAX_RECORDS} attached records, which is the limit.")
        left = MAX_RECORD_BYTES - sum(len(baked.payload) for baked in found)
        if left < 0:
            raise TooLargeInside(f"The attached records are larger than {MAX_RECORD_BYTES:,} bytes together.")
    return names, found


def _attachments(reader: PdfReader) -> Iterator[tuple[str, StreamObject]]:
    seen: dict[int, StreamObject] = {}
    for specification in _file_specifications(reader):
        embedded = _dictionary(specification.get("/EF"))
        # /UF and /F name the same file for readers of different age.
        stream = _resolved(embedded.get("/UF")) or _resolved(embedded.get("/F"))
        if isinstance(stream, StreamObject) and id(stream) not in seen:
            seen[id(stream)] = stream
            yield str(specification.get("/UF") or specification.get("/F") or "unnamed")[:80], stream


def _file_specifications(reader: PdfReader) -> Iterator[DictionaryObject]:
    catalog = _dictionary(reader.trailer.get("/Root"))
    for node in _tree(_dictionary(catalog.get("/Names")).get("/EmbeddedFiles")):
        yield from map(_dictionary, _array(node.get("/Names"))[1::2])
    yield from map(_dictionary, _array(catalog.get("/AF")))
    for page in _tree(catalog.get("/Pages")):
        yield from map(_dictionary, _array(page.get("/AF")))
        for annotation in map(_dictionary, _array(page.get("/Annots"))):
            if annotation.get("/Subtype") == "/FileAttachment":
                yield _dictionary(annotation.get("/FS"))


def _tree(root: Any) -> Iterator[DictionaryObject]:
    # Name trees and the page tree have the same shape; a loop in a hostile file is walked once.
    pending = [_dictionary(root)]
    # The nodes are kept beside their ids, so that no id is given to a second node.
    seen: dict[int, DictionaryObject] = {}
    while pending:
        node = pending.pop()
        if id(node) in seen:
            continue
        seen[id(node)] = node
        if len(seen) > MAX_NODES:
            raise TooLargeInside(f"The PDF has more than {MAX_NODES:,} parts to look through, which is the limit.")
        yield node
        pending += map(_dictionary, _array(node.get("/Kids")))


def _resolved(value: Any) -> Any:
    return None if value is None else value.get_object()


def _dictionary(value: Any) -> DictionaryObject:
    resolved = _resolved(value)
    return resolved if isinstance(resolved, DictionaryObject) else DictionaryObject()


def _array(value: Any) -> list[Any]:
    resolved = _resolved(value)
    return list(resolved) if isinstance(resolved, ArrayObject) else []


def _content(stream: StreamObject, limit: int) -> bytes | None:
    filters = _resolved(stream.get("/Filter"))
    names = [str(name) for name in filters] if isinstance(filters, ArrayObject) else [str(filters)] if filters else []
    # The raw bytes are taken, since the library would unpack far beyond our limit before it stops.
    packed: bytes = stream._data
    if not names:
        return packed if len(packed) <= limit else None
    if names != ["/FlateDecode"] or "/Predictor" in _dictionary(stream.get("/DecodeParms")):
        return None
    inflater = zlib.decompressobj()
    try:
        unpacked = inflater.decompress(packed, limit + 1)
    except zlib.error:
        return None
    # A large attachment, such as a film, is no record; it is left alone, as a damaged one is.
    return unpacked if len(unpacked) <= limit and inflater.eof else None


def _records(content: bytes, name: str) -> list[Baked]:
    place = f"attached file {name!r}"
    match sniff(content):
        case "json":
            kind = kind_of_json(content)
            return [Baked("pdf", kind, content, place)] if kind else []
        case "jwt":
            token = _PRESENTATION_FORM.match(content.strip())
            return [Baked("pdf", "ob3", content, place)] if token else []
        case "png" | "svg" as carrier:
            unbake = unbake_png if carrier == "png" else unbake_svg
            try:
                inner = unbake(content)
            except MalformedInput:
                # The page's own artwork is attached by some programs; a picture without a record is no fault.
                return []
            return [Baked("pdf", baked.kind, baked.payload, f"{place}, {baked.place}") for baked in inner]
    return []
