"""Many records at once: the sure ones as whole columns, the doubtful ones row by row, both in their order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.row_checks import Row
from desirepath.log.rows import FactTable, content_key, read_rows, table_of_columns
from desirepath.sources.cells_in_columns import Cells, spelled
from desirepath.sources.column_mapper import ColumnMapper, Mapped
from desirepath.sources.fast_cells import Sure
from desirepath.sources.json_columns import content_keys
from desirepath.sources.mapped_rows import Record, RowMapper
from desirepath.sources.record_batch import RecordRead, batch_of, read_record
from desirepath.sources.repeats import Repeats
from desirepath.sources.shape import Batch, Found, Refused, one_for_each_row
from desirepath.sources.splitting import Places


class ColumnsBatch:
    """Records of a table as ``cells``. ``fits`` says which of them have a cell for every column;
    ``record(i)`` is the i-th one by itself, or its refusal, and ``line(i)`` where it stands."""

    def __init__(
        self,
        cells: Cells,
        *,
        fits: Sure,
        record: Callable[[int], Record | Refused],
        line: Callable[[int], int],
        columns: ColumnMapper,
        rows: RowMapper,
        repeats: Repeats,
    ) -> None:
        self._cells = cells
        self._fits = fits
        self._record = record
        self._line = line
        self._columns = columns
        self._rows = rows
        self._repeats = repeats

    @property
    def read(self) -> int:
        """How many records there are."""
        return self._cells.rows

    def first(self, most: int) -> Batch:
        """The first records, each by itself."""
        records = ((self._line(at), self._record(at)) for at in range(min(most, self.read)))
        return batch_of(records, self._rows, Repeats())

    def facts(self, source: str, override: str | None) -> Found:
        """The facts of all records in their order, and the records that are none."""
        facts = self._columns.map(spelled(self._cells, self._columns.spellings))
        sure = self._fits.copy()
        for fact in facts:
            sure &= fact.sure
        one_by_one = _OneByOne(np.flatnonzero(~sure), self._record, self._line, self._rows, len(facts))
        parts = [_Part(fact, sure, turn, len(facts)) for turn, fact in enumerate(facts)]
        _give_keys(parts, one_by_one, self._repeats)
        tables = [part.table(source, override) for part in parts if len(part.places)]
        orders = [part.places for part in parts if len(part.places)]
        slow, places, refused = one_by_one.finished(source, override)
        if slow is not None:
            tables.append(slow)
            orders.append(places)
        return Found([in_order(tables, orders)] if tables else [], refused)


class _Part:
    """The sure facts of one ``[[fact]]``. ``places`` orders facts of all of them as their records are
    ordered."""

    def __init__(self, fact: Mapped, sure: Sure, turn: int, turns: int) -> None:
        wanted = sure & fact.applies
        rows = np.flatnonzero(wanted)
        self.places = rows * turns + turn
        is_all = len(rows) == len(wanted)
        which = pa.array(rows)
        self._columns = fact.columns if is_all else {n: c.take(which) for n, c in fact.columns.items()}
        self.keys = fact.keys if is_all else fact.keys.take(which)
        if self.keys.null_count:
            lacking = np.flatnonzero(pc.is_null(self.keys).to_numpy(zero_copy_only=False))
            contents = fact.contents().take(pa.array(rows[lacking]))
            self.lacking, self.contents = lacking, content_keys(contents)
        else:
            self.lacking, self.contents = np.empty(0, np.int64), pa.nulls(0, pa.string())

    def table(self, source: str, override: str | None) -> FactTable:
        """The facts as a table."""
        rows = len(self.places)
        own = self._columns.get("source")
        if override is not None or own is None:
            own = pa.repeat(pa.scalar(override or source), rows)
        columns = {
            **self._columns,
            "source": pc.fill_null(own, source),
            "key": self.keys,
            "schema": pa.repeat(pa.scalar(1, pa.int16()), rows),
        }
        return table_of_columns("interactions", columns, rows)


class _OneByOne:
    """The doubtful records, each mapped and checked by itself."""

    def __init__(
        self,
        doubtful: Places,
        record: Callable[[int], Record | Refused],
        line: Callable[[int], int],
        mapper: RowMapper,
        turns: int,
    ) -> None:
        self.rows: list[Row] = []
        self.places: list[int] = []
        self._records: list[Record] = []
        self._line = line
        self._turns = turns
        self._refused: list[Refused] = []
        self._unusable: list[tuple[int, Record, RecordRead]] = []
        for place in doubtful.tolist():
            found = record(place)
            if isinstance(found, Refused):
                self._refused.append(found)
                continue
            read = read_record(mapper, found)
            if read.problems:
                self._unusable.append((place, found, read))
            for turn, fact in enumerate(read.facts):
                self.rows.append(fact)
                self.places.append(place * turns + turn)
                self._records.append(found)

    def finished(
        self, source: str, override: str | None
    ) -> tuple[FactTable | None, Places, Sequence[Refused]]:
        """Their facts, the place of each, and all refusals. Every fact has its key by now."""
        unusable = {id(record) for _, record, _ in self._unusable}
        used = [at for at, record in enumerate(self._records) if id(record) not in unusable]
        found = read_rows([self.rows[at] for at in used], source=source, override=override)
        out = {at for at, _ in found.refused}
        places = np.array([self.places[at] for n, at in enumerate(used) if n not in out], np.int64)
        refused = [*self._refused]
        refused += [read.refused(self._line(place), record) for place, record, read in self._unusable]
        refused += [
            Refused(self._line(self.places[used[n]] // self._turns), problem, self._records[used[n]])
            for n, problem in found.refused
        ]
        tables = [one.table for one in found.tables]
        table = FactTable("interactions", pa.concat_tables(tables)) if tables else None
        return table, places, one_for_each_row(refused)


def _give_keys(parts: Sequence[_Part], one_by_one: _OneByOne, repeats: Repeats) -> None:
    """A key by content for each fact without one of its own, counted in the order of the records."""
    alone = [at for at, row in enumerate(one_by_one.rows) if "key" not in row]
    if not alone and not any(len(part.lacking) for part in parts):
        return
    slow = np.array([one_by_one.places[at] for at in alone], np.int64)
    places = np.concatenate([*(part.places[part.lacking] for part in parts), slow])
    contents = [content for part in parts for content in part.contents.to_pylist()]
    contents += [content_key(one_by_one.rows[at]) for at in alone]
    keys = np.empty(len(contents), object)
    for at in np.argsort(places, kind="stable").tolist():
        keys[at] = repeats.key_of(contents[at])
    done = 0
    for part in parts:
        given = keys[done : done + len(part.lacking)]
        done += len(part.lacking)
        if len(given) == len(part.keys):
            part.keys = pa.array(given, pa.string())
        elif len(given):
            mask = np.zeros(len(part.keys), np.bool_)
            mask[part.lacking] = True
            part.keys = pc.replace_with_mask(part.keys, pa.array(mask), pa.array(given, pa.string()))
    for at, key in zip(alone, keys[done:].tolist(), strict=True):
        one_by_one.rows[at]["key"] = key


def in_order(tables: Sequence[FactTable], orders: Sequence[Places]) -> FactTable:
    """Tables of interactions as one, in the order of the places that their rows have."""
    if len(tables) == 1:
        return tables[0]
    whole = pa.concat_tables([one.table for one in tables])
    return FactTable("interactions", whole.take(pa.array(np.argsort(np.concatenate(orders), kind="stable"))))
