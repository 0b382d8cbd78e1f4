"""The endpoints about work in the background."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from desirepath.server.answers import REFUSALS
from desirepath.server.jobs.kinds import JOB_IS_OVER
from desirepath.server.jobs.models import Job, State
from desirepath.server.jobs.queue import ask_to_cancel
from desirepath.server.jobs.shown import JobOut, job_in_list, job_out, jobs_of, may_cancel
from desirepath.server.kinds import NOT_ALLOWED, NOT_FOUND
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Page, PageSize, newest_first

router = Router(tags=["jobs"])


@router.get("", response={200: Page[JobOut], **REFUSALS})
def list_jobs(
    request: HttpRequest,
    state: State | None = None,
    of_map: Annotated[str | None, Query(alias="map", max_length=100)] = None,
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[JobOut]:
    """The jobs you asked for, and those about maps you may see, the newest first; without their results."""
    jobs = Job.objects.filter(jobs_of(asker(request)))
    if state is not None:
        jobs = jobs.filter(state=state)
    if of_map is not None:
        jobs = jobs.filter(map=of_map)
    items, following = newest_first(jobs.defer("result", "args"), job_in_list, cursor=cursor, limit=limit)
    return Page[JobOut](items=list(items), next=following)


@router.get("/{job_id}", response={200: JobOut, **REFUSALS})
def one_job(request: HttpRequest, job_id: int) -> JobOut:
    """One job, with its result."""
    return job_out(_find(request, job_id))


@router.post("/{job_id}/cancel", response={200: JobOut, **REFUSALS})
def cancel_job(request: HttpRequest, job_id: int) -> JobOut:
    """Cancel a job: one that waits is cancelled at once, one that runs as soon as it notices."""
    job = _find(request, job_id)
    if not may_cancel(asker(request), job):
        raise NOT_ALLOWED.error(
            f"job {job_id}", says="somebody else asked for this job", fix="ask them, or an owner"
        )
    if not ask_to_cancel(job):
        raise JOB_IS_OVER.error(f"job {job_id}")
    job.refresh_from_db()
    return job_out(job)


def _find(request: HttpRequest, job_id: int) -> Job:
    job = Job.objects.filter(jobs_of(asker(request)), pk=job_id).first() if 0 < job_id < 2**62 else None
    if job is None:
        raise NOT_FOUND.error(f"job {job_id}")
    return job
