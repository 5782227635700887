"""How do people sign in here, and how does this installation send mail? Settings of django-allauth and of the mails.

Read: OPENLER_MAIL_URL (smtp://USER:PASSWORD@HOST:587, smtps://…, console:), OPENLER_MAIL_FROM, OPENLER_SIGN_IN_LOOPBACK
(hosts of this machine that may be an organization's sign-in, for tests).
Spec: https://docs.allauth.org/en/latest/account/configuration.html
"""

import os

from openler.platform.base.addresses import DEFAULT_PUBLIC_URL, parse_public_url
from openler.platform.settings.mail import mail_settings

_public_url = parse_public_url(os.environ.get("OPENLER_PUBLIC_URL") or DEFAULT_PUBLIC_URL)

# Apps of others that sign-in needs; they stand above our own accounts.
ACCOUNT_APPS = (
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
)
# After AuthenticationMiddleware.
ACCOUNT_MIDDLEWARE = ("allauth.account.middleware.AccountMiddleware",)

# The second one keeps sessions that were opened without a password, as by the door of a demonstration.
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "/"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# NIST SP 800-63B-4, section 3.1.1.2: length and a list of common ones; no rules about signs.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600

# What is counted for allauth (tries, used codes) is counted where all processes see it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

ACCOUNT_ADAPTER = "openler.platform.accounts.adapter.AccountAdapter"
ACCOUNT_USER_DISPLAY = "openler.platform.accounts.adapter.name_of"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "openler.platform.accounts.signing_up.NameForm"
ACCOUNT_FORMS = {"login": "openler.platform.accounts.forms.SignInForm"}
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Nobody without an account is written to because somebody typed their address in a form.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Within this time nobody is asked again; what needs a fresh sign-in says so (see accounts/fresh.py).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _public_url.scheme
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/h/key",
    "confirm_email": "1/60s/key",
}

MFA_ADAPTER = "openler.platform.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = "OpenLER"
MFA_FORMS = {"add_webauthn": "openler.platform.accounts.forms.AddPasskeyForm"}

SOCIALACCOUNT_ADAPTER = "openler.platform.accounts.single_sign_on.SignInAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
# The mail address that another site tells never opens an account that exists here.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "oidc"
# Hosts of this machine that may be an organization's sign-in; only tests name any.
OPENLER_SIGN_IN_LOOPBACK = tuple(filter(None, os.environ.get("OPENLER_SIGN_IN_LOOPBACK", "").split(",")))

_mail = mail_settings(os.environ, host=_public_url.host)
OPENLER_MAIL_KIND = _mail.kind
EMAIL_BACKEND = "openler.platform.mail.backend.LoggingBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _mail.sender
EMAIL_HOST = _mail.host
EMAIL_PORT = _mail.port
EMAIL_HOST_USER = _mail.user
EMAIL_HOST_PASSWORD = _mail.password
EMAIL_USE_TLS = _mail.starts_tls
EMAIL_USE_SSL = _mail.over_tls
EMAIL_TIMEOUT = 10
