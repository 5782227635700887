"""What kind of file is this, told by its first bytes and never by its name?

Only as much is read as is needed to choose a reader and to say something useful about a file that is no record.
"""

import re
from typing import Literal

Sniffed = Literal["png", "svg", "pdf", "json", "jwt", "html", "empty", "gzip", "zip", "picture", "unknown"]

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The PDF reference lets other bytes stand before the header, within the first kilobyte.
_PDF_HEADER_WINDOW = 1024
# Long enough for the comments and the DOCTYPE that drawing programs write before the root element.
_MARKUP_WINDOW = 64 << 10
# Picture formats that cannot carry a record: what phones and chats save a PNG as.
_OTHER_PICTURES = re.compile(
    rb"\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|BM.{12}\(\0\0\0|II\*\0|MM\0\*|.{4}ftyp(?:heic|heix|mif1|avif|hevc)",
    re.DOTALL,
)
_COMPACT_JWS = re.compile(r"[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]*\.[A-Za-z0-9_=-]*(?:~[A-Za-z0-9_.=~-]*)?")
_ROOT_NAME = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


def sniff(data: bytes) -> Sniffed:
    """Tell the kind of a file; "html" is any markup that is not SVG, "picture" one that cannot carry a record."""
    if data.startswith(PNG_SIGNATURE):
        return "png"
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if _OTHER_PICTURES.match(data):
        return "picture"
    text = _opening(data)
    if not text:
        return "empty" if not data[_MARKUP_WINDOW:].strip() else "unknown"
    if text[0] in '{["':
        return "json"
    if text[0] == "<":
        return "svg" if root_name(text) == "svg" else "html"
    if b"%PDF-" in data[:_PDF_HEADER_WINDOW]:
        return "pdf"
    return "jwt" if _COMPACT_JWS.match(text) else "unknown"


def root_name(text: str) -> str | None:
    """Return the local name of the first element, looking past declarations, comments and a DOCTYPE; None if none."""
    position = 0
    while (position := text.find("<", position)) >= 0:
        if text.startswith("<!--", position):
            end, width = text.find("-->", position + 4), 3
        elif text.startswith("<?", position):
            end, width = text.find("?>", position + 2), 2
        elif text.startswith("<!", position):
            end, width = _doctype_end(text, position), 1
        else:
            match = _ROOT_NAME.match(text, position)
            return match[1] if match else None
        if end < 0:
            return None
        position = end + width
    return None


def _doctype_end(text: str, position: int) -> int:
    subset = text.find("[", position)
    end = text.find(">", position)
    if 0 <= subset < end:
        close = text.find("]", subset)
        return -1 if close < 0 else text.find(">", close)
    return end


def _opening(data: bytes) -> str:
    start = data[:_MARKUP_WINDOW]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = start.decode("utf-16", "replace")
    elif start[:2] in (b"<\0", b"{\0", b"[\0"):
        text = start.decode("utf-16-le", "replace")
    elif start[:2] in (b"\0<", b"\0{", b"\0["):
        text = start.decode("utf-16-be", "replace")
    else:
        text = start.decode("utf-8-sig", "replace")
    return text.strip()
