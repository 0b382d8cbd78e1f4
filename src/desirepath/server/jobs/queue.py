"""What becomes of a job, move by move. Each move happens to a job that still stands as it is believed to, or
not at all: so several threads, processes and machines may try at once.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from desirepath.base.problem import Problem
from desirepath.server.jobs.kinds import JOB_LOST
from desirepath.server.jobs.known import job_kinds
from desirepath.server.jobs.models import ACTIVE, Job, State
from desirepath.server.people.models import Person

LEASE: Final = timedelta(seconds=20)
"""A worker that has been silent for so long is believed dead: its jobs are begun again."""
LONGEST_WAIT: Final = timedelta(hours=1)
"""No job is put off for longer: one whose time lies further ahead is from before the clock was set back."""
MOST_LOST: Final = 5
"""A job that has ended so many workers is not begun again."""

job_ended = Signal()
"""Sent with ``job`` when a job is done or has failed."""

WORK_IS_THERE: Final = threading.Event()
"""Set when this process has queued a job, so that its own workers need not wait for their next look."""


def enqueue(
    kind: str,
    args: Mapping[str, Any] | None = None,
    *,
    key: str = "",
    person: Person | None = None,
    map_id: str = "",
) -> Job:
    """Write a job down, to be begun after the transaction around is committed.

    Where one of this kind and key (not empty) waits or runs already, that one is given back.
    """
    assert kind in job_kinds(), kind
    while True:
        try:
            with transaction.atomic():
                job = Job.objects.create(kind=kind, args=dict(args or {}), key=key, person=person, map=map_id)
        except IntegrityError:
            there = Job.objects.filter(kind=kind, key=key, state__in=ACTIVE).first()
            if there is not None:
                return there
            continue  # it has just ended
        transaction.on_commit(WORK_IS_THERE.set)
        return job


def claim(worker: str) -> Job | None:
    """The next job that may begin, now ``worker``'s; None where there is none."""
    while True:
        now = timezone.now()
        is_due = Q(not_before__lte=now) | Q(not_before__gt=now + LONGEST_WAIT)
        waiting = Job.objects.filter(is_due, state=State.WAITING).order_by("not_before", "pk")[:5]
        for job in waiting:
            mine = {"state": State.RUNNING, "worker": worker, "alive_at": now, "started_at": now}
            if _change(_waiting(job), tries=F("tries") + 1, **mine):
                return Job.objects.get(pk=job.pk)
        if not waiting:
            return None


def finish(job: Job, result: Any) -> bool:
    """Keep the result, where the job is still its worker's."""
    return _tell(job, State.DONE, _end(_running(job), State.DONE, share=1.0, result=result))


def fail(job: Job, problems: Sequence[Problem]) -> bool:
    """Keep why it failed, where the job is still its worker's."""
    told = [problem.to_json() for problem in problems]
    return _tell(job, State.FAILED, _end(_running(job), State.FAILED, problems=told))


def end_cancelled(job: Job) -> bool:
    """It has stopped because somebody asked for it."""
    return _end(_running(job), State.CANCELLED)


def put_back(job: Job, *, after: timedelta = timedelta(0), **fields: Any) -> bool:
    """Let somebody begin it again: its worker stops or is gone, or what went wrong may pass."""
    begins = timezone.now() + min(after, LONGEST_WAIT)
    again = {"state": State.WAITING, "worker": "", "share": 0.0, "not_before": begins}
    moved = _change(_running(job), **again, **fields)
    if moved:
        transaction.on_commit(WORK_IS_THERE.set)
    return moved


def ask_to_cancel(job: Job) -> bool:
    """Cancel a job that waits, ask one that runs to stop; False where it is over already."""
    if _end(_waiting(job), State.CANCELLED, cancel_asked=True):
        return True
    return _change(Job.objects.filter(pk=job.pk, state=State.RUNNING), cancel_asked=True)


def keep_alive(worker: str) -> None:
    """Say that ``worker`` lives, for all of its jobs."""
    Job.objects.filter(worker=worker, state=State.RUNNING).update(alive_at=timezone.now())


def release_lost(*, silent_for: timedelta = LEASE) -> int:
    """Let the jobs of workers that have been silent for so long begin again; how many jobs that were.

    A worker that was heard of as far in the future was so before the clock was set back, and not since: one
    that lives says so every few seconds. A job that has lost MOST_LOST workers fails instead; one that was
    asked to stop has stopped.
    """
    now = timezone.now()
    is_silent = Q(alive_at__lte=now - silent_for) | Q(alive_at__gt=now + silent_for)
    silent = Job.objects.filter(is_silent, state=State.RUNNING)
    return sum(_release(job) for job in silent)


def _release(job: Job) -> bool:
    if job.cancel_asked:
        return end_cancelled(job)
    if job.lost + 1 >= MOST_LOST:
        return fail(job, [JOB_LOST.at(says=f"its worker ended {MOST_LOST} times before the job did")])
    return put_back(job, lost=F("lost") + 1, tries=F("tries") - 1)


def _waiting(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=State.WAITING)


def _running(job: Job) -> QuerySet[Job]:
    """The job while it is run by the worker that ``job`` names, in the same try."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, started_at=job.started_at)


def _end(jobs: QuerySet[Job], state: State, **fields: Any) -> bool:
    return _change(jobs, state=state, ended_at=timezone.now(), **fields)


def _tell(job: Job, state: State, has_ended: bool) -> bool:
    if has_ended:
        job.state, job.ended_at = state, timezone.now()
        job_ended.send_robust(sender=Job, job=job)
    return has_ended


def _change(jobs: QuerySet[Job], **fields: Any) -> bool:
    return bool(jobs.update(changed_at=timezone.now(), **fields))
