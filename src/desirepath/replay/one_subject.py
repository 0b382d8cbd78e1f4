"""An index of one subject alone, cut out of everybody's: what is asked of it costs that subject's rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.replay.columns import ROW_COLUMNS, Bucket, frozen
from desirepath.replay.index import Index


def index_of_one(index: Index, subject: str) -> Index | None:
    """The index with this subject and nobody else; None where it has nothing in the log.

    ``log_rows`` and ``last_us`` stay those of the whole log, so that a replay of it sees as far as one of
    everybody does.
    """
    for bucket in index.buckets:
        place = pc.index(bucket.subjects, pa.scalar(subject, bucket.subjects.type)).as_py()
        if place >= 0:
            begin, end = int(bucket.starts[place]), int(bucket.ends[place])
            columns = {name: getattr(bucket, name) for name in ROW_COLUMNS}
            mine = {
                name: frozen(column[begin:end] if len(column) else column) for name, column in columns.items()
            }
            edges = frozen(np.array([0, end - begin], np.int64))
            alone = pa.array([subject], bucket.subjects.type)
            cut_out = Bucket(alone, edges, edges[1:], **mine)
            return replace(index, buckets=(cut_out,), is_of_one=True)
    return None
