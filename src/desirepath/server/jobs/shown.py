"""What is shown of a job, and to whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q
from ninja import Schema

from desirepath.server.answers import ProblemOut
from desirepath.server.jobs.known import job_kinds
from desirepath.server.jobs.models import Job
from desirepath.server.people.access import role_on
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role


class JobOut(Schema):
    """One job. ``state``: waiting, running, done, failed or cancelled; ``share`` is how far it is, 0 to 1.

    ``is_stopping``: somebody cancelled it, and it has not noticed yet. ``problems`` are why it failed.
    ``result`` is kept for some days after it is done (null where there is none, and in events).
    """

    id: int
    kind: str
    title: str
    map: str | None
    person: int | None
    state: str
    share: float
    words: str
    is_stopping: bool
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    problems: list[ProblemOut]
    result: Any = None


def job_out(job: Job) -> JobOut:
    """What is shown of a job."""
    return job_in_list(job).model_copy(update={"result": job.result})


def job_in_list(job: Job) -> JobOut:
    """The same without its result, which may be large."""
    kind = job_kinds().get(job.kind)
    return JobOut(
        id=job.pk,
        kind=job.kind,
        title=kind.title if kind else job.kind,
        map=job.map or None,
        person=job.person_id,
        state=job.state,
        share=job.share,
        words=job.words,
        is_stopping=job.cancel_asked and job.ended_at is None,
        queued_at=job.queued_at,
        started_at=job.started_at,
        ended_at=job.ended_at,
        problems=[ProblemOut.model_validate(problem) for problem in job.problems],
    )


def jobs_of(person: Person) -> Q:
    """The jobs a person may see: their own, those about maps they have a role on; an owner sees all."""
    if person.role >= Role.OWNER:
        return Q()
    if person.role >= Role.VIEWER:
        hidden = MapRole.objects.filter(person=person, role__lt=Role.VIEWER).values("map")
        return Q(person=person) | (~Q(map="") & ~Q(map__in=hidden))
    shown = MapRole.objects.filter(person=person, role__gte=Role.VIEWER).values("map")
    return Q(person=person) | Q(map__in=shown)


def may_cancel(person: Person, job: Job) -> bool:
    """Whoever asked for it, whoever may edit its map, and owners."""
    if job.person_id == person.pk or person.role >= Role.OWNER:
        return True
    return bool(job.map) and role_on(person, job.map) >= Role.EDITOR
