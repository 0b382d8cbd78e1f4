"""Writes what was accepted to the inbox: many requests with one flush, each answered when its own is safe.

What is a duplicate is judged here, too: against the log, against what waits to be stored, and against what
is being written this moment. Whoever is told "duplicate" waits until the first one is safe, so that no answer
is ever better than the truth.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from desirepath.base.problem import DesirepathError
from desirepath.log.inbox import pack_rows, waiting_rows
from desirepath.log.inbox_writer import InboxWriter
from desirepath.log.keys import KeyFiles, Keys, hash_keys
from desirepath.log.row_checks import Row
from desirepath.log.rows import KINDS, FactTable
from desirepath.log.schema import FactKind
from desirepath.log.store import Log, open_log
from desirepath.server.intake.kinds import NOT_WRITTEN, OVERLOADED
from desirepath.server.intake.limits import MOST_HELD, MOST_WAITING

_log = logging.getLogger("desirepath.server")
Done = Callable[[DesirepathError | None], None]
_MOST_READY: Final = 12 << 20
"""Bytes of lines whose facts are kept in memory until they are stored; the others are read once more."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What one request brings: a line of the inbox (empty: nothing new), the marks of its new facts, and the
    facts (empty: they are to be read once more)."""

    line: bytes
    marks: Sequence[bytes]
    facts: tuple[FactTable, ...]
    done: Done


@dataclass(slots=True)
class _Ready:
    """Facts that were read already, by the line of the inbox that holds them."""

    facts: dict[bytes, tuple[FactTable, ...]] = field(default_factory=dict)
    size: int = 0

    def add(self, line: bytes, facts: tuple[FactTable, ...]) -> None:
        if facts and self.size < _MOST_READY:
            self.facts[line.removesuffix(b"\n")] = facts
            self.size += len(line)


class Writing:
    """The way into the inbox of one workspace. Several threads may use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._inbox = InboxWriter(folder)
        self._lock = threading.Lock()
        self._more = threading.Condition(self._lock)
        self._queue: list[_Written] = []
        self._queued = 0
        self._under_way: set[bytes] = set()
        self._safe: set[bytes] = set()
        self._moving: set[bytes] = set()
        self._ready = _Ready()
        self._moving_ready = _Ready()
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
        self._safe = set(self._marks_of(rows)[0])
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

    def judge_and_write(
        self, rows: Sequence[Row], done: Done, *, facts: tuple[FactTable, ...] = ()
    ) -> Sequence[bool]:
        """Which rows are new; ``done`` is called, in another thread, when they are safe, or with why not.

        Rows are tidy: each has its ``source`` and ``key``; ``facts`` are the same rows as ``read_rows`` reads
        them, where that is known. Raises DP-INT-007 where too much waits already.
        """
        marks, keys = self._marks_of(rows)
        with self._lock:
            if self._queued > MOST_HELD or self.waiting > MOST_WAITING:
                raise OVERLOADED.error()
            is_new = self._judge(marks, keys)
            if not all(is_new):
                facts = _only(is_new, rows, facts)
                rows = [row for row, fresh in zip(rows, is_new, strict=True) if fresh]
                marks = [mark for mark, fresh in zip(marks, is_new, strict=True) if fresh]
            line = pack_rows(rows) if rows else b""
            self._under_way.update(marks)
            self._queue.append(_Written(line, marks, facts, done))
            self._queued += len(line)
            self._more.notify()
        return is_new

    def moving(self) -> None:
        """What is safe now is on its way into the log."""
        with self._lock:
            self._moving |= self._safe
            self._safe = set()
            self._moving_ready, self._ready = self._ready, _Ready()

    def moved(self) -> None:
        """It has arrived there (call ``look_at`` before)."""
        with self._lock:
            self._moving = set()
            self._moving_ready = _Ready()

    def ready(self, line: bytes) -> tuple[FactTable, ...] | None:
        """The facts in a line of the inbox that was written here a while ago."""
        return self._moving_ready.facts.get(line) or self._ready.facts.get(line)

    def _judge(self, marks: Sequence[bytes], keys: Keys) -> Sequence[bool]:
        assert self._stored is not None
        found = self._stored.find_known(keys)
        several = (self._under_way, self._safe, self._moving)
        if not found.any() and len(set(marks)) == len(marks) and all(map(set(marks).isdisjoint, several)):
            return [True] * len(marks)
        known = found.tolist()
        seen: set[bytes] = set()
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

    def _marks_of(self, rows: Sequence[Row]) -> tuple[Sequence[bytes], Keys]:
        """The hash of each row's kind, source and key, in one word each, and as the log knows them."""
        places: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            places.setdefault(row.get("type", "interaction"), []).append(place)
        halves = np.empty((len(rows), 2), np.uint64)
        for kind, mine in places.items():
            keys = hash_keys(
                self._secret,
                KINDS[kind],
                [rows[place]["source"] for place in mine],
                [rows[place]["key"] for place in mine],
            )
            halves[mine, 0], halves[mine, 1] = keys.high, keys.low
        packed = halves.tobytes()
        marks = [packed[at : at + 16] for at in range(0, len(packed), 16)]
        return marks, Keys(halves[:, 0], halves[:, 1])

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
                    self._ready.add(one.line, one.facts)
        for one in taken:
            one.done(problem)


def _only(wanted: Sequence[bool], rows: Sequence[Row], facts: tuple[FactTable, ...]) -> tuple[FactTable, ...]:
    """The facts of the wanted rows alone."""
    mine: dict[FactKind, list[bool]] = {}
    for row, is_wanted in zip(rows, wanted, strict=True):
        mine.setdefault(KINDS[row.get("type", "interaction")], []).append(is_wanted)
    if [(one.kind, one.table.num_rows) for one in facts] != [
        (kind, len(some)) for kind, some in mine.items()
    ]:
        return ()  # they do not lie as the rows do: they are read once more
    chosen = (FactTable(one.kind, one.table.filter(pa.array(mine[one.kind]))) for one in facts)
    return tuple(one for one in chosen if one.table.num_rows)
