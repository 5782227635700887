"""How does a template draw an icon, a light, a rosette or a flourish?"""

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from openler.platform.design.flourish import draw_flourish
from openler.platform.design.icons import icon_drawing
from openler.platform.design.markdown import render_markdown
from openler.platform.design.outcomes import look_of
from openler.platform.design.rosette import Rosette, draw_rosette

register = template.Library()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Draw an icon of the set; it is never read aloud, so words stand beside it.

    Raises: KeyError for a name that the set does not have.
    """
    # The drawing is a file of ours, never input.
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">{}</svg>',
        f" {classes}" if classes else "",
        mark_safe(icon_drawing(name)),
    )


@register.simple_tag
def light(outcome: str, classes: str = "") -> SafeString:
    """Draw the light of an outcome; its word stands beside it.

    Raises: KeyError for a word that is no outcome.
    """
    look = look_of(outcome)
    extra = f" {classes}" if classes else ""
    return format_html('<span class="light {}{}">{}</span>', look.css_class, extra, icon(look.icon))


@register.filter
def outcome_class(outcome: str) -> str:
    """Give the style class of an outcome."""
    return look_of(outcome).css_class


@register.filter
def outcome_word(outcome: str) -> Promise | str:
    """Give the word of an outcome in the reader's language."""
    return look_of(outcome).word


@register.filter
def hue_of(digest: str) -> str:
    """Give the class that carries the hue of a record, from its SHA-256 in hexadecimal."""
    return f"hue-{draw_rosette(bytes.fromhex(digest), key='').hue}"


@register.simple_tag
def rosette(digest: str, classes: str = "", key: str = "") -> SafeString:
    """Draw the rosette of a record from its SHA-256 in hexadecimal.

    Args:
        classes: "sm" below 72 px.
        key: makes the drawing's identifiers unique where one page draws the same record twice.
    """
    return _emblem(draw_rosette(bytes.fromhex(digest), key=f"r{digest[:10]}{key}"), classes)


@register.simple_tag
def engraving(digest: str, key: str = "") -> SafeString:
    """Draw the rosette of a record, repeated outward over its sheet; the sheet cuts it off."""
    return _emblem(draw_rosette(bytes.fromhex(digest), key=f"e{digest[:10]}{key}", is_engraved=True), "")


@register.simple_tag
def flourish(digest: str) -> SafeString:
    """Draw the flourish of a signed record from its SHA-256 in hexadecimal."""
    return format_html(
        '<svg class="flourish" viewBox="0 0 310 66" width="310" height="66" aria-hidden="true" focusable="false">'
        "{}</svg>",
        mark_safe(draw_flourish(bytes.fromhex(digest))),
    )


@register.filter
def grouped(digest: str) -> str:
    """Write a digest in groups of eight, so that two can be compared by eye."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def _emblem(drawn: Rosette, classes: str) -> SafeString:
    return format_html(
        '<svg class="emblem hue-{}{}" viewBox="0 0 200 200" width="200" height="200" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        drawn.hue,
        f" {classes}" if classes else "",
        mark_safe(drawn.drawing),
    )


@register.filter
def markdown(text: str) -> SafeString:
    """Draw Markdown that people wrote."""
    return render_markdown(text)
