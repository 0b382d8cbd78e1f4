"""Records become facts: read, checked, judged, written; and an answer for each record."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import orjson

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.row_checks import Row
from desirepath.log.rows import KINDS, FactTable, RowsRead, content_key, read_rows
from desirepath.log.schema import FactKind
from desirepath.log.suppression import Suppression
from desirepath.server.intake.kinds import NOT_AN_EVENT, SUPPRESSED, TOO_LARGE
from desirepath.server.intake.writing import Done, Writing
from desirepath.sources.tools.record import RecordError

Status = Literal["accepted", "duplicate", "rejected"]
ToRows = Callable[[Any], Sequence[Row]]
"""Makes the rows of a record, or raises RecordError or DesirepathError."""


class Outcome(NamedTuple):
    """What became of one record: ``rows`` are its facts (none: there was nothing to keep, or why not)."""

    status: Status
    rows: Sequence[Row] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the records of one request say: for each its rows, or why it is refused; then all rows, and the
    place of the record that each is of."""

    made: list[list[Row] | Problem]
    rows: list[Row]
    owners: list[int]


class Accepting:
    """Makes facts of records and writes them."""

    def __init__(self, folder: Path, writing: Writing) -> None:
        self._writing = writing
        self._suppressed = _Suppressed(folder / "log")

    def accept(
        self, records: Sequence[Any], to_rows: ToRows, *, source: str, largest: int, done: Done
    ) -> Sequence[Outcome]:
        """What becomes of each record, which has at most ``largest`` bytes. It is so when ``done(None)`` is
        called; ``done(error)``: it is not.

        Raises DP-INT-007 where too much waits already; ``done`` is not called then.
        """
        prepared = self.prepare(records, to_rows, source=source, largest=largest)
        return self.settle(prepared, read_rows(prepared.rows, source=""), done)

    def prepare(self, records: Sequence[Any], to_rows: ToRows, *, source: str, largest: int) -> Prepared:
        """The first half of ``accept``: rows of records, which are not checked yet."""
        it = Prepared([], [], [])
        now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        suppressed = self._suppressed.now()
        for place, record in enumerate(records):
            found = _check(record, largest) or _rows_of(record, to_rows, source, now)
            if suppressed is not None and isinstance(found, list) and _names_one(suppressed, found):
                found = SUPPRESSED.at()
            it.made.append(found)
            if type(found) is list:
                it.rows.extend(found)
                it.owners.extend([place] * len(found))
        return it

    def settle(self, prepared: Prepared, read: RowsRead, done: Done) -> Sequence[Outcome]:
        """The other half, once its rows are read: judge and write them. Raises DP-INT-007 as above."""
        made, rows, facts = prepared.made, prepared.rows, read.tables
        if read.refused:
            for at, problem in read.refused:
                made[prepared.owners[at]] = problem
            kept = zip(rows, prepared.owners, strict=True)
            rows = [row for row, owner in kept if isinstance(made[owner], list)]
            facts = ()  # those of refused records are among them
        return _outcomes(made, self._writing.judge_and_write(rows, done, facts=facts))


def read_together(several: Sequence[Prepared]) -> Sequence[RowsRead]:
    """The rows of several requests read at once, which costs little more than those of one. Where one of them
    is doubtful each request is read by itself, and told of its own."""
    if len(several) > 1:
        read = read_rows([row for one in several for row in one.rows], source="")
        if not read.refused and len({one.kind for one in read.tables}) == len(read.tables):
            counts = [Counter(KINDS[row.get("type", "interaction")] for row in one.rows) for one in several]
            return [_take(read, counts, place) for place in range(len(several))]
    return [read_rows(one.rows, source="") for one in several]


def _take(read: RowsRead, counts: Sequence[Mapping[FactKind, int]], place: int) -> RowsRead:
    """One request's part of what was read, where the rows of each request are so many."""
    tables = []
    for one in read.tables:
        before = sum(mine.get(one.kind, 0) for mine in counts[:place])
        if mine := counts[place].get(one.kind, 0):
            tables.append(FactTable(one.kind, one.table.slice(before, mine)))
    return RowsRead(tuple(tables), ())


def _outcomes(made: Sequence[list[Row] | Problem], judged: Sequence[bool]) -> Sequence[Outcome]:
    if all(judged):
        return [
            Outcome("rejected", (), found) if isinstance(found, Problem) else Outcome("accepted", found)
            for found in made
        ]
    following = iter(judged)
    outcomes = []
    for found in made:
        if isinstance(found, Problem):
            outcomes.append(Outcome("rejected", (), found))
        else:
            fresh = [next(following) for _ in found]
            outcomes.append(Outcome("accepted" if _is_new(found, fresh) else "duplicate", found))
    return outcomes


def _rows_of(record: Any, to_rows: ToRows, source: str, now: str) -> list[Row] | Problem:
    try:
        rows = list(to_rows(record))
    except RecordError as error:
        return error.problem
    except DesirepathError as error:
        return error.problems[0]
    for row in rows:
        if row.get("key") is None:
            row["key"] = content_key(row)
        elif type(row["key"]) is int:
            row["key"] = str(row["key"])
        row["source"] = source
        given_by_us = _GIVEN_BY_US.get(row.get("type", "interaction"))
        if given_by_us:
            row.setdefault(given_by_us, now)
    return rows


def _check(record: Any, largest: int) -> Problem | None:
    if type(record) is not dict:
        return NOT_AN_EVENT.at(says="an event should be an object, in curly brackets")
    try:
        size = len(orjson.dumps(((((record,),),),)))  # what becomes of it is nested a little deeper
    except TypeError:
        return NOT_AN_EVENT.at(says="the event is nested too deep")
    if size > largest:
        return TOO_LARGE.at(says=f"the event has {size:,} bytes; at most {largest:,} are taken")
    return None


_GIVEN_BY_US: Final[Mapping[str, str]] = {"interaction": "received_at", "identity": "occurred_at"}


def _is_new(rows: Sequence[Row], fresh: Sequence[bool]) -> bool:
    """Whether a record says something new; that two ids are one customer is said again and again."""
    mine = [new for row, new in zip(rows, fresh, strict=True) if row.get("type") != "identity"]
    return any(mine or fresh) or not rows


class _Suppressed:
    """Who must not be stored again, as it is now, at the price of one look at a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._found: Suppression | None = None

    def now(self) -> Suppression | None:
        """Who they are; None where there is nobody. Raises DP-LOG-005 for a damaged list."""
        try:
            stat = (self._folder / "suppressed.json").stat()
        except FileNotFoundError:
            return None
        seen = stat.st_ino, stat.st_mtime_ns, stat.st_size
        with self._lock:
            if seen != self._seen:
                self._found = Suppression(self._folder, (self._folder / "secret").read_bytes())
                self._seen = seen
            return self._found


def _names_one(suppressed: Suppression, rows: Sequence[Row]) -> bool:
    ids = [named for row in rows for named in _ids_in(row)]
    return any(suppressed.has(object_type, object_id) for object_type, object_id in ids)


def _ids_in(row: Row) -> list[tuple[str, str]]:
    found = [(kind, row[kind]) for kind in ("customer", "account") if row.get(kind) is not None]
    objects = row.get("objects")
    if isinstance(objects, dict):
        found += objects.items()
    own = row.get("object_type") or next((kind for kind, _ in found), "customer")
    found += [(own, row[name]) for name in ("alias", "object_id") if row.get(name) is not None]
    belongs = row.get("belongs_to")
    if isinstance(belongs, list) and len(belongs) == 2:
        found.append((belongs[0], belongs[1]))
    return [(str(kind), str(name)) for kind, name in found]
