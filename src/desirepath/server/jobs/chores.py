"""What the house does for itself: taking away what nobody asks for any more."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from desirepath.server.jobs.kind import WEEK, Daily, JobKind, Work
from desirepath.server.jobs.known import job_kinds
from desirepath.server.jobs.models import Job
from desirepath.server.jobs.schedule import forget_old_turns


def forget_old_jobs(work: Work) -> dict[str, int]:
    """Remove jobs that ended longer ago than their kind is kept."""
    now, removed = timezone.now(), 0
    for name in Job.objects.values_list("kind", flat=True).distinct().order_by("kind"):
        work.stop_if_asked()
        kind = job_kinds().get(name)
        old = Job.objects.filter(kind=name, ended_at__lt=now - (kind.keep_for if kind else WEEK))
        removed += old.delete()[0]
    forget_old_turns()
    return {"removed": removed}


JOBS: Final = (JobKind("jobs.forget", "Forget old jobs", forget_old_jobs, every=Daily(3)),)
