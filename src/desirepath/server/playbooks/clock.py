"""What time it is for playbooks."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils import timezone

from desirepath.base.spans import from_microseconds
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.models import DemoClock
from desirepath.success.playbooks.facts import known_until

_DAY: Final = timedelta(days=1)


def playbook_time() -> datetime:
    """Now. In the demo the moment at which its data end, as on the desk; and later, once somebody has let
    days pass there."""
    now = timezone.now()
    if not settings.IS_DEMO:
        return now
    last = _last_of(current_log().generation)
    ends = now if last is None else min(last, now)
    moved = DemoClock.objects.first()
    return ends if moved is None else max(ends, moved.now)


def let_a_day_pass() -> datetime:
    """Move the demo's clock on by a day; what time it is then."""
    later = playbook_time() + _DAY
    DemoClock.objects.update_or_create(pk=1, defaults={"now": later})
    return later


@lru_cache(maxsize=4)
def _last_of(generation: str) -> datetime | None:
    """The last instant of the log as it is; its generation says which state that is."""
    log = current_log()
    ends = [known_until(log, of) for of in ("account", "customer")]
    known = [at_us for at_us in ends if at_us is not None]
    return from_microseconds(max(known)) if known else None
