"""From a folder to a server that may begin: its address, its lock, its tables, its first owner."""

from __future__ import annotations

import errno
import socket
from importlib import import_module
from pathlib import Path

import django
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection

from desirepath.base.cycles import no_search_for_cycles
from desirepath.server.kinds import PORT_TAKEN
from desirepath.server.people.roles import Role
from desirepath.server.serving.kinds import DATABASE_NOT_READY, OTHER_TABLES
from desirepath.server.workspace import ServerLock, choose_workspace, create_workspace


def listen(host: str, port: int) -> socket.socket:
    """The socket at which the server will listen. Raises DP-SRV-011 where it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise PORT_TAKEN.error(
            says=f"cannot listen on {host}:{port}: {error.strerror}",
            fix="" if error.errno == errno.EADDRINUSE else "choose an address of this machine with --host",
        ) from error
    # Accepted connections inherit it; asyncio sets it only on sockets whose protocol is named.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def occupy(folder: Path) -> ServerLock:
    """The workspace, made where there is none, for this process alone. Raises DP-SRV-008."""
    if not folder.exists():
        create_workspace(folder)
    lock = ServerLock(folder)
    try:
        create_workspace(folder)
    except BaseException:
        lock.release()
        raise
    return lock


def set_up(folder: Path, port: int | None = None) -> None:
    """Make Django ready for the workspace ``folder``, to listen at ``port``. Raises DP-SRV-009 and -010."""
    choose_workspace(folder, port)
    with no_search_for_cycles():
        django.setup()


def migrate() -> None:
    """Bring the tables up to date. Raises DP-OPS-004 where the database does not answer, and DP-OPS-010 where
    the tables are of another Desirepath and cannot be brought here."""
    try:
        call_command("migrate", verbosity=0, interactive=False)
        must_have_our_tables()
    except DatabaseError as error:
        raise DATABASE_NOT_READY.error(says=f"the database cannot be used: {error}".strip()) from error
    finally:
        connection.close()


def must_have_our_tables() -> None:
    """Raise DP-OPS-010 where a table has other columns than it should have by now."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed or model._meta.proxy:
                continue
            table = model._meta.db_table
            ours = {str(field.column) for field in model._meta.local_concrete_fields}
            # Every engine says it at once; Django's own description of a table takes a hundred times as long.
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} WHERE 1 = 0")  # noqa: S608 - ours
            there = {column[0] for column in cursor.description}
            if ours != there:
                other = ", ".join(sorted(ours ^ there))
                raise OTHER_TABLES.error(table, says=f"in the table {table} this is otherwise: {other}")


def first_owner_link() -> str | None:
    """The path of a sign-in link for the owner, as long as nobody has ever signed in as one; else None."""
    people = apps.get_model("people", "Person")
    owner = people.objects.filter(role=Role.OWNER).order_by("pk").first()
    if owner is None:
        owner = people.objects.create_user("owner@localhost", role=Role.OWNER, name="Owner")
    if owner.last_login is not None:
        return None
    links = import_module("desirepath.server.people.links")
    return str(links.make_sign_in_link(owner))
