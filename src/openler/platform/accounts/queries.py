"""Which mail addresses has a person confirmed, and with which factors may they sign in?"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from openler.platform.accounts.models import User


def confirmed_addresses(user: User) -> frozenset[str]:
    """List a person's confirmed mail addresses in small letters; a fictional person's address counts."""
    found = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    own = {user.email.lower()} if user.is_fictional else set()
    return frozenset(own | {str(address).lower() for address in found})


def has_enrolled_factor(user: User) -> bool:
    """Tell whether a person has a passkey or an authenticator app."""
    kinds = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def passkeys_of(user: User) -> list[Authenticator]:
    """List a person's passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("created_at"))
