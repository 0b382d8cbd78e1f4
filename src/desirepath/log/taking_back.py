"""Taking an import back: the facts that it brought leave the log, and may come in again."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.ids import Mask
from desirepath.log.keys import Keys, hash_key_columns
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.store import Log
from desirepath.log.subject import remove_caches


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
    log.must_write()
    remover = _Remover(log, first_arrival, next_arrival)
    log.rewrite(remover.change, among=(first_arrival, next_arrival), forget=remover.forgotten)
    if remover.count:
        remove_caches(log.path)
    return remover.count


class _Remover:
    """Takes facts out of one segment after another, and gathers the hashes of their keys."""

    def __init__(self, log: Log, first: int, until: int) -> None:
        self._secret = log.rules.secret
        self._first, self._until = first, until
        self._hashes: list[Keys] = []
        self.count = 0

    def change(self, kind: FactKind, table: pa.Table) -> pa.Table:
        """What stays of a segment; the table itself where nothing of it goes."""
        arrival = table.column("arrival")
        among = pc.and_(pc.greater_equal(arrival, self._first), pc.less(arrival, self._until))
        mine: Mask = np.asarray(among.to_numpy(zero_copy_only=False), dtype=bool)
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
