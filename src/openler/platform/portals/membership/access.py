"""Which of django-allauth's pages are open here, at which address, and to whom?

Its own list of addresses is not included: what is not in this table does not exist. GET shows, POST acts, with one
exception that OpenID Connect asks for: the return from an organization's sign-in is a GET, and is bound by a random
state to the browser that began.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as provider
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, re_path

from openler.platform.egress.session import SessionFailed
from openler.platform.organizations.access import open_to_all, signed_in

View = Callable[..., HttpResponseBase]


def _told(view: View) -> View:
    """Say on a page that a provider could not be reached, wherever on the way that happened."""

    @wraps(view)
    def telling(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except SessionFailed:
            return redirect("socialaccount_login_error")

    return telling


# Pages for somebody who is not signed in yet, or between two steps of signing in.
_OPEN: tuple[tuple[str, Any, str], ...] = (
    ("sign-in/", account.login, "account_login"),
    ("sign-in/", account.login, "sign_in"),
    ("sign-out/", account.logout, "account_logout"),
    ("sign-out/", account.logout, "sign_out"),
    ("sign-up/", account.signup, "account_signup"),
    ("sign-in/inactive/", account.account_inactive, "account_inactive"),
    ("sign-up/confirm/", account.email_verification_sent, "account_email_verification_sent"),
    ("sign-in/password/", account.password_reset, "account_reset_password"),
    ("sign-in/password/sent/", account.password_reset_done, "account_reset_password_done"),
    ("sign-in/password/done/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
    ("sign-in/second/", factors.authenticate, "mfa_authenticate"),
    ("sign-in/passkey/", passkeys.login_webauthn, "mfa_login_webauthn"),
    ("sign-in/cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
    ("sign-in/failed/", social.login_error, "socialaccount_login_error"),
    ("sign-up/provider/", social.signup, "socialaccount_signup"),
    ("sign-in/provider/<slug:provider_id>/", _told(provider.login), "openid_connect_login"),
    ("sign-in/provider/<slug:provider_id>/return/", _told(provider.callback), "openid_connect_callback"),
)
_OPEN_BY_PATTERN: tuple[tuple[str, Any, str], ...] = (
    (r"^sign-up/confirm/(?P<key>[-:\w]+)/$", account.confirm_email, "account_confirm_email"),
    (
        r"^sign-in/password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        "account_reset_password_from_key",
    ),
)
# Pages about the account of whoever is signed in.
_OWN: tuple[tuple[str, Any, str], ...] = (
    ("account/again/", account.reauthenticate, "account_reauthenticate"),
    ("account/again/code/", factors.reauthenticate, "mfa_reauthenticate"),
    ("account/again/passkey/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    ("account/mail/", account.email, "account_email"),
    ("account/password/", account.password_change, "account_change_password"),
    ("account/password/set/", account.password_set, "account_set_password"),
    ("account/security/", factors.index, "mfa_index"),
    ("account/security/passkeys/", passkeys.list_webauthn, "mfa_list_webauthn"),
    ("account/security/passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn"),
    ("account/security/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    ("account/security/passkeys/<int:pk>/name/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
    ("account/security/app/", apps.activate_totp, "mfa_activate_totp"),
    ("account/security/app/end/", apps.deactivate_totp, "mfa_deactivate_totp"),
    ("account/security/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    ("account/security/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    ("account/security/codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    ("account/providers/", social.connections, "socialaccount_connections"),
)


def account_patterns() -> list[URLPattern]:
    """List the addresses, each view under its mark."""
    return [
        *(path(route, open_to_all(_copy(view)), name=name) for route, view, name in _OPEN),
        *(re_path(route, open_to_all(_copy(view)), name=name) for route, view, name in _OPEN_BY_PATTERN),
        *(path(route, signed_in(_copy(view)), name=name) for route, view, name in _OWN),
    ]


def _copy(view: View) -> View:
    """Give a view of its own, so that the mark is not set on the library's."""

    @wraps(view)
    def copied(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    return copied
