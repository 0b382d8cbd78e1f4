"""Which facts name an object, in which of their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.log.schema import OBJECTS, FactKind

Mask = NDArray[np.bool_]
_COLUMNS = ("customer", "account")


def none_of(table: pa.Table) -> Mask:
    """No row."""
    return np.zeros(table.num_rows, dtype=bool)


def is_one_of(column: pa.ChunkedArray, ids: Iterable[str]) -> Mask:
    """Which rows of a column of texts hold one of ``ids``; missing is none."""
    among = pc.is_in(column, value_set=pa.array(sorted(ids), pa.string()))
    return np.asarray(among.to_numpy(zero_copy_only=False), dtype=bool)


def ids_of_type(kind: FactKind, table: pa.Table, object_type: str) -> list[str]:
    """The different ids of objects of a type that the facts name."""
    found: set[str] = set()
    _each_id(kind, table, object_type, lambda _, column: found.update(pc.unique(column).to_pylist()))
    return sorted(found - {None})


def names_one_of(kind: FactKind, table: pa.Table, object_type: str, ids: Iterable[str]) -> Mask:
    """Which facts name one of these objects."""
    wanted = list(ids)
    found = none_of(table)

    def look(rows: Mask, column: pa.ChunkedArray) -> None:
        found[rows] |= is_one_of(column, wanted)

    _each_id(kind, table, object_type, look)
    return found


def _each_id(
    kind: FactKind, table: pa.Table, object_type: str, look: Callable[[Mask, pa.ChunkedArray], object]
) -> None:
    """Call ``look(rows, ids)`` for every column that names objects of the type: the rows, and their ids."""
    everywhere = np.ones(table.num_rows, dtype=bool)
    if kind == "interactions":
        if object_type in _COLUMNS:
            look(everywhere, table.column(object_type))
        else:
            look(everywhere, pc.map_lookup(table.column("objects"), pa.scalar(object_type), "first"))
    elif kind in ("traits", "identities"):
        mine = is_one_of(table.column("object_type"), [object_type])
        for name in ("object_id", "alias"):
            if name in table.column_names:
                look(mine, table.column(name).filter(pa.array(mine)))
        if kind == "identities":
            theirs = is_one_of(table.column("belongs_to_type"), [object_type])
            look(theirs, table.column("belongs_to_id").filter(pa.array(theirs)))


def change_ids(kind: FactKind, table: pa.Table, object_type: str, change: Callable[[str], str]) -> pa.Table:
    """The facts with every id of the type changed; the same table where there is none to change."""
    mapping = {old: new for old in ids_of_type(kind, table, object_type) if (new := change(old)) != old}
    if not mapping:
        return table
    if kind == "interactions":
        if object_type in _COLUMNS:
            return _set(table, object_type, _replaced(table.column(object_type), mapping))
        rows = [
            row and [(of, mapping.get(name, name) if of == object_type else name) for of, name in row]
            for row in table.column("objects").to_pylist()
        ]
        return _set(table, "objects", pa.array(rows, OBJECTS))
    pairs = {"object_id": "object_type", "alias": "object_type", "belongs_to_id": "belongs_to_type"}
    for name, type_column in pairs.items():
        if name in table.column_names:
            column = table.column(name)
            mine = pc.fill_null(pc.equal(table.column(type_column), object_type), False)
            table = _set(table, name, pc.if_else(mine, _replaced(column, mapping), column))
    return table


def _replaced(column: pa.ChunkedArray, mapping: dict[str, str]) -> pa.Array:
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    words = [mapping.get(word, word) for word in encoded.dictionary.to_pylist()]
    return pa.array(words, pa.string()).take(encoded.indices)


def _set(table: pa.Table, name: str, column: pa.Array | pa.ChunkedArray) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, table.schema.field(place), column)
