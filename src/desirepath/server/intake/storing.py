"""Brings what is safe in the inbox into the log, several times a second, as soon as nobody else writes."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Final

from desirepath.base.problem import DesirepathError
from desirepath.log.kinds import LOG_BUSY
from desirepath.log.store import create_log, open_log
from desirepath.server.intake.writing import Writing
from desirepath.server.live.news import NEWS

EVERY_SECONDS: Final = 0.25
_AFTER_TROUBLE: Final = 2.0
_log = logging.getLogger("desirepath.server")


class Storing:
    """A thread that stores what waits."""

    def __init__(self, folder: Path, writing: Writing) -> None:
        self._folder = folder
        self._writing = writing
        self._stopping = threading.Event()
        self._seen: tuple[int, int] | None = None
        self._thread = threading.Thread(target=self._run, name="storing the inbox", daemon=True)

    def start(self) -> None:
        """Begin to store."""
        self._thread.start()

    def stop(self) -> None:
        """Store no more: what waits is safe, and stored by whoever comes next."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(2)

    def store(self, *, patience_seconds: float = 0.0) -> bool:
        """Store what waits; False where somebody else writes to the log for longer than that. Raises what
        ``drain`` does."""
        try:
            with create_log(self._folder, patience_seconds=patience_seconds) as log:
                self._writing.moving()
                log.inbox.drain(self._writing.ready)
                self._writing.look_at(log)
                self._writing.moved()
            NEWS.set()
        except DesirepathError as error:
            if error.code == LOG_BUSY.code:
                return False
            raise
        return True

    def _look_at_others(self) -> None:
        """Know what an import, or another command, has stored meanwhile."""
        stat = (self._folder / "log" / "manifest.json").stat()
        seen = stat.st_ino, stat.st_mtime_ns
        if seen != self._seen:
            self._writing.look_at(open_log(self._folder))
            self._seen = seen

    def _run(self) -> None:
        pause = EVERY_SECONDS
        while not self._stopping.wait(pause):
            began = time.monotonic()
            try:
                if self._writing.waiting:
                    self.store()
                else:
                    self._look_at_others()
                pause = max(EVERY_SECONDS, time.monotonic() - began)  # half of the time is others'
            except Exception:  # noqa: BLE001 - whatever it is: the facts are safe, and it is tried again
                _log.exception("what waits in the inbox could not be stored; trying again")
                pause = _AFTER_TROUBLE
