"""Where do our accounts differ from django-allauth's own habits?

Addresses of visitors are counted as everywhere here; names are never turned into public user names; notices that say
nothing new are left out; secrets of authenticator apps are sealed before they are stored.

Spec: https://docs.allauth.org/en/latest/account/adapter.html
"""

import base64
import uuid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from openler.platform.accounts.models import User
from openler.platform.base.acts import visitor_of
from openler.platform.keystore.sealing import derive_key, open_sealed, seal

# Said by the page that follows anyway.
_NEEDLESS_NOTICES = (
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "account/messages/email_confirmation_sent.txt",
)
_FACTOR_KEY_INFO = "openler authenticator app secret v1"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts by mail address, without public user names."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Mail address and password do not belong together. Check both, or set a new one."),
        "too_many_login_attempts": _(
            "Too many wrong passwords for this address. Wait five minutes, or use your passkey."
        ),
        "incorrect_code": _("This was not accepted. Try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Give the address that tries are counted by."""
        return visitor_of(request)

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Give the account a user name that tells nothing."""
        if isinstance(user, User) and not user.username:
            user.username = uuid.uuid4().hex

    def format_email_subject(self, subject: str) -> str:
        """Keep the subject as it is."""
        return str(subject)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """Leave out notices that the next page makes plain."""
        if message_template not in _NEEDLESS_NOTICES:
            super().add_message(request, level, message_template, *args, **kwargs)

    def respond_email_verification_sent(self, request: HttpRequest, user: AbstractBaseUser | None) -> HttpResponseBase:
        """Say the same whether an account was made or exists."""
        return redirect("account_email_verification_sent")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors that belong to this installation's address, with sealed secrets."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This was not accepted. Try again."),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the installation by the host of its public address; on this machine by the name the visitor used."""
        from allauth.core import context

        host = urlsplit(settings.OPENLER_PUBLIC_URL).hostname or "localhost"
        asked = context.request.get_host().partition(":")[0]
        return {"id": asked if asked == "localhost" else host, "name": "OpenLER"}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        """Propose a name for a new passkey."""
        return str(_("Passkey"))

    def encrypt(self, text: str) -> str:
        """Seal the secret of an authenticator app before it is stored."""
        return base64.b64encode(seal(_factor_key(), text.encode())).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed."""
        return open_sealed(_factor_key(), base64.b64decode(encrypted_text)).decode()


def name_of(user: User) -> str:
    """Give the name by which pages, mails and passkeys call a person."""
    return user.get_full_name()


def _factor_key() -> bytes:
    return derive_key(settings.SECRET_KEY.encode(), _FACTOR_KEY_INFO)
