"""Is a page light, and is all of it ours?"""

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

import openler.platform
from openler.platform.design.sheet import join_sheet, sheet_parts

PLATFORM = Path(openler.platform.__file__).parent
FONTS = PLATFORM / "design" / "static" / "design" / "vendor" / "fonts"
FIRST_FONTS = ("literata-latin.woff2", "public-sans-latin.woff2")
# What a page's own markup and style may add: 100 KB less the letters and the sheet, see the mockups' README.
BUDGET_BYTES = 100_000
SOURCES = sorted(
    path
    for path in PLATFORM.rglob("*")
    if path.suffix in {".html", ".css", ".js", ".mjs", ".svg"} and "vendor" not in path.parts
)
# Names that are looked up by nobody: XML namespaces.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PLATFORM)))
def test_nothing_is_loaded_from_another_origin(path: Path) -> None:
    """No template, style or drawing names a file of another host; links for people are not loads."""
    text = path.read_text("utf-8")
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    loads = re.findall(
        r"""(?:src|srcset|poster|data|action)\s*=\s*["']?\s*(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import"""
        r"""|<link[^>]+href=["'](?:https?:)?//|\b(?:fetch|import)\(\s*["'](?:https?:)?//""",
        text,
    )
    assert loads == []


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.suffix == ".html"], ids=lambda path: str(path.relative_to(PLATFORM))
)
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    """The policy would refuse them, so they are not written: no style attribute, no handler, no inline element."""
    text = path.read_text("utf-8")
    assert re.findall(r"\sstyle\s*=", text) == []
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']", text) == []
    assert "<style" not in text
    assert re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", text) == []


def test_the_first_view_of_a_page_is_light(client: Client) -> None:
    """Markup, sheet and the letters of a first view together stay under 100 KB as they travel."""
    page = client.get("/design/").content
    styles = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', page.decode())
    sheets = b"".join(Path(str(finders.find(name))).read_bytes() for name in styles)
    letters = sum((FONTS / name).stat().st_size for name in FIRST_FONTS)
    assert len(gzip.compress(page)) + len(gzip.compress(sheets)) + letters < BUDGET_BYTES


def test_one_sheet_holds_every_part_once() -> None:
    """Tokens come first, so that everything after may use them; every component has its part."""
    parts = [part.stem for part in sheet_parts()]
    assert parts[:3] == ["tokens", "fonts", "foundations"]
    assert len(parts) == len(set(parts))
    joined = join_sheet()
    assert all(joined.count(f"/* {part} */\n") == 1 for part in parts)
    assert joined.count("{") == joined.count("}")


def test_the_sheet_uses_no_token_that_does_not_exist() -> None:
    """A misspelt custom property would silently fall back to nothing."""
    sheet = join_sheet() + (PLATFORM / "design" / "static" / "design" / "gallery.css").read_text("utf-8")
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", sheet))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", sheet)) - defined == set()


def test_letters_are_the_ones_that_their_source_names() -> None:
    """Each font file has the digest that stands in SOURCE.txt, and a licence beside it."""
    source = (FONTS / "SOURCE.txt").read_text("utf-8")
    for file in FONTS.glob("*.woff2"):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        assert re.search(rf"{re.escape(file.name)}\n.*\n.*\n    here      {digest}", source), file.name
    for family in ("literata", "public-sans", "atkinson-hyperlegible-mono"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / f"LICENSE-{family}.txt").read_text("utf-8")
