"""OCEL 2.0 in SQLite: read only, and nothing that the file brings along is ever run.

Views, triggers, virtual tables and generated columns are programs; only plain tables are read, by plain
selects, and SQLite is told to refuse everything else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from typing import Any
from urllib.parse import quote

from desirepath.sources.kinds import CUT_OFF, UNREADABLE
from desirepath.sources.mapping import Mapping
from desirepath.sources.ocel import OcelEvent, OcelObject, batches, first_version, typed
from desirepath.sources.opening import SQLITE, ExportedFile, OpenedFile
from desirepath.sources.shape import Batch, Shape

_NEEDED = ("event", "object", "event_map_type", "object_map_type", "event_object")
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}
_LONGEST = 16 << 20
_KINDS = {"TEXT": "string", "INTEGER": "integer", "REAL": "float", "BOOLEAN": "boolean"}
_OWN = ("ocel_id", "ocel_time", "ocel_changed_field")


def _recognises(file: ExportedFile) -> bool:
    return file.opening.startswith(SQLITE)


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
    if file.is_gzip:
        raise UNREADABLE.error(
            says="the file is a database within gzip", fix="unpack it first", file=str(file.path)
        )
    place = quote(str(file.path.absolute()))
    try:
        with closing(
            sqlite3.connect(f"file:{place}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        ) as database:
            yield from batches(_SqliteLog(file, database), mapping)
    except (sqlite3.Error, sqlite3.Warning, UnicodeError, OverflowError) as error:
        raise CUT_OFF.error(says=f"the database is damaged: {error}", file=str(file.path)) from error


class _SqliteLog:
    def __init__(self, file: ExportedFile, database: sqlite3.Connection) -> None:
        self._database = database
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cell_size_check = ON")
        tables = self._plain_tables(file)
        self._columns = {name: self._columns_of(file, name) for name in tables}
        database.set_authorizer(_allow_reading)
        self._events = self._typed_tables("event")
        self._objects = self._typed_tables("object")
        self._links = self._relations("event_object", "ocel_event_id", "ocel_object_id")
        self._others: dict[str, list[tuple[object, str]]] = {}
        if "object_object" in tables:
            self._others = self._relations("object_object", "ocel_source_id", "ocel_target_id")

    def _plain_tables(self, file: ExportedFile) -> list[str]:
        entries = self._database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        names = [name for kind, name, _ in entries if kind == "table"]
        if {"EVENTS", "OBJECTS", "RELATIONS"} <= {name.upper() for name in names}:
            raise first_version(file)
        lacks = [name for name in _NEEDED if name not in names]
        if lacks:
            raise UNREADABLE.error(
                says=f"the file is a SQLite database, but not an OCEL 2.0 log: it lacks the table {lacks[0]}",
                fix="export the table you mean as CSV",
                file=str(file.path),
            )
        for kind, name, text in entries:
            if kind in ("view", "trigger") or str(text).upper().startswith("CREATE VIRTUAL"):
                raise _program(file, f"{kind} {name}"[:60])
        return names

    def _columns_of(self, file: ExportedFile, table: str) -> dict[str, str]:
        columns: dict[str, str] = {}
        for _, name, kind, _, _, _, hidden in self._database.execute(f"PRAGMA table_xinfo({_quoted(table)})"):
            if hidden:
                raise _program(file, f"column {name} of {table}"[:60])
            columns[name] = str(kind).upper()
        return columns

    def _typed_tables(self, what: str) -> list[tuple[str, str]]:
        """The types of events or objects, each with the name of its table, where there is one."""
        found = self._select(f"{what}_map_type", ("ocel_type", "ocel_type_map"))
        return [(kind, f"{what}_{short}") for kind, short in found if f"{what}_{short}" in self._columns]

    def _relations(self, table: str, one: str, other: str) -> dict[str, list[tuple[object, str]]]:
        found: dict[str, list[tuple[object, str]]] = {}
        for one_id, other_id, part in self._select(table, (one, other, "ocel_qualifier")):
            found.setdefault(str(one_id), []).append((other_id, "" if part is None else str(part)))
        return found

    def objects(self) -> Iterator[OcelObject]:
        place = 0
        bare = dict(self._select("object", ("ocel_id", "ocel_type")))
        for kind, table in self._objects:
            kinds = self._kinds(table)
            rows = self._select(table, (*_OWN, *kinds), order="ORDER BY ocel_id")
            for own_id, changes in groupby(rows, key=lambda row: row[0]):
                attributes: list[tuple[str, object, Any]] = []
                for _, time, changed, *values in changes:
                    attributes += [
                        (name, time, typed(kinds[name], value))
                        for name, value in zip(kinds, values, strict=True)
                        if value is not None and changed in (None, "", name)
                    ]
                place += 1
                bare.pop(own_id, None)
                yield OcelObject(place, _id(own_id), kind, attributes, self._others.get(str(own_id), []))
        for own_id, kind in bare.items():
            place += 1
            yield OcelObject(place, _id(own_id), kind, [], self._others.get(str(own_id), []))

    def events(self) -> Iterator[OcelEvent]:
        place = 0
        for kind, table in self._events:
            kinds = self._kinds(table)
            for own_id, time, *values in self._select(table, (*_OWN[:2], *kinds)):
                place += 1
                attributes = {n: typed(kinds[n], v) for n, v in zip(kinds, values, strict=True)}
                yield OcelEvent(place, _id(own_id), kind, time, attributes, self._links.get(str(own_id), []))

    def _kinds(self, table: str) -> dict[str, str | None]:
        return {n: _KINDS.get(kind) for n, kind in self._columns[table].items() if n not in _OWN}

    def _select(self, table: str, columns: tuple[str, ...], *, order: str = "") -> sqlite3.Cursor:
        have = self._columns[table]
        wanted = ", ".join(_quoted(name) if name in have else "NULL" for name in columns)
        return self._database.execute(f"SELECT {wanted} FROM {_quoted(table)} {order}")  # noqa: S608 - names are quoted


def _id(found: object) -> object:
    return str(found) if isinstance(found, int) else found


def _allow_reading(action: int, *_: object) -> int:
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _program(file: ExportedFile, what: str) -> Exception:
    return UNREADABLE.error(
        says=f"the database holds a program ({what}), which no OCEL log needs",
        fix="export the log again, as plain tables",
        file=str(file.path),
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


SHAPE = Shape("ocel-sqlite", "OCEL 2.0 event logs in SQLite", _recognises, _read)
