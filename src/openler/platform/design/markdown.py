"""How is Markdown that people wrote shown, so that nothing in it runs or calls home?

HTML within it is shown as the text that it is; pictures are not drawn; links lead away without telling from where.
Spec: https://spec.commonmark.org/0.31.2/
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# Longer than any criteria; a text of this length is rendered in some milliseconds.
MAX_LETTERS = 20_000
_TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "code", "pre", "blockquote", "h3", "h4", "h5", "h6", "br", "hr"}
_READER = MarkdownIt("commonmark", {"html": False}).disable("image")


def render_markdown(text: str) -> SafeString:
    """Draw Markdown as HTML that is safe on our pages; headings start at the third level."""
    drawn = _READER.render(text[:MAX_LETTERS])
    for level in (2, 1):
        for mark in (f"<h{level}>", f"</h{level}>"):
            drawn = drawn.replace(mark, mark.replace(str(level), str(level + 2)))
    clean = nh3.clean(
        drawn,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"https", "http", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    # Cleaned by a list of what may stay.
    return mark_safe(clean)
