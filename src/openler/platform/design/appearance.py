"""Which appearance did the reader choose? Light, dark, or what their system says, without any script.

The choice is the only thing that a public page keeps in a cookie, and only after a reader pressed the button.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

COOKIE = "appearance"
THEMES = ("light", "dark")
_KEPT_SECONDS = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """Give "light" or "dark" where the reader chose, and nothing where the system decides."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


def remember_theme(response: HttpResponse, theme: str) -> None:
    """Keep the choice in a cookie, or forget it where the system shall decide."""
    if theme not in THEMES:
        response.delete_cookie(COOKIE, samesite="Strict")
        return
    response.set_cookie(
        COOKIE,
        theme,
        max_age=_KEPT_SECONDS,
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


class AppearanceVaries:
    """Tell caches that a page depends on the chosen appearance."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and name the cookie in Vary for pages."""
        response = self._get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ("Cookie",))
        return response
