"""Facts as an object-centric event log, OCEL 2.0 (https://www.ocel-standard.org): as JSON, XML or SQLite.

Interactions are events, customers, accounts and all other ids are objects, traits are attributes of objects
with their times, and who belongs to whom are relations between objects. Every event and object also carries
what OCEL has no place for, in one attribute, so that the file can be brought in again without a loss.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile

from desirepath.log.carried import CARRIED, Scalar, flatten, kind_of, legal_text, pack, plain_row
from desirepath.log.row_checks import Row

ALWAYS = "1970-01-01T00:00:00.000000Z"
_TAKEN = ("ocel_id", "ocel_time", "ocel_changed_field", CARRIED)
_MOST_NAMES = 1_000
_IN_MEMORY = 16 << 20


@dataclass(slots=True)
class Names:
    """The attributes of one type of events or objects, with their kinds: one name, one kind.

    Databases do not tell ``Plan`` from ``plan``, so the first of them has the name.
    """

    kinds: dict[str, str] = field(default_factory=lambda: {CARRIED: "string"})
    _lower: dict[str, str] = field(default_factory=dict)

    def fits(self, name: str, kind: str) -> bool:
        """Whether an attribute of that name and kind can be; from now on it has that kind."""
        first = self._lower.get(name.lower())
        if first is None:
            if name.lower() in _TAKEN or len(self.kinds) > _MOST_NAMES:
                return False
            self._lower[name.lower()] = name
            self.kinds[name] = kind
            return True
        return first == name and self.kinds[name] == kind


@dataclass(slots=True)
class OcelEvent:
    """One event: its relations are ids of objects, each with the part it plays."""

    id: str
    type: str
    time: str
    attributes: dict[str, Scalar]
    relations: list[tuple[str, str]]


@dataclass(slots=True)
class OcelObject:
    """One object: its attributes have times, its relations are ids of other objects."""

    id: str
    type: str
    attributes: list[tuple[str, str, Scalar]] = field(default_factory=list)
    relations: list[tuple[str, str]] = field(default_factory=list)
    facts: list[Row] = field(default_factory=list)


class WaitingEvents:
    """Events that wait in a temporary file, until somebody goes through them once: in memory are only the
    first megabytes."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- closed after the last event

    def add(self, event: OcelEvent) -> None:
        """One more, at the end."""
        self._file.write(
            json.dumps([event.id, event.type, event.time, event.attributes, event.relations]).encode() + b"\n"
        )

    def __iter__(self) -> Iterator[OcelEvent]:
        with self._file:
            self._file.seek(0)
            for line in self._file:
                yield OcelEvent(*json.loads(line))


@dataclass(slots=True)
class OcelLog:
    """A log: its types and objects in memory, and its events."""

    event_types: dict[str, Names] = field(default_factory=dict)
    object_types: dict[str, Names] = field(default_factory=dict)
    objects: list[OcelObject] = field(default_factory=list)
    events: WaitingEvents = field(default_factory=WaitingEvents)


def to_ocel(rows: Iterable[Row]) -> OcelLog:
    """The facts, as rows of ``log.facts.row_of``, as an object-centric event log.

    The events wait in a temporary file until all types and objects are known.
    """
    return _Maker().make(rows)


class _Maker:
    def __init__(self) -> None:
        self._log = OcelLog()
        self._objects: dict[tuple[str, str], OcelObject] = {}
        self._object_ids: set[str] = set()

    def make(self, rows: Iterable[Row]) -> OcelLog:
        taken: set[str] = set()
        events = self._log.events
        for row in map(plain_row, rows):
            match row.get("type", "interaction"):
                case "traits":
                    self._traits(row)
                case "identity":
                    self._identity(row)
                case kind:
                    event = self._context(row) if kind == "context" else self._interaction(row)
                    event.id = _unused(event.id, legal_text(row["source"]), taken)
                    events.add(event)
        for (kind, own_id), one in self._objects.items():
            carried: Row = {"facts": one.facts} if one.facts else {}
            if one.id != own_id:
                carried["id"] = own_id
            if one.type != kind:
                carried["type"] = kind
            if carried:
                one.attributes.insert(0, (CARRIED, ALWAYS, pack(carried)))
        return self._log

    def _interaction(self, row: Row) -> OcelEvent:
        names, event_type = _names(self._log.event_types, row["activity"])
        attributes, carried = flatten(row, names.fits)
        if event_type != row["activity"]:
            carried = _with(carried, activity=row["activity"])
        relations = [
            (self._object(kind, own_id).id, legal_text(kind)) for kind, own_id in row["objects"].items()
        ]
        return _made(row, event_type, {CARRIED: carried, **attributes}, relations)

    def _context(self, row: Row) -> OcelEvent:
        names, event_type = _names(self._log.event_types, f"context.{row['kind']}")
        attributes: dict[str, Scalar] = {CARRIED: pack(row)}
        if kind_of(row["title"]) and names.fits("title", "string"):
            attributes["title"] = row["title"]
        return _made(row, event_type, attributes, [])

    def _traits(self, row: Row) -> None:
        one = self._object(row["object_type"], row["object_id"])
        one.facts.append(row)
        names = self._log.object_types[one.type]
        known = {(name, time) for name, time, _ in one.attributes}
        for name, value in row["traits"].items():
            kind = kind_of(value)
            is_new = name and legal_text(name) == name and (name, row["occurred_at"]) not in known
            if kind and is_new and names.fits(name, kind):
                one.attributes.append((name, row["occurred_at"], value))

    def _identity(self, row: Row) -> None:
        one = self._object(row["object_type"], row["alias"])
        one.facts.append(row)
        if row["alias"] != row["object_id"]:
            one.relations.append((self._object(row["object_type"], row["object_id"]).id, "is also"))
        if "belongs_to" in row:
            kind, own_id = row["belongs_to"]
            one.relations.append((self._object(kind, own_id).id, "belongs to"))

    def _object(self, kind: str, own_id: str) -> OcelObject:
        one = self._objects.get((kind, own_id))
        if one is None:
            _, object_type = _names(self._log.object_types, kind)
            object_id = _unused(legal_text(own_id), object_type, self._object_ids)
            one = self._objects[kind, own_id] = OcelObject(object_id, object_type)
            self._log.objects.append(one)
        return one


def _made(
    row: Row, event_type: str, attributes: dict[str, Scalar], relations: list[tuple[str, str]]
) -> OcelEvent:
    return OcelEvent(legal_text(row["key"]), event_type, row["occurred_at"], attributes, relations)


def _names(types: dict[str, Names], name: str) -> tuple[Names, str]:
    legal = legal_text(name)
    return types.setdefault(legal, Names()), legal


def _unused(wanted: str, before: str, taken: set[str]) -> str:
    """An id that no other has: of two objects with one id, the second has its type before it."""
    while wanted in taken:
        wanted = f"{before}:{wanted}"
    taken.add(wanted)
    return wanted


def _with(carried: str, **more: str) -> str:
    return pack({**json.loads(carried), **more})
