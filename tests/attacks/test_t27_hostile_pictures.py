"""T27: a picture that blows up, reads files, asks the network or runs a script does none of it here."""

import resource
import socket
import struct
import zlib
from pathlib import Path

import pytest

from openler.credentials.baking import DamagedCarrier, NothingInside, TooLargeInside, UnsafeMarkup, unbake
from openler.testing.pictures import itxt, make_pdf, make_png, make_svg, png_chunk, png_header, text_chunk

RECORD = b'{"type": ["VerifiableCredential"]}'
OB3 = b"openbadgecredential"
OPEN = b'<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0">'
CLOSE = b"</o:credential>"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any connection at all fails the test."""

    def refuse(*_: object) -> None:
        raise AssertionError("a picture made the program open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def packed_zeros(size_bytes: int) -> bytes:
    packer = zlib.compressobj(9)
    block = b"\0" * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(size_bytes >> 20)) + packer.flush()


@pytest.mark.parametrize("size_mib", [32, 512])
def test_a_compressed_text_bomb_ends_at_the_limit_and_in_little_memory(size_mib: int) -> None:
    """Some kilobytes that unpack to half a gibibyte: refused by the limit, in a moment, without the memory."""
    body = OB3 + b"\0\1\0\0\0" + packed_zeros(size_mib << 20)
    picture = make_png([png_chunk(b"iTXt", body)])
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLargeInside, match="limit"):
        unbake(picture)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 80 << 10


def test_a_bomb_in_chunks_that_are_no_record_is_never_unpacked() -> None:
    """Only a record's text is unpacked: a bomb under another keyword, or as image data, costs nothing."""
    bomb = packed_zeros(256 << 20)
    others = [png_chunk(b"iTXt", b"Comment\0\1\0\0\0" + bomb), png_chunk(b"zTXt", b"Title\0\0" + bomb)]
    picture = make_png([*others, itxt(OB3, RECORD)], [png_chunk(b"IDAT", bomb), png_chunk(b"iCCP", b"p\0\0" + bomb)])
    assert unbake(picture)[0].payload == RECORD


def test_many_bombs_share_one_limit() -> None:
    """Sixteen texts of fifteen mebibytes each are beyond the limit together, though each alone is not."""
    text = b" " * (15 << 20)
    with pytest.raises(TooLargeInside):
        unbake(make_png([itxt(OB3, text, compressed=True)] * 16))


def test_a_raster_of_gigapixels_is_never_drawn() -> None:
    """A header that promises four thousand million pixels costs nothing, since no picture is decoded."""
    huge = png_header(width_pixels=2**31 - 1, height_pixels=2**31 - 1)
    assert unbake(make_png([itxt(OB3, RECORD)], header=huge))[0].payload == RECORD


def test_a_hundred_thousand_chunks_end_at_the_limit() -> None:
    """A file of nothing but tiny chunks is refused by their number."""
    with pytest.raises(TooLargeInside, match="parts"):
        unbake(make_png([text_chunk(b"a", b"")] * 100_000))


@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE svg [<!ENTITY f SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE svg [<!ENTITY f SYSTEM "https://elsewhere.example/f">]>',
        b'<!DOCTYPE svg [<!ENTITY f "inside">]>',
        b'<!DOCTYPE svg [<!ENTITY % p SYSTEM "https://elsewhere.example/p.dtd"> %p;]>',
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY f "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE svg [<!NOTATION n SYSTEM "x"><!ENTITY f SYSTEM "x" NDATA n>]>',
        b'<!DOCTYPE svg SYSTEM "https://elsewhere.example/svg.dtd">',
        b'<!DOCTYPE svg PUBLIC "-//X//Y" "file:///etc/passwd">',
    ],
    ids=["file", "address", "inner", "parameter", "laughs", "unparsed", "system", "public"],
)
def test_an_entity_never_becomes_text(doctype: bytes) -> None:
    """Declared inside or promised by an outside file: refused before a letter of it is read."""
    with pytest.raises((UnsafeMarkup, DamagedCarrier)):
        unbake(make_svg(OPEN + b"&f;" + CLOSE, prolog=doctype))


def test_an_entity_declaration_is_refused_even_when_unused() -> None:
    """A declaration alone is enough to refuse, with a word of what to ask for."""
    with pytest.raises(UnsafeMarkup) as caught:
        unbake(make_svg(OPEN + b"<![CDATA[{}]]>" + CLOSE, prolog=b'<!DOCTYPE svg [<!ENTITY x "y">]>'))
    assert caught.value.code == "unsafe_markup"
    assert caught.value.advice


def test_an_outside_document_type_is_named_but_never_fetched(tmp_path: Path) -> None:
    """The official sample names a DTD on the web; the record is read and nothing is asked for."""
    local = tmp_path / "svg.dtd"
    local.write_text('<!ENTITY f "stolen">')
    for address in ("http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd", local.as_uri()):
        prolog = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "%s">' % address.encode()
        assert unbake(make_svg(OPEN + b"<![CDATA[{}]]>" + CLOSE, prolog=prolog))[0].payload == b"{}"


def test_scripts_and_outside_references_are_only_bytes() -> None:
    """Scripts, style sheets, images and includes that name other places are carried past, not followed."""
    hostile = (
        b"<script>fetch('https://elsewhere.example')</script>"
        b'<image href="https://elsewhere.example/x.png" onload="alert(1)"/>'
        b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'
    )
    prolog = b'<?xml-stylesheet href="https://elsewhere.example/x.xsl"?>'
    assert unbake(make_svg(hostile + OPEN + b"<![CDATA[{}]]>" + CLOSE, prolog=prolog))[0].payload == b"{}"


@pytest.mark.parametrize(
    "markup", [b"<g>" * 400_000, b"<g " + b"a='1' " * 200_000, b"<!--" * 1_000_000, b"<" * 1_000_000]
)
def test_endless_markup_ends_quickly(markup: bytes) -> None:
    """Towers, attributes without end and comments that never close are refused in a moment."""
    with pytest.raises((DamagedCarrier, TooLargeInside, NothingInside)):
        unbake(make_svg(markup))


def test_a_bomb_attached_to_a_pdf_is_not_unpacked_beyond_the_limit() -> None:
    """An attachment that unpacks to half a gibibyte is left alone, in little time."""
    bomb = packed_zeros(512 << 20)
    file = make_pdf([("a.json", b"x" * len(bomb))], unpacked=True)
    file = file.replace(b"x" * len(bomb), bomb).replace(b"/Type/EmbeddedFile", b"/Type/EmbeddedFile/Filter/FlateDecode")
    with pytest.raises((NothingInside, DamagedCarrier)):
        unbake(file)


def pdf_with_object_streams(count: int, padding_bytes: int) -> bytes:
    """A PDF whose name tree leads through many object streams, each padded with blanks before it is packed."""
    first_node = 10
    body = b"%PDF-1.7\n"
    entries: dict[int, bytes] = {}

    def add(number: int, content: bytes) -> None:
        nonlocal body
        entries[number] = struct.pack(">BIH", 1, len(body), 0)
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"

    add(1, b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles %d 0 R>>>>" % first_node)
    add(2, b"<</Type/Pages/Kids[]/Count 0>>")
    for index in range(count):
        node, holder = first_node + index, first_node + count + index
        kids = b"<</Kids[%d 0 R]>>" % (node + 1) if index + 1 < count else b"<</Names[]>>"
        head = b"%d 0 " % node
        packed = zlib.compress(head + kids + b" " * padding_bytes, 9)
        words = b"<</Type/ObjStm/N 1/First %d/Filter/FlateDecode/Length %d>>" % (len(head), len(packed))
        add(holder, words + b"stream\n" + packed + b"\nendstream")
        entries[node] = struct.pack(">BIH", 2, holder, 0)
    table_number = first_node + 2 * count
    entries[table_number] = struct.pack(">BIH", 1, len(body), 0)
    table = b"".join(entries.get(number, b"\0" * 7) for number in range(table_number + 1))
    start = len(body)
    words = b"<</Type/XRef/W[1 4 2]/Size %d/Root 1 0 R/Length %d>>" % (table_number + 1, len(table))
    body += b"%d 0 obj\n" % table_number + words + b"stream\n" + table + b"\nendstream\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def test_a_pdf_whose_own_tables_are_bombs_ends_at_the_limit() -> None:
    """Forty tables of some kilobytes that unpack to four mebibytes each: refused before the memory is gone."""
    with pytest.raises(NothingInside):
        unbake(pdf_with_object_streams(4, 1000))
    with pytest.raises(DamagedCarrier):
        unbake(pdf_with_object_streams(1, 64 << 20))
    file = pdf_with_object_streams(40, (4 << 20) - 100)
    assert len(file) < 500_000
    before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TooLargeInside, match="tables"):
        unbake(file)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib < 250 << 10
