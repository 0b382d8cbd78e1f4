"""What time it is for playbooks."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from desirepath.base.spans import from_microseconds
from desirepath.server.log_state import current_log
from desirepath.success.playbooks.facts import known_until


def playbook_time() -> datetime:
    """Now. In the demo always the moment at which its data end, as on the desk."""
    now = timezone.now()
    if not settings.IS_DEMO:
        return now
    last = _last_of(current_log().generation)
    return now if last is None else min(last, now)


@lru_cache(maxsize=4)
def _last_of(generation: str) -> datetime | None:
    """The last instant of the log as it is; its generation says which state that is."""
    log = current_log()
    ends = [known_until(log, of) for of in ("account", "customer")]
    known = [at_us for at_us in ends if at_us is not None]
    return from_microseconds(max(known)) if known else None
