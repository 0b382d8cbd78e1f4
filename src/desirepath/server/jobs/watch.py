"""Tells whoever looks how jobs get on, whichever process runs them: it reads what they wrote down."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from desirepath.server.jobs.models import Job
from desirepath.server.jobs.shown import job_in_list
from desirepath.server.live.broker import BROKER, Event

_LATE: Final = timedelta(seconds=10)
"""How much later than its time a change may become visible: transactions and clocks take theirs."""


class JobWatch:
    """Looks for changed jobs, and tells ``map:ID`` and ``person:ID``: event ``job``."""

    def __init__(self) -> None:
        self._since = timezone.now()
        self._told: dict[int, datetime] = {}

    def look(self) -> None:
        """Tell every change since the last look, once."""
        now = timezone.now()
        for job in (
            Job.objects.defer("result", "args")
            .filter(changed_at__gte=self._since - _LATE)
            .order_by("changed_at")
        ):
            if self._told.get(job.pk) != job.changed_at:
                self._told[job.pk] = job.changed_at
                tell(job)
        self._since = now
        self._told = {pk: at for pk, at in self._told.items() if at >= now - 2 * _LATE}


def tell(job: Job) -> None:
    """Tell everybody whom a job concerns how it stands; its result they ask for."""
    event = Event.of("job", job_in_list(job).model_dump(exclude={"result"}))
    if job.map:
        BROKER.tell(f"map:{job.map}", event)
    if job.person_id is not None:
        BROKER.tell(f"person:{job.person_id}", event)
