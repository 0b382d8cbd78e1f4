"""What would keep a workspace from being served, all of it at once; nothing is touched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.store import open_log
from desirepath.log.workspace import SETTINGS_FILE, read_settings
from desirepath.server.configuration import LOOPBACK, read_configuration
from desirepath.server.kinds import BAD_SERVER_SETTING
from desirepath.server.serving.kinds import (
    DATABASE_NOT_READY,
    NO_WORKERS,
    NOT_WRITABLE,
    OPEN_WITHOUT_TLS,
    WORK_NEEDS_POSTGRESQL,
)
from desirepath.server.serving.starting import listen, set_up
from desirepath.server.workspace import ServerLock


def check(folder: Path, *, host: str, port: int) -> tuple[Problem, ...]:
    """All that is wrong, errors first. A folder that is not there yet is no problem: it would be made."""
    problems: list[Problem] = []
    is_there = (folder / SETTINGS_FILE).exists()
    checks: list[Callable[[], object]] = [lambda: listen(host, port).close()]
    if is_there:
        checks += [
            lambda: ServerLock(folder).release(),
            lambda: read_settings(folder),
            lambda: open_log(folder),
            lambda: read_configuration(folder),
        ]
    for one in checks:
        try:
            one()
        except DesirepathError as error:
            problems += error.problems
    problems += _not_writable(folder)
    if is_there and not problems:
        set_up(folder)
        problems += _of_database(folder)
        problems += _of_mail(folder)
    with suppress(DesirepathError):  # it is among the problems already
        problems += warn(folder, host=host)
    return tuple(sorted(problems, key=lambda problem: problem.severity != "error"))


def warn(folder: Path, *, host: str) -> Iterator[Problem]:
    """What should be looked at, though it can be served. Raises DP-SRV-009."""
    configuration = read_configuration(folder)
    if host.strip("[]") not in {name.strip("[]") for name in LOOPBACK} and not configuration.is_secure:
        yield OPEN_WITHOUT_TLS.at(
            f"--host {host}", says=f"{host} can be reached by others, and what they send is not encrypted"
        )
    if configuration.workers == 0 and not configuration.database:
        yield NO_WORKERS.at("server.workers", says="workers is 0, and on SQLite nobody else can run jobs")


def must_be_ready_for_workers() -> None:
    """Raise DP-OPS-003 where the database is SQLite, DP-OPS-004 where the server has not made its tables."""
    if connection.vendor == "sqlite":
        raise WORK_NEEDS_POSTGRESQL.error()
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise DATABASE_NOT_READY.error(
                says="the tables are not those of this version", fix="start the server first: it makes them"
            )
    except DatabaseError as error:
        raise DATABASE_NOT_READY.error(says=f"the database cannot be used: {error}".strip()) from error


def _not_writable(folder: Path) -> Iterator[Problem]:
    nearest = next((place for place in (folder, *folder.parents) if place.exists()), folder)
    for place in (nearest, folder / "log", folder / "workspace.sqlite3", folder / "attachments"):
        if place.exists() and not os.access(place, os.W_OK):
            yield NOT_WRITABLE.at(says=f"{place} cannot be written by this user", file=str(place))


def _of_mail(folder: Path) -> Iterator[Problem]:
    """A mail provider whose keys are missing, or whose own library is."""
    try:
        get_connection()
    except ImproperlyConfigured as error:
        says = " ".join(str(error).split())[:300]
        file = str(folder / SETTINGS_FILE)
        yield BAD_SERVER_SETTING.at(
            "server.email",
            says=f"mails cannot be sent by this provider: {says}",
            fix="set its keys in the environment, under django-anymail's names",
            file=file,
        )


def _of_database(folder: Path) -> Iterator[Problem]:
    if not read_configuration(folder).database and not read_configuration(folder).sqlite_path.exists():
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        yield DATABASE_NOT_READY.at(says=f"the database cannot be used: {error}".strip())
    finally:
        connection.close()
