"""Where does one read the mails of a demonstration? On a page; nobody's real mail is ever there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from openler.foundation.errors import NotFound
from openler.platform.mail.queries import demo_letters, find_demo_letter
from openler.platform.organizations.access import open_to_all

# As many as one screenful of a laptop; older ones are found by searching.
_SHOWN = 50
# An address is no longer than this.
_MAX_QUERY_CHARACTERS = 254


@open_to_all
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the letters, newest first; looking marks nothing as read."""
    _require_demo()
    asked = request.GET.get("q", "")[:_MAX_QUERY_CHARACTERS].strip()
    letters = demo_letters(asked)
    context = {"letters": letters[:_SHOWN], "total": letters.count(), "asked": asked, "nav_current": "demo_mailbox"}
    response = render(request, "membership/mailbox.html", context)
    add_never_cache_headers(response)
    return response


@open_to_all
@require_safe
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """Show one letter as the plain text that it is."""
    _require_demo()
    found = find_demo_letter(number)
    if found is None:
        raise NotFound(_("There is no such letter."))
    response = render(request, "membership/letter.html", {"letter": found})
    add_never_cache_headers(response)
    return response


def _require_demo() -> None:
    if not settings.OPENLER_DEMO:
        raise NotFound(_("Only a demonstration keeps letters."))
