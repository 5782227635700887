"""T27: can a picture that somebody uploads run, call home or exhaust the server?"""

import io
import struct
import zlib

import pytest
from PIL import Image

from openler.platform.achievements.errors import BadPicture
from openler.platform.achievements.pictures import MAX_SIDE_PIXELS, make_safe

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">{}</svg>'


def _png(width: int, height: int, *, text: bytes = b"") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG")
    data = out.getvalue()
    if text:
        body = b"tEXt" + text
        chunk = struct.pack(">I", len(text)) + body + struct.pack(">I", zlib.crc32(body))
        data = data[:33] + chunk + data[33:]
    return data


def _bomb() -> bytes:
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head)) + b"\0" * 64


HOSTILE = {
    "script": _SVG.format("<script>alert(1)</script>").encode(),
    "handler": _SVG.format('<rect width="1" height="1" onload="alert(1)"/>').encode(),
    "foreign": _SVG.format("<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'/></foreignObject>").encode(),
    "external image": _SVG.format('<image href="https://evil.example/a.png"/>').encode(),
    "external use": _SVG.format('<rect xlink:href="https://evil.example/a.svg#x"/>').encode(),
    "external paint": _SVG.format('<rect fill="url(https://evil.example/a.svg#x)"/>').encode(),
    "style import": _SVG.format("<style>@import 'https://evil.example/a.css'</style>").encode(),
    "entity": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _SVG.format("&a;").encode(),
    "stylesheet": b'<?xml-stylesheet href="https://evil.example/a.css"?>' + _SVG.format("").encode(),
    "animated link": _SVG.format('<a href="javascript:alert(1)"><set attributeName="href"/></a>').encode(),
    "page": b"<html><script>alert(1)</script></html>",
    "bomb": _bomb(),
    "cut short": _png(40, 40)[:60],
    "words": b"no picture at all",
    "many parts": _SVG.format("<g/>" * 3000).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_refused_in_words(name: str) -> None:
    """Whatever could run, call home or exhaust memory is refused, and the person is told why."""
    with pytest.raises(BadPicture) as caught:
        make_safe(HOSTILE[name])
    assert caught.value.message


def test_a_picture_is_drawn_anew_and_loses_what_is_not_seen() -> None:
    """Texts and profiles inside a raster do not come along, and no side is longer than pages show."""
    safe = make_safe(_png(3000, 1500, text=b"Comment\0GPS 52.5 13.4"))
    assert b"GPS" not in safe.content
    assert (safe.media_type, safe.width, safe.height) == ("image/png", MAX_SIDE_PIXELS, MAX_SIDE_PIXELS // 2)


def test_a_plain_drawing_is_kept_as_it_is() -> None:
    """An SVG that only draws stays byte for byte."""
    data = _SVG.format('<defs><linearGradient id="g"/></defs><rect fill="url(#g)" width="9" height="9"/>').encode()
    assert make_safe(data).content == data
