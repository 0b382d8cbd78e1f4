"""Making a folder a workspace, and finding one."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from desirepath.log.store import create_log
from desirepath.log.workspace import SETTINGS_FILE
from desirepath.server.configuration import PORT_VARIABLE, WORKSPACE_VARIABLE
from desirepath.server.kinds import NO_SUCH_WORKSPACE, WORKSPACE_SERVED


def choose_workspace(folder: Path, port: int | None = None) -> None:
    """Make ``folder`` the workspace of this process: what Django's settings are made of.

    ``port`` is where it will listen: links begin with it, unless ``desirepath.toml`` says another address.
    Raises DP-SRV-010 where it is none.
    """
    if not (folder / SETTINGS_FILE).exists():
        raise NO_SUCH_WORKSPACE.error(file=str(folder))
    os.environ[WORKSPACE_VARIABLE] = str(folder.resolve())
    if port is not None:
        os.environ[PORT_VARIABLE] = str(port)
    os.environ["DJANGO_SETTINGS_MODULE"] = "desirepath.server.settings"


def create_workspace(folder: Path) -> None:
    """Make ``folder`` a workspace with an empty log; one that is a workspace already stays as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    create_log(folder).close()


class ServerLock:
    """The right to serve one workspace, until the process ends. Raises DP-SRV-008 where another has it."""

    def __init__(self, folder: Path) -> None:
        self._handle = os.open(folder / "server.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._handle, 100, 0).decode(errors="replace") or "another process"
            os.close(self._handle)
            raise WORKSPACE_SERVED.error(
                says=f"{holder} serves this workspace already", file=str(folder)
            ) from None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, f"process {os.getpid()}".encode(), 0)

    def release(self) -> None:
        """Let the next server in."""
        os.close(self._handle)
