"""How does a template draw an icon or a rosette?"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from openler.platform.design.icons import icon_drawing

register = template.Library()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Draw an icon of the set; it is never read aloud, so words stand beside it.

    Raises: KeyError for a name that the set does not have.
    """
    drawing = mark_safe(icon_drawing(name))  # noqa: S308 (our own file, not input)
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">{}</svg>',
        f" {classes}" if classes else "",
        drawing,
    )
