"""Which accounts there are: an account is whatever the log tells of."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.replay.index import Index, open_index
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.api_customers import names_of
from desirepath.server.log_state import current_log


def index_with(of: str, account: str) -> Index:
    """The index of a type of object that has this one. Raises DP-SRV-003 where the log does not know it."""
    log = current_log()
    index = open_index(log, of)
    is_there = any(
        pc.index(bucket.subjects, pa.scalar(account, bucket.subjects.type)).as_py() >= 0
        for bucket in index.buckets
    )
    if not is_there and account not in names_of(of):
        raise NOT_FOUND.error(account, says=f"nobody in this log is the {of} {account!r}")
    return index
