"""What ``[server]`` in ``desirepath.toml`` says, and where the server's parts lie in the workspace."""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError
from desirepath.log.durable import write_durably
from desirepath.log.workspace import SETTINGS_FILE
from desirepath.server.kinds import BAD_SERVER_SETTING

WORKSPACE_VARIABLE = "DESIREPATH_WORKSPACE"
DEFAULT_URL = "http://127.0.0.1:8700"
PORT_VARIABLE = "DESIREPATH_PORT"
"""Where the server of this process listens: what links begin with where nothing else is configured."""
DATABASE_VARIABLE = "DESIREPATH_DATABASE"
"""Overrides ``[server] database``, so that a password need not stand in a file."""

AMAZON = "amazon_ses"
MAIL_PROVIDERS = (
    AMAZON,
    "brevo",
    "mailersend",
    "mailgun",
    "mailjet",
    "mailtrap",
    "mandrill",
    "postal",
    "postmark",
    "resend",
    "scaleway",
    "sendgrid",
    "sparkpost",
    "unisender_go",
)
"""The providers through which django-anymail sends."""
PROVIDER_KEYS = "ANYMAIL_"
"""How the names begin under which their keys stand in the environment: ANYMAIL_POSTMARK_SERVER_TOKEN."""

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Configuration:
    """How the server of one workspace is set up.

    ``url`` is where people reach it (links in invitations and mails begin with it); ``hosts`` are further
    names it answers to. ``database`` is empty for SQLite in the workspace's folder, else a
    ``postgresql://`` address. ``proxy`` says that a TLS proxy stands before it and sets X-Forwarded-*.
    ``oidc`` are sign-in providers by name, each with ``url``, ``client_id``, ``secret``. ``email`` is an
    SMTP address such as ``smtp+tls://user:password@host:587``, or the name of a mail provider
    (``MAIL_PROVIDERS``), whose keys stand in the environment under django-anymail's names (empty: mails are
    written to the folder ``outbox``). ``workers`` is how many jobs run at once in this process: 0 leaves
    them to ``desirepath work``. ``backups`` is a folder for a backup a day, of which the latest
    ``backups_kept`` stay (empty: none is made). ``amazon_certificate`` is a file with the certificates with
    which Amazon SNS signs (empty: its signature is not checked, its password is). ``may_call`` are hosts in
    one's own network (``127.0.0.1:9000``, ``crm.internal``) that webhooks and chats may call; all others
    there are refused.
    """

    folder: Path
    url: str = DEFAULT_URL
    hosts: tuple[str, ...] = ()
    database: str = ""
    proxy: bool = False
    workers: int = 2
    email: str = ""
    email_from: str = "desirepath@localhost"
    attachment_megabytes: int = 10
    backups: str = ""
    backups_kept: int = 7
    amazon_certificate: str = ""
    may_call: tuple[str, ...] = ()
    oidc: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_secure(self) -> bool:
        """Whether people reach it over TLS: then cookies are sent over TLS only."""
        return self.url.startswith("https://")

    @property
    def sqlite_path(self) -> Path:
        """The database, unless it is PostgreSQL."""
        return self.folder / "workspace.sqlite3"

    @property
    def attachments(self) -> Path:
        """Where uploads lie."""
        return self.folder / "attachments"


_TYPES: Mapping[str, type] = {
    "url": str,
    "hosts": list,
    "database": str,
    "proxy": bool,
    "workers": int,
    "email": str,
    "email_from": str,
    "attachment_megabytes": int,
    "backups": str,
    "backups_kept": int,
    "amazon_certificate": str,
    "may_call": list,
    "oidc": dict,
}
assert set(_TYPES) == {one.name for one in fields(Configuration)} - {"folder"}


def read_configuration(folder: Path) -> Configuration:
    """The configuration of the workspace ``folder``; the defaults for what it leaves out.

    Raises DP-SRV-009 for what cannot be used.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "desirepath.toml").write_text('[server]\\nurl = "https://maps.example.com"')
    ...     read_configuration(Path(folder)).is_secure
    True
    """
    path = folder / SETTINGS_FILE
    try:
        found = tomllib.loads(path.read_text("utf-8")).get("server", {}) if path.exists() else {}
    except (OSError, ValueError) as error:
        raise BAD_SERVER_SETTING.error(says=f"it cannot be read: {error}", file=str(path)) from error
    if not isinstance(found, dict):
        raise _bad(path, "server", "it should be a section, headed [server]")
    for name, value in found.items():
        if name not in _TYPES:
            near = nearest(name, _TYPES)
            raise _bad(
                path, f"server.{name}", f'"{name}" is not a setting', near and f'did you mean "{near}"?'
            )
        if type(value) is not _TYPES[name]:
            raise _bad(path, f"server.{name}", f'"{name}" has a value of the wrong type')
    lists = {name: tuple(map(str, found.get(name, ()))) for name in ("hosts", "may_call")}
    settings: dict[str, Any] = {**found, **lists}
    if override := os.environ.get(DATABASE_VARIABLE):
        settings["database"] = override
    configuration = Configuration(folder, **settings)
    _judge(path, configuration)
    return configuration


def _judge(path: Path, it: Configuration) -> None:
    if not it.url.startswith(("http://", "https://")):
        raise _bad(path, "server.url", "it should begin with https:// (or http://, on your own machine)")
    if it.database and not it.database.startswith(("postgresql://", "postgres://")):
        raise _bad(path, "server.database", "it should be a postgresql:// address, or left out for SQLite")
    is_smtp = it.email.startswith(("smtp://", "smtp+tls://", "smtps://"))
    if it.email and not is_smtp and it.email not in MAIL_PROVIDERS:
        near = nearest(it.email, MAIL_PROVIDERS)
        says = "it should be an smtp://, smtp+tls:// or smtps:// address, or the name of a mail provider"
        raise _bad(path, "server.email", says, near and f'did you mean "{near}"?')
    if it.email == AMAZON and find_spec("boto3") is None:
        says = "Amazon SES is reached by the package boto3, which is not installed"
        fix = 'pip install "django-anymail[amazon-ses]", or name another provider'
        raise _bad(path, "server.email", says, fix)
    if not 0 <= it.workers <= 16:
        raise _bad(path, "server.workers", "it should be from 0 to 16")
    if not 1 <= it.attachment_megabytes <= 1000:
        raise _bad(path, "server.attachment_megabytes", "it should be from 1 to 1000")
    if it.backups_kept < 1:
        raise _bad(path, "server.backups_kept", "it should be at least 1")
    for name, provider in it.oidc.items():
        missing = {"url", "client_id", "secret"} - set(provider if isinstance(provider, dict) else ())
        if missing:
            raise _bad(path, f"server.oidc.{name}", f"{', '.join(sorted(missing))} is missing")


def read_secret(folder: Path) -> str:
    """The workspace's own secret, which signs sessions; made on first use, readable by its owner only."""
    path = folder / "secret.key"
    if not path.exists():
        write_durably(path, lambda file: file.write(secrets.token_urlsafe(48).encode()))
        path.chmod(0o600)
    return path.read_text("ascii").strip()


def _bad(path: Path, address: str, says: str, fix: str | None = None) -> DesirepathError:
    return BAD_SERVER_SETTING.error(address, says=says, fix=fix or "", file=str(path))
