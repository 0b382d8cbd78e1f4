"""What a name in an expression stands for at given interactions: read from the log only when a rule
asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.picking import pick_columns
from desirepath.log.store import Log
from desirepath.model.expression import Name, Value
from desirepath.replay.columns import Array, Bucket
from desirepath.replay.index import Index
from desirepath.replay.properties import (
    MOST_VALUES,
    NOT_PARSED,
    KnownProperty,
    read_property,
    write_property,
)


@dataclass(frozen=True, slots=True)
class Coded:
    """One value per interaction: ``values[codes[i]]``. A condition is asked once per value, not per
    interaction."""

    codes: Array
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class _TraitHistory:
    """What one trait was, from when on, for whom: in the order it was learned."""

    subjects: list[str]
    since_us: Array
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Lookup:
    """Finds the values of names at interactions of ``index``; columns once read from the log are kept here.

    Activity, channel and source are in the index. Everything else is read from the log, and only of the
    interactions asked for; properties once parsed are kept beside the index (:meth:`keep`). One that is a
    list or a mapping stands for its JSON text, so that ``contains`` can look into it. A trait has the value
    it had at the instant of the interaction: nothing learned later leaks in.
    """

    index: Index
    _columns: dict[str, tuple[Array, pa.ChunkedArray]] = field(default_factory=dict)
    _histories: dict[str, _TraitHistory] = field(default_factory=dict)
    _properties: dict[str, tuple[KnownProperty, tuple[str, int]]] = field(default_factory=dict)
    _of_one: dict[str, tuple[Array, pa.ChunkedArray]] = field(default_factory=dict)

    def read_of_one(self, column: str, arrivals: Array) -> None:
        """Read a column at these arrivals of the one subject of the index at once: what is asked of it later
        costs nothing. Of an index of everybody nothing is read."""
        if self.index.is_of_one and isinstance(self.index.log, Log):
            picked = pick_columns(self.index.log, np.unique(arrivals).tolist(), [column])
            self._of_one[column] = picked.column("arrival").to_numpy(), picked.column(column)

    def values_at(self, name: Name, bucket: Bucket, positions: Array) -> Coded:
        """The value of ``name`` at the interactions of ``bucket`` at ``positions`` (None: missing)."""
        if name.scope == "traits":
            return self._traits_at(name.key, bucket, positions)
        if name.scope == "properties":
            return self._property_at(name.key, bucket.arrival[positions])
        names = self.index.names
        match name.key:
            case "activity":
                return _from_index(bucket.activity[positions], names.activities)
            case "channel":
                return _from_index(bucket.channel[positions], names.channels)
            case "source":
                return _from_index(bucket.source[positions], names.sources)
        return _encode(self._read(name.key, bucket.arrival[positions]))

    def keep(self) -> None:
        """Keep what was parsed of properties beside the index, for who asks next; where nothing can be
        written, nobody is the worse for it."""
        if self.index.is_of_one:
            return  # the file would be as large as everybody's
        for key, (known, _) in self._properties.items():
            if known.has_news and self._folder is not None and len(known.values) <= MOST_VALUES:
                with suppress(OSError):
                    write_property(self._folder, key, known, self.index.generation)
                    known.has_news = False

    @property
    def _folder(self) -> Path | None:
        """Where parsed properties are kept: only beside an index that is kept."""
        return None if self.index.folder is None else self.index.log.path / "index" / "properties"

    def _property_at(self, key: str, arrivals: Array) -> Coded:
        if key not in self._properties:
            self._properties[key] = self._known_property(key)
        known, first_new = self._properties[key]
        codes = known.codes_at(arrivals)
        unknown = arrivals[codes == NOT_PARSED]
        if len(unknown):
            texts = _encode(self._read("properties", unknown, since=first_new))
            parsed = _recode(texts.codes, [_property(text, key) for text in texts.values])
            known.learn(unknown, list(parsed.values), parsed.codes)
            codes = known.codes_at(arrivals)
        return Coded(codes, known.values)

    def _known_property(self, key: str) -> tuple[KnownProperty, tuple[str, int]]:
        """What is kept of a property, with the generation that it knew and the first arrival after it."""
        if self._folder is not None:
            known, generation = read_property(self._folder, key)
            first_new = self.index.log.arrivals_at(generation)
            if first_new is not None:
                return known, (generation, first_new)
        return KnownProperty(np.zeros(0, np.int32), []), ("", 0)

    def _read(self, column: str, arrivals: Array, since: tuple[str, int] = ("", 0)) -> pa.ChunkedArray:
        """The column at these arrivals; where all of them came after ``since``, only what did is read."""
        generation, first_new = since
        news = None
        if generation and column not in self._columns and arrivals.min(initial=first_new) >= first_new:
            news = self.index.log.since(generation, "interactions")
        if news is not None:
            place = pc.index_in(pa.array(arrivals), value_set=news.column("arrival"))
            return news.column(column).take(place)
        if self.index.is_of_one and isinstance(self.index.log, Log):
            if column not in self._of_one or not np.isin(arrivals, self._of_one[column][0]).all():
                self.read_of_one(column, arrivals)
            known, values = self._of_one[column]
            place = pc.index_in(pa.array(arrivals), value_set=pa.array(known))
            return values.take(place)
        if column not in self._columns:
            table = self.index.log.interactions([column, "arrival"])
            values, arrival = table.column(column), table.column("arrival").to_numpy()
            place = np.full(arrival.max(initial=-1) + 1, -1, np.int64)
            place[arrival] = np.arange(len(arrival))
            text = values.cast(pa.large_string()) if pa.types.is_string(values.type) else values
            self._columns[column] = place, text
        place, values = self._columns[column]
        return values.take(pa.array(place[arrivals]))

    def _traits_at(self, key: str, bucket: Bucket, positions: Array) -> Coded:
        history = self._history(key)
        place = {subject: number for number, subject in enumerate(bucket.subjects.to_pylist())}
        known = np.array([place.get(subject, -1) for subject in history.subjects], np.int64)
        asked = bucket.owners(positions)
        subjects = np.concatenate([known, asked])
        instants = np.concatenate([history.since_us, bucket.time_us[positions]])
        # Stable: at one instant what was learned comes before what is asked, and in the order it was
        # learned.
        order = np.lexsort((instants, subjects))
        learned = order < len(known)
        latest = np.maximum.accumulate(np.where(learned, np.arange(len(order)), -1))
        fact = np.where(latest >= 0, order[latest], len(known))
        fact = np.where((latest >= 0) & (subjects[order[latest]] == subjects[order]), fact, len(known))
        found = np.empty(len(positions), np.int64)
        found[order[~learned] - len(known)] = fact[~learned]
        return _recode(found, [*history.values, None])

    def _history(self, key: str) -> _TraitHistory:
        if key not in self._histories:
            traits = self.index.log.traits()
            traits = traits.filter(pc.equal(traits.column("object_type"), self.index.travels))
            if self.index.is_of_one:
                alone = self.index.buckets[0].subjects[0]
                traits = traits.filter(pc.equal(traits.column("object_id"), alone))
            traits = traits.sort_by([("occurred_at", "ascending"), ("arrival", "ascending")])
            parsed = [orjson.loads(text) for text in traits.column("traits").to_pylist()]
            telling = [i for i, facts in enumerate(parsed) if key in facts]
            since = traits.column("occurred_at").cast(pa.int64()).to_numpy()
            ids = traits.column("object_id").to_pylist()
            self._histories[key] = _TraitHistory(
                subjects=[ids[i] for i in telling],
                since_us=since[telling],
                values=[_plain(parsed[i][key]) for i in telling],
            )
        return self._histories[key]


def _from_index(codes: Array, names: tuple[str, ...]) -> Coded:
    return Coded(np.minimum(codes, len(names)), (*names, None))


def _encode(column: pa.ChunkedArray) -> Coded:
    coded = column.combine_chunks().dictionary_encode()
    values = [_plain(value) for value in coded.dictionary.to_pylist()]
    return Coded(coded.indices.fill_null(len(values)).to_numpy(), [*values, None])


def _recode(codes: Array, values: Iterable[Value]) -> Coded:
    """The same with every distinct value once: 1, 1.0 and true stay apart."""
    place: dict[tuple[type, Value], int] = {}
    new = np.array([place.setdefault((type(value), value), len(place)) for value in values], np.int64)
    return Coded(new[codes], [value for _, value in place])


def _property(text: Value, key: str) -> Value:
    if not isinstance(text, str):
        return None
    return _plain(orjson.loads(text).get(key))


def _plain(value: Any) -> Value:
    match value:
        case None | bool() | str() | int() | float():
            return value
        case Decimal():
            return float(value)
        case _:
            return orjson.dumps(value).decode()
