"""Reserved activities that lack what measures need: kept, and said once per activity and field."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.activities import RESERVED
from desirepath.log.rows import FactTable


def lacking(facts: FactTable) -> Iterator[tuple[str, str, int]]:
    """(activity, what it lacks, in how many rows) for the reserved activities of a table of
    interactions."""
    if facts.kind != "interactions":
        return
    activities = facts.table.column("activity")
    for name in pc.unique(activities).to_pylist():
        if name not in RESERVED or not RESERVED[name].needs:
            continue
        mine = facts.table.filter(pc.equal(activities, name))
        for need in RESERVED[name].needs:
            count = mine.num_rows - pc.sum(_has(mine, need)).as_py()
            if count:
                yield name, need, count


def _has(table: pa.Table, need: str) -> pa.ChunkedArray:
    field, _, name = need.partition(".")
    if field == "objects":
        found = pc.map_lookup(table.column("objects").combine_chunks(), pa.scalar(name), "first")
        return pc.is_valid(found)
    if field == "properties":
        return pc.fill_null(pc.match_substring(table.column("properties"), f'"{name}":'), False)
    return pc.is_valid(table.column(field))
