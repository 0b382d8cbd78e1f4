"""What playbooks ask of the log beside its index: who is of which account since when, and what is told of
letters. It is read part by part, and only that is kept: memory does not grow with the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.order import in_total_order
from desirepath.log.store import Log
from desirepath.success.playbooks.stops import about_letters

_COLUMNS: Final = ("account", "customer", "occurred_at", "activity", "sequence", "arrival")
_PAIR: Final = ["account", "customer"]


@dataclass(frozen=True, slots=True)
class Told:
    """``people``: each account with each of its people once, and ``occurred_at``, when they were first seen
    together, in that order. ``letters``: the interactions about letters, in total order."""

    people: pa.Table
    letters: pa.Table


def read_told(log: Log) -> Told:
    """Both, of the log as it is now: where something is erased meanwhile, it is read again."""
    while True:
        generation = log.generation
        found = _read(log)
        if log.generation == generation:
            return found


def _read(log: Log) -> Told:
    pairs, letters = [], []
    for part in log.interactions_in_parts(_COLUMNS):
        pairs.append(_first_seen(part.filter(pc.and_(*(pc.is_valid(part[name]) for name in _PAIR)))))
        letters.append(about_letters(part))
    if not pairs:
        none = log.interactions(_COLUMNS)
        pairs, letters = [none.select([*_PAIR, "occurred_at"])], [none]
    people = _first_seen(pa.concat_tables(pairs)).sort_by("occurred_at")
    return Told(people, in_total_order(pa.concat_tables(letters)))


def _first_seen(table: pa.Table) -> pa.Table:
    first = table.group_by(_PAIR).aggregate([("occurred_at", "min")])
    return first.rename_columns([*_PAIR, "occurred_at"])
