"""Which interactions say something: found once for each state of the log."""

from __future__ import annotations

from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.server.log_state import current_log


def only_said(arrivals: list[int], generation: str, *, by_customers: bool) -> list[int]:
    """Those of the arrivals that have words, in their order; only customers' own words.

    An answer in a ticket that does not say whose it is counts as ours.
    """
    mask = pc.is_in(pa.array(arrivals, pa.int64()), value_set=_said(generation, by_customers))
    return [arrival for arrival, is_said in zip(arrivals, mask.to_pylist(), strict=True) if is_said]


@lru_cache(maxsize=4)
def _said(generation: str, by_customers: bool) -> pa.Array:
    table = current_log().interactions(["arrival", "activity", "direction", "text"])
    is_said = pc.and_(pc.is_valid(table.column("text")), pc.not_equal(table.column("text"), ""))
    if by_customers:
        unsaid = pc.and_(
            pc.equal(table.column("activity"), "ticket.replied"), pc.is_null(table.column("direction"))
        )
        ours = pc.or_(pc.fill_null(pc.equal(table.column("direction"), "by_us"), False), unsaid)
        is_said = pc.and_(is_said, pc.invert(ours))
    return table.filter(pc.fill_null(is_said, False)).column("arrival").combine_chunks().cast(pa.int64())
