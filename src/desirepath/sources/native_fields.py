"""The fields of plain native lines as columns: what ``log.rows`` makes of them one by one.

What is not sure is taken off, and read there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.row_checks import INTERACTION
from desirepath.log.rows import (
    DOUBTS,
    FactTable,
    column_of,
    odd_ids,
    scores_on_their_scales,
    table_of_columns,
)
from desirepath.sources.fast_cells import (
    Sure,
    fast_amounts,
    fast_instants,
    fast_scores,
    fast_whole_numbers,
)
from desirepath.sources.json_columns import content_keys, json_object, json_texts
from desirepath.sources.json_splitting import (
    ABSENT,
    DECIMAL,
    ESCAPED,
    FALSE,
    FLAT,
    NESTED,
    NULL,
    TEXT,
    TRUE,
    WHOLE,
    Kinds,
    write_flat,
)
from desirepath.sources.mapping import Value
from desirepath.sources.splitting import Bytes, Offsets, Places, copy_cells

FIELDS = (*INTERACTION, "type")
"""The fields that a native line of an interaction may have."""

_ESCAPED_COLON = re.compile(r"\\u00(?:22|3[aA])")


class NativeFields:
    """The columns of lines; those that turn out doubtful are taken off ``sure``."""

    def __init__(self, data: Bytes, starts: Offsets, ends: Offsets, kinds: Kinds, sure: Sure) -> None:
        self._data = data
        self._starts, self._ends, self._kinds = starts, ends, kinds
        self._sure = sure
        self._contents: dict[str, Callable[[], pa.Array]] = {}

    def table(self, source: str, override: str | None) -> FactTable | None:
        """The sure lines as facts; None where there is none."""
        there = [name for at, name in enumerate(FIELDS) if (self._kinds[at] > NULL).any()]
        columns = {name: self._READ[name](self, name) for name in there}
        for name in ("occurred_at", "activity"):
            self._sure &= self._is_there(name)
        # To say that there is no type is not the same as not to say it.
        self._sure &= self._kinds[FIELDS.index("type")] != NULL
        if "score" in columns and "scale" in columns:
            self._sure &= scores_on_their_scales(columns["score"], columns["scale"])
        rows = int(self._sure.sum())
        if not rows:
            return None
        columns.pop("type", None)
        key = columns.get("key")
        if key is None or (~self._is_there("key") & self._sure).any():
            contents = json_object({name: content() for name, content in self._contents.items()})
            hashed = content_keys(contents)
            columns["key"] = hashed if key is None else pc.coalesce(key, hashed)
        if override is not None or "source" not in columns:
            columns["source"] = pa.repeat(pa.scalar(override or source), len(self._sure))
        columns["source"] = pc.fill_null(columns["source"], source)
        columns["schema"] = pa.repeat(pa.scalar(1, pa.int16()), len(self._sure))
        if rows < len(self._sure):
            which = pa.array(self._sure)
            columns = {name: column.filter(which) for name, column in columns.items()}
        return table_of_columns("interactions", columns, rows)

    def _is_there(self, name: str) -> Sure:
        return np.asarray(self._kinds[FIELDS.index(name)] > NULL)

    def _allow(self, name: str, *kinds: int) -> tuple[Kinds, Sure]:
        """What the values of a field are, and which are there; a line with another kind is not sure."""
        found = self._kinds[FIELDS.index(name)]
        allowed = np.zeros(NESTED + 1, np.bool_)
        allowed[[ABSENT, NULL, *kinds]] = True
        if not (good := allowed[found]).all():
            self._sure &= good
        return found, found > NULL

    def _slices(self, name: str, is_there: Sure) -> pa.Array:
        """The values of a field as they are written; null where there is none."""
        field = FIELDS.index(name)
        first, last = (of[field].astype(np.int64) for of in (self._starts, self._ends))
        offsets = np.zeros(len(first) + 1, np.int64)
        np.cumsum(last - first, out=offsets[1:])
        out = np.empty(int(offsets[-1]), np.uint8)
        copy_cells(self._data, first, last, out)
        is_missing = None if is_there.all() else pa.py_buffer(np.packbits(is_there, bitorder="little"))
        buffers = [is_missing, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(out)]
        return pa.Array.from_buffers(pa.string(), len(first), buffers)

    def _texts(self, name: str) -> pa.Array:
        column = self._any_texts(name)
        is_empty = pc.fill_null(pc.equal(pc.binary_length(column), 0), False)
        self._sure &= ~is_empty.to_numpy(zero_copy_only=False)
        return column

    def _any_texts(self, name: str) -> pa.Array:
        kinds, is_there = self._allow(name, TEXT, ESCAPED)
        column = self._unescaped(self._slices(name, is_there), kinds == ESCAPED)
        self._contents[name] = lambda: json_texts(column)
        return column

    def _unescaped(self, column: pa.Array, is_escaped: Sure) -> pa.Array:
        if not is_escaped.any():
            return column
        which = pa.array(is_escaped)
        written = [f'"{one}"' for one in column.filter(which).to_pylist()]
        values = self._parsed(written, np.flatnonzero(is_escaped))
        return pc.replace_with_mask(column, which, pa.array(values, pa.string()))

    def _parsed(self, written: Sequence[str], places: Places) -> list[Any]:
        """JSON values; None, and the line at its place not sure, where one cannot be read."""
        try:
            parsed: list[Any] = orjson.loads(f"[{','.join(written)}]")
            if len(parsed) == len(written):
                return parsed
        except ValueError:
            pass
        values: list[Any] = []
        for place, one in zip(places.tolist(), written, strict=True):
            try:
                values.append(orjson.loads(one))
            except ValueError:
                self._sure[place] = False
                values.append(None)
        return values

    def _ids(self, name: str) -> pa.Array:
        column = self._texts_or_numbers(name)
        if (odd := odd_ids(column)) is not None:
            self._sure &= ~odd
        return column

    def _texts_or_numbers(self, name: str) -> pa.Array:
        kinds, is_there = self._allow(name, TEXT, ESCAPED, WHOLE)
        column = self._unescaped(self._slices(name, is_there), kinds == ESCAPED)
        is_empty = pc.fill_null(pc.equal(pc.binary_length(column), 0), False)
        self._sure &= ~is_empty.to_numpy(zero_copy_only=False)
        is_number = pa.array(kinds == WHOLE)
        self._contents[name] = lambda: pc.if_else(is_number, column, json_texts(column))
        return column

    def _type(self, name: str) -> pa.Array:
        column = self._texts(name)
        is_other = pc.fill_null(pc.not_equal(column, "interaction"), False)
        self._sure &= ~is_other.to_numpy(zero_copy_only=False)
        return column

    def _instants(self, name: str) -> pa.Array:
        _, is_there = self._allow(name, TEXT)
        written = self._slices(name, is_there)
        column, sure = fast_instants(written, Value(column=name))
        self._contents[name] = lambda: json_texts(written)
        return self._sure_ones(column, sure, is_there)

    def _sure_ones(self, column: pa.Array, sure: Sure, is_there: Sure) -> pa.Array:
        if is_there.all():
            self._sure &= sure
            return column
        self._sure &= sure | ~is_there
        return pc.if_else(pa.array(is_there), column, pa.scalar(None, column.type))

    def _numbers(self, name: str) -> pa.Array:
        kinds = {"score": (WHOLE, DECIMAL), "amount": (WHOLE, DECIMAL, TEXT), "sequence": (WHOLE,)}[name]
        found, is_there = self._allow(name, *kinds)
        written = self._slices(name, is_there)
        if name == "sequence":
            column, sure = fast_whole_numbers(written, "")
        else:
            column, sure = (fast_amounts if name == "amount" else fast_scores)(written, ".", "")
        is_text = pa.array(found == TEXT)
        self._contents[name] = lambda: pc.if_else(is_text, json_texts(written), written)
        return self._sure_ones(column, sure, is_there)

    def _yes_no(self, name: str) -> pa.Array:
        found, is_there = self._allow(name, TRUE, FALSE)
        written = self._slices(name, is_there)
        self._contents[name] = lambda: written
        return pc.if_else(pa.array(is_there), pa.array(found == TRUE), pa.scalar(None, pa.bool_()))

    def _schema(self, name: str) -> pa.Array:
        _, is_there = self._allow(name, WHOLE)
        written = self._slices(name, is_there)
        self._contents[name] = lambda: written
        is_other = pc.fill_null(pc.not_equal(written, "1"), False)
        self._sure &= ~is_other.to_numpy(zero_copy_only=False)
        return written

    def _one_of_few(self, name: str) -> pa.Array:
        """A field with few different texts: each of them is read once."""
        _, is_there = self._allow(name, TEXT)
        written = self._slices(name, is_there)
        self._contents[name] = lambda: json_texts(written)
        return self._read_once(name, written, lambda text: text)

    def _read_once(self, name: str, written: pa.Array, read: Callable[[str], Any]) -> pa.Array:
        coded = written.dictionary_encode()
        values = [read(one) for one in coded.dictionary.to_pylist()]
        try:
            column = column_of(name, values)
        except DOUBTS:
            good = [_is_good(name, one) for one in values]
            codes = pc.fill_null(coded.indices, len(good)).to_numpy(zero_copy_only=False)
            self._sure &= np.array([*good, True], np.bool_)[codes]
            kept = [one if is_good else None for one, is_good in zip(values, good, strict=True)]
            column = column_of(name, kept)
        return column.take(coded.indices)

    def _json(self, name: str) -> pa.Array:
        """Objects as ``orjson`` writes them with sorted names."""
        kinds, is_there = self._allow(name, FLAT, NESTED)
        field = FIELDS.index(name)
        starts, ends = self._starts[field], self._ends[field]
        is_flat = kinds == FLAT
        out = np.empty(int((ends - starts)[is_flat].sum()), np.uint8)
        offsets = np.empty(len(starts) + 1, np.int32)
        length = write_flat(self._data, starts, ends, kinds, out, offsets, self._sure)
        is_missing = None if is_there.all() else pa.py_buffer(np.packbits(is_there, bitorder="little"))
        buffers = [is_missing, pa.py_buffer(offsets), pa.py_buffer(out[:length])]
        column = pa.Array.from_buffers(pa.string(), len(starts), buffers)
        is_nested = kinds == NESTED
        if is_nested.any():
            places = np.flatnonzero(is_nested)
            written = self._slices(name, is_there).take(pa.array(places)).to_pylist()
            packed = [
                self._packed(place, one, value)
                for place, one, value in zip(
                    places.tolist(), written, self._parsed(written, places), strict=True
                )
            ]
            column = pc.replace_with_mask(column, pa.array(is_nested), pa.array(packed, pa.string()))
        self._contents[name] = lambda: column
        return column

    def _packed(self, place: int, written: str, value: Any) -> str | None:
        """An object with sorted names; not sure where a name may stand twice in it: then there are fewer
        names in what was read."""
        try:
            packed = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        except (TypeError, ValueError):
            packed = b""
        if packed.count(b'":') != written.count('":') or _ESCAPED_COLON.search(written):
            self._sure[place] = False
        return packed.decode()

    def _properties(self, name: str) -> pa.Array:
        column = self._json(name)
        is_empty = pc.equal(column, "{}")
        if not pc.any(is_empty).as_py():
            return column
        return pc.if_else(is_empty, pa.scalar(None, pa.string()), column)

    def _objects(self, name: str) -> pa.Array:
        return self._read_once(name, self._json(name), orjson.loads)

    _READ: dict[str, Callable[[NativeFields, str], pa.Array]] = {  # noqa: RUF012 -- one for all
        "customer": _ids,
        "account": _ids,
        "objects": _objects,
        "occurred_at": _instants,
        "received_at": _instants,
        "sequence": _numbers,
        "activity": _texts,
        "channel": _texts,
        "direction": _one_of_few,
        "actor": _texts_or_numbers,
        "solicited": _yes_no,
        "score": _numbers,
        "scale": _one_of_few,
        "text": _any_texts,
        "amount": _numbers,
        "currency": _one_of_few,
        "properties": _properties,
        "source": _texts,
        "key": _texts_or_numbers,
        "schema": _schema,
        "type": _type,
    }


def _is_good(name: str, value: Any) -> bool:
    try:
        column_of(name, [value])
    except DOUBTS:
        return False
    return True
