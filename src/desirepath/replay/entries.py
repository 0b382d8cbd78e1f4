"""What people wrote by hand, found by the index: each entry, and since when it is taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.by_hand import SOURCE, WITHDRAWN
from desirepath.replay.index import Index, InParts

_READ = ("arrival", "key", "occurred_at", "activity", "actor", "text", "properties")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody wrote by hand. ``by`` is what they were called then, ``person`` the number of
    their account (None: written without one). ``withdrawn_at`` is when it was taken back (None: it was
    not)."""

    subject: str
    arrival: int
    key: str
    at: datetime
    activity: str
    by: str
    person: int | None
    text: str | None
    properties: Mapping[str, Any]
    withdrawn_at: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it was written by an instant, and not taken back by then."""
        return self.at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)


def entries_of(index: Index, activities: Collection[str], *, subject: str | None = None) -> tuple[Entry, ...]:
    """The entries with these activities, in the order in which they were written; of one subject only.

    Only interactions of the source ``by hand`` are entries, and only such a one takes an entry back.
    """
    subjects = _subjects_by_arrival(index, {*activities, WITHDRAWN}, subject)
    rows = _rows_at(index, sorted(subjects))
    rows.sort(key=lambda row: (row["occurred_at"], row["arrival"]))
    withdrawn = {
        row["properties"].get("key"): row["occurred_at"] for row in rows if row["activity"] == WITHDRAWN
    }
    return tuple(
        Entry(
            subject=subjects[row["arrival"]],
            arrival=row["arrival"],
            key=row["key"],
            at=row["occurred_at"],
            activity=row["activity"],
            by=row["actor"] or "",
            person=row["properties"].get("person"),
            text=row["text"],
            properties=row["properties"],
            withdrawn_at=withdrawn.get(row["key"]),
        )
        for row in rows
        if row["activity"] != WITHDRAWN
    )


def withdrawn_arrivals(index: Index, activities: Collection[str]) -> Mapping[int, datetime]:
    """Since when each entry that was taken back is so, by its arrival. Costs nothing where none is."""
    if WITHDRAWN not in index.names.activities:
        return {}
    found = entries_of(index, activities)
    return {one.arrival: one.withdrawn_at for one in found if one.withdrawn_at is not None}


def rows_of(
    index: Index, subject: str, activities: Collection[str], *, source: str, columns: Sequence[str]
) -> list[dict[str, Any]]:
    """The interactions of one subject with these activities and this source, in their order: the columns
    asked for, with ``occurred_at``, ``arrival`` and ``properties`` (parsed)."""
    found = sorted(_subjects_by_arrival(index, activities, subject, source))
    rows = _rows_at(index, found, tuple(dict.fromkeys((*columns, "occurred_at", "arrival", "properties"))))
    return sorted(rows, key=lambda row: (row["occurred_at"], row["arrival"]))


def _subjects_by_arrival(
    index: Index, activities: Collection[str], subject: str | None, told_by: str = SOURCE
) -> dict[int, str]:
    """The arrivals of what a source told, entries if nothing else is said, each with its subject."""
    if told_by not in index.names.sources:
        return {}
    source = index.names.sources.index(told_by)
    wanted = [code for code, name in enumerate(index.names.activities) if name in activities]
    found: dict[int, str] = {}
    for bucket in index.buckets:
        if subject is None:
            rows = np.flatnonzero(bucket.source == source)
            owners = bucket.owners(rows)
            rows, owners = rows[owners >= 0], owners[owners >= 0]
        else:
            place = pc.index(bucket.subjects, pa.scalar(subject, bucket.subjects.type)).as_py()
            if place < 0:
                continue
            rows = np.arange(bucket.starts[place], bucket.ends[place])
            rows = rows[bucket.source[rows] == source]
            owners = np.full(len(rows), place)
        is_wanted = np.isin(bucket.activity[rows], wanted)
        names = bucket.subjects.take(pa.array(owners[is_wanted])).to_pylist()
        found.update(zip(bucket.arrival[rows[is_wanted]].tolist(), names, strict=True))
    return found


def _rows_at(index: Index, arrivals: Sequence[int], columns: Sequence[str] = _READ) -> list[dict[str, Any]]:
    """The interactions with these arrivals, ascending, with their properties parsed."""
    if not arrivals:
        return []
    wanted = pa.array(arrivals, pa.int64())
    if isinstance(index.log, InParts):
        table = index.log.interactions_at(wanted, list(columns))
    else:
        whole = index.log.interactions()
        table = whole.filter(pc.is_in(whole.column("arrival"), value_set=wanted))
    rows: list[dict[str, Any]] = table.select(columns).to_pylist()
    return [{**row, "properties": orjson.loads(row["properties"] or "{}")} for row in rows]
