"""Where does a learner hold records? Pages whose work is done in the browser: the server gives words and forms, no more.

The keys, the records and what is shared are the island's own (`wallet/`); nothing of them comes through these views.
"""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from openler.platform.organizations.access import PersonRequest, open_to_all, signed_in
from openler.platform.sharing.models import AUDIENCE_LENGTH, PURPOSE_LENGTH

# A month lets an employer decide; a year is the longest that a share may last, so one day less whatever the zone.
SHARE_DAYS = 30
MOST_SHARE_DAYS = 364


@open_to_all
@never_cache
@require_safe
def wallet(request: HttpRequest) -> HttpResponse:
    """Show the wallet; without an account it is kept in this browser alone, and says so."""
    return render(request, "learners_and_earners/wallet.html", _context(request))


@signed_in
@never_cache
@require_safe
def share(request: PersonRequest) -> HttpResponse:
    """Let a learner choose what somebody sees, why, and until when."""
    return render(request, "learners_and_earners/wallet_share.html", _context(request))


@open_to_all
@require_safe
def screens(request: HttpRequest) -> HttpResponse:
    """Give the wallet's words and forms to pages that carry one of its buttons only."""
    return render(request, "learners_and_earners/screens_alone.html", _context(request))


def _context(request: HttpRequest) -> dict[str, object]:
    return {
        "nav_current": "wallet",
        "csrf": get_token(request),
        "share_days": SHARE_DAYS,
        "most_share_days": MOST_SHARE_DAYS,
        "audience_length": AUDIENCE_LENGTH,
        "purpose_length": PURPOSE_LENGTH,
    }
