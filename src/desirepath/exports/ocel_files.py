"""An object-centric event log as bytes: OCEL 2.0 in JSON, XML and SQLite."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from desirepath.exports.ocel import ALWAYS, Names, OcelLog, to_ocel
from desirepath.log.carried import Scalar
from desirepath.log.row_checks import Row

_PIECE = 1 << 20
_COLUMN = {"string": "TEXT", "integer": "INTEGER", "float": "REAL", "boolean": "BOOLEAN"}
_LISTS = """
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT);
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
CREATE TABLE object_object (ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
"""


def ocel_json(rows: Iterable[Row]) -> Iterator[bytes]:
    """The facts (rows of ``log.facts.row_of``) as OCEL 2.0 JSON, piece by piece.

    >>> b"".join(ocel_json([])).decode()
    '{"objectTypes":[],"eventTypes":[],"objects":[],"events":[]}'
    """
    log = to_ocel(rows)
    yield b'{"objectTypes":' + _json(_types(log.object_types))
    yield b',"eventTypes":' + _json(_types(log.event_types))
    yield b',"objects":['
    for place, one in enumerate(log.objects):
        attributes = [{"name": name, "time": time, "value": value} for name, time, value in one.attributes]
        yield b"," * (place > 0) + _json(
            {"id": one.id, "type": one.type, "attributes": attributes, "relationships": _links(one.relations)}
        )
    yield b'],"events":['
    for place, event in enumerate(log.events):
        yield b"," * (place > 0) + _json(
            {
                "id": event.id,
                "type": event.type,
                "time": event.time,
                "attributes": [{"name": name, "value": value} for name, value in event.attributes.items()],
                "relationships": _links(event.relations),
            }
        )
    yield b"]}"


def ocel_xml(rows: Iterable[Row]) -> Iterator[bytes]:
    """The facts (rows of ``log.facts.row_of``) as OCEL 2.0 XML, piece by piece."""
    log = to_ocel(rows)
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<log>\n'
    for what, types in (("object", log.object_types), ("event", log.event_types)):
        yield f"<{what}-types>\n".encode()
        for name, names in types.items():
            kinds = "".join(
                f"<attribute name={quoteattr(attribute)} type={quoteattr(kind)}/>"
                for attribute, kind in names.kinds.items()
            )
            head = f"<{what}-type name={quoteattr(name)}>"
            yield f"{head}<attributes>{kinds}</attributes></{what}-type>\n".encode()
        yield f"</{what}-types>\n".encode()
    yield b"<objects>\n"
    for one in log.objects:
        inner = "".join(
            f"<attribute name={quoteattr(name)} time={quoteattr(time)}>{_written(value)}</attribute>"
            for name, time, value in one.attributes
        )
        head = f"<object id={quoteattr(one.id)} type={quoteattr(one.type)}>"
        tail = f"<objects>{_relationships(one.relations)}</objects></object>\n"
        yield f"{head}<attributes>{inner}</attributes>{tail}".encode()
    yield b"</objects>\n<events>\n"
    for event in log.events:
        inner = "".join(
            f"<attribute name={quoteattr(name)}>{_written(value)}</attribute>"
            for name, value in event.attributes.items()
        )
        head = f"<event id={quoteattr(event.id)} type={quoteattr(event.type)} time={quoteattr(event.time)}>"
        tail = f"<objects>{_relationships(event.relations)}</objects></event>\n"
        yield f"{head}<attributes>{inner}</attributes>{tail}".encode()
    yield b"</events>\n</log>\n"


def ocel_sqlite(rows: Iterable[Row]) -> Iterator[bytes]:
    """The facts (rows of ``log.facts.row_of``) as an OCEL 2.0 SQLite database, made in a
    temporary file."""
    log = to_ocel(rows)
    with TemporaryDirectory(prefix="desirepath-") as folder:
        path = Path(folder) / "log.sqlite"
        _fill(path, log)
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def _fill(path: Path, log: OcelLog) -> None:
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.executescript(_LISTS)
        database.execute("BEGIN")
        tables = {
            "event": _make_tables(database, "event", log.event_types),
            "object": _make_tables(database, "object", log.object_types),
        }
        for event in log.events:
            database.execute("INSERT INTO event VALUES (?, ?)", (event.id, event.type))
            _insert(
                database,
                tables["event"][event.type],
                {"ocel_id": event.id, "ocel_time": event.time, **event.attributes},
            )
            links = [(event.id, other, part) for other, part in event.relations]
            database.executemany("INSERT INTO event_object VALUES (?, ?, ?)", links)
        for one in log.objects:
            database.execute("INSERT INTO object VALUES (?, ?)", (one.id, one.type))
            first = {name: value for name, time, value in one.attributes if time == ALWAYS}
            table = tables["object"][one.type]
            _insert(database, table, {"ocel_id": one.id, "ocel_time": ALWAYS, **first})
            for name, time, value in one.attributes:
                if time != ALWAYS:
                    change = {"ocel_id": one.id, "ocel_time": time, "ocel_changed_field": name, name: value}
                    _insert(database, table, change)
            links = [(one.id, other, part) for other, part in one.relations]
            database.executemany("INSERT INTO object_object VALUES (?, ?, ?)", links)
        database.execute("COMMIT")
    finally:
        database.close()


def _make_tables(database: sqlite3.Connection, what: str, types: Mapping[str, Names]) -> dict[str, str]:
    tables: dict[str, str] = {}
    taken = {"object", "map_type"}
    for name, names in types.items():
        short = base = re.sub(r"[^0-9A-Za-z]+", "", name.title()) or "Other"
        count = 1
        while short.lower() in taken:
            count += 1
            short = f"{base}{count}"
        taken.add(short.lower())
        tables[name] = f"{what}_{short}"
        columns = ["ocel_id TEXT", "ocel_time TIMESTAMP"]
        columns += ["ocel_changed_field TEXT"] if what == "object" else []
        columns += [f"{_quoted(attribute)} {_COLUMN[kind]}" for attribute, kind in names.kinds.items()]
        database.execute(f"CREATE TABLE {_quoted(tables[name])} ({', '.join(columns)})")
        database.execute(f"INSERT INTO {what}_map_type VALUES (?, ?)", (name, short))  # noqa: S608 - two names
    return tables


def _insert(database: sqlite3.Connection, table: str, row: Mapping[str, Scalar]) -> None:
    names = ", ".join(map(_quoted, row))
    marks = ", ".join("?" * len(row))
    statement = f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})"  # noqa: S608 - quoted names
    database.execute(statement, tuple(row.values()))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _types(types: Mapping[str, Names]) -> list[dict[str, Any]]:
    return [
        {"name": name, "attributes": [{"name": one, "type": kind} for one, kind in names.kinds.items()]}
        for name, names in types.items()
    ]


def _links(relations: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": other, "qualifier": part} for other, part in relations]


def _relationships(relations: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f"<relationship object-id={quoteattr(other)} qualifier={quoteattr(part)}/>"
        for other, part in relations
    )


def _written(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(str(value), {"\r": "&#13;"})


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
