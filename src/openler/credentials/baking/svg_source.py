"""Where in an SVG's own bytes do its root and its records stand?

The file is read by expat for its meaning and never written back from a tree: places are byte positions, so that a
record can be taken out or put in while every other byte stays. Entities and external parts are refused, not skipped.

Spec: https://www.w3.org/TR/xml-names/ , https://www.w3.org/TR/xml/#sec-prolog-dtd
"""

import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from openler.credentials.baking.carriers import DamagedCarrier, RecordKind, TooLargeInside, UnsafeMarkup

SVG_NAMESPACE = "http://www.w3.org/2000/svg"
OB3_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
CLR_NAMESPACE = "https://purl.imsglobal.org/clr/v2p0"
OB2_NAMESPACE = "http://openbadges.org"
RECORD_ELEMENTS: dict[str, RecordKind] = {
    f"{OB3_NAMESPACE} credential": "ob3",
    f"{CLR_NAMESPACE} credential": "clr",
    f"{OB2_NAMESPACE} assertion": "ob2",
}
# The deepest drawing of a large collection nests some forty levels; expat itself has no limit.
MAX_DEPTH = 1000
# A traced photograph has some hundred thousand paths.
MAX_ELEMENTS = 500_000
MAX_RECORDS = 16
_CDATA_OPEN = b"<![CDATA["
_ENCODING = re.compile(rb"<\?xml[^>]{0,80}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_UTF16_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_ENCODINGS = {"utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "ascii", "iso-8859-1": "latin-1", "windows-1252": "cp1252"}


@dataclass(slots=True)
class RecordElement:
    """An element that holds a record.

    Attributes:
        kind: which standard's element it is.
        start: first byte of its start tag, in ``SvgSource.text``.
        end: first byte behind it.
        verify: its ``verify`` attribute: a compact JWS or an address.
        sections: the raw bytes of each CDATA section inside it.
        words: its text outside CDATA.
    """

    kind: RecordKind
    start: int
    end: int
    verify: str
    sections: list[bytes] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SvgSource:
    """An SVG as UTF-8 with the places that matter.

    Attributes:
        text: the file as UTF-8, without a byte order mark of UTF-16.
        codec: Python's name of the file's own encoding.
        root_name: the root's name as written, with its prefix.
        root_tag_end: first byte behind the root's start tag.
        root_is_empty: the root is written as one empty tag.
        records: record elements in order.
    """

    text: bytes
    codec: str
    root_name: bytes
    root_tag_end: int
    root_is_empty: bool
    records: tuple[RecordElement, ...]

    def encode(self, text: bytes) -> bytes:
        """Write changed text in the file's own encoding.

        Raises:
            UnicodeEncodeError: a letter that this encoding does not have.
        """
        return text if self.codec == "utf-8" else text.decode("utf-8").encode(self.codec)


def read_svg(data: bytes) -> SvgSource:
    """Find the root and the record elements of an SVG.

    Raises:
        DamagedCarrier: not well-formed, not SVG, or an encoding that is not read.
        UnsafeMarkup: entity declarations, or anything outside the file.
        TooLargeInside: more parts than any drawing has.
    """
    codec = _codec(data)
    try:
        text = data if codec == "utf-8" else data.decode(codec).encode("utf-8")
    except UnicodeError:
        raise DamagedCarrier(f"The SVG says that it is {codec.upper()}, and it is not.") from None
    return _Reader(text, codec).read()


def _codec(data: bytes) -> str:
    if data[:2] in _UTF16_MARKS:
        return _UTF16_MARKS[data[:2]]
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    name = declared[1].decode().lower() if declared else "utf-8"
    if name not in _ENCODINGS:
        raise DamagedCarrier(
            f"The SVG is written in the encoding {name}, which is not read here.", advice="Save the SVG as UTF-8."
        )
    return _ENCODINGS[name]


class _Reader:
    """Collects places while expat walks the file once."""

    def __init__(self, text: bytes, codec: str) -> None:
        # A byte order mark that UTF-16 had is now UTF-8's own, which expat takes.
        self.text, self.codec = text, codec
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.depth = 0
        self.elements = 0
        self.root: tuple[bytes, int, bool] | None = None
        self.records: list[RecordElement] = []
        self.open_record: tuple[RecordElement, int, bool] | None = None
        self.section_start: int | None = None

    def read(self) -> SvgSource:
        parser = self.parser
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.StartCdataSectionHandler = self._section_opens
        parser.EndCdataSectionHandler = self._section_closes
        # A bare DOCTYPE names a file that nothing here ever opens. Whatever could make the text depend on such a
        # file, or blow it up, ends the reading.
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._external
        parser.SkippedEntityHandler = self._skipped
        try:
            parser.Parse(self.text, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise DamagedCarrier(
                f"The SVG is not well-formed XML at line {error.lineno}, column {error.offset + 1}: {reason}."
            ) from None
        assert self.root is not None
        return SvgSource(self.text, self.codec, *self.root, tuple(self.records))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise TooLargeInside(
                f"The SVG has more than {MAX_DEPTH:,} levels or {MAX_ELEMENTS:,} elements, which is the limit."
            )
        if self.depth == 1:
            self._take_root(name)
        kind = RECORD_ELEMENTS.get(name)
        if kind is None:
            return
        if self.open_record is not None:
            raise DamagedCarrier("The SVG has one record inside another record's element.")
        if len(self.records) == MAX_RECORDS:
            raise TooLargeInside(f"The SVG holds more than {MAX_RECORDS} records, and one is allowed.")
        namespace = name.partition(" ")[0]
        verify = attributes.get("verify", attributes.get(f"{namespace} verify", ""))
        start = self.parser.CurrentByteIndex
        end = self._tag_end(start)
        record = RecordElement(kind, start, end, verify)
        self.records.append(record)
        self.open_record = (record, self.depth, self.text[end - 2 : end] == b"/>")

    def _take_root(self, name: str) -> None:
        # A file of an old drawing program may leave the namespace out; its records are found all the same.
        if name not in (f"{SVG_NAMESPACE} svg", "svg"):
            raise DamagedCarrier("The file is XML, but it is not an SVG picture.")
        start = self.parser.CurrentByteIndex
        end = self._tag_end(start)
        written = re.match(rb"<([^\s/>]+)", self.text[start:end])
        assert written is not None
        self.root = (written[1], end, self.text[end - 2 : end] == b"/>")

    def _end(self, name: str) -> None:
        if self.open_record is not None and self.open_record[1] == self.depth:
            record, _, empty = self.open_record
            if not empty:
                record.end = self.text.index(b">", self.parser.CurrentByteIndex) + 1
            self.open_record = None
        self.depth -= 1

    def _words(self, words: str) -> None:
        if self.open_record is not None and self.open_record[1] == self.depth and self.section_start is None:
            self.open_record[0].words.append(words)

    def _section_opens(self) -> None:
        self.section_start = self.parser.CurrentByteIndex + len(_CDATA_OPEN)

    def _section_closes(self) -> None:
        if self.open_record is not None and self.open_record[1] == self.depth and self.section_start is not None:
            self.open_record[0].sections.append(self.text[self.section_start : self.parser.CurrentByteIndex])
        self.section_start = None

    def _tag_end(self, start: int) -> int:
        # Expat has found the tag well-formed, so quotes are paired and the first ">" outside them ends it.
        position = start
        while True:
            mark = _TAG_MARK.search(self.text, position)
            assert mark is not None
            if mark[0] == b">":
                return mark.end()
            position = self.text.index(mark[0], mark.end()) + 1

    def _entity(self, *_: object) -> NoReturn:
        raise UnsafeMarkup("The SVG declares entities, which a picture with a record has no need for.")

    def _external(self, *_: object) -> NoReturn:
        raise UnsafeMarkup("The SVG asks for a part outside the file, which is never fetched.")

    def _skipped(self, name: str, *_: object) -> NoReturn:
        raise UnsafeMarkup(f"The SVG uses the entity {name[:40]!r}, which the file itself does not define.")


_TAG_MARK = re.compile(rb"[\"'>]")
