"""Django's settings, made of the workspace's configuration (the folder is in ``DESIREPATH_WORKSPACE``)."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.utils.crypto import salted_hmac

from desirepath.server.configuration import (
    DEFAULT_URL,
    LOOPBACK,
    MAIL_PROVIDERS,
    PORT_VARIABLE,
    PROVIDER_KEYS,
    WORKSPACE_VARIABLE,
    Configuration,
    read_configuration,
    read_secret,
)

CONFIGURATION = read_configuration(Path(os.environ[WORKSPACE_VARIABLE]).resolve())
if CONFIGURATION.url == DEFAULT_URL and PORT_VARIABLE in os.environ:
    CONFIGURATION = replace(CONFIGURATION, url=f"http://127.0.0.1:{os.environ[PORT_VARIABLE]}")


def _database(it: Configuration) -> dict[str, Any]:
    if not it.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": it.sqlite_path,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # A write takes its turn from its first statement on; full sync: acknowledged is on the disk.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(it.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
    } | ({"HOST": _socket_folder(parts.query)} if "host=" in parts.query else {})


def _socket_folder(query: str) -> str:
    return unquote(dict(pair.partition("=")[::2] for pair in query.split("&"))["host"])


def _mail(it: Configuration) -> dict[str, Any]:
    if not it.email:
        return {"BACKEND": "django.core.mail.backends.filebased", "FILE_PATH": it.folder / "outbox"}
    if it.email in MAIL_PROVIDERS:
        return {"BACKEND": f"anymail.backends.{it.email}"}
    parts = urlsplit(it.email)
    return {
        "BACKEND": "django.core.mail.backends.smtp",
        "HOST": parts.hostname or "",
        "PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "HOST_USER": unquote(parts.username or ""),
        "HOST_PASSWORD": unquote(parts.password or ""),
        "USE_TLS": parts.scheme == "smtp+tls",
        "USE_SSL": parts.scheme == "smtps",
    }


_MAIL = _mail(CONFIGURATION)
EMAIL_BACKEND = f"{_MAIL['BACKEND']}.EmailBackend"
EMAIL_FILE_PATH = _MAIL.get("FILE_PATH")
EMAIL_HOST = _MAIL.get("HOST", "")
EMAIL_PORT = _MAIL.get("PORT", 25)
EMAIL_HOST_USER = _MAIL.get("HOST_USER", "")
EMAIL_HOST_PASSWORD = _MAIL.get("HOST_PASSWORD", "")
EMAIL_USE_TLS = _MAIL.get("USE_TLS", False)
EMAIL_USE_SSL = _MAIL.get("USE_SSL", False)
EMAIL_TIMEOUT = 20
ANYMAIL = {
    "REQUESTS_TIMEOUT": 20,
    **{
        name.removeprefix(PROVIDER_KEYS): value
        for name, value in os.environ.items()
        if name.startswith(PROVIDER_KEYS)
    },
    # Its library would send a mail again by itself after a broken connection: nobody would know how often.
    "AMAZON_SES_CLIENT_PARAMS": {
        "config": {"retries": {"total_max_attempts": 1}, "connect_timeout": 10, "read_timeout": 20}
    },
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIGURATION.email_from

DATABASES = {"default": _database(CONFIGURATION)}
SECRET_KEY = read_secret(CONFIGURATION.folder)
IS_DEMO = os.environ.get("DESIREPATH_DEMO") == "1"
DEBUG = False
_HOST = urlsplit(CONFIGURATION.url).hostname or ""
ALLOWED_HOSTS = [*LOOPBACK, _HOST, *CONFIGURATION.hosts]
CSRF_TRUSTED_ORIGINS = [CONFIGURATION.url.rstrip("/")]
ROOT_URLCONF = "desirepath.server.urls"
ASGI_APPLICATION = "desirepath.server.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
APPEND_SLASH = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "ninja",
    "desirepath.server.people",
    "desirepath.server.live",
    "desirepath.server.jobs",
    "desirepath.server.maps",
    "desirepath.server.books",
    "desirepath.server.lived",
    "desirepath.server.intake",
    "desirepath.server.talk",
    "desirepath.server.accounts",
    "desirepath.server.renewals",
    "desirepath.server.desk",
    "desirepath.server.scorecards",
    "desirepath.server.playbooks",
    "desirepath.server.touch",
    "desirepath.server.data",
]

JOB_MODULES = [
    "desirepath.server.jobs.chores",
    "desirepath.server.lived.answering",
    "desirepath.server.lived.chores",
    "desirepath.server.talk.chores",
    "desirepath.server.desk.deciding",
    "desirepath.server.playbooks.deciding",
    "desirepath.server.touch.settling",
    "desirepath.server.playbooks.passing",
    "desirepath.server.data.chores",
    "desirepath.server.data.erasing",
    "desirepath.server.data.importing",
    "desirepath.server.serving.backup",
]
"""Where the kinds of jobs stand, each module in its ``JOBS``. A room with jobs is a new name here."""

MIDDLEWARE = [
    "desirepath.server.guard.guard",
    "desirepath.server.guard.static_files",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
STATIC_URL = "/static/"
STATICFILES_DIRS = [
    Path(__file__).parent / "static",
    ("fonts", str(Path(__file__).parents[1] / "exports" / "fonts")),
]
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = False
SERVESTATIC_ALLOW_ALL_ORIGINS = False

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
ACCOUNT_ADAPTER = "desirepath.server.people.adapter.InvitedOnly"
SOCIALACCOUNT_ADAPTER = "desirepath.server.people.adapter.InvitedByProvider"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation was sent to the address, or given by hand
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this browser stays; Django ends all others
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "5/m/ip,3/h/key",
}
ACCOUNT_USER_DISPLAY = str
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is vouched for by the invitation
MFA_TOTP_ISSUER = "Desirepath"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not CONFIGURATION.is_secure
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": name,
                "name": provider.get("name", name),
                "client_id": provider["client_id"],
                "secret": provider["secret"],
                "settings": {
                    "server_url": provider["url"],
                    # Addresses of these domains are believed, also where the provider is silent about them.
                    "verified_email": provider.get("domains", "").split(),
                },
            }
            for name, provider in CONFIGURATION.oidc.items()
        ]
    }
}

# Ports of one host share their cookies: two workspaces on one machine must not sign each other's people out.
SESSION_COOKIE_NAME = f"desirepath_session_{salted_hmac('session-cookie', '', SECRET_KEY).hexdigest()[:8]}"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIGURATION.is_secure
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "desirepath_csrf"
CSRF_FAILURE_VIEW = "desirepath.server.guard.csrf_failed"
SECURE_CONTENT_TYPE_NOSNIFF = True
if CONFIGURATION.proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Rate limits are counted here. One process serves a workspace, so its memory will do.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
LARGEST_REQUEST = max(DATA_UPLOAD_MAX_MEMORY_SIZE, (CONFIGURATION.attachment_megabytes + 1) * 1024 * 1024)
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
