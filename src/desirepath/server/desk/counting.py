"""Who counts now, as the desk saw it last: customers, and who is on the way to be one."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from desirepath.server.books.counting import WHO_COUNTS
from desirepath.server.desk.models import Look


def who_counts(of: str) -> frozenset[str] | None:
    """Their ids; None: the log does not say who is a customer, or nobody has looked yet."""
    last = Look.objects.filter(of=of).order_by("map").values_list("map", "decided_at").first()
    return None if last is None else _here(*last)


@lru_cache(maxsize=4)
def _here(map_id: str, decided_at: datetime) -> frozenset[str] | None:
    """What is kept with a look, which is never changed but by an erasure: that changes nobody's count."""
    here = Look.objects.filter(map=map_id).values_list("here", flat=True).first()
    return None if here is None else frozenset(here)


WHO_COUNTS.append(who_counts)
