"""All facts of a log, one after the other, for whoever takes them somewhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from desirepath.log.facts import facts_of, row_of
from desirepath.log.row_checks import Row
from desirepath.log.schema import FactKind
from desirepath.log.store import Log

_AT_ONCE = 10_000


def stored_facts(log: Log) -> Iterator[Row]:
    """Every fact as it was stored, as a row; interactions first, each kind in its total order."""
    yield from _rows("interactions", log.interactions(resolved=False))
    yield from _rows("traits", log.traits(resolved=False))
    yield from _rows("identities", log.identities())
    yield from _rows("contexts", log.contexts())


def resolved_facts(log: Log) -> Iterator[Row]:
    """Interactions and traits as rows, in which ids that are known to be one are one."""
    yield from _rows("interactions", log.interactions())
    yield from _rows("traits", log.traits())


def _rows(kind: FactKind, table: pa.Table) -> Iterator[Row]:
    for start in range(0, table.num_rows, _AT_ONCE):
        yield from map(row_of, facts_of(kind, table.slice(start, _AT_ONCE)))
