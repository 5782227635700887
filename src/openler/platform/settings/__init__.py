"""How is this installation set up? Every setting of the platform, each read once from the environment.

Read: OPENLER_HOME (data folder), DATABASE_URL (PostgreSQL instead of SQLite), OPENLER_LOG_LEVEL (INFO writes a line
for each request), OPENLER_PROXY_HOPS (how many proxies of ours stand in front; 1 for an https address, else 0),
OPENLER_OFFLINE (1 fetches nothing, not even status lists).
OPENLER_OPERATOR (who runs this installation and how they are reached, as notices name it).
OPENLER_VC_API (1 offers the VC API under /vc-api; a demonstration offers it anyway).
OPENLER_MASTER_KEY (32 bytes as base64url that seal all kept keys; else the file master_key in the data folder).
OPENLER_ISSUER_KEYS (where new signing keys are made: a hardware module or key service; else sealed in the database).
Set by `openler serve`: OPENLER_PUBLIC_URL (the address of this installation), OPENLER_DEMO (1 marks a
demonstration), OPENLER_STATIC ("collected" serves hashed static files), OPENLER_TLS ("self-signed": this server
speaks TLS itself).
"""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from openler.platform.base.addresses import DEFAULT_PUBLIC_URL, parse_public_url

# Each name there is a setting.
from openler.platform.settings.accounts import *
from openler.platform.settings.accounts import ACCOUNT_APPS, ACCOUNT_MIDDLEWARE
from openler.platform.settings.apps import installed_apps
from openler.platform.settings.databases import database_settings
from openler.platform.settings.home import open_home, read_or_create_secret
from openler.platform.settings.logs import LOGGING as LOGGING

OPENLER_HOME = open_home(os.environ)
OPENLER_OPERATOR = os.environ.get("OPENLER_OPERATOR", "")
# Where new signing keys of organizations are made: empty for the database, sealed; else a PKCS #11 or KMS URI.
OPENLER_ISSUER_KEYS = os.environ.get("OPENLER_ISSUER_KEYS", "")
OPENLER_DEMO = os.environ.get("OPENLER_DEMO") == "1"
# Whether the VC API is offered; a demonstration offers it without.
OPENLER_VC_API = os.environ.get("OPENLER_VC_API") == "1"
_public_url = parse_public_url(os.environ.get("OPENLER_PUBLIC_URL") or DEFAULT_PUBLIC_URL)
OPENLER_PUBLIC_URL = str(_public_url)
_over_https = _public_url.scheme == "https"
# An https address without a proxy: this server speaks TLS itself, by a certificate of its own.
_self_signed = os.environ.get("OPENLER_TLS") == "self-signed"
OPENLER_PROXY_HOPS = int(os.environ.get("OPENLER_PROXY_HOPS") or (_over_https and not _self_signed))

# Whether addresses that people give, DID documents and status lists are fetched, through the one guarded client.
OPENLER_ONLINE = os.environ.get("OPENLER_OFFLINE") != "1"

DEBUG = False
SECRET_KEY = read_or_create_secret(OPENLER_HOME)
ALLOWED_HOSTS = _public_url.allowed_hosts
ROOT_URLCONF = "openler.platform.urls"
WSGI_APPLICATION = "openler.platform.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL", ""), home=OPENLER_HOME)}
# Ours first: a template of ours stands for that of another app of the same name.
INSTALLED_APPS = [*installed_apps(), *ACCOUNT_APPS]

# What is public needs no cookie: a session begins when somebody signs in.
MIDDLEWARE = [
    "openler.platform.base.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "openler.platform.base.middleware.ActContext",
    "openler.platform.base.middleware.Faults",
    "openler.platform.organizations.middleware.OwnHosts",
    "openler.platform.base.middleware.BodyLimit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "openler.platform.design.appearance.AppearanceVaries",
    "openler.platform.base.middleware.OwnOrigin",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    *ACCOUNT_MIDDLEWARE,
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Components keep their template beside their style: design/components/<name>/<name>.html.
        "DIRS": [Path(__file__).parent.parent],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "openler.platform.organizations.context.people_context",
                "openler.platform.design.context.page_context",
            ],
        },
    }
]

# Files are collected once at the start of the server, under names that carry their digest. Where nothing was
# collected (tests, a shell) they are found in place, under their plain names.
_collected = os.environ.get("OPENLER_STATIC") == "collected"
STATIC_URL = "/static/"
STATIC_ROOT = OPENLER_HOME / "static" if _collected else None
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _collected
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
}
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "openler.platform.design.sheet.SheetFinder",
]
WHITENOISE_USE_FINDERS = not _collected
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# One limit for everything that is sent here: far above any record with a picture, and harmless to keep in memory a few
# times over. Nothing sent is ever written to a disk: files stay in memory until the answer.
OPENLER_MAX_BODY_BYTES = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = OPENLER_MAX_BODY_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = OPENLER_MAX_BODY_BYTES
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Over https a cookie belongs to this host alone (the __Host- prefix) and travels in no other way.
CSRF_COOKIE_NAME = "__Host-csrf" if _over_https else "csrf"
CSRF_COOKIE_SECURE = _over_https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_NAME = "__Host-session" if _over_https else "session"
SESSION_COOKIE_SECURE = _over_https
SESSION_COOKIE_HTTPONLY = True
# A link from a mail leads to a page that knows its reader; whatever changes something asks for the token as well.
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "openler.platform.base.faults.form_refused"
# A host is not bound to https for a year by a certificate that ends in a month and that no authority knows.
SECURE_HSTS_SECONDS = 31_536_000 if _over_https and not _self_signed else 0
# Only a proxy of ours may say that the visitor came over https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPENLER_PROXY_HOPS else None
APPEND_SLASH = True
