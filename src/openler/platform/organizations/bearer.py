"""How does a program act in an organization? By a token with a scope, of a member who has the role at this very moment."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase

from openler.platform.accounts.tokens import find_token
from openler.platform.base.acts import Act, at_of
from openler.platform.base.errors import NotAuthenticated
from openler.platform.organizations.errors import RoleMissing
from openler.platform.organizations.models import Membership

_SCHEME = "bearer "


class Bearer(AuthBase):
    """Asks for a token with a scope, of a member with one of the roles; sets organization and act of the request."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str, *roles: str) -> None:
        super().__init__()
        self.scope = scope
        self.roles = roles

    def __call__(self, request: HttpRequest) -> Any:
        """Give the membership in whose name the program acts.

        Raises: NotAuthenticated, RoleMissing.
        """
        header = str(request.META.get("HTTP_AUTHORIZATION", ""))
        if not header.lower().startswith(_SCHEME):
            raise NotAuthenticated(_("The request carries no token."))
        at = at_of(request)
        token = find_token(header[len(_SCHEME) :].strip(), at=at)
        membership = (
            Membership.objects.select_related("organization", "user")
            .filter(user=token.user, organization_id=token.tenant_id)
            .first()
        )
        if membership is None:
            raise NotAuthenticated(_("The token is not valid here."))
        if self.scope not in token.scopes:
            raise RoleMissing(_("The token does not have the scope %(scope)s.") % {"scope": self.scope})
        if self.roles and not membership.may(*self.roles):
            raise RoleMissing(_("Whoever made the token does not have the role for this any more."))
        request.user = membership.user
        request.organization = membership.organization  # type: ignore[attr-defined]
        request.membership = membership  # type: ignore[attr-defined]
        request.act = Act(membership.user_id, membership.organization_id, at, by_program=True)  # type: ignore[attr-defined]
        return membership
