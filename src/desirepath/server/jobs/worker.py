"""Runs jobs: some threads that take one after the other, and one that keeps time for them."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import F
from django.utils import timezone

from desirepath.base.problem import DesirepathError
from desirepath.server.jobs import queue
from desirepath.server.jobs.kind import CancelledError, JobKind
from desirepath.server.jobs.kinds import JOB_BROKE
from desirepath.server.jobs.known import job_kinds
from desirepath.server.jobs.models import Job, State
from desirepath.server.jobs.schedule import queue_what_is_due

_PULSE_SECONDS: Final = 0.25
_ALIVE_SECONDS: Final = 3.0
_CHORES_SECONDS: Final = 5.0
_LOOK_SECONDS: Final = 0.5
_WORDS: Final = 300
_log = logging.getLogger("desirepath.jobs")


@dataclass(slots=True)
class Running:
    """One job that runs here: what the job says and is told, between its own threads and the pulse."""

    job: Job
    stop: threading.Event = field(default_factory=threading.Event)
    is_cancelled: bool = False
    told: tuple[float, str] | None = None

    @property
    def job_id(self) -> int:
        """The job's id."""
        return self.job.pk

    @property
    def args(self) -> Mapping[str, Any]:
        """What was asked for."""
        found: Mapping[str, Any] = self.job.args
        return found

    def tell(self, share: float, words: str = "") -> None:
        """Say how far it is; the pulse writes it down."""
        self.told = min(max(share, 0.0), 1.0), words[:_WORDS]

    def should_stop(self) -> bool:
        """Whether somebody cancelled it, or the worker stops."""
        return self.stop.is_set()

    def stop_if_asked(self) -> None:
        """Raise CancelledError where it should stop."""
        if self.stop.is_set():
            raise CancelledError


class Worker:
    """Takes jobs until it is stopped. ``threads`` of them run at once."""

    def __init__(self, threads: int = 1) -> None:
        self.name = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
        self._running: dict[int, Running] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._count = threads
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to take jobs. What this workspace's dead workers left is taken up after the lease."""
        jobs = [(self._take_jobs, f"job-{number}") for number in range(self._count)]
        for target, name in [*jobs, (self._keep_time, "job-pulse")]:
            self._threads.append(threading.Thread(target=target, name=name, daemon=True))
            self._threads[-1].start()

    def stop(self, seconds: float) -> None:
        """Take no more jobs, ask those that run to stop and wait for them; the rest is begun again later."""
        self.ask_to_stop()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def ask_to_stop(self) -> None:
        """The same, but for the waiting."""
        self._stopping.set()
        with self._lock:
            for running in self._running.values():
                running.stop.set()
        queue.WORK_IS_THERE.set()

    def run_one(self) -> bool:
        """Take the next job and run it to its end, here and now; False where none may begin."""
        job = queue.claim(self.name)
        if job is None:
            return False
        running = Running(job)
        with self._lock:
            self._running[job.pk] = running
            if self._stopping.is_set():
                running.stop.set()
        try:
            self._run(running, job_kinds().get(job.kind))
        finally:
            with self._lock:
                del self._running[job.pk]
        return True

    def beat(self) -> None:
        """Write down how far the jobs are, and hear who was cancelled or given to somebody else."""
        with self._lock:
            here = list(self._running.values())
        for running in here:
            told, running.told = running.told, None
            if told is not None:
                share, words = told
                mine = Job.objects.filter(pk=running.job_id, worker=self.name, state=State.RUNNING)
                mine.update(share=share, words=words, changed_at=timezone.now())
        found = {job.pk: job for job in Job.objects.filter(pk__in=[running.job_id for running in here])}
        for running in here:
            now = found.get(running.job_id)
            if now is not None and now.worker == self.name and now.state == State.RUNNING:
                running.is_cancelled |= now.cancel_asked
                if not now.cancel_asked:
                    continue
            running.stop.set()

    def _run(self, running: Running, kind: JobKind | None) -> None:
        job = running.job
        if kind is None:
            queue.fail(job, [JOB_BROKE.at(says=f"nothing here knows how to do {job.kind!r}")])
            return
        try:
            result = kind.run(running)
        except CancelledError:
            self._stopped(running)
        except DesirepathError as error:
            if error.code not in kind.may_pass or not _try_again(job, kind):
                queue.fail(job, error.problems)
        except Exception:  # noqa: BLE001 - it must not end the worker, whatever it is
            _log.exception("job %s (%s) broke", job.pk, job.kind)
            if not _try_again(job, kind):
                queue.fail(job, [JOB_BROKE.at(says=f"the job broke (job {job.pk})")])
        else:
            queue.finish(job, result)

    def _stopped(self, running: Running) -> None:
        if running.is_cancelled:
            queue.end_cancelled(running.job)
        else:
            queue.put_back(running.job, tries=F("tries") - 1)

    def _take_jobs(self) -> None:
        try:
            while not self._stopping.is_set():
                queue.WORK_IS_THERE.clear()
                try:
                    if self.run_one():
                        continue
                except Exception:  # noqa: BLE001 - whatever it is: this thread is needed for what comes after
                    _log.exception("trying again")
                    connection.close()
                queue.WORK_IS_THERE.wait(_LOOK_SECONDS)
        finally:
            connection.close()

    def _keep_time(self) -> None:
        alive_at = chores_at = -_CHORES_SECONDS
        try:
            while not self._stopping.wait(_PULSE_SECONDS) or self._running:
                now = time.monotonic()
                try:
                    self.beat()
                    has_chores = now - chores_at >= _CHORES_SECONDS
                    if has_chores or now - alive_at >= _ALIVE_SECONDS:
                        alive_at = now
                        queue.keep_alive(self.name)
                    if has_chores:
                        chores_at = now
                        queue.release_lost()
                        queue_what_is_due()
                except Exception:  # noqa: BLE001 - whatever it is: this thread is needed for what comes after
                    _log.exception("trying again")
                    connection.close()
        finally:
            connection.close()


def _try_again(job: Job, kind: JobKind) -> bool:
    """Put it back where it may be tried once more, later each time."""
    if job.tries >= kind.tries:
        return False
    later: timedelta = kind.wait * 2 ** (job.tries - 1)
    return queue.put_back(job, after=later)
