"""How does a link become a code that a phone reads? As an inline drawing, with no script and no style of its own."""

import io

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Medium correction: a screen is clean, a printed page may be creased.
_CORRECTION = "m"


def draw_code(link: str, *, label: str) -> SafeString:
    """Draw the QR code of a link; ``label`` is what a screen reader says of it."""
    code = segno.make(link, error=_CORRECTION, micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, svgns=False, svgclass=None, lineclass=None, omitsize=True, border=4)
    drawing = out.getvalue().decode()
    width, height = code.symbol_size(border=4)
    inner = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
    # The drawing is computed from the link: numbers and letters of paths only.
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}</svg>',
        width,
        height,
        width * 4,
        height * 4,
        label,
        mark_safe(inner),
    )
