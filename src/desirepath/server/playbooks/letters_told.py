"""What the log tells of letters to somebody: asked before each one that goes out, in each state of the log.

The facts about letters are picked out of the log once; after that only what arrived since is read.
"""

from __future__ import annotations

import threading
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.order import in_total_order
from desirepath.log.store import Log
from desirepath.log.subject_ids import find_ids
from desirepath.server.log_state import current_log
from desirepath.success.playbooks.stops import COLUMNS, Stops, about_letters

_COLUMNS: Final = [*COLUMNS, "sequence", "arrival"]


class LettersTold:
    """The facts about letters of the log that was asked about last. Safe to ask from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: tuple[str, pa.Table] | None = None

    def in_log(self, log: Log) -> pa.Table:
        """All that ``log`` has, with the ids under which they were stored, in no order."""
        with self._lock:
            generation = log.generation
            if self._known is None or self._known[0] != generation:
                facts = self._read(log)
                if log.generation != generation:  # something was erased while it was read
                    return facts
                self._known = generation, facts
            return self._known[1]

    def _read(self, log: Log) -> pa.Table:
        if self._known is not None:
            generation, facts = self._known
            news = log.since(generation, "interactions", _COLUMNS)
            if news is not None:
                return pa.concat_tables([facts, about_letters(news.select(_COLUMNS))])
        return about_letters(log.interactions(_COLUMNS, resolved=False))


_TOLD: Final = LettersTold()


def stops_of(person: str) -> Stops:
    """What the log knows now of letters to one person, under all the ids that they are known by."""
    log = current_log()
    ids = find_ids(log.identities_resolved(), "customer", person).ids
    facts = _TOLD.in_log(log)
    theirs = facts.filter(pc.is_in(facts["customer"], value_set=pa.array(sorted(ids), pa.string())))
    called = pa.array([person] * theirs.num_rows, pa.string())
    return Stops(in_total_order(theirs.set_column(_COLUMNS.index("customer"), "customer", called)))
