"""What a log holds, in numbers: the first thing to look at after an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class LogInfo:
    """Counts of a log: facts by kind, interactions by activity and by source (most frequent first), objects
    by type.

    ``first`` and ``last`` are when the earliest and the latest interaction occurred; None where there is
    none. An object under two ids that are known to be one counts once.
    """

    facts: Mapping[str, int]
    activities: Mapping[str, int]
    sources: Mapping[str, int]
    objects: Mapping[str, int]
    first: datetime | None
    last: datetime | None
    generation: str

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        return {
            "facts": dict(self.facts),
            "activities": dict(self.activities),
            "sources": dict(self.sources),
            "objects": dict(self.objects),
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "generation": self.generation,
        }


COLUMNS = ("customer", "account", "objects", "occurred_at", "activity", "source")


def count_log(facts: Mapping[str, int], interactions: pa.Table, generation: str) -> LogInfo:
    """The numbers of a log from its counts by kind and the ``COLUMNS`` of its interactions."""
    times = pc.min_max(interactions.column("occurred_at")).as_py()
    objects = {kind: _distinct(interactions.column(kind)) for kind in ("customer", "account")}
    objects.update(_others(interactions.column("objects")))
    return LogInfo(
        facts=facts,
        activities=_counts(interactions.column("activity")),
        sources=_counts(interactions.column("source")),
        objects={kind: count for kind, count in objects.items() if count},
        first=times["min"],
        last=times["max"],
        generation=generation,
    )


def _counts(column: pa.ChunkedArray) -> dict[str, int]:
    counted = [(entry["values"], entry["counts"]) for entry in pc.value_counts(column).to_pylist()]
    return dict(sorted(counted, key=lambda entry: (-entry[1], entry[0])))


def _distinct(column: pa.ChunkedArray) -> int:
    return int(pc.count_distinct(column, mode="only_valid").as_py())


def _others(column: pa.ChunkedArray) -> dict[str, int]:
    """How many different objects of each other type."""
    if column.null_count == len(column):
        return {}
    keys = pa.chunked_array([chunk.keys for chunk in column.chunks])
    names = pa.chunked_array([chunk.items for chunk in column.chunks])
    return {
        kind: _distinct(names.filter(pc.equal(keys, kind))) for kind in sorted(pc.unique(keys).to_pylist())
    }
