"""Writes what was accepted to the inbox: many requests with one flush, each answered when its own is safe.

What is a duplicate is judged here, too: against the log, against what waits to be stored, and against what
is being written this moment. Whoever is told "duplicate" waits until the first one is safe, so that no answer
is ever better than the truth.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from desirepath.base.problem import DesirepathError
from desirepath.log.inbox import pack_rows, waiting_rows
from desirepath.log.inbox_writer import InboxWriter
from desirepath.log.keys import KeyFiles, Keys, hash_keys
from desirepath.log.row_checks import Row
from desirepath.log.store import Log, open_log
from desirepath.server.intake.kinds import NOT_WRITTEN, OVERLOADED
from desirepath.server.intake.limits import MOST_HELD, MOST_WAITING

_KINDS: Final = {
    "interaction": "interactions",
    "traits": "traits",
    "identity": "identities",
    "context": "contexts",
}
_log = logging.getLogger("desirepath.server")
Done = Callable[[DesirepathError | None], None]
_LOW: Final = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class _Written:
    """What one request brings: a line of the inbox (empty: nothing new), the marks of its new facts."""

    line: bytes
    marks: Sequence[int]
    done: Done


class Writing:
    """The way into the inbox of one workspace. Several threads may use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._inbox = InboxWriter(folder)
        self._lock = threading.Lock()
        self._more = threading.Condition(self._lock)
        self._queue: list[_Written] = []
        self._queued = 0
        self._under_way: set[int] = set()
        self._safe: set[int] = set()
        self._moving: set[int] = set()
        self._stored: KeyFiles | None = None
        self._secret = b""
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="writing the inbox", daemon=True)

    @property
    def waiting(self) -> int:
        """How many facts are safe, and not in the log yet."""
        return len(self._safe) + len(self._moving)

    def start(self) -> None:
        """Know what is stored and what waits, then begin to write."""
        self.look_at(open_log(self._folder))
        rows = list(waiting_rows(self._folder))
        self._safe = set(self._marks_of(rows))
        self._thread.start()

    def stop(self) -> None:
        """Write what is queued, then no more."""
        with self._lock:
            self._is_stopping = True
            self._more.notify()
        self._thread.join(5)
        self._inbox.close()

    def look_at(self, log: Log) -> None:
        """Judge from now on by the keys that this log knows."""
        self._secret, stored = log.rules.secret, log.known_keys()
        with self._lock:
            self._stored = stored

    def judge_and_write(self, rows: Sequence[Row], done: Done) -> Sequence[bool]:
        """Which rows are new; ``done`` is called, in another thread, when they are safe, or with why not.

        Rows are tidy: each has its ``source`` and ``key``. Raises DP-INT-007 where too much waits already.
        """
        marks = self._marks_of(rows)
        with self._lock:
            if self._queued > MOST_HELD or self.waiting > MOST_WAITING:
                raise OVERLOADED.error()
            is_new = self._judge(marks)
            new = [row for row, fresh in zip(rows, is_new, strict=True) if fresh]
            line = pack_rows(new) if new else b""
            mine = [mark for mark, fresh in zip(marks, is_new, strict=True) if fresh]
            self._under_way.update(mine)
            self._queue.append(_Written(line, mine, done))
            self._queued += len(line)
            self._more.notify()
        return is_new

    def moving(self) -> None:
        """What is safe now is on its way into the log."""
        with self._lock:
            self._moving |= self._safe
            self._safe = set()

    def moved(self) -> None:
        """It has arrived there (call ``look_at`` before)."""
        with self._lock:
            self._moving = set()

    def _judge(self, marks: Sequence[int]) -> Sequence[bool]:
        assert self._stored is not None
        halves = np.array([(mark >> 64, mark & _LOW) for mark in marks], np.uint64).reshape(-1, 2)
        known = self._stored.find_known(Keys(halves[:, 0], halves[:, 1])).tolist()
        seen: set[int] = set()
        is_new = []
        for mark, stored in zip(marks, known, strict=True):
            fresh = not (
                stored
                or mark in seen
                or mark in self._under_way
                or mark in self._safe
                or mark in self._moving
            )
            seen.add(mark)
            is_new.append(fresh)
        return is_new

    def _marks_of(self, rows: Iterable[Row]) -> list[int]:
        """The hash of each row's kind, source and key, in one number."""
        rows = list(rows)
        places: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            places.setdefault(row.get("type", "interaction"), []).append(place)
        marks = [0] * len(rows)
        for kind, mine in places.items():
            keys = hash_keys(
                self._secret,
                _KINDS[kind],
                [rows[place]["source"] for place in mine],
                [rows[place]["key"] for place in mine],
            )
            for place, high, low in zip(mine, keys.high.tolist(), keys.low.tolist(), strict=True):
                marks[place] = high << 64 | low
        return marks

    def _run(self) -> None:
        while True:
            with self._lock:
                while not self._queue and not self._is_stopping:
                    self._more.wait()
                taken, self._queue, self._queued = self._queue, [], 0
                if not taken:
                    return
            self._write(taken)

    def _write(self, taken: list[_Written]) -> None:
        problem: DesirepathError | None = None
        try:
            self._inbox.write(one.line for one in taken)
        except DesirepathError as error:
            _log.error("the inbox cannot be written: %s", error)
            problem = NOT_WRITTEN.error(says=error.problems[0].says)
        except Exception:  # noqa: BLE001 - whatever it is: everybody who waits is told
            _log.exception("the inbox cannot be written")
            problem = NOT_WRITTEN.error()
        with self._lock:
            if problem is not None:  # who was told to be a duplicate of these has failed as well
                taken += self._queue
                self._queue, self._queued = [], 0
            for one in taken:
                self._under_way.difference_update(one.marks)
                if problem is None:
                    self._safe.update(one.marks)
        for one in taken:
            one.done(problem)
