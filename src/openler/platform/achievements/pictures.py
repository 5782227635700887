"""How does a picture that somebody uploads become one that is safe to show?

A raster is drawn anew as PNG, so that nothing but its pixels stays. An SVG is kept only if it holds no script, no
reference and no declaration; pages show it through `<img>` and it is served under a sandbox policy.
"""

import io
import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from openler.platform.achievements.errors import BadPicture

# A photograph of a telephone is below it.
MAX_BYTES = 8 * 1024 * 1024
# 40 megapixels are 160 MB while they are drawn; a bomb claims more.
MAX_PIXELS = 40_000_000
# What pages show is never wider.
MAX_SIDE_PIXELS = 1024
_MAX_SVG_BYTES = 200 * 1024
_MAX_SVG_ELEMENTS = 2000
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_SVG = "{http://www.w3.org/2000/svg}"
_SVG_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "symbol",
    ]
)
_REFERENCE = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SafePicture:
    """A picture that can be shown."""

    media_type: str
    content: bytes
    width: int
    height: int


def make_safe(data: bytes) -> SafePicture:
    """Make a safe picture of what was uploaded.

    Raises: BadPicture, with what is wrong and how to mend it.
    """
    if len(data) > MAX_BYTES:
        raise BadPicture(_("The picture is larger than %(most)d MB.") % {"most": MAX_BYTES // 1024 // 1024})
    if _looks_like_svg(data):
        return _safe_svg(data)
    return _redraw(data)


def _redraw(data: bytes) -> SafePicture:
    try:
        with warnings.catch_warnings():
            # A picture that claims more pixels than fit is refused below, by its own words.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise BadPicture(_("The picture claims to have more than 40 million points."))
        picture.draft("RGB", (MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
        drawn = picture.convert("RGBA")
    except BadPicture:
        raise
    except UnidentifiedImageError as error:
        raise BadPicture(_("This is no picture that can be read here.")) from error
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as error:
        raise BadPicture(_("The picture is broken and cannot be drawn.")) from error
    drawn.thumbnail((MAX_SIDE_PIXELS, MAX_SIDE_PIXELS))
    # Another picture with the same pixels: no text, no profile, no place of taking comes along.
    bare = Image.frombytes("RGBA", drawn.size, drawn.tobytes())
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    return SafePicture("image/png", out.getvalue(), *bare.size)


def _looks_like_svg(data: bytes) -> bool:
    return data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _safe_svg(data: bytes) -> SafePicture:
    if len(data) > _MAX_SVG_BYTES:
        raise BadPicture(_("The SVG picture is larger than 200 KB."))
    # No declaration at all: entities and doctypes are how a drawing reads other files.
    if b"<!" in data.replace(b"<!--", b"") or data.count(b"<?") > 1 or b"<?xml-stylesheet" in data:
        raise BadPicture(_("The SVG picture holds declarations, which can lead to other files."))
    try:
        root = ElementTree.fromstring(data.decode("utf-8-sig"))
    except (ElementTree.ParseError, UnicodeDecodeError, ValueError) as error:
        raise BadPicture(_("The SVG picture cannot be read.")) from error
    if root.tag != f"{_SVG}svg":
        raise BadPicture(_("This is a page or another document, not a picture."))
    elements = list(root.iter())
    if len(elements) > _MAX_SVG_ELEMENTS:
        raise BadPicture(_("The SVG picture has more than 2,000 parts."))
    for element in elements:
        _check_svg_element(element)
    return SafePicture("image/svg+xml", data, *_svg_size(root))


def _check_svg_element(element: ElementTree.Element) -> None:
    # Comments and instructions have no text as their tag.
    tag = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
    if isinstance(element.tag, str) and tag not in _SVG_ELEMENTS:
        raise BadPicture(_("The SVG picture holds “%(tag)s”, which can do more than draw.") % {"tag": tag[:40]})
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2].lower()
        if plain.startswith("on") or plain in ("href", "src") or _REFERENCE.search(value) or "@import" in value:
            raise BadPicture(_("The SVG picture holds “%(name)s”, which can call other places.") % {"name": plain[:40]})


def _svg_size(root: ElementTree.Element) -> tuple[int, int]:
    box = re.findall(r"-?\d+(?:\.\d+)?", root.get("viewBox", ""))
    if len(box) == 4 and float(box[2]) > 0 and float(box[3]) > 0:
        scale = min(1.0, MAX_SIDE_PIXELS / max(float(box[2]), float(box[3])))
        return max(1, round(float(box[2]) * scale)), max(1, round(float(box[3]) * scale))
    return 512, 512
