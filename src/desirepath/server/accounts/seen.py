"""When somebody was last seen: the last thing they did themselves (see :mod:`desirepath.log.deeds`)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import numpy as np

from desirepath.base.spans import from_microseconds
from desirepath.log.deeds import COLUMNS, their_deeds
from desirepath.replay.columns import Array
from desirepath.replay.index import Index
from desirepath.server.accounts.known import rows_of
from desirepath.server.log_state import current_log


def last_seen(index: Index, subject: str) -> datetime | None:
    """The last thing they did; None where they did nothing yet."""
    found = rows_of(index, subject)
    if found is None:
        return None
    bucket, begin, end = found
    deeds = _deeds(current_log().generation)
    arrival = bucket.arrival[begin:end]
    (known,) = np.nonzero(arrival < len(deeds))
    theirs = known[deeds[arrival[known]]]
    return from_microseconds(int(bucket.time_us[begin + theirs[-1]])) if len(theirs) else None


@lru_cache(maxsize=2)
def _deeds(generation: str) -> Array:
    return their_deeds(current_log().interactions(list(COLUMNS)))
