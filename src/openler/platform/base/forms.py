"""How is a form of a public page taken without giving its visitor a cookie?

A form of somebody who is signed in is protected by Django's token, which needs a cookie. A visitor of a public page
has no rights here that another site could borrow; it is enough to refuse what another site sends in their name.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from openler.platform.base.errors import ForeignForm

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
_OWN_SITES = ("same-origin", "none")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def public_form(view: View[P]) -> View[P]:
    """Take forms without a cookie, and refuse those that another site sent.

    The decorated view raises: ForeignForm.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in _SAFE_METHODS and is_foreign(request):
            raise ForeignForm("This form was sent from another site, so it was not taken.")
        return view(request, *args, **kwargs)

    return guarded


def is_foreign(request: HttpRequest) -> bool:
    """Tell whether the browser says that another site sent this request."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site not in _OWN_SITES
    origin = request.META.get("HTTP_ORIGIN")
    # A browser without Sec-Fetch-Site hides our own origin as null as well (Referrer-Policy), so null decides nothing.
    return origin not in (None, "null", f"{request.scheme}://{request.get_host()}")
