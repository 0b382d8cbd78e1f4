"""The writer's lock: one writer at a time, held by the operating system, so that it dies with its process."""

from __future__ import annotations

import fcntl
import os
import socket
import time
import weakref
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import orjson

from desirepath.log.kinds import CANNOT_WRITE, LOG_BUSY

A_MOMENT: Final = 5.0
"""The seconds that somebody who wants to write waits for a server that stores what came in: it never takes
longer than a moment, and begins again a moment later."""
_LOOK_SECONDS: Final = 0.02


class WriterLock:
    """The right to write to one log, from the moment it is made until ``release``.

    Raises DP-LOG-002, saying who writes, where somebody else holds it for longer than ``patience_seconds``.
    """

    def __init__(self, path: Path, *, patience_seconds: float = 0.0) -> None:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise CANNOT_WRITE.error(
                says=f"cannot open the lock: {error.strerror}", file=str(path)
            ) from error
        try:
            _wait_for(handle, patience_seconds)
        except BlockingIOError:
            holder = _who(path)
            os.close(handle)
            raise LOG_BUSY.error(says=f"{holder} is writing to this log", file=str(path.parent)) from None
        self._finalizer = weakref.finalize(self, os.close, handle)
        me = {
            "process": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        with suppress(
            OSError
        ):  # on a full disk nobody can read who writes; that somebody does holds all the same
            os.ftruncate(handle, 0)
            os.pwrite(handle, orjson.dumps(me), 0)

    def release(self) -> None:
        """Let the next writer in. Again does nothing."""
        self._finalizer()

    @property
    def is_held(self) -> bool:
        """Whether this is still the writer."""
        return self._finalizer.alive


def _wait_for(handle: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise
            time.sleep(_LOOK_SECONDS)
        else:
            return


def _who(path: Path) -> str:
    try:
        holder = orjson.loads(path.read_bytes())
        return f"process {holder['process']} on {holder['host']} (since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
