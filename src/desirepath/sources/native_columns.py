"""Native lines many at a time: the plain ones as whole columns, all others line by line, in their order.

What is made of a plain line here is what ``log.rows`` makes of it: what is not sure is read there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa

from desirepath.log.rows import FactTable, read_rows
from desirepath.sources.columns_batch import in_order
from desirepath.sources.json_splitting import BLANK, SURE, Kinds, split_lines
from desirepath.sources.native_fields import FIELDS, NativeFields
from desirepath.sources.shape import Batch, Found, Refused
from desirepath.sources.splitting import Offsets, Places

_NAMES = np.frombuffer("".join(FIELDS).encode(), np.uint8)
_EDGES = np.cumsum([0, *map(len, FIELDS)], dtype=np.int64)
_MOST_LINES = 1 << 16

ParseLines = Callable[[Sequence[bytes], Sequence[int]], Batch]


class Splitter:
    """Takes blocks of lines apart. It remembers in which order their fields come."""

    def __init__(self, parse: ParseLines) -> None:
        self._parse = parse
        self._guesses = np.zeros(len(FIELDS) + 1, np.int64)

    def split(self, block: bytes, first: int) -> list[LinesInColumns]:
        """The lines of a block of UTF-8, whose first line has this number."""
        data = np.frombuffer(block, np.uint8)
        pieces: list[LinesInColumns] = []
        at = 0
        while at <= len(data):
            room = min(_MOST_LINES, block.count(b"\n", at) + 1)
            starts, ends = (np.zeros((len(FIELDS), room), np.int32) for _ in range(2))
            kinds, states = np.zeros((len(FIELDS), room), np.uint8), np.zeros(room, np.uint8)
            begins = np.zeros(room + 1, np.int64)
            given = (data, at, _NAMES, _EDGES, self._guesses, starts, ends, kinds, begins, states)
            taken, at = split_lines(*given)
            pieces.append(LinesInColumns(block, first, starts, ends, kinds, begins, states, self._parse))
            first += taken
        return pieces


class LinesInColumns:
    """Some lines, taken apart. ``read`` counts those that are not blank."""

    def __init__(
        self,
        block: bytes,
        first: int,
        starts: Offsets,
        ends: Offsets,
        kinds: Kinds,
        begins: Places,
        states: Kinds,
        parse: ParseLines,
    ) -> None:
        self._block, self._first, self._parse = block, first, parse
        self._begins, self._states = begins, states
        self._fields = (starts, ends, kinds)

    @property
    def read(self) -> int:
        """How many lines hold something."""
        return int((self._states != BLANK).sum())

    def first(self, most: int) -> Batch:
        """The first lines that hold something, each by itself."""
        filled = np.flatnonzero(self._states != BLANK)[:most]
        return self._parse(self._lines(filled), (filled + self._first).tolist())

    def _lines(self, which: Places) -> list[bytes]:
        return [self._block[self._begins[line] : self._begins[line + 1] - 1] for line in which.tolist()]

    def facts(self, source: str, override: str | None) -> Found:
        """The facts of all lines in their order, and the lines that are none."""
        sure = self._states == SURE
        tables: list[FactTable] = []
        orders: list[Places] = []
        if sure.any():
            columns = NativeFields(np.frombuffer(self._block, np.uint8), *self._fields, sure)
            table = columns.table(source, override)
            if table is not None:
                tables.append(table)
                orders.append(np.flatnonzero(sure))
        doubtful = np.flatnonzero(~sure & (self._states != BLANK))
        if not len(doubtful):
            return Found(tables, ())
        parsed = self._parse(self._lines(doubtful), (doubtful + self._first).tolist())
        mine = [at for at, row in enumerate(parsed.rows) if row.get("type", "interaction") == "interaction"]
        found = read_rows([parsed.rows[at] for at in mine], source=source, override=override)
        refused = [
            *parsed.refused,
            *(Refused(parsed.lines[mine[at]], why, parsed.rows[mine[at]]) for at, why in found.refused),
        ]
        out = {at for at, _ in found.refused}
        places = [parsed.lines[at] - self._first for place, at in enumerate(mine) if place not in out]
        if places:
            tables.append(FactTable("interactions", pa.concat_tables([one.table for one in found.tables])))
            orders.append(np.array(places, np.int64))
        rest = sorted({*range(len(parsed.rows))} - {*mine})
        rows, numbers = [parsed.rows[at] for at in rest], [parsed.lines[at] for at in rest]
        others = Batch(rows, numbers, rows.__getitem__, len(rows)).facts(source, override)
        joined = [in_order(tables, orders)] if tables else []
        return Found([*joined, *others.tables], [*refused, *others.refused])
