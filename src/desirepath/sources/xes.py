"""XES, the event logs of process mining: a trace is an object, its events are interactions in their
order."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from desirepath.base.problem import Problem
from desirepath.log.carried import CARRIED, carried_in, unflatten
from desirepath.log.row_checks import Row
from desirepath.sources.cells import instant_reader, number_of, read_yes_no
from desirepath.sources.kinds import BAD_TRACE
from desirepath.sources.mapping import Mapping, Value, XesMapping
from desirepath.sources.opening import ExportedFile, OpenedFile
from desirepath.sources.shape import BATCH_ROWS, Batch, Refused, Shape
from desirepath.sources.xml_elements import read_elements

_NAME, _TIME, _RESOURCE = "concept:name", "time:timestamp", "org:resource"
_TEXTS = ("string", "id", "date")
_TRACE, _EVENT = "trace", "event"
_OURS, _OBJECT = f"{CARRIED}:", f"{CARRIED}:object."
_CARRIED = f"{CARRIED}:carried"


def _recognises(file: ExportedFile) -> bool:
    return file.bare_name.endswith(".xes") or (
        file.opening.lstrip().startswith(b"<") and b"<log" in file.opening
    )


def _read(file: ExportedFile, opened: OpenedFile, mapping: Mapping | None) -> Iterator[Batch]:
    reader = _Traces(mapping.xes if mapping else XesMapping())
    rows: list[Row] = []
    lines: list[int] = []
    refused: list[Refused] = []
    read = 0
    for trace in read_elements(file, opened, ("{*}trace", "trace")):
        count, made, problems = reader.read(trace)
        read += count
        rows += [row for _, row in made]
        lines += [line for line, _ in made]
        refused += problems
        if read >= BATCH_ROWS:
            yield Batch(rows, lines, rows.__getitem__, read, refused)
            rows, lines, refused, read = [], [], [], 0
    if read:
        yield Batch(rows, lines, rows.__getitem__, read, refused)


class _Traces:
    """Reads traces one by one under one mapping."""

    def __init__(self, mapping: XesMapping) -> None:
        self._mapping = mapping
        self._instant = instant_reader(Value(zone=mapping.zone))

    def read(self, trace: Any) -> tuple[int, list[tuple[int, Row]], list[Refused]]:
        """How many events the trace has, its facts with their lines, and its refused events."""
        events = [child for child in trace if _tag(child) == _EVENT]
        about = _attributes(child for child in trace if _tag(child) != _EVENT)
        case = about.pop(_NAME, None)
        if _CARRIED in about:
            return self._own(trace, events, about[_CARRIED])
        made: list[tuple[int, Row]] = []
        refused: list[Refused] = []
        for place, event in enumerate(events):
            row, problem = self._event(event, case, place)
            if problem is None:
                made.append((event.sourceline or 0, row))
            else:
                refused.append(Refused(event.sourceline or 0, problem, row))
        if about and made:
            first = min(row["occurred_at"] for _, row in made)
            of = {"object_type": self._mapping.case, "object_id": str(case)}
            traits = {"type": "traits", **of, "occurred_at": first, "traits": about, "key": f"{case}"}
            made.insert(0, (trace.sourceline or 0, traits))
        return len(events), made, refused

    def _own(
        self, trace: Any, events: list[Any], packed: object
    ) -> tuple[int, list[tuple[int, Row]], list[Refused]]:
        """A trace that an export of ours wrote: every fact as it was."""
        made: list[tuple[int, Row]] = []
        refused: list[Refused] = []
        line = trace.sourceline or 0
        try:
            carried = carried_in(packed)
            subject, own_id = carried["subject"]
            made += [(line, {**row}) for row in carried.get("facts", ())]
        except (KeyError, TypeError, ValueError):
            says = f'"{_CARRIED}" is not what an export of Desirepath wrote'
            return len(events), [], [Refused(line, BAD_TRACE.at(says=says), {"carried": packed})]
        for event in events:
            found = _attributes(event)
            row: Row = {"activity": found.pop(_NAME, None), "occurred_at": found.pop(_TIME, None)}
            row["objects"] = {subject: own_id}
            for key in [key for key in found if key.startswith(_OBJECT)]:
                row["objects"][key.removeprefix(_OBJECT)] = found.pop(key)
            ours = {key: found.pop(key) for key in [*found] if key.startswith(_OURS)}
            plain = {CARRIED: ours.pop(_CARRIED, None)} if _CARRIED in ours else {}
            plain |= {key.removeprefix(_OURS): value for key, value in ours.items()}
            if _RESOURCE in found:
                plain["actor"] = found.pop(_RESOURCE)
            try:
                made.append((event.sourceline or 0, unflatten(row, {**found, **plain})))
            except ValueError as error:
                refused.append(Refused(event.sourceline or 0, BAD_TRACE.at(says=str(error)), row))
        return len(events), made, refused

    def _event(self, event: Any, case: object, place: int) -> tuple[Row, Problem | None]:
        """An event as a row. Where it is none, as much of it as there is, and why."""
        found = _attributes(event)
        name, written_at = found.pop(_NAME, None), found.pop(_TIME, None)
        objects = {self._mapping.case: "" if case is None else str(case)}
        for kind, attribute in self._mapping.objects.items():
            if found.get(attribute) is not None:
                objects[kind] = str(found.pop(attribute))
        row: Row = {"objects": objects, "sequence": place, "properties": found}
        if (actor := found.pop(_RESOURCE, None)) is not None:
            row["actor"] = str(actor)
        if name is not None:
            row["activity"] = self._mapping.activities.get(str(name), str(name))
        if written_at is not None:
            row["occurred_at"] = str(written_at)
        if case is None:
            return row, BAD_TRACE.at(says=f"its trace has no {_NAME}: nobody knows whose event this is")
        for what, attribute in (("activity", _NAME), ("occurred_at", _TIME)):
            if not row.get(what):
                return row, BAD_TRACE.at(says=f"the event has no {attribute}")
        digest = blake2b(f"{name}\0{written_at}".encode(), digest_size=6).hexdigest()
        row["key"] = f"{case}/{place}/{digest}"
        for kind in ("customer", "account"):
            if kind in objects:
                row[kind] = objects.pop(kind)
        try:
            row["occurred_at"] = self._instant(row["occurred_at"])
        except ValueError as error:
            return row, BAD_TRACE.at(says=str(error), fix='declare zone = "..." under [xes] in a mapping')
        return row, None


def _tag(element: Any) -> str:
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _attributes(elements: Any) -> dict[str, Any]:
    """The attributes of an event or a trace; of a nested one its own value."""
    found: dict[str, Any] = {}
    for element in elements:
        key, text = element.get("key"), element.get("value")
        if key is None or text is None:
            continue
        kind = _tag(element)
        try:
            if kind in _TEXTS:
                found[key] = text
            elif kind in ("int", "float"):
                found[key] = number_of(text.strip())
            elif kind == "boolean":
                found[key] = read_yes_no(text)
        except ValueError:
            found[key] = text
    return found


SHAPE = Shape("xes", "XES event logs", _recognises, _read)
