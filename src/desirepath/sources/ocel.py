"""OCEL 2.0, object-centric event logs: an event is an interaction, what is known of an object are traits.

Three doors, one for each way such a log is written (``ocel_json``, ``ocel_xml``, ``ocel_sqlite``), give
objects and events; here they become facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.carried import CARRIED, carried_in, unflatten
from desirepath.log.row_checks import Row
from desirepath.sources.cells import instant_reader, number_of, read_yes_no
from desirepath.sources.kinds import BAD_OCEL, SEVERAL_OBJECTS, UNREADABLE
from desirepath.sources.mapping import Mapping, Value
from desirepath.sources.opening import ExportedFile
from desirepath.sources.shape import BATCH_ROWS, Batch, Refused

ALWAYS = "1970-01-01T00:00:00Z"
_BELONGS = {("customer", "account"), ("account", "customer")}


@dataclass(frozen=True, slots=True)
class OcelObject:
    """An object as it stands in the file: attributes with their times, relations with their parts."""

    line: int
    id: object
    type: object
    attributes: list[tuple[str, object, Any]]
    relations: list[tuple[object, str]]


@dataclass(frozen=True, slots=True)
class OcelEvent:
    """An event as it stands in the file."""

    line: int
    id: object
    type: object
    time: object
    attributes: dict[str, Any]
    relations: list[tuple[object, str]]


def first_version(file: ExportedFile) -> DesirepathError:
    """The refusal of a log in OCEL 1.0, whose events name their objects in another way."""
    return UNREADABLE.error(
        says="the file is a log in OCEL 1.0, and version 2.0 is read",
        fix="write it again as OCEL 2.0; process mining tools, such as pm4py, do that",
        file=str(file.path),
    )


class OcelLog(Protocol):
    """A door: the file's objects and events, as often as they are asked for."""

    def objects(self) -> Iterator[OcelObject]:
        """The objects in the order of the file."""

    def events(self) -> Iterator[OcelEvent]:
        """The events in the order of the file."""


def typed(kind: str | None, value: Any) -> Any:
    """A value as its declared type has it; what is not of that type stays the text it is.

    >>> typed("integer", "3"), typed("boolean", "true"), typed("float", "much"), typed("float", "2")
    (3, True, 'much', 2.0)
    """
    try:
        if kind == "integer" and isinstance(value, str):
            return int(value)
        if kind == "float" and isinstance(value, str | int) and not isinstance(value, bool):
            return float(number_of(value)) if isinstance(value, str) else float(value)
        if kind == "boolean" and isinstance(value, str | int) and not isinstance(value, bool):
            return read_yes_no(str(value))
    except (ValueError, OverflowError):
        pass
    return value


def batches(log: OcelLog, mapping: Mapping | None) -> Iterator[Batch]:
    """The facts of a log: first of its objects, then of its events."""
    reader = _Reader(mapping)
    for one in log.objects():
        reader.know(one)
    pile = _Pile()
    for one in log.objects():
        pile.take(one.line, *reader.about(one))
        if pile.read >= BATCH_ROWS:
            yield pile.batch()
            pile = _Pile()
    for event in log.events():
        row, problem = reader.event(event)
        pile.take(event.line, [] if problem else [row], [(row, problem)] if problem else [])
        if pile.read >= BATCH_ROWS:
            yield pile.batch()
            pile = _Pile()
    if pile.read or reader.several:
        yield pile.batch(reader.warnings())


@dataclass(slots=True)
class _Pile:
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    read: int = 0

    def take(self, line: int, rows: Iterable[Row], problems: Iterable[tuple[Row, Problem]]) -> None:
        self.read += 1
        for row in rows:
            self.rows.append(row)
            self.lines.append(line)
        self.refused += [Refused(line, problem, row) for row, problem in problems]

    def batch(self, warnings: tuple[Problem, ...] = ()) -> Batch:
        return Batch(self.rows, self.lines, self.rows.__getitem__, self.read, self.refused, warnings)


class _Reader:
    def __init__(self, mapping: Mapping | None) -> None:
        self._instant = instant_reader(Value(zone=mapping.ocel_zone if mapping else None))
        self._named: dict[str, tuple[str, str]] = {}
        self.several: dict[str, int] = {}

    def know(self, one: OcelObject) -> None:
        """Remember which type and id an object has."""
        if isinstance(one.id, str) and isinstance(one.type, str) and one.id and one.type:
            try:
                carried = _carried(one)
            except ValueError:
                carried = {}
            own = (carried.get("type", one.type), carried.get("id", one.id))
            self._named[one.id] = (
                own if all(isinstance(word, str) and word for word in own) else (one.type, one.id)
            )

    def about(self, one: OcelObject) -> tuple[list[Row], list[tuple[Row, Problem]]]:
        """What is known of an object: traits by their times, and what its relations say."""
        if not isinstance(one.id, str) or one.id not in self._named:
            row = {"type": "traits", "object_type": one.type, "object_id": one.id}
            return [], [(row, BAD_OCEL.at(says="an object has no id or no type"))]
        kind, own_id = self._named[one.id]
        try:
            facts = _facts(_carried(one))
            by_time = self._by_time(one, facts)
        except ValueError as error:
            row = {"type": "traits", "object_type": kind, "object_id": own_id}
            return [], [(row, BAD_OCEL.at(says=str(error)))]
        rows = [*facts]
        for time, traits in by_time.items():
            rows.append(_traits(kind, own_id, time, traits, f"{kind}/{own_id}/{time}"))
        return rows + self._relations(one, kind, own_id, facts), []

    def _by_time(self, one: OcelObject, facts: list[Row]) -> dict[str, dict[str, Any]]:
        known = {
            (name, fact.get("occurred_at"))
            for fact in facts
            if isinstance(fact.get("traits"), dict)
            for name in fact["traits"]
        }
        found: dict[str, dict[str, Any]] = {}
        for name, time, value in one.attributes:
            if value is None or name == CARRIED:
                continue
            if not isinstance(time, str):
                raise ValueError(f'the attribute "{name}" of {one.id} has no time')
            at = self._instant(time)
            if (name, at) not in known:
                found.setdefault(at, {})[name] = value
        return found

    def _relations(self, one: OcelObject, kind: str, own_id: str, facts: list[Row]) -> list[Row]:
        said = {
            other
            for fact in facts
            if fact.get("type") == "identity"
            for other in (
                tuple(fact.get("belongs_to") or ()),
                (fact.get("object_type"), fact.get("object_id")),
            )
        }
        rows: list[Row] = []
        others: dict[str, list[str]] = {}
        for other, part in dict.fromkeys((str(other), part) for other, part in one.relations):
            named = self._named.get(other, ("unknown", other))
            if named in said:
                continue
            if (kind, named[0]) in _BELONGS:
                customer, account = sorted(((kind, own_id), named), reverse=True)
                row = {"type": "identity", "customer": customer[1], "belongs_to": list(account)}
                rows.append(row | {"occurred_at": ALWAYS, "key": f"{customer[1]}/{account[1]}"})
            else:
                ids = others.setdefault(part or named[0], [])
                ids.extend([] if named[1] in ids else [named[1]])
        if others:
            traits = {name: ids[0] if len(ids) == 1 else ids for name, ids in others.items()}
            rows.append(_traits(kind, own_id, ALWAYS, traits, f"{kind}/{own_id}/relations"))
        return rows

    def event(self, event: OcelEvent) -> tuple[Row, Problem | None]:
        """An event as a row. Where it is none, as much of it as there is, and why."""
        objects: dict[str, str] = {}
        more: dict[str, list[str]] = {}
        row: Row = {"activity": event.type, "objects": objects, "key": event.id}
        for other, _ in dict.fromkeys((str(other), "") for other, _ in event.relations):
            if other not in self._named:
                says = f'it relates to the object "{other[:60]}", which is not in the file'
                return row | {"occurred_at": event.time}, BAD_OCEL.at(says=says)
            kind, own_id = self._named[other]
            if objects.setdefault(kind, own_id) != own_id:
                more.setdefault(kind, []).append(own_id)
        attributes = {name: value for name, value in event.attributes.items() if value is not None}
        attributes |= {f"more_{kind}": ids for kind, ids in more.items()}
        for what, value in (("id", event.id), ("type", event.type), ("time", event.time)):
            if not isinstance(value, str) or not value:
                return row | {"properties": attributes}, BAD_OCEL.at(says=f"an event has no {what}")
        row["occurred_at"] = event.time
        try:
            if (whole := carried_in(attributes.get(CARRIED))).get("type") == "context":
                return whole, None
            row["occurred_at"] = self._instant(str(event.time))
            row = unflatten(row, attributes)
        except ValueError as error:
            fix = (
                'give --zone, or say zone = "UTC" under [ocel] in a mapping'
                if "no time zone" in str(error)
                else ""
            )
            return row | {"properties": attributes}, BAD_OCEL.at(says=str(error), fix=fix)
        for kind in more:
            self.several[kind] = self.several.get(kind, 0) + 1
        return row, None

    def warnings(self) -> tuple[Problem, ...]:
        """What was kept in another place than one would look for it."""
        return tuple(
            SEVERAL_OBJECTS.at(
                kind,
                says=f"{count:,} {'event relates' if count == 1 else 'events relate'} to several objects of"
                f' the type "{kind}": the first is kept as the {kind},'
                f' the others in the property "more_{kind}"',
            )
            for kind, count in sorted(self.several.items())
        )


def _traits(kind: str, own_id: str, time: str, traits: dict[str, Any], key: str) -> Row:
    of = {"type": "traits", "object_type": kind, "object_id": own_id}
    return of | {"occurred_at": time, "traits": traits, "key": key}


def _carried(one: OcelObject) -> dict[str, Any]:
    return carried_in(next((value for name, _, value in one.attributes if name == CARRIED), None))


def _facts(carried: dict[str, Any]) -> list[Row]:
    facts = carried.get("facts", [])
    if not isinstance(facts, list) or not all(isinstance(fact, dict) for fact in facts):
        raise ValueError(f'"{CARRIED}" is not what an export of Desirepath wrote')
    return facts
