"""Many rows at once into Arrow tables of facts, column by column; the ones that are no facts are set aside.

The fast way builds whole columns and doubts everything: on the least doubt the batch is read again row by
row by ``row_checks.tidy_row``, which says what is wrong with which row. Both accept the same rows, and a
test says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.base.problem import Problem
from desirepath.base.spans import to_microseconds
from desirepath.log.instants import EARLIEST, LATEST
from desirepath.log.kinds import WRONG_TYPE
from desirepath.log.row_checks import DIRECTIONS, ODD, TYPES, Row, RowRefusedError, read_amount, tidy_row
from desirepath.log.scales import parse_scale
from desirepath.log.schema import AMOUNT, INSTANT, OBJECTS, SCHEMAS, FactKind

DOUBTS = (pa.ArrowException, TypeError, ValueError, KeyError, AttributeError, OverflowError)
KINDS: dict[str, FactKind] = {
    "interaction": "interactions",
    "traits": "traits",
    "identity": "identities",
    "context": "contexts",
}
"""The kind of facts that a row's ``type`` names (none: an interaction)."""


@dataclass(frozen=True, slots=True)
class FactTable:
    """Facts of one kind as an Arrow table in its schema, without ``arrival``, which the store gives.

    A missing ``received_at`` (interactions) or ``occurred_at`` (identities) is filled by the store with the
    present.
    """

    kind: FactKind
    table: pa.Table


@dataclass(frozen=True, slots=True)
class RowsRead:
    """What became of a batch of rows: the tables, and (position in the batch, why) of each refused row."""

    tables: tuple[FactTable, ...]
    refused: tuple[tuple[int, Problem], ...]


def read_rows(rows: Sequence[Row], *, source: str, override: str | None = None) -> RowsRead:
    """Rows with the facts' own field names as tables.

    ``source`` is given to rows that do not name theirs, ``override`` to all of them. A row without a
    ``key`` gets a hash of its content: two rows that are equal in every field are one fact.

    >>> good = {"customer": "u1", "occurred_at": "2026-01-01T12:00:00Z", "activity": "sign up"}
    >>> read = read_rows([good, {}], source="crm")
    >>> read.tables[0].table.num_rows, str(read.refused[0][1])
    (1, 'DP-LOG-012: "occurred_at" is missing @ occurred_at; fill it in')
    """
    try:
        return RowsRead(tuple(_tables(rows, source, override)), ())
    except DOUBTS:
        pass
    tidy: list[Row] = []
    places: list[int] = []
    refused: list[tuple[int, Problem]] = []
    for place, row in enumerate(rows):
        try:
            better = tidy_row(row)
            if "key" not in better:
                better["key"] = content_key(row)
            tidy.append(better)
            places.append(place)
        except RowRefusedError as error:
            refused.append((place, error.problem))
    try:
        return RowsRead(tuple(_tables(tidy, source, override)), tuple(refused))
    except DOUBTS:
        tables: list[FactTable] = []
        for place, row in zip(places, tidy, strict=True):
            try:
                tables += _tables([row], source, override)
            except DOUBTS as error:
                refused.append((place, WRONG_TYPE.at(says=f"the row cannot be kept: {error}")))
        return RowsRead(tuple(tables), tuple(sorted(refused, key=lambda r: r[0])))


def _tables(rows: Sequence[Row], source: str, override: str | None) -> Iterable[FactTable]:
    seen = set().union(*rows)
    if "type" not in seen:
        return [_table("interaction", rows, seen, source, override)] if rows else []
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get("type", "interaction"), []).append(row)
    return [
        _table(kind, group, set().union(*group) - {"type"}, source, override)
        for kind, group in groups.items()
    ]


def _table(kind: str, rows: Sequence[Row], seen: set[str], source: str, override: str | None) -> FactTable:
    if not seen <= TYPES[kind].keys():
        raise ValueError("unknown fields")
    build = {"interaction": _interactions, "traits": _traits, "identity": _identities, "context": _contexts}[
        kind
    ]
    columns = build(rows, seen)
    columns["source"] = pa.repeat(pa.scalar(override or source), len(rows))
    if "source" in seen:
        # One that is none is refused, whatever stands above it.
        own = _texts([row.get("source") for row in rows])
        columns["source"] = columns["source"] if override is not None else pc.fill_null(own, source)
    if "key" in seen:
        columns["key"] = _texts([content_key(row) if row.get("key") is None else row["key"] for row in rows])
    else:
        columns["key"] = _texts([content_key(row) for row in rows])
    return table_of_columns(KINDS[kind], columns, len(rows))


def table_of_columns(kind: FactKind, columns: Mapping[str, pa.Array], rows: int) -> FactTable:
    """Columns that have been checked as a table; those of the schema that are not there are null."""
    fields = [field for field in SCHEMAS[kind] if field.name != "arrival"]
    arrays = [columns[f.name] if f.name in columns else pa.nulls(rows, f.type) for f in fields]
    return FactTable(kind, pa.table(arrays, names=[f.name for f in fields]))


def content_key(row: Row) -> str:
    """The hash of a row as it was read, so that it does not depend on the company a row is in."""
    content = {name: value for name, value in row.items() if value is not None}
    packed = orjson.dumps(content, default=str, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return "content:" + blake2b(packed, digest_size=16).hexdigest()


def _interactions(rows: Sequence[Row], seen: set[str]) -> dict[str, pa.Array]:
    columns: dict[str, pa.Array] = {
        "occurred_at": _instants([row["occurred_at"] for row in rows]),
        "activity": _texts([row["activity"] for row in rows]),
    }
    if columns["occurred_at"].null_count or columns["activity"].null_count:
        raise ValueError("an interaction lacks its time or activity")
    for name in (seen | {"schema"}) - columns.keys() - {"source", "key"}:
        columns[name] = _COLUMNS[name]([row.get(name) for row in rows])
    if {"score", "scale"} <= seen and not scores_on_their_scales(columns["score"], columns["scale"]).all():
        raise ValueError("a score outside its scale")
    return columns


def _traits(rows: Sequence[Row], seen: set[str]) -> dict[str, pa.Array]:
    if seen & {"customer", "account", "objects"}:
        rows = [_named(row) for row in rows]
    return {
        "object_type": _required_texts([row["object_type"] for row in rows]),
        "object_id": _required_ids([row["object_id"] for row in rows]),
        "occurred_at": _required(_instants([row["occurred_at"] for row in rows])),
        "traits": _required(_json([row["traits"] for row in rows], empty="{}")),
    }


def _identities(rows: Sequence[Row], seen: set[str]) -> dict[str, pa.Array]:
    if seen & {"customer", "account", "objects"} or "alias" not in seen:
        rows = [tidy_row({"type": "identity", **row}) for row in rows]
    belongs = [row.get("belongs_to") or (None, None) for row in rows]
    return {
        "object_type": _required_texts([row["object_type"] for row in rows]),
        "alias": _required_ids([row["alias"] for row in rows]),
        "object_id": _required_ids([row["object_id"] for row in rows]),
        "occurred_at": _instants([row.get("occurred_at") for row in rows]),
        "belongs_to_type": _texts([other for other, _ in belongs]),
        "belongs_to_id": _ids([other_id for _, other_id in belongs]),
    }


def _contexts(rows: Sequence[Row], seen: set[str]) -> dict[str, pa.Array]:
    return {
        "kind": _required_texts([row["kind"] for row in rows]),
        "title": _required_texts([row["title"] for row in rows]),
        "occurred_at": _required(_instants([row["occurred_at"] for row in rows])),
        "until": _instants([row.get("until") for row in rows]),
        "properties": _json([row.get("properties") for row in rows]),
    }


def _named(row: Row) -> Row:
    """A row of traits that names its object by ``customer`` and the like, named like the others."""
    return tidy_row({"type": "traits", **row})


def _required(column: pa.Array) -> pa.Array:
    if column.null_count:
        raise ValueError("a required field is missing")
    return column


def _required_texts(values: Sequence[Any]) -> pa.Array:
    return _required(_texts(values))


def _texts(values: Sequence[Any]) -> pa.Array:
    column = pa.array(values, pa.string())
    is_short = len(values) < _QUICKER_AS_COLUMN
    if "" in values if is_short else pc.min(pc.binary_length(column)).as_py() == 0:
        raise ValueError("an empty text")
    return column


_QUICKER_AS_COLUMN = 500
"""A short list is looked through sooner than Arrow is asked."""


def odd_ids(column: pa.Array) -> NDArray[np.bool_] | None:
    """Which ids are only blanks or hold control characters, as ``row_checks`` refuses them; None: not one."""
    data = np.frombuffer(column.buffers()[2] or b"", np.uint8)
    if not len(data) or not ((data <= _SPACE) | (data >= _DELETE)).any():
        return None
    is_odd = pc.or_(
        pc.equal(pc.binary_length(pc.utf8_trim_whitespace(column)), 0),
        pc.match_substring_regex(column, ODD.pattern),
    )
    found: NDArray[np.bool_] = pc.fill_null(is_odd, False).to_numpy(zero_copy_only=False)
    return found if found.any() else None


_SPACE, _DELETE = 0x20, 0x7F


def _ids(values: Sequence[Any]) -> pa.Array:
    column = _texts(values)
    if odd_ids(column) is not None:
        raise ValueError("an id that is none")
    return column


def _required_ids(values: Sequence[Any]) -> pa.Array:
    return _required(_ids(values))


def _any_texts(values: Sequence[Any]) -> pa.Array:
    return pa.array(values, pa.string())


def _instants(values: Sequence[Any]) -> pa.Array:
    column = pa.array(values, pa.string()).cast(INSTANT)
    bounds = pc.min_max(column.view(pa.int64())).as_py()
    if bounds["min"] is not None and not _EARLIEST <= bounds["min"] <= bounds["max"] < _LATEST:
        raise ValueError("a year that cannot be meant")
    return column


_EARLIEST, _LATEST = to_microseconds(EARLIEST), to_microseconds(LATEST)


def _json(values: Sequence[Any], *, empty: str | None = None) -> pa.Array:
    packed: list[bytes | None] = []
    for value in values:
        if value:
            if type(value) is not dict:
                raise TypeError("not a mapping")
            packed.append(orjson.dumps(value, option=orjson.OPT_SORT_KEYS))
        elif value is None or type(value) is dict:
            packed.append(None if empty is None else empty.encode())
        else:
            raise TypeError("not a mapping")
    return pa.array(packed, pa.string())


def _amounts(values: Sequence[Any]) -> pa.Array:
    return pa.array([None if value is None else read_amount(value) for value in values], AMOUNT)


def _objects(values: Sequence[Any]) -> pa.Array:
    pairs: list[list[tuple[str, str]] | None] = []
    for value in values:
        if value is None:
            pairs.append(None)
            continue
        if type(value) is not dict or "customer" in value or "account" in value:
            raise ValueError("objects that need a closer look")
        pairs.append(sorted(value.items()) or None)
    column = pa.array(pairs, OBJECTS)
    flat = pa.chunked_array([pa.concat_arrays([column.keys, column.items])])
    if flat.null_count or pc.min(pc.binary_length(flat)).as_py() == 0:
        raise ValueError("objects that need a closer look")
    if odd_ids(column.items) is not None:
        raise ValueError("an id that is none")
    return column


def _scores(values: Sequence[Any]) -> pa.Array:
    if bool in set(map(type, values)):
        raise TypeError("a score that is no number")
    column = pa.array(values, pa.float64())
    if pc.all(pc.is_finite(column)).as_py() is False:
        raise ValueError("a score that is no number")
    return column


def _whole_numbers(values: Sequence[Any]) -> pa.Array:
    if not set(map(type, values)) <= {int, type(None)}:
        raise TypeError("not a whole number")
    return pa.array(values, pa.int64())


def _scales(values: Sequence[Any]) -> pa.Array:
    for scale in set(values) - {None}:
        parse_scale(scale)
    return pa.array(values, pa.string())


def _currencies(values: Sequence[Any]) -> pa.Array:
    column = pa.array(values, pa.string())
    if pc.all(pc.match_substring_regex(column, r"^[A-Z]{3}$")).as_py() is False:
        raise ValueError("not a currency")
    return column


def _directions(values: Sequence[Any]) -> pa.Array:
    if not set(values) <= {None, *DIRECTIONS}:
        raise ValueError("not a direction")
    return pa.array(values, pa.string())


def _schemas(values: Sequence[Any]) -> pa.Array:
    if not set(map(type, values)) <= {int, type(None)} or not set(values) <= {1, None}:
        raise ValueError("another schema")
    return pa.repeat(pa.scalar(1, pa.int16()), len(values))


_COLUMNS: dict[str, Callable[[Sequence[Any]], pa.Array]] = {
    "customer": _ids,
    "account": _ids,
    "objects": _objects,
    "received_at": _instants,
    "sequence": _whole_numbers,
    "channel": _texts,
    "direction": _directions,
    "actor": _texts,
    "solicited": lambda values: pa.array(values, pa.bool_()),
    "score": _scores,
    "scale": _scales,
    "text": _any_texts,
    "amount": _amounts,
    "currency": _currencies,
    "properties": _json,
    "schema": _schemas,
}


def column_of(name: str, values: Sequence[Any]) -> pa.Array:
    """One field's column of interactions ("object" is an id in ``objects``); missing values are None.

    Raises one of ``DOUBTS`` where a value needs a closer look.
    """
    if name in ("occurred_at", "activity", "source", "object"):
        if name == "object":
            return _ids(values)
        return _instants(values) if name == "occurred_at" else _texts(values)
    return _COLUMNS[name](values)


def scores_on_their_scales(scores: pa.Array, scales: pa.Array) -> NDArray[np.bool_]:
    """Which scores lie on their scale; a missing score or scale is no reason to doubt."""
    encoded = scales.dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False)
    values = scores.to_numpy(zero_copy_only=False)
    good = np.ones(len(values), np.bool_)
    for code, name in enumerate(encoded.dictionary.to_pylist()):
        scale = parse_scale(name)
        if name == "thumbs":
            inside = np.isin(values, (0, 1))
        else:
            low, high = sorted((scale.worst, scale.best))
            inside = (low <= values) & (values <= high)
        good &= inside | (codes != code) | np.isnan(values)
    return good
