"""When somebody was last seen: the last thing they did themselves (see :mod:`desirepath.log.deeds`).

Looked for from the newest backwards, a few at a time, so that it costs what was done lately and not the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import numpy as np

from desirepath.base.spans import from_microseconds
from desirepath.log.by_hand import SOURCE
from desirepath.log.deeds import NO_DEED, is_theirs
from desirepath.log.picking import pick_columns
from desirepath.replay.columns import Array
from desirepath.replay.index import Index, open_index
from desirepath.server.accounts.known import rows_of
from desirepath.server.log_state import current_log

_AT_ONCE: Final = 4
_COLUMNS: Final = ("activity", "direction", "source", "customer")


def last_seen(index: Index, subject: str) -> datetime | None:
    """The last thing they did; None where they did nothing yet."""
    return last_seen_of(index, [subject]).get(subject)


def last_seen_of(index: Index, subjects: Iterable[str]) -> Mapping[str, datetime]:
    """The same of several at once, by their ids; who did nothing yet is not in it."""
    waiting = {one: rows for one in subjects if len(rows := _may_be_deeds(index, one)[0])}
    times = {one: _may_be_deeds(index, one)[1] for one in waiting}
    found: dict[str, datetime] = {}
    size = _AT_ONCE
    while waiting:
        newest = {one: rows[-size:].tolist() for one, rows in waiting.items()}
        deeds = _deeds(sorted({arrival for rows in newest.values() for arrival in rows}))
        left = {}
        for one, rows in newest.items():
            theirs = next((place for place, arrival in enumerate(reversed(rows)) if arrival in deeds), None)
            if theirs is not None:
                found[one] = from_microseconds(int(times[one][-1 - theirs]))
            elif len(waiting[one]) > size:
                left[one], times[one] = waiting[one][:-size], times[one][:-size]
        waiting, size = left, size * 8
    return found


def _may_be_deeds(index: Index, subject: str) -> tuple[Array, Array]:
    """The arrivals and instants of what a subject may have done itself, in order, as far as the index can
    tell."""
    found = rows_of(index, subject)
    if found is None:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    bucket, begin, end = found
    names = index.names
    never = [code for code, name in enumerate(names.activities) if name in NO_DEED]
    ours = [code for code, name in enumerate(names.sources) if name == SOURCE]
    may_be = ~np.isin(bucket.activity[begin:end], never) & ~np.isin(bucket.source[begin:end], ours)
    return bucket.arrival[begin:end][may_be], bucket.time_us[begin:end][may_be]


def _deeds(arrivals: list[int]) -> set[int]:
    """Which of these interactions customers did."""
    log = current_log()
    rows = pick_columns(log, arrivals, _COLUMNS).to_pylist()
    # In a log that names no customer anywhere, what names none is its account's own.
    has_nobody = not any(len(bucket.subjects) for bucket in open_index(log, "customer").buckets)
    return {
        row["arrival"]
        for row in rows
        if is_theirs(
            row["activity"],
            row["direction"],
            row["source"],
            has_customer=has_nobody or row["customer"] is not None,
        )
    }
