"""A mapping applied to whole columns: all sure rows at once, the doubtful ones are left to ``mapped_rows``.

It knows the usual ways by heart (plain texts, ISO times, decimal numbers). Everything else a mapping can say
is asked of ``RowMapper`` itself, once for each different cell instead of once for each row; so the two mean
the same, and a test says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.rows import DOUBTS, column_of, odd_ids, scores_on_their_scales
from desirepath.log.schema import OBJECTS
from desirepath.sources.cells_in_columns import Cells
from desirepath.sources.fast_cells import (
    Sure,
    checked_instants,
    fast_amounts,
    fast_instants,
    fast_scores,
    fast_whole_numbers,
    instant_texts,
)
from desirepath.sources.json_columns import json_object, json_texts, quoted
from desirepath.sources.mapped_rows import Record, RowMapper, SkipError
from desirepath.sources.mapping import TIMES, FactMapping, Mapping, Value
from desirepath.sources.splitting import Places

_PLAIN_TEXTS = ("customer", "account", "activity", "channel", "actor", "text", "source", "object")
_TABLE = 1 << 22
_Content = Callable[[], pa.Array]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one ``[[fact]]`` of a mapping makes of all records.

    ``columns`` are the fields, as long as there are records. Of a record that is not ``sure`` nothing is
    said; one that is not in ``applies`` makes no such fact. ``keys`` are null where a fact has no key of its
    own; ``contents()`` is what such a fact is known by, as JSON.
    """

    columns: dict[str, pa.Array]
    applies: Sure
    sure: Sure
    keys: pa.Array
    contents: _Content


class ColumnMapper:
    """Applies one mapping to columns of cells. Ask ``can_map`` first."""

    def __init__(self, mapping: Mapping, rows: RowMapper) -> None:
        self._mapping = mapping
        self._rows = rows

    @property
    def spellings(self) -> dict[str, dict[str, str]]:
        """How words are spelled in the cells, and how they are meant."""
        return self._mapping.spellings

    @staticmethod
    def can_map(mapping: Mapping) -> bool:
        """Whether all facts of the mapping are interactions that are said in the usual way."""
        return mapping.more is None and all(
            fact.kind == "interaction"
            and not fact.minor_units
            and not fact.is_by_row
            and not {"customer", "account", ""} & set(fact.objects)
            and not any("{" in name for name in fact.bag or ())
            for fact in mapping.facts
        )

    def map(self, cells: Cells) -> list[Mapped]:
        """What each ``[[fact]]`` of the mapping makes of the records."""
        return [_OneFact(self._mapping, self._rows, fact, cells).mapped() for fact in self._mapping.facts]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field's column, and what it is in the JSON that a row without a key is known by."""

    column: pa.Array
    content: _Content


class _OneFact:
    """The columns of one fact, made one after the other; doubts gather in ``_sure``."""

    def __init__(self, mapping: Mapping, rows: RowMapper, fact: FactMapping, cells: Cells) -> None:
        self._mapping = mapping
        self._rows = rows
        self._fact = fact
        self._cells = cells
        self._missing = pa.array(sorted(mapping.missing - {""}), pa.string())
        self._applies = self._condition()
        self._is_asked_for = self._applies.copy()
        self._sure = np.ones(cells.rows, np.bool_)

    def mapped(self) -> Mapped:
        """Everything, with the checks that need more than one field."""
        fields = {name: self._field(name, value) for name, value in self._fact.fields.items()}
        if self._fact.objects:
            fields["objects"] = self._objects()
        if (properties := self._properties()) is not None:
            fields["properties"] = properties
        columns = {name: field.column for name, field in fields.items()}
        for name in ("occurred_at", "activity"):
            self._sure &= pc.is_valid(columns[name]).to_numpy(zero_copy_only=False)
        if "score" in columns and "scale" in columns:
            self._sure &= scores_on_their_scales(columns["score"], columns["scale"])
        return Mapped(
            columns,
            self._applies,
            self._sure | ~self._is_asked_for,
            self._keys(columns["activity"]),
            lambda: json_object({name: fields[name].content() for name in fields}),
        )

    def _condition(self) -> Sure:
        if self._fact.only_if is None:
            return np.ones(self._cells.rows, np.bool_)
        column, words = self._fact.only_if
        if words is None:
            found = pc.is_valid(self._present(column))
        else:
            found = pc.is_in(pc.fill_null(self._cells.stripped(column), ""), pa.array(sorted(words)))
        return np.array(found.to_numpy(zero_copy_only=False))

    def _present(self, column: str) -> pa.Array:
        """The cells of a column, null where they are missing."""
        found = self._cells.stripped(column)
        if not len(self._missing):
            return found
        return pc.if_else(pc.is_in(found, value_set=self._missing), pa.scalar(None, pa.string()), found)

    def _field(self, name: str, value: Value) -> _Field:
        if not value.columns:
            return self._fixed(name, value.fixed)
        column = value.columns[0]
        if name in _PLAIN_TEXTS and value == Value(column=column):
            present = self._present(column)
            if name in ("customer", "account", "object") and (odd := odd_ids(present)) is not None:
                self._sure &= ~odd
            return _Field(present, lambda: json_texts(present))
        if name in TIMES and value == Value(column=column) and not len(self._missing):
            instants = self._cells.instants(column)
            if instants is not None:
                return self._instants(instants)
        times = Value(column=column, format=value.format, zone=value.zone, repeated_hour=value.repeated_hour)
        plain = Value(column=column, currency=value.currency)
        if value in (times, plain) and (usual := self._usual(name, value)) is not None:
            return usual
        return self._asked(name, value)

    def _fixed(self, name: str, value: Any) -> _Field:
        rows = self._cells.rows
        try:
            column = pa.repeat(column_of(name, [value])[0], rows)
        except DOUBTS:
            self._sure[:] = False
            return self._fixed(name, None)
        packed = None if value is None else orjson.dumps(value).decode()
        return _Field(column, lambda: pa.repeat(pa.scalar(packed, pa.string()), rows))

    def _instants(self, instants: pa.Array) -> _Field:
        """A time from a column that holds instants, with their zone."""
        column, sure = checked_instants(instants)
        self._sure &= sure
        return _Field(column, lambda: quoted(instant_texts(column)))

    def _usual(self, name: str, value: Value) -> _Field | None:
        """A time or a number in one of the usual ways; None where many cells are written otherwise."""
        present = self._present(value.columns[0])
        decimal, thousands = self._mapping.decimal, self._mapping.thousands
        if name in TIMES:
            column, sure = fast_instants(present, value)
        elif name == "amount":
            column, sure = fast_amounts(present, decimal, thousands)
        elif name == "score":
            column, sure = fast_scores(present, decimal, thousands)
        elif name == "sequence":
            column, sure = fast_whole_numbers(present, thousands)
        else:
            return None
        is_valid = pc.is_valid(present).to_numpy(zero_copy_only=False)
        doubtful = ~sure & is_valid
        if doubtful.sum() * 8 > len(doubtful):
            return None
        self._sure &= ~doubtful
        column = pc.if_else(pa.array(is_valid), column, pa.scalar(None, column.type))
        if name in TIMES:
            return _Field(column, lambda: quoted(instant_texts(column)))
        if name == "amount":
            return _Field(column, lambda: quoted(self._plain_numbers(present)))
        return _Field(column, lambda: self._answers(name, value)[1])

    def _plain_numbers(self, cells: pa.Array) -> pa.Array:
        if self._mapping.thousands:
            cells = pc.replace_substring(cells, self._mapping.thousands, "")
        if self._mapping.decimal != ".":
            cells = pc.replace_substring(cells, self._mapping.decimal, ".")
        return cells

    def _asked(self, name: str, value: Value) -> _Field:
        """A field as ``RowMapper`` reads it, asked once for each different cell."""
        column, content = self._answers(name, value)
        return _Field(column, lambda: content)

    def _answers(self, name: str, value: Value) -> tuple[pa.Array, pa.Array]:
        cells = [pc.fill_null(self._cells.stripped(column), "") for column in value.asked]
        answers, codes = ask_each_different(value.asked, cells, self._rows.reader(name, value))
        self._applies &= ~_each(answers, lambda one: isinstance(one, SkipError))[codes]
        self._sure &= ~_each(
            answers, lambda one: isinstance(one, Exception) and not isinstance(one, SkipError)
        )[codes]
        values = [None if isinstance(one, Exception) else one for one in answers]
        try:
            column = column_of(name, values)
        except DOUBTS:
            good = [one is None or _is_good(name, one) for one in values]
            self._sure &= np.array(good, np.bool_)[codes]
            values = [one if is_good else None for one, is_good in zip(values, good, strict=True)]
            column = column_of(name, values)
        places = pa.array(codes)
        packed = [None if one is None else orjson.dumps(one).decode() for one in values]
        return column.take(places), pa.array(packed, pa.string()).take(places)

    def _objects(self) -> _Field:
        kinds = sorted(self._fact.objects)
        found = {kind: self._field("object", self._fact.objects[kind]) for kind in kinds}
        column = _as_map(kinds, [found[kind].column for kind in kinds])
        return _Field(column, lambda: json_object({kind: found[kind].content() for kind in kinds}))

    def _properties(self) -> _Field | None:
        pairs = self._rows.bag_pairs(self._fact)
        if not pairs:
            return None
        columns = sorted({column for _, column in pairs})
        cells = [self._cells.written(column).dictionary_encode() for column in columns]
        few = max(1_000, self._cells.rows // 4)
        mapping = self._mapping
        is_plain = not set(mapping.unfold) & set(columns)
        if is_plain and any(len(one.dictionary) > few for one in cells):
            column = self._properties_in_pieces(pairs)
        else:
            column = self._properties_asked(columns, cells)
        return _Field(column, lambda: column)

    def _properties_asked(self, columns: list[str], cells: list[pa.Array]) -> pa.Array:
        """The properties as ``RowMapper`` gathers them, once for each different combination of cells."""
        answers, codes = ask_each_different(columns, cells, self._rows.collector(self._fact))
        packed: list[str | None] = []
        is_good = np.ones(len(answers), np.bool_)
        for place, answer in enumerate(answers):
            text = None
            if isinstance(answer, Exception):
                is_good[place] = False
            elif answer:
                try:
                    text = orjson.dumps(answer, option=orjson.OPT_SORT_KEYS).decode()
                except (TypeError, ValueError):
                    is_good[place] = False
            packed.append(text)
        self._sure &= is_good[codes]
        return pa.array(packed, pa.string()).take(pa.array(codes))

    def _properties_in_pieces(self, pairs: Sequence[tuple[str, str]]) -> pa.Array:
        """The properties where nearly every row has its own."""
        mapping = self._mapping
        typed = mapping.numbers | mapping.yes_no | mapping.json
        pieces: dict[str, pa.Array] = {}
        for name, column in pairs:
            if column in typed:
                pieces[name] = self._typed_property(name, column)
                continue
            is_missing = pc.is_null(self._present(column))
            texts = json_texts(self._cells.written(column))
            pieces[name] = pc.if_else(is_missing, pa.scalar(None, pa.string()), texts)
        found = json_object(pieces)
        return pc.if_else(pc.equal(found, "{}"), pa.scalar(None, pa.string()), found)

    def _typed_property(self, name: str, column: str) -> pa.Array:
        collect = self._rows.collector(self._fact, [(name, column)])
        answers, codes = ask_each_different([column], [self._cells.written(column)], collect)
        self._sure &= ~_each(answers, lambda one: isinstance(one, Exception))[codes]
        packed = [
            orjson.dumps(one[name], option=orjson.OPT_SORT_KEYS).decode()
            if isinstance(one, dict) and name in one
            else None
            for one in answers
        ]
        return pa.array(packed, pa.string()).take(pa.array(codes))

    def _keys(self, activity: pa.Array) -> pa.Array:
        fact, nothing = self._fact, pa.scalar(None, pa.string())
        if not fact.key:
            return pa.nulls(self._cells.rows, pa.string())
        own = [pc.fill_null(self._cells.stripped(column), "") for column in fact.key]
        is_one_of_many = len(self._mapping.facts) > 1
        if len(own) == 1 and not is_one_of_many and not fact.key_prefix:
            return self._cells.stripped(fact.key[0])
        joined = pc.binary_join_element_wise(*own, ":") if len(own) > 1 else own[0]
        joined = pc.if_else(pc.equal(pc.utf8_trim(joined, ":"), ""), nothing, joined)
        before = [pa.scalar(f"{fact.key_prefix}:")] if fact.key_prefix else []
        if is_one_of_many:
            before += [pc.fill_null(activity, ""), pa.scalar(":")]
        return pc.binary_join_element_wise(*before, joined, "") if before else joined


def ask_each_different(
    columns: Sequence[str], cells: Sequence[pa.Array], ask: Callable[[Record], Any]
) -> tuple[list[Any], Places]:
    """The answer for each different combination of cells, and which of them each row has.

    Where there is no answer the exception stands in its place: the row is then read alone, and refused in
    words there.
    """
    combinations, codes = _different(cells)
    answers: list[Any] = []
    for combination in combinations:
        try:
            answers.append(ask(dict(zip(columns, combination, strict=True))))
        except Exception as error:  # noqa: BLE001 -- any doubt at all
            answers.append(error)
    return answers, codes


def _different(cells: Sequence[pa.Array]) -> tuple[list[tuple[str, ...]], Places]:
    rows = len(cells[0])
    codes, size = np.zeros(rows, np.int64), 1
    for column in cells:
        encoded = column.dictionary_encode()
        codes = codes * len(encoded.dictionary) + encoded.indices.to_numpy()
        size *= len(encoded.dictionary)
        if size > _TABLE:
            _, codes = np.unique(codes, return_inverse=True)
            size = int(codes.max(initial=0)) + 1
    first = np.full(size, -1, np.int64)
    first[codes[::-1]] = np.arange(rows - 1, -1, -1)
    is_there = first >= 0
    codes = (np.cumsum(is_there) - 1)[codes]
    places = pa.array(first[is_there])
    return list(zip(*(column.take(places).to_pylist() for column in cells), strict=True)), codes


def _each(answers: Sequence[Any], is_so: Callable[[Any], bool]) -> Sure:
    return np.array([is_so(one) for one in answers], np.bool_)


def _is_good(name: str, value: Any) -> bool:
    try:
        column_of(name, [value])
    except DOUBTS:
        return False
    return True


def _as_map(kinds: Sequence[str], ids: Sequence[pa.Array]) -> pa.Array:
    """One map for each row with the ids that are not null; null where there is none."""
    rows = len(ids[0])
    is_there = np.stack([pc.is_valid(one).to_numpy(zero_copy_only=False) for one in ids], axis=1)
    counts = is_there.sum(axis=1)
    row, kind = np.nonzero(is_there)
    names = pa.array(kinds, pa.string()).take(pa.array(kind))
    items = pa.concat_arrays(list(ids)).take(pa.array(kind * rows + row))
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]).astype(np.int32))
    column = pa.MapArray.from_arrays(offsets, names, items).cast(OBJECTS)
    return pc.if_else(pa.array(counts > 0), column, pa.scalar(None, OBJECTS)) if not counts.all() else column
