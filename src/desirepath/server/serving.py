"""Runs the server: one process, stopped gracefully."""

from __future__ import annotations

import socket
from importlib import import_module
from pathlib import Path

import django
import uvicorn
from django.apps import apps
from django.core.management import call_command

from desirepath.server.kinds import PORT_TAKEN
from desirepath.server.live.broker import BROKER
from desirepath.server.people.roles import Role
from desirepath.server.workspace import ServerLock, choose_workspace, create_workspace

SECONDS_TO_STOP = 3


def prepare(folder: Path) -> None:
    """A workspace that is there, with Django set up for it and its tables up to date."""
    create_workspace(folder)
    choose_workspace(folder)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def first_owner_link() -> str | None:
    """The path of a sign-in link for the owner, as long as nobody has ever signed in as one; else None."""
    people = apps.get_model("people", "Person")
    owner = people.objects.filter(role=Role.OWNER).order_by("pk").first()
    if owner is None:
        owner = people.objects.create_user("owner@localhost", role=Role.OWNER, name="Owner")
    if owner.last_login is not None:
        return None
    pages = import_module("desirepath.server.people.pages")
    return str(pages.make_sign_in_link(owner))


class _Server(uvicorn.Server):
    """Uvicorn, which first ends the open streams when it is told to stop."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        BROKER.close()
        await super().shutdown(sockets)


def serve(folder: Path, *, host: str, port: int) -> None:
    """Serve until told to stop (SIGINT, SIGTERM). Raises DP-SRV-008 or -011."""
    lock = ServerLock(folder)
    try:
        listening = socket.create_server((host, port), reuse_port=False, backlog=512)
    except OSError as error:
        raise PORT_TAKEN.error(says=f"cannot listen on {host}:{port}: {error.strerror}") from error
    # Accepted connections inherit it; asyncio sets it only on sockets whose protocol is named.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    configuration = uvicorn.Config(
        "desirepath.server.asgi:application",
        timeout_graceful_shutdown=SECONDS_TO_STOP,
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
    )
    try:
        _Server(configuration).run(sockets=[listening])
    finally:
        lock.release()
