"""The words a log uses: activities, channels, sources, and the names and values of properties and traits, so
that a rule can be put together from what is there instead of from memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

import orjson
import pyarrow as pa

from desirepath.log.store import Log

MOST_ROWS: Final = 200_000
"""A longer log is looked through in even steps, so that about so many interactions are read."""
MOST_VALUES: Final = 25
_MOST_KEPT: Final = 5_000
_FEW: Final = 12

Sort = Literal["text", "number", "yes_no", "list", "mixed"]
Scalar = str | float | bool


@dataclass(frozen=True, slots=True)
class KnownName:
    """A property or a trait that the log has.

    ``seen`` is how often, of a trait of how many objects: each counts once, by what is known of it last.
    ``values`` are its values with how often (a trait's that nobody has any more: 0), the most frequent first:
    none where nearly every one is another, because then they name somebody or something and no kind. ``low``
    and ``high`` are the bounds of a number, None of anything else.
    """

    name: str
    sort: Sort
    seen: int
    values: tuple[tuple[Scalar, int], ...]
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class KnownActivity:
    """An activity with how often it was ``seen`` in the whole log, and with which channels, sources and
    properties among those looked at."""

    name: str
    seen: int
    channels: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    properties: tuple[KnownName, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What was found in ``looked_at`` of the ``interactions`` of a log, the most frequent first; traits by
    the type of object that has them."""

    interactions: int
    looked_at: int
    activities: tuple[KnownActivity, ...]
    traits: Mapping[str, tuple[KnownName, ...]]

    def to_json(self) -> dict[str, Any]:
        """The published JSON shape."""
        return asdict(self)


def read_vocabulary(log: Log, *, most_rows: int = MOST_ROWS) -> Vocabulary:
    """The words of a log.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> used = [
    ...     Interaction({"customer": who}, noon, "used", source="app", key=who, properties={"what": "search"})
    ...     for who in ("a", "b")
    ... ]
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append(used)
    ...     known = read_vocabulary(log).activities[0]
    >>> known.name, known.seen, known.properties[0].values
    ('used', 2, (('search', 2),))
    """
    counts = log.info().activities
    activities: dict[str, _Activity] = {name: _Activity(times) for name, times in counts.items()}
    looked_at = 0
    for activity, channel, source, text, times in _interactions(log, most_rows):
        looked_at += times
        known = activities.setdefault(activity, _Activity())
        known.sources[source] += times
        if channel is not None:
            known.channels[channel] += times
        _tell(known.properties, orjson.loads(text) if text else {}, times)
    found = (one.known(name) for name, one in activities.items())
    return Vocabulary(
        interactions=sum(counts.values()),
        looked_at=looked_at,
        activities=tuple(sorted(found, key=lambda one: (-one.seen, one.name))),
        traits={kind: _known_names(names) for kind, names in sorted(_traits(log, most_rows).items())},
    )


@dataclass(slots=True)
class _Name:
    seen: int = 0
    sorts: set[Sort] = field(default_factory=set)
    values: Counter[tuple[type, Scalar]] = field(default_factory=Counter)
    low: float | None = None
    high: float | None = None

    def tell(self, value: Any, times: int) -> None:
        self.seen += times
        self.sorts.add(_sort(value))
        if isinstance(value, list | dict):
            return
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.low = value if self.low is None else min(self.low, value)
            self.high = value if self.high is None else max(self.high, value)
        key = (type(value), value)
        if key in self.values or len(self.values) < _MOST_KEPT:
            self.values[key] += times

    def known(self, name: str) -> KnownName:
        distinct = len(self.values)
        names_kinds = distinct <= _FEW or (distinct < _MOST_KEPT and distinct * 2 <= self.seen)
        often = sorted(self.values.items(), key=lambda one: (-one[1], str(one[0][1])))[:MOST_VALUES]
        sort = next(iter(self.sorts)) if len(self.sorts) == 1 else "mixed"
        values = tuple((value, times) for (_, value), times in often) if names_kinds else ()
        return KnownName(name, sort, self.seen, values, self.low, self.high)


@dataclass(slots=True)
class _Activity:
    seen: int = 0
    channels: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    properties: dict[str, _Name] = field(default_factory=dict)

    def known(self, name: str) -> KnownActivity:
        return KnownActivity(
            name,
            self.seen,
            tuple(self.channels.most_common(MOST_VALUES)),
            tuple(self.sources.most_common(MOST_VALUES)),
            _known_names(self.properties),
        )


def _interactions(log: Log, most_rows: int) -> Iterable[tuple[str, str | None, str, str | None, int]]:
    """The interactions looked at, those that say the same put together with their number."""
    wanted = ["activity", "channel", "source", "properties"]
    step = -(-log.interactions_count // most_rows) or 1
    for part in log.interactions_in_parts(wanted):
        table = part.take(pa.array(range(0, part.num_rows, step))) if step > 1 else part
        yield from _grouped(table.cast(_plain(table.schema)))


def _traits(log: Log, most_rows: int) -> dict[str, dict[str, _Name]]:
    """The traits of each type of object, and how many have each value."""
    table = log.traits()
    table = table.slice(max(0, table.num_rows - most_rows))
    columns = (table.column(name).to_pylist() for name in ("object_type", "object_id", "traits"))
    names: dict[str, dict[str, _Name]] = {}
    read: dict[tuple[str, str], Mapping[str, Any]] = {}
    last: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, one, text in zip(*columns, strict=True):
        if (said := read.get((kind, text))) is None:
            said = read[kind, text] = orjson.loads(text) if text else {}
            _tell(names.setdefault(kind, {}), said, 0)
        last.setdefault((kind, one), {}).update(said)
    for (kind, _), known in last.items():
        _tell(names[kind], known, 1)
    return names


def _plain(schema: pa.Schema) -> pa.Schema:
    """The same columns as texts, where they are kept as codes."""
    return pa.schema([pa.field(one.name, pa.string()) for one in schema])


def _grouped(table: pa.Table) -> Iterable[tuple[Any, ...]]:
    counted = table.group_by(table.column_names).aggregate([([], "count_all")])
    columns = [counted.column(name).to_pylist() for name in (*table.column_names, "count_all")]
    return zip(*columns, strict=True)


def _tell(names: dict[str, _Name], said: Mapping[str, Any], times: int) -> None:
    for name, value in said.items():
        if value is not None:
            names.setdefault(name, _Name()).tell(value, times)


def _sort(value: Any) -> Sort:
    match value:
        case bool():
            return "yes_no"
        case str():
            return "text"
        case int() | float():
            return "number"
        case _:
            return "list"


def _known_names(names: Mapping[str, _Name]) -> tuple[KnownName, ...]:
    found = (one.known(name) for name, one in names.items())
    return tuple(sorted(found, key=lambda one: (-one.seen, one.name)))
