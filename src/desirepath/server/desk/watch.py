"""Looks whether the desk has something to decide: the log, a map, a scorecard or the team has changed."""

from __future__ import annotations

import time
from typing import Any, Final

from django.conf import settings

from desirepath.base.problem import DesirepathError
from desirepath.server.books.roster import roster_state
from desirepath.server.clock import workspace_time
from desirepath.server.desk.deciding import DECIDE, KEY
from desirepath.server.desk.models import MapChoice
from desirepath.server.jobs.models import State
from desirepath.server.jobs.queue import enqueue
from desirepath.server.lived.scorecards import scorecards_mark
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord

LOOKS_APART: Final = 5.0
RUNS_APART: Final = 30.0
"""Seconds; however fast facts come in, nobody reads faster than that."""


class DeskWatch:
    """Queues the job that decides, once for each state of what it decides from."""

    def __init__(self) -> None:
        self._seen: Any = None
        self._looked_at = self._queued_at = -RUNS_APART

    def look(self) -> None:
        """Queue the job where something is new, and nothing was queued just now."""
        now = time.monotonic()
        if now - self._looked_at < LOOKS_APART or now - self._queued_at < RUNS_APART:
            return
        self._looked_at = now
        try:
            generation = current_log().generation
        except DesirepathError:
            return  # whoever asks is told; here there is nobody to tell
        maps = tuple(MapRecord.objects.filter(archived_at=None).order_by("id").values_list("id", "revision"))
        cards = scorecards_mark(settings.CONFIGURATION.folder)
        choices = tuple(MapChoice.objects.order_by("map").values_list("map", "makes_work"))
        clock = workspace_time()
        seen = generation, clock.zone.key, maps, cards, choices, roster_state(clock.now)
        if seen != self._seen and enqueue(DECIDE, key=KEY).state == State.WAITING:
            # Else one runs that began before this was so: another look, another try.
            self._seen, self._queued_at = seen, now
