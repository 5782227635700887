"""What does every page know without asking a room: its language's direction, the chosen appearance, the ways on?"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_bidi, gettext_lazy

from openler.platform.design.appearance import theme_of

# (name of the address, words); only what exists in this version is shown.
_WAYS = (
    ("map", gettext_lazy("Map")),
    ("verify", gettext_lazy("Verify")),
    ("openings", gettext_lazy("Openings")),
    ("frameworks", gettext_lazy("Skills")),
    ("explained", gettext_lazy("LERs explained")),
    ("glossary", gettext_lazy("Glossary")),
)
# Shown before the others to somebody who is signed in.
_OWN_WAYS = (("wallet", gettext_lazy("Wallet")),)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Give what `design/page.html` needs."""
    return {
        "page_language": get_language() or settings.LANGUAGE_CODE,
        "page_direction": "rtl" if get_language_bidi() else "ltr",
        "page_theme": theme_of(request),
        "page_ways": ways(_WAYS),
        "own_ways": ways(_OWN_WAYS),
        "sign_in_url": _address_of("account_login"),
        "home_url": _address_of("home"),
        "sign_out_url": _address_of("account_logout"),
        "is_demo": settings.OPENLER_DEMO,
    }


def ways(named: Iterable[tuple[str, Promise]]) -> list[dict[str, Any]]:
    """List those main ways that exist, as name, words and address."""
    found = []
    for name, words in named:
        url = _address_of(name)
        if url:
            found.append({"name": name, "words": words, "url": url})
    return found


def _address_of(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
