"""How is somebody asked again who they are, right before an act that must not be done by a borrowed session?

`@fresh` stands on views that act on keys, owners or sign-in. It asks for a second factor, and for a proof that is
no older than some minutes; what was typed is kept while the person proves it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from openler.platform.accounts import factors
from openler.platform.base.acts import at_of

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]

# Long enough to read a page and press its button, short enough for a laptop that was left open.
FRESH_SECONDS = 300


def fresh(view: View[R, P]) -> View[R, P]:
    """Let only somebody through who proved a moment ago, with a second factor, who they are.

    Stands below the access mark of a view. The decorated view raises: SecondFactorNeeded.
    """

    @wraps(view)
    def asking(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        refused = ask_for_factor(request)
        if refused is not None:
            return refused
        if not is_fresh(request):
            # allauth keeps a form that was sent and asks for password or passkey.
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asking


def ask_for_factor(request: HttpRequest) -> HttpResponseBase | None:
    """Send somebody to their second factor who has one and did not use it yet; None where it was used.

    Raises: SecondFactorNeeded, where the person has none.
    """
    if factors.has_second_factor(request):
        return None
    kinds = set(Authenticator.objects.filter(user=request.user.pk).values_list("type", flat=True))
    if Authenticator.Type.WEBAUTHN in kinds:
        return _ask(request, "mfa_reauthenticate_webauthn")
    if Authenticator.Type.TOTP in kinds:
        return _ask(request, "mfa_reauthenticate")
    factors.require_second_factor(request)
    return None


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the person proved within the last minutes who they are."""
    at = factors.last_proof_at(request)
    if at is None:
        return False
    # A form that was kept goes on within the request that gave the proof, whose time was taken just before it.
    return factors.came_by_demo_door(request) or abs(at_of(request).timestamp() - at) < FRESH_SECONDS


def _ask(request: HttpRequest, page: str) -> HttpResponseBase:
    # A form that was sent is kept and taken up again after the proof.
    asked: HttpResponseBase = suspend_request(request, reverse(page))
    return asked
