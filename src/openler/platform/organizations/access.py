"""Who may open an address? Every view carries one mark from here, and a test refuses an address without one.

The marks are also the table from which the access matrix is made: addresses × anonymous, other tenant, wrong role,
right role.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from openler.platform.accounts.fresh import ask_for_factor
from openler.platform.accounts.models import User
from openler.platform.base.acts import Act, act_of
from openler.platform.organizations.errors import NoSuchOrganization, NotSignedIn
from openler.platform.organizations.models import Membership, Organization

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
# Whoever signs, approves or administers acts with a second factor.
WITH_SECOND_FACTOR = frozenset({"owner", "issuer", "reviewer"})


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
    act: Act


class MemberRequest(PersonRequest):
    """A request of a member, within one organization."""

    organization: Organization
    membership: Membership


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open an address.

    Attributes:
        kind: "all", "signed_in" or "members".
        roles: of members; empty where any member may.
    """

    kind: str
    roles: tuple[str, ...] = ()


def access_of(view: object) -> Access | None:
    """Give the mark of a view, None where it has none."""
    found = getattr(view, "openler_access", None)
    return found if isinstance(found, Access) else None


def mark(view: View[P], access: Access) -> View[P]:
    """Set the mark of a view that guards itself, or that is another library's."""
    view.openler_access = access  # type: ignore[attr-defined]
    return view


def open_to_all(view: View[P]) -> View[P]:
    """Anybody may open this."""
    return mark(view, Access("all"))


def signed_in(view: Callable[Concatenate[PersonRequest, P], HttpResponseBase]) -> View[P]:
    """Whoever is signed in may open this, and sees only their own; others are shown the way to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        refused = _ask_to_sign_in(request)
        if refused is not None:
            return refused
        request.act = act_of(request)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return mark(guarded, Access("signed_in"))


def for_members(
    *roles: str,
) -> Callable[[Callable[Concatenate[MemberRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Only members of the organization in the address (`<slug:org>`) may open this, who have one of `roles`.

    Without roles any member may. Others learn nothing, not even whether the organization exists.
    """

    def decorate(view: Callable[Concatenate[MemberRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: object, **kwargs: object) -> HttpResponseBase:
            refused = _ask_to_sign_in(request)
            if refused is not None:
                return refused
            membership = membership_in(str(kwargs.pop("org")), request)
            if roles:
                membership.require(*roles)
            refused = _ask_for_factor(request, roles)
            if refused is not None:
                return refused
            request.organization = membership.organization  # type: ignore[attr-defined]
            request.membership = membership  # type: ignore[attr-defined]
            request.act = act_of(request)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)  # type: ignore[arg-type]

        return mark(guarded, Access("members", roles))

    return decorate


def membership_in(slug: str, request: HttpRequest) -> Membership:
    """Find the signed-in person's place in an organization.

    Raises: NoSuchOrganization.
    """
    found = (
        Membership.objects.select_related("organization").filter(organization__slug=slug, user=request.user.pk).first()
    )
    if found is None:
        raise NoSuchOrganization(_("There is no organization of this name to which you belong."))
    return found


def _ask_for_factor(request: HttpRequest, roles: tuple[str, ...]) -> HttpResponseBase | None:
    """Ask for a second factor before an act of somebody who signs, approves or administers; looking needs none.

    Raises: SecondFactorNeeded.
    """
    is_act = request.method not in ("GET", "HEAD", "OPTIONS")
    return ask_for_factor(request) if is_act and set(roles) & WITH_SECOND_FACTOR else None


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase | None:
    if request.user.is_authenticated:
        return None
    if request.method in ("GET", "HEAD") and not request.path.startswith("/api/"):
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
    raise NotSignedIn(_("This needs somebody who is signed in."))
