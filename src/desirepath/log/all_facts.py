"""All facts of a log, one after the other, for whoever takes them somewhere else; a part of them in memory at
a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.base.problem import DesirepathError
from desirepath.log.facts import facts_of, row_of
from desirepath.log.order import in_total_order
from desirepath.log.row_checks import Row
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.store import Log

_AT_ONCE = 10_000
_ROWS_OF_A_PART = 500_000
_KINDS: tuple[FactKind, ...] = ("interactions", "traits", "identities", "contexts")


class StoredFacts:
    """Every fact as it was stored, as a row: interactions first, each kind in the order of arrival.

    Facts that arrive after this was made are left out.
    """

    def __init__(self, log: Log) -> None:
        self._log = log
        self._last = max((segment.last_arrival for segment in log.segments), default=-1)

    def __iter__(self) -> Iterator[Row]:
        for kind in _KINDS:
            for table in self._tables(kind):
                yield from _rows(kind, table)

    def _tables(self, kind: FactKind) -> Iterator[pa.Table]:
        given = -1
        while True:
            segment = None
            try:
                for segment in self._log.segments:
                    if segment.kind != kind or segment.last_arrival <= given:
                        continue
                    arrival = (table := segment.read().cast(SCHEMAS[kind])).column("arrival")
                    is_next = pc.and_(pc.greater(arrival, given), pc.less_equal(arrival, self._last))
                    given = segment.last_arrival
                    yield table.filter(is_next)
                return
            except DesirepathError:
                if segment is None or segment.path.exists():
                    raise
                self._log.refresh()  # it has become part of a larger one meanwhile


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened to one subject, in total order, and what was known of it."""

    subject: str
    interactions: Sequence[Row]
    traits: Sequence[Row]


class Traces:
    """The traces of all subjects of a type, ids that are known to be one being one: ``count`` of their
    interactions, the instant of the ``first``. Subjects are gone through a part at a time, so that memory
    does not grow with the log."""

    def __init__(self, log: Log, object_type: str) -> None:
        self._log, self._type = log, object_type
        self.count = 0
        self.first: datetime | None = None
        for table in log.interactions_in_parts(["occurred_at", "customer", "account", "objects"]):
            mine = table.filter(pc.is_valid(self._ids(table)))
            if mine.num_rows:
                earliest = pc.min(mine.column("occurred_at")).as_py()
                self.first = min(self.first or earliest, earliest)
                self.count += mine.num_rows

    def __iter__(self) -> Iterator[Trace]:
        parts = -(-self.count // _ROWS_OF_A_PART)
        traits = self._log.traits()
        traits = traits.filter(pc.equal(traits.column("object_type"), self._type))
        for part in range(parts):
            known: dict[str, list[Row]] = {}
            for row in _rows("traits", _of_part(traits, traits.column("object_id"), part, parts)):
                known.setdefault(row["object_id"], []).append(row)
            columns = SCHEMAS["interactions"].names
            found = [
                _of_part(table, self._ids(table), part, parts)
                for table in self._log.interactions_in_parts(columns)
            ]
            together = in_total_order(pa.concat_tables(found))
            codes, _ = _coded(self._ids(together))  # in the order in which they appear
            together = together.take(pa.array(np.argsort(codes, kind="stable")))
            for subject, rows in groupby(
                _rows("interactions", together), lambda row: row["objects"][self._type]
            ):
                yield Trace(subject, list(rows), known.get(subject, ()))

    def _ids(self, table: pa.Table) -> pa.ChunkedArray:
        if self._type in ("customer", "account"):
            return table.column(self._type)
        return pc.map_lookup(table.column("objects"), pa.scalar(self._type), "first")


def _of_part(table: pa.Table, ids: pa.ChunkedArray, part: int, parts: int) -> pa.Table:
    """The rows whose subject belongs to a part."""
    codes, words = _coded(ids)
    mine = np.array([word is not None and crc32(word.encode()) % parts == part for word in words], dtype=bool)
    return table.filter(pa.array(mine[codes] if len(words) else np.zeros(0, bool)))


def _coded(ids: pa.ChunkedArray) -> tuple[NDArray[np.int64], list[str | None]]:
    """A number for each id, in the order in which they appear, and the ids by number."""
    encoded = ids.combine_chunks().dictionary_encode(null_encoding="encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    return encoded.indices.to_numpy().astype(np.int64), encoded.dictionary.to_pylist()


def _rows(kind: FactKind, table: pa.Table) -> Iterator[Row]:
    for start in range(0, table.num_rows, _AT_ONCE):
        yield from map(row_of, facts_of(kind, table.slice(start, _AT_ONCE)))
