"""Which accounts there are for somebody: those that the log tells of, of whom they may see them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.replay.columns import Bucket
from desirepath.replay.index import Index, open_index
from desirepath.server.books.seeing import whose
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.names import names_of_some
from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person


def index_with(of: str, account: str, person: Person) -> Index:
    """The index of a type of object that has this one. Raises DP-SRV-003 where the log does not know it, or
    where it is not among those whom the person may see."""
    index = open_index(current_log(), of)
    mine = whose(person, of)
    is_seen = mine is None or account in mine
    if not is_seen or (rows_of(index, account) is None and account not in names_of_some(of, [account])):
        raise NOT_FOUND.error(account, says=f"nobody in this log is the {of} {account!r}")
    return index


def rows_of(index: Index, subject: str) -> tuple[Bucket, int, int] | None:
    """Where a subject's interactions lie: a bucket, and from which row up to before which; None: it has
    none."""
    for bucket in index.buckets:
        place = pc.index(bucket.subjects, pa.scalar(subject, bucket.subjects.type)).as_py()
        if place >= 0:
            return bucket, int(bucket.starts[place]), int(bucket.ends[place])
    return None
