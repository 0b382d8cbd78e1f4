"""The workspace's log as it is now, at the price of one look at a file."""

from __future__ import annotations

import os
import threading
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from desirepath.log.info import LogInfo
from desirepath.log.store import Log, open_log


class LogState:
    """Opens a log once for each state of it. Safe to ask from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._log: Log | None = None

    def now(self) -> Log:
        """The log as it is now, for reading; it stays so under whoever got it. Raises DP-LOG-."""
        with self._lock:
            seen = self._look()
            if self._log is None or seen is None or seen != self._seen:
                self._log = open_log(self._folder)
                self._seen = seen
            return self._log

    def _look(self) -> tuple[int, ...] | None:
        try:
            stat = (self._folder / "log" / "manifest.json").stat()
        except OSError:
            return None  # opening the log will say what is wrong with it
        return stat.st_ino, stat.st_mtime_ns, stat.st_size


_STATES: dict[tuple[Path, int], LogState] = {}


def current_log() -> Log:
    """The workspace's log as it is now."""
    key = settings.CONFIGURATION.folder, os.getpid()
    return _STATES.setdefault(key, LogState(key[0])).now()


def info_now() -> LogInfo:
    """What the log as it is now holds, in numbers; counted once for each state of it."""
    return _info(current_log().generation)


@lru_cache(maxsize=2)
def _info(generation: str) -> LogInfo:
    return current_log().info()
