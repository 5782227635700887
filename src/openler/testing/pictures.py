"""How do I make a small picture or PDF, sound or spoiled, to try a reader of records with?

Files are built byte by byte, so that a test can spoil exactly one thing.

Spec: https://www.w3.org/TR/png-3/ , https://www.w3.org/TR/SVG2/
"""

import struct
import zlib
from collections.abc import Sequence

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG_OPENING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'


def png_chunk(type: bytes, body: bytes, *, checksum: int | None = None) -> bytes:
    """Build one PNG chunk; ``checksum`` replaces the right one."""
    right = zlib.crc32(body, zlib.crc32(type))
    return struct.pack(">I", len(body)) + type + body + struct.pack(">I", right if checksum is None else checksum)


def png_header(*, width_pixels: int = 1, height_pixels: int = 1) -> bytes:
    """Build the IHDR chunk of a grey picture."""
    return png_chunk(b"IHDR", struct.pack(">IIBBBBB", width_pixels, height_pixels, 8, 0, 0, 0, 0))


def make_png(before: Sequence[bytes] = (), after: Sequence[bytes] = (), *, header: bytes | None = None) -> bytes:
    """Build a grey picture of one pixel, with further chunks before and after its image data."""
    image = png_chunk(b"IDAT", zlib.compress(b"\0\x80"))
    chunks = [png_header() if header is None else header, *before, image, *after, png_chunk(b"IEND", b"")]
    return PNG_SIGNATURE + b"".join(chunks)


def itxt(keyword: bytes, text: bytes, *, compressed: bool = False, language: bytes = b"") -> bytes:
    """Build an iTXt chunk: UTF-8 text, compressed or not."""
    packed = zlib.compress(text, 9) if compressed else text
    flag = b"\1" if compressed else b"\0"
    return png_chunk(b"iTXt", keyword + b"\0" + flag + b"\0" + language + b"\0\0" + packed)


def text_chunk(keyword: bytes, text: bytes) -> bytes:
    """Build a tEXt chunk."""
    return png_chunk(b"tEXt", keyword + b"\0" + text)


def ztxt(keyword: bytes, text: bytes) -> bytes:
    """Build a zTXt chunk."""
    return png_chunk(b"zTXt", keyword + b"\0\0" + zlib.compress(text, 9))


def make_svg(inside: bytes = b"", *, prolog: bytes = b"", opening: bytes = SVG_OPENING) -> bytes:
    """Build a small drawing with something inside."""
    return prolog + opening + inside + b'<circle cx="4" cy="4" r="3"/></svg>\n'


def make_pdf(attachments: Sequence[tuple[str, bytes]] = (), *, unpacked: bool = False) -> bytes:
    """Build a PDF of one blank page with attached files, packed as programs pack them or not."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 4 0 R>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>",
    ]
    names = []
    files = []
    for index, (name, content) in enumerate(attachments):
        specification = 5 + 2 * index
        names.append(f"({name}){specification} 0 R")
        files.append(f"<</Type/Filespec/F({name})/UF({name})/EF<</F {specification + 1} 0 R>>>>".encode())
        packed = content if unpacked else zlib.compress(content)
        filter = b"" if unpacked else b"/Filter/FlateDecode"
        head = b"<</Type/EmbeddedFile" + filter + b"/Length %d>>" % len(packed)
        files.append(head + b"stream\n" + packed + b"\nendstream")
    objects.append(f"<</Names[{' '.join(names)}]>>".encode())
    return _assemble_pdf([*objects, *files])


def _assemble_pdf(objects: Sequence[bytes]) -> bytes:
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + table + trailer
