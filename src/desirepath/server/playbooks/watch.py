"""Looks whether playbooks have something to decide (the log has changed, or a switch was turned), or
something to do: what waits in the outbox is due."""

from __future__ import annotations

import time
from typing import Any, Final

from desirepath.base.problem import DesirepathError
from desirepath.server.jobs.models import State
from desirepath.server.jobs.queue import enqueue
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.deciding import DECIDE, KEY
from desirepath.server.playbooks.models import How, PlaybookRun, Switch
from desirepath.server.playbooks.outbox import PERFORM, is_anything_due

LOOKS_APART: Final = 5.0
RUNS_APART: Final = 30.0
DUE_APART: Final = 300.0
"""Seconds: after facts come in, and where runs are under way whose next move may be due."""


class PlaybookWatch:
    """Queues the job that decides, once for each state of what it decides from, and the one that does it."""

    def __init__(self) -> None:
        self._seen: Any = None
        self._looked_at = self._queued_at = self._looked_out_at = -DUE_APART

    def look(self) -> None:
        """Queue a job where something is new or may be due, and nothing was queued just now."""
        now = time.monotonic()
        if now - self._looked_out_at >= LOOKS_APART:
            self._looked_out_at = now
            if is_anything_due():
                enqueue(PERFORM, key=KEY)
        if now - self._looked_at < LOOKS_APART or now - self._queued_at < RUNS_APART:
            return
        self._looked_at = now
        switches = tuple(
            Switch.objects.exclude(how=How.OFF).order_by("pk").values_list("pk", "how", "since_us")
        )
        if not switches:
            return
        try:
            generation = current_log().generation
        except DesirepathError:
            return  # whoever asks is told; here there is nobody to tell
        is_due = now - self._queued_at > DUE_APART and PlaybookRun.objects.filter(status="running").exists()
        seen = generation, switches
        if (seen != self._seen or is_due) and enqueue(DECIDE, key=KEY).state == State.WAITING:
            self._seen, self._queued_at = seen, now
