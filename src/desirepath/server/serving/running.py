"""Runs the server: one process that answers, runs jobs and watches the log; stopped gracefully."""

from __future__ import annotations

import gc
import logging
import math
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from importlib import import_module
from types import FrameType
from typing import Any, Final, Protocol

import uvicorn
from django.conf import settings
from django.db import DatabaseError, connection

from desirepath.base.cycles import no_search_for_cycles
from desirepath.server.desk.watch import DeskWatch
from desirepath.server.intake.tail import TAIL
from desirepath.server.intake.watch import IntakeWatch
from desirepath.server.jobs.queue import release_lost
from desirepath.server.jobs.watch import JobWatch
from desirepath.server.jobs.worker import Worker
from desirepath.server.live.broker import BROKER
from desirepath.server.live.news import NEWS
from desirepath.server.lived.watch import LivedWatch
from desirepath.server.playbooks.watch import PlaybookWatch

SECONDS_TO_STOP: Final = 3
"""How long requests and jobs are waited for."""
_LONGEST_STOP: Final = 4.5
"""So many seconds after it was told to stop the process ends, whatever its threads wait for (a disk, a
database): what they have not committed is not there."""
_LOOK_SECONDS: Final = 0.25
_LEAST_SECONDS: Final = 0.05
"""However much is new: the looks cost something, too."""
_TURN_SECONDS: Final = 0.001
"""So long a thread that computes keeps the interpreter from the others, who ask the database many small
things and wait for their turn after each (five times as long, where nothing is said)."""
_STOPS: Final = (signal.SIGINT, signal.SIGTERM)
_log = logging.getLogger("desirepath.server")


class Look(Protocol):
    """Something that looks for news, again and again."""

    def look(self) -> None:
        """Tell what is new since the last look."""


class Watching:
    """A thread that looks for news four times a second, and soon after something in this process has news."""

    def __init__(self, looks: Sequence[Look]) -> None:
        self._looks = looks
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        NEWS.set()
        self._thread.join(1)

    def _run(self) -> None:
        try:
            while not self._stopping.wait(_LEAST_SECONDS):
                NEWS.wait(_LOOK_SECONDS - _LEAST_SECONDS)
                NEWS.clear()
                for one in self._looks:
                    try:
                        one.look()
                    except Exception:  # noqa: BLE001 - whatever it is: somebody looks at what comes after
                        _log.exception("trying again")
                        connection.close()
        finally:
            connection.close()


class _Deadline:
    """Ends the process a while after ``begin``."""

    def __init__(self, seconds: float) -> None:
        self._heard, self._told = os.pipe()
        self._seconds = seconds
        threading.Thread(target=self._run, name="deadline", daemon=True).start()

    def begin(self) -> None:
        """For whoever hears a signal: no lock is taken, which somebody who was interrupted might hold."""
        os.write(self._told, b".")
        signal.alarm(math.ceil(self._seconds))  # ends it even where no thread of ours is let run any more

    def _run(self) -> None:
        os.read(self._heard, 1)
        time.sleep(self._seconds)
        os._exit(0)


class _Server(uvicorn.Server):
    """Uvicorn, which first ends the open streams when it is told to stop, asks jobs to stop as well, and then
    leaves with 0."""

    def __init__(self, config: uvicorn.Config, worker: Worker | None) -> None:
        super().__init__(config)
        self._worker = worker
        self._deadline = _Deadline(_LONGEST_STOP)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            self._deadline.begin()
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        BROKER.close()
        if self._worker is not None:
            self._worker.ask_to_stop()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Being told to stop is no failure: the signal is not raised again, as uvicorn does."""
        with _heard(self.handle_exit):
            yield


def serve(listening: socket.socket) -> None:
    """Serve until told to stop (SIGINT, SIGTERM). Django is set up, the workspace occupied."""
    configuration = settings.CONFIGURATION
    if not configuration.database:
        release_lost(silent_for=timedelta(0))  # nobody but the process before us can have had them
    worker = Worker(configuration.workers) if configuration.workers else None
    watching = Watching([JobWatch(), LivedWatch(), IntakeWatch(), DeskWatch(), PlaybookWatch()])
    server = _Server(
        uvicorn.Config(
            "desirepath.server.asgi:application",
            timeout_graceful_shutdown=SECONDS_TO_STOP,
            lifespan="off",
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
        ),
        worker,
    )
    with no_search_for_cycles():
        door = import_module("desirepath.server.asgi").DOOR  # it needs Django, which is set up now
    door.open()
    _calm_collector()
    sys.setswitchinterval(_TURN_SECONDS)
    watching.start()
    if worker is not None:
        worker.start()
    try:
        server.run(sockets=[listening])
    finally:
        watching.stop()
        door.close()
        if worker is not None:
            worker.stop(SECONDS_TO_STOP - 1.5)
        with suppress(DatabaseError):  # they are counts of what is safe
            TAIL.write_down()


def _calm_collector() -> None:
    """What is loaded by now stays, and is not looked through again and again; requests make much that is
    gone a moment later, which needs no collector."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def work(threads: int) -> None:
    """Only run jobs, until told to stop."""
    worker, deadline, signals = Worker(threads), _Deadline(_LONGEST_STOP), list[int]()
    with _heard(lambda number, _: signals.append(number)):
        worker.start()
        while not signals:
            time.sleep(0.5)
        deadline.begin()
        worker.stop(SECONDS_TO_STOP)


@contextmanager
def _heard(handler: Any) -> Iterator[None]:
    def hear(number: int, frame: FrameType | None) -> None:
        handler(number, frame)

    before = {number: signal.signal(number, hear) for number in _STOPS}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)
