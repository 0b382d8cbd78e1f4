"""The cells of many records, column by column, whatever file they are from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.keys import text_buffers
from desirepath.sources.splitting import Bytes, Offsets, copy_cells, measure_cells

# What ``str.strip`` takes away.
_SPACE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


class Cells(Protocol):
    """Records as columns of texts. A column that is not there holds only empty cells."""

    @property
    def rows(self) -> int:
        """How many records there are."""

    def written(self, column: str) -> pa.Array:
        """The cells of a column as they stand; an empty one is an empty text."""

    def stripped(self, column: str) -> pa.Array:
        """The cells of a column without the white space around them; an empty one is null."""

    def instants(self, column: str) -> pa.Array | None:
        """The instants of a column that holds instants, and no texts; else None."""


class TextCells:
    """The cells of a delimited text, copied out of it when they are asked for."""

    def __init__(self, data: Bytes, header: tuple[str, ...], starts: Offsets, ends: Offsets) -> None:
        self._data = data
        self._place = {name: place for place, name in enumerate(header)}
        self._starts, self._ends = starts, ends
        self._stripped: dict[str, pa.Array] = {}

    @property
    def rows(self) -> int:
        """How many records there are."""
        return len(self._starts)

    def written(self, column: str) -> pa.Array:
        """The cells of a column as they stand; an empty one is an empty text."""
        return self._texts(column, is_stripped=False)

    def stripped(self, column: str) -> pa.Array:
        """The cells of a column without the white space around them; an empty one is null."""
        if column not in self._stripped:
            self._stripped[column] = _empty_is_null(self._texts(column, is_stripped=True))
        return self._stripped[column]

    def instants(self, column: str) -> pa.Array | None:
        """A text holds only texts."""
        return None

    def _texts(self, column: str, *, is_stripped: bool) -> pa.Array:
        place = self._place.get(column)
        if place is None:
            return pa.repeat(pa.scalar(""), self.rows)
        first, last = np.empty(self.rows, np.int64), np.empty(self.rows, np.int64)
        offsets = np.empty(self.rows + 1, np.int64)
        starts, ends = self._starts[:, place], self._ends[:, place]
        measure_cells(self._data, starts, ends, is_stripped, first, last, offsets)
        out = np.empty(int(offsets[-1]), np.uint8)
        copy_cells(self._data, first, last, out)
        buffers = [None, pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(out)]
        return pa.Array.from_buffers(pa.string(), self.rows, buffers)


class ArrowCells:
    """The cells of columns that are texts already; what is null there is an empty cell. Columns of
    ``instants`` (with a zone) are only spelled out where somebody asks."""

    def __init__(
        self,
        columns: Mapping[str, pa.Array],
        rows: int,
        *,
        instants: Mapping[str, pa.Array] | None = None,
        spell: Callable[[pa.Array], pa.Array] = lambda column: column,
    ) -> None:
        self._columns = dict(columns)
        self._rows = rows
        self._instants = instants or {}
        self._spell = spell
        self._stripped: dict[str, pa.Array] = {}

    @property
    def rows(self) -> int:
        """How many records there are."""
        return self._rows

    def instants(self, column: str) -> pa.Array | None:
        """The instants of a column that holds instants, and no texts; else None."""
        return self._instants.get(column)

    def written(self, column: str) -> pa.Array:
        """The cells of a column as they stand; an empty one is an empty text."""
        if column in self._instants and column not in self._columns:
            self._columns[column] = self._spell(self._instants[column])
        found = self._columns.get(column)
        return pa.repeat(pa.scalar(""), self._rows) if found is None else pc.fill_null(found, "")

    def stripped(self, column: str) -> pa.Array:
        """The cells of a column without the white space around them; an empty one is null."""
        if column not in self._stripped:
            texts = self.written(column)
            if _may_have_space(texts):
                texts = pc.utf8_trim(texts, _SPACE)
            self._stripped[column] = _empty_is_null(texts)
        return self._stripped[column]


class SpelledCells:
    """Cells in which the words of some columns are spelled as they are meant."""

    def __init__(self, cells: Cells, spellings: Mapping[str, Mapping[str, str]]) -> None:
        self._cells = cells
        self._spellings = spellings

    @property
    def rows(self) -> int:
        """How many records there are."""
        return self._cells.rows

    def instants(self, column: str) -> pa.Array | None:
        """The instants of a column that holds instants, and no texts; else None."""
        return None if column in self._spellings else self._cells.instants(column)

    def written(self, column: str) -> pa.Array:
        """The cells of a column as they are meant; an empty one is an empty text."""
        return self._meant(column, self._cells.written(column))

    def stripped(self, column: str) -> pa.Array:
        """The cells of a column as they are meant, without the white space around them; an empty one is
        null."""
        return self._meant(column, self._cells.stripped(column))

    def _meant(self, column: str, cells: pa.Array) -> pa.Array:
        words = self._spellings.get(column)
        if not words:
            return cells
        encoded = cells.dictionary_encode()
        meant = [words.get(word.strip(), word) for word in encoded.dictionary.to_pylist()]
        return pa.array(meant, pa.string()).take(encoded.indices)


def spelled(cells: Cells, spellings: Mapping[str, Mapping[str, str]]) -> Cells:
    """The cells as they are meant."""
    return SpelledCells(cells, spellings) if spellings else cells


def _may_have_space(texts: pa.Array) -> bool:
    """Whether there may be white space around some text: not where all begin and end with plain letters."""
    data, offsets = text_buffers(texts)
    first, last = offsets[:-1], offsets[1:] - 1
    is_filled = first <= last
    ends = data[np.concatenate([first[is_filled], last[is_filled]])]
    return bool(((ends <= _LAST_SPACE) | (ends >= _NOT_PLAIN)).any())


_LAST_SPACE, _NOT_PLAIN = 0x20, 0x80


def _empty_is_null(texts: pa.Array) -> pa.Array:
    _, offsets, _ = texts.buffers()
    if offsets is None:
        return texts
    lengths = np.diff(np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1])
    if lengths.all():
        return texts
    return pc.if_else(pa.array(lengths > 0), texts, pa.scalar(None, pa.string()))
