"""What does somebody see who was sent a link to a share? First who made it and why; the records at the press of a button.

Opening the page changes nothing and counts as nothing, whoever or whatever follows the link. The token in the address is
neither stored nor logged, and no cache keeps a page of it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from openler.platform.base.acts import act_of, at_of, visitor_of
from openler.platform.base.forms import public_form
from openler.platform.base.rate_limits import count_request
from openler.platform.organizations.access import open_to_all
from openler.platform.portals.public.shared import shared_answer_of
from openler.platform.sharing.errors import ShareEnded
from openler.platform.sharing.queries import facts_of, find_share, state_of
from openler.platform.verifying.shares import verify_share

# Whoever reads records opens a few a minute; a program that tries links is held back.
OPENINGS_PER_MINUTE = 30
_WINDOW_SECONDS = 60
_GONE = 410


@open_to_all
@never_cache
@public_form
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, token: str) -> HttpResponse:
    """Say who shows records to whom; on the pressed button, check and show them."""
    at = at_of(request)
    if request.method == "POST":
        count_opening(request)
    found = find_share(token)
    context = {"share": facts_of(found), "state": state_of(found, at)}
    if context["state"] != "open":
        return render(request, "public/share_ended.html", context, status=_GONE)
    if request.method != "POST":
        return render(request, "public/share.html", context)
    try:
        done = verify_share(act_of(request), token, visitor=visitor_of(request))
    except ShareEnded:
        # Its owner stopped it in this very moment.
        found = find_share(token)
        context = {"share": facts_of(found), "state": state_of(found, at)}
        return render(request, "public/share_ended.html", context, status=_GONE)
    return render(request, "public/share.html", {**context, "shared": shared_answer_of(done)})


def count_opening(request: HttpRequest) -> None:
    """Count one try to open a share.

    Raises: TooManyRequests.
    """
    count_request(
        "share", visitor_of(request), at=at_of(request), limit=OPENINGS_PER_MINUTE, window_seconds=_WINDOW_SECONDS
    )
