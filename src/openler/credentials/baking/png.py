"""Which records do a PNG's text chunks hold, and how is one spliced in?

The file is cut at chunk borders and put together again; image data, other text and bytes behind the end stay as they
were. Nothing but the text of a record is ever unpacked.

Spec: https://www.w3.org/TR/png-3/#11textinfo , https://www.imsglobal.org/spec/ob/v3p0/#png
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from openler.credentials.baking.carriers import (
    MAX_RECORD_BYTES,
    NAMES_OF_KIND,
    Baked,
    CannotBake,
    DamagedCarrier,
    NothingInside,
    RecordKind,
    TooLargeInside,
    provable_first,
    refuse_large_carrier,
)
from openler.credentials.baking.sniffing import PNG_SIGNATURE

KEYWORD_OF_KIND: dict[RecordKind, bytes] = {
    "ob3": b"openbadgecredential",
    "clr": b"clrcredential",
    "ob2": b"openbadges",
}
_KIND_OF_KEYWORD = {keyword: kind for kind, keyword in KEYWORD_OF_KIND.items()}
_TEXT_CHUNKS = (b"iTXt", b"tEXt", b"zTXt")
# Encoders that write image data in 8 KiB pieces need 4,096 chunks for the largest file taken here.
MAX_CHUNKS = 20_000
# The standard says at most one; a file with many is an attempt to be read differently by different readers.
MAX_RECORDS = 16
# PNG, section 5.3: a length fits in 31 bits.
_MAX_CHUNK_BYTES = 2**31 - 1
_IHDR_BYTES = 13


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Where a chunk stands: ``start`` and ``end`` span length, type, data and checksum."""

    type: bytes
    start: int
    end: int
    body: bytes
    checksum: int

    @property
    def whole(self) -> bool:
        return zlib.crc32(self.body, zlib.crc32(self.type)) == self.checksum


def unbake_png(data: bytes) -> tuple[Baked, ...]:
    """Take every record out of a PNG.

    Raises:
        DamagedCarrier: cut short, no PNG inside, or a record's checksum does not fit.
        NothingInside: a whole picture without a record.
        TooLargeInside: beyond a limit, also while unpacking.
    """
    found: list[Baked] = []
    damaged = ""
    left = MAX_RECORD_BYTES
    for chunk in _chunks(data):
        kind = _record_kind(chunk)
        if not chunk.whole:
            damaged = damaged or chunk.type.decode("latin-1")
        if kind is None:
            continue
        if not chunk.whole:
            raise DamagedCarrier(
                f"The picture is damaged: the checksum of its {chunk.type.decode()} chunk with the record is wrong."
            )
        if len(found) == MAX_RECORDS:
            raise TooLargeInside(f"The picture holds more than {MAX_RECORDS} records, and one is allowed.")
        payload = _payload(chunk, left)
        left -= len(payload)
        found.append(Baked("png", kind, payload, f"{chunk.type.decode()} chunk at byte {chunk.start}"))
    if found:
        return provable_first(found)
    if damaged:
        raise DamagedCarrier(f"The picture is damaged (checksum of its {damaged!r} chunk), and no record is in it.")
    raise NothingInside("There is no record inside this picture.")


def bake_png(image: bytes, payload: bytes, kind: RecordKind) -> bytes:
    """Put a record into a PNG as an uncompressed iTXt chunk behind the header, replacing one of the same kind.

    Raises:
        DamagedCarrier: the picture is cut short or a checksum in it is wrong.
        CannotBake: the payload holds a zero byte, which no text chunk can.
    """
    if b"\0" in payload:
        raise CannotBake("The record holds a zero byte, which cannot stand in a picture's text.")
    pieces = [PNG_SIGNATURE]
    end = len(PNG_SIGNATURE)
    for chunk in _chunks(image):
        if not chunk.whole:
            raise DamagedCarrier("The picture is damaged: the checksum of one of its chunks is wrong.")
        if _record_kind(chunk) != kind:
            pieces.append(image[chunk.start : chunk.end])
        if chunk.type == b"IHDR":
            # PNG, section 11.3.3.4: keyword, 0, not compressed, method 0, no language, no translated keyword, text.
            pieces.append(_chunk_bytes(b"iTXt", KEYWORD_OF_KIND[kind] + b"\0\0\0\0\0" + payload))
        end = chunk.end
    pieces.append(image[end:])
    return b"".join(pieces)


def _chunk_bytes(type: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + type + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(type)))


def _chunks(data: bytes) -> Iterator[_Chunk]:
    refuse_large_carrier(data)
    position = len(PNG_SIGNATURE)
    for number in range(MAX_CHUNKS):
        if position + 12 > len(data):
            raise DamagedCarrier("The picture is cut short: it ends before its end mark.")
        length, type = struct.unpack_from(">I4s", data, position)
        end = position + 12 + length
        if length > _MAX_CHUNK_BYTES or not type.isalpha():
            raise DamagedCarrier(f"The picture is damaged at byte {position}: no PNG chunk starts there.")
        if end > len(data):
            raise DamagedCarrier(f"The picture is cut short inside its {type.decode()} chunk at byte {position}.")
        if number == 0 and (type != b"IHDR" or length != _IHDR_BYTES):
            raise DamagedCarrier("The picture is damaged: it does not begin with a PNG header.")
        body = data[position + 8 : end - 4]
        yield _Chunk(type, position, end, body, struct.unpack_from(">I", data, end - 4)[0])
        if type == b"IEND":
            return
        position = end
    raise TooLargeInside(f"The picture has more than {MAX_CHUNKS:,} parts, which is the limit.")


def _record_kind(chunk: _Chunk) -> RecordKind | None:
    if chunk.type not in _TEXT_CHUNKS:
        return None
    keyword, separator, _ = chunk.body[:80].partition(b"\0")
    return _KIND_OF_KEYWORD.get(keyword) if separator else None


def _payload(chunk: _Chunk, limit: int) -> bytes:
    _, _, rest = chunk.body.partition(b"\0")
    kind = _record_kind(chunk)
    what = NAMES_OF_KIND[kind] if kind else "a record"
    compressed, method = chunk.type == b"zTXt", rest[:1]
    if chunk.type == b"zTXt":
        rest = rest[1:]
    elif chunk.type == b"iTXt":
        flag, method, rest = rest[:1], rest[1:2], rest[2:]
        compressed = flag == b"\1"
        language_end = rest.find(b"\0")
        translated_end = rest.find(b"\0", language_end + 1)
        if flag not in (b"\0", b"\1") or language_end < 0 or translated_end < 0:
            raise DamagedCarrier(f"The text chunk that should hold {what} is not built as PNG asks.")
        rest = rest[translated_end + 1 :]
    if compressed:
        if method != b"\0":
            raise DamagedCarrier(f"The text chunk with {what} is compressed in a way that PNG does not know.")
        rest = _inflate(rest, limit)
    if len(rest) > limit:
        raise TooLargeInside(f"The records inside the picture are larger than the limit of {MAX_RECORD_BYTES:,} bytes.")
    return rest if chunk.type == b"iTXt" else _as_utf8(rest)


def _as_utf8(text: bytes) -> bytes:
    # PNG says Latin-1 for tEXt and zTXt, and nearly every baker wrote UTF-8. Latin-1 prose with letters beyond ASCII
    # is practically never valid UTF-8, so what is valid stays as it is.
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1").encode("utf-8")
    return text


def _inflate(packed: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        # One byte beyond the limit tells that there is more, and no further byte is ever made.
        unpacked = inflater.decompress(packed, limit + 1)
    except zlib.error:
        raise DamagedCarrier("The compressed text inside the picture is damaged.") from None
    if len(unpacked) > limit:
        raise TooLargeInside(
            f"The compressed text inside the picture unpacks to more than the limit of {MAX_RECORD_BYTES:,} bytes."
        )
    if not inflater.eof:
        raise DamagedCarrier("The compressed text inside the picture is cut short.")
    return unpacked
