"""How do people sign in with the OpenID Connect provider of their organization?

Each organization keeps one provider; its secret is sealed. Everything is fetched through the guarded client. What a
provider says of a mail address proves nothing here: the address is confirmed by a mail of ours, and it never opens an
account that exists.

Spec: https://openid.net/specs/openid-connect-core-1_0.html · https://openid.net/specs/openid-connect-discovery-1_0.html
"""

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest

from openler.foundation.errors import MalformedInput, ResolutionFailed
from openler.platform.accounts.models import SignInProvider, User
from openler.platform.audit.services import record
from openler.platform.base.acts import Act
from openler.platform.egress import GuardedClient
from openler.platform.egress.session import GuardedSession
from openler.platform.keystore.sealing import derive_key, open_sealed, seal

_WELL_KNOWN = "/.well-known/openid-configuration"
_SECRET_KEY_INFO = "openler sign-in provider secret v1"
# A discovery document has some kilobytes.
_MAX_DISCOVERY_BYTES = 256 * 1024
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class BadSignInProvider(MalformedInput):
    """The address does not lead to an OpenID Connect provider that can be used here."""

    code = "bad_sign_in_provider"
    default_mender = "operator"
    default_advice = "Copy the issuer address from your provider's settings; it starts with https."


class SignInAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds an organization's provider in our own table, and reaches it through the guarded client."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """Give the providers of organizations in the form that allauth knows; they are not stored in its tables."""
        found = SignInProvider.objects.filter(is_active=True)
        if provider and provider != "openid_connect":
            found = found.filter(slug=provider)
        if client_id:
            found = found.filter(client_id=client_id)
        return [_as_app(one) for one in found]

    def get_requests_session(self) -> Any:
        """Give the way to the world."""
        return GuardedSession(allowed_loopback=settings.OPENLER_SIGN_IN_LOOPBACK)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take the name as the provider tells it, and no user name."""
        user: User = super().populate_user(request, sociallogin, data)
        user.username = ""
        parts = (str(data.get("first_name") or ""), str(data.get("last_name") or ""))
        user.name = (str(data.get("name") or "") or " ".join(filter(None, parts)))[:120]
        user.first_name = user.last_name = ""
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Take the provider's word for no mail address: ours goes out to confirm it."""
        for address in sociallogin.email_addresses:
            address.verified = False


def find_provider(slug: str) -> SignInProvider | None:
    """Find the sign-in of an organization by the word in its address."""
    return SignInProvider.objects.filter(slug=slug, is_active=True).first()


def set_provider(
    act: Act, tenant_id: UUID, *, slug: str, name: str, server_url: str, client_id: str, client_secret: str
) -> SignInProvider:
    """Keep an organization's provider, after its discovery document was read.

    Args:
        tenant_id: the organization.
        slug: the organization's word in our addresses.
        client_secret: empty keeps the one that was given before.

    Raises: BadSignInProvider, EgressRefused, EgressFailed.
    """
    url = server_url.strip().rstrip("/").removesuffix(_WELL_KNOWN)
    origin = _read_discovery(url)
    values = {
        "slug": slug,
        "name": name,
        "server_url": url,
        "client_id": client_id.strip(),
        "authorization_origin": origin,
        "is_active": True,
    }
    # Without a secret the one before stays; a provider that never had one is a public client, guarded by PKCE.
    if client_secret or not SignInProvider.objects.filter(tenant_id=tenant_id).exists():
        values["sealed_secret"] = seal(_secret_key(), client_secret.encode(), str(tenant_id).encode())
    provider, _created = SignInProvider.objects.update_or_create(
        tenant_id=tenant_id, defaults=values, create_defaults=values | {"created_at": act.at}
    )
    record(act, "sign_in_provider.set", kind="sign_in_provider", object_id=provider.pk)
    return provider


def stop_provider(act: Act, tenant_id: UUID) -> None:
    """End the sign-in with an organization's provider; accounts that were made with it stay."""
    SignInProvider.objects.filter(tenant_id=tenant_id).update(is_active=False)
    record(act, "sign_in_provider.stopped", kind="sign_in_provider", object_id=tenant_id)


def provider_of(tenant_id: UUID) -> SignInProvider | None:
    """Give the active provider of an organization."""
    return SignInProvider.objects.filter(tenant_id=tenant_id, is_active=True).first()


def _read_discovery(url: str) -> str:
    """Read the discovery document and give the origin that people will be sent to."""
    client = GuardedClient(allowed_loopback=settings.OPENLER_SIGN_IN_LOOPBACK)
    try:
        document = json.loads(client.get(url + _WELL_KNOWN, purpose="sign_in", max_bytes=_MAX_DISCOVERY_BYTES))
    except ResolutionFailed as error:
        raise BadSignInProvider(error.message) from error
    except ValueError as error:
        raise BadSignInProvider("What the address gives is no discovery document.") from error
    if not isinstance(document, dict) or any(not isinstance(document.get(name), str) for name in _NEEDED):
        raise BadSignInProvider("The discovery document lacks " + ", ".join(_NEEDED) + ".")
    if document["issuer"].rstrip("/") != url:
        raise BadSignInProvider(f"The discovery document belongs to another issuer: {document['issuer'][:200]}.")
    parts = urlsplit(document["authorization_endpoint"])
    if parts.scheme not in ("https", "http") or not parts.netloc:
        raise BadSignInProvider("The discovery document names no address to sign in at.")
    return f"{parts.scheme}://{parts.netloc}"


def _as_app(provider: SignInProvider) -> SocialApp:
    secret = open_sealed(_secret_key(), bytes(provider.sealed_secret), str(provider.tenant_id).encode())
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.slug,
        name=provider.name,
        client_id=provider.client_id,
        secret=secret.decode(),
        settings={"server_url": provider.server_url, "oauth_pkce_enabled": True},
    )


def _secret_key() -> bytes:
    return derive_key(settings.SECRET_KEY.encode(), _SECRET_KEY_INFO)
