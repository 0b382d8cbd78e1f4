"""The total order of facts. Ties are settled here, and nowhere else.

First ``occurred_at``; at one instant the ``sequence`` that the source gave, and those without a sequence
after those with one; then ``arrival``, which the store gives once and never twice. So any two facts of a
log have an order, the same on every read.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_LAST = np.iinfo(np.int64).max


def in_total_order(table: pa.Table) -> pa.Table:
    """The rows in total order. Needed: ``occurred_at``, ``arrival`` and, of interactions, ``sequence``."""
    if table.num_rows < 2:
        return table
    occurred = table.column("occurred_at").cast(pa.int64()).to_numpy()
    arrival = table.column("arrival").to_numpy()
    if "sequence" not in table.column_names or table.column("sequence").null_count == table.num_rows:
        keys: tuple[np.ndarray, ...] = (arrival, occurred)
    else:
        sequence = pc.fill_null(table.column("sequence"), pa.scalar(_LAST, pa.int64())).to_numpy()
        keys = (arrival, sequence, occurred)
    if _is_sorted(keys):
        return table
    return table.take(pa.array(np.lexsort(keys)))


def _is_sorted(keys: tuple[np.ndarray, ...]) -> bool:
    """Whether rows already lie in the order of ``keys`` (the last key weighs most)."""
    ahead = np.zeros(len(keys[0]) - 1, dtype=bool)
    for key in keys:
        before, after = key[:-1], key[1:]
        ahead = (before < after) | ((before == after) & ahead)
    return bool(ahead.all())
