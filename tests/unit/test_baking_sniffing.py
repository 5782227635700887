"""A file is told by its content, so that the answer about a wrong one is useful."""

import gzip
import io
import zipfile

import pytest

from openler.credentials.baking import NothingInside, sniff, unbake
from openler.credentials.baking.sniffing import root_name
from openler.testing.pictures import make_pdf, make_png, make_svg


def zip_file() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("badge.json", "{}")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (make_png(), "png"),
        (make_svg(), "svg"),
        (
            make_svg(prolog=b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <html> -->\n<!DOCTYPE svg [<!ENTITY a "]>">]>'),
            "svg",
        ),
        ('<?xml version="1.0"?><s:svg xmlns:s="http://www.w3.org/2000/svg"/>'.encode("utf-16"), "svg"),
        ("<svg/>".encode("utf-16-le"), "svg"),
        ("<svg/>".encode("utf-16-be"), "svg"),
        (make_pdf(), "pdf"),
        (b"\n%PDF-1.4", "pdf"),
        (b'{"@context": []}', "json"),
        (b'\xef\xbb\xbf\r\n [{"%PDF-": 1}]', "json"),
        ("{}".encode("utf-16"), "json"),
        (b"eyJhbGciOiJub25lIn0.eyJhIjoxfQ.\r\n", "jwt"),
        (b"eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln~WyJzIl0~", "jwt"),
        (b"<!DOCTYPE html><html><body><svg></svg></body></html>", "html"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "html"),
        (b"<!-- never ends", "html"),
        (b"<!DOCTYPE svg [ never ends", "html"),
        (b"< not a tag", "html"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\t", "empty"),
        (gzip.compress(b"{}", mtime=0), "gzip"),
        (zip_file(), "zip"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"GIF89a\1\0\1\0", "picture"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "picture"),
        (b"Dear learner, congratulations", "unknown"),
        (b"\0" * 64, "unknown"),
    ],
)
def test_each_kind_of_file_is_told(data: bytes, kind: str) -> None:
    """Names and extensions play no part."""
    assert sniff(data) == kind


def test_a_photograph_of_a_badge_says_that_the_record_is_gone() -> None:
    """The most common mistake has an answer of its own."""
    with pytest.raises(NothingInside, match="saved it anew"):
        unbake(b"\xff\xd8\xff\xe0 a photograph")
    with pytest.raises(NothingInside, match="not a PNG, SVG or PDF"):
        unbake(b"plain words")


def test_no_root_is_no_name() -> None:
    """Text that only holds declarations has no root element."""
    assert root_name("<?xml version='1.0'?><!-- a -->") is None
