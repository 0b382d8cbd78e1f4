"""Taking facts back, those of an import or single ones: they leave the log, and may come in again."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.ids import Mask
from desirepath.log.keys import Keys, hash_key_columns
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.store import Log
from desirepath.log.subject import remove_caches

_IsMeant = Callable[[FactKind, pa.Table], pa.ChunkedArray]


def take_back(log: Log, first_arrival: int, next_arrival: int) -> int:
    """Remove the facts that arrived from ``first_arrival`` on, up to ``next_arrival``; how many there were.

    Unlike after an erasure their keys are forgotten with them: importing the same file again, read in
    another way, brings its facts in. What a later import found to be there already goes too, until it comes
    in again. Seen from outside it happens in one move: killed before it, everything is as it was.

    Raises DP-LOG-003 without the writer's lock, -005 and -006.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> day = datetime(2026, 1, 1, tzinfo=UTC)
    >>> fact = Interaction({"customer": "u1"}, day, "sign up", source="a", key="1")
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append([fact])
    ...     take_back(log, 0, 1), log.interactions().num_rows, log.append([fact]).added
    (1, 0, 1)
    """
    among = first_arrival, next_arrival
    return _remove(log, lambda _, table: _arrived(table, *among), among)


def take_back_keys(log: Log, source: str, keys: Collection[str]) -> int:
    """Remove the interactions of a source that have these keys; how many there were. As :func:`take_back`.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> day = datetime(2026, 1, 1, tzinfo=UTC)
    >>> facts = [Interaction({"customer": "u1"}, day, "sign up", source="a", key=key) for key in "12"]
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append(facts)
    ...     take_back_keys(log, "a", ["1"]), take_back_keys(log, "b", ["2"]), log.interactions().num_rows
    (1, 0, 1)
    """
    wanted = pa.array(sorted(set(keys)), pa.string())

    def is_named(kind: FactKind, table: pa.Table) -> pa.ChunkedArray:
        if kind != "interactions":
            return pa.chunked_array([pa.array(np.zeros(table.num_rows, np.bool_))])
        has_key = pc.is_in(table.column("key").cast(pa.string()), value_set=wanted)
        return pc.and_(has_key, pc.equal(table.column("source").cast(pa.string()), source))

    return _remove(log, is_named, None)


def _arrived(table: pa.Table, first: int, until: int) -> pa.ChunkedArray:
    arrival = table.column("arrival")
    return pc.and_(pc.greater_equal(arrival, first), pc.less(arrival, until))


def _remove(log: Log, is_meant: _IsMeant, among: tuple[int, int] | None) -> int:
    log.must_write()
    remover = _Remover(log, is_meant)
    log.rewrite(remover.change, among=among, forget=remover.forgotten)
    if remover.count:
        remove_caches(log.path)
    return remover.count


class _Remover:
    """Takes facts out of one segment after another, and gathers the hashes of their keys."""

    def __init__(self, log: Log, is_meant: _IsMeant) -> None:
        self._secret = log.rules.secret
        self._is_meant = is_meant
        self._hashes: list[Keys] = []
        self.count = 0

    def change(self, kind: FactKind, table: pa.Table) -> pa.Table:
        """What stays of a segment; the table itself where nothing of it goes."""
        mine: Mask = np.asarray(self._is_meant(kind, table).to_numpy(zero_copy_only=False), dtype=bool)
        if not mine.any():
            return table
        gone = table.filter(pa.array(mine)).cast(SCHEMAS[kind])
        self.count += gone.num_rows
        self._hashes.append(hash_key_columns(self._secret, kind, gone.column("source"), gone.column("key")))
        return table.filter(pa.array(~mine))

    def forgotten(self) -> Keys:
        """The hashes of all keys that went."""
        none = np.empty(0, np.uint64)
        high = np.concatenate([none, *(one.high for one in self._hashes)])
        low = np.concatenate([none, *(one.low for one in self._hashes)])
        return Keys(high, low).sorted()
