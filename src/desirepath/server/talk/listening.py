"""Hears what other rooms do, and tells those whom it concerns. Loaded when the app is ready."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models.signals import post_save
from django.dispatch import receiver

from desirepath.server.jobs.models import Job
from desirepath.server.jobs.queue import enqueue, job_ended
from desirepath.server.jobs.shown import job_in_list
from desirepath.server.maps.company import add_writers
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.telling import words_overwritten
from desirepath.server.people.models import MapRole, Person
from desirepath.server.people.roles import Role
from desirepath.server.talk.chores import MAILS
from desirepath.server.talk.models import Comment, Evidence, HowMailed, MailChoice, Reason
from desirepath.server.talk.notifications import notified, notify

LONG: Final = timedelta(seconds=30)
"""Whoever waited less for a job is still looking at it."""


def _who_said_something(map_id: str) -> set[int | None]:
    said = Comment.objects.filter(map=map_id)
    shown = Evidence.objects.filter(map=map_id)
    return {
        *said.filter(deleted_at=None).values_list("person", flat=True),
        *said.values_list("resolved_by", flat=True),
        *shown.values_list("person", flat=True),
    }


add_writers(_who_said_something)


@receiver(words_overwritten)
def _tell_overwritten(
    *, map_id: str, person_id: int, by: Person, revision: int, lost: list[Any], **_: Any
) -> None:
    record = MapRecord.objects.filter(id=map_id).first()
    if record is None or not Person.objects.filter(pk=person_id).exists():
        return
    for one in lost:
        notify(
            [person_id],
            Reason.OVERWRITTEN,
            by=by,
            map=record,
            node=str(one["node"])[:200],
            property=str(one.get("property") or "")[:100],
            details={"revision": revision},
        )


@receiver(post_save, sender=MapRole)
def _tell_invited(*, instance: MapRole, created: bool, **_: Any) -> None:
    """Somebody with an account may see a map by a role of its own; whoever comes by an invitation knows."""
    if created and instance.role >= Role.VIEWER and instance.person.last_login is not None:
        record = MapRecord.objects.filter(id=instance.map).first()
        if record is not None:
            notify([instance.person_id], Reason.INVITED, by=None, map=record)


@receiver(job_ended)
def _tell_job(*, job: Job, **_: Any) -> None:
    if job.person_id is None or job.ended_at is None or job.ended_at - job.queued_at < LONG:
        return
    shown = job_in_list(job)
    notify(
        [job.person_id],
        Reason.JOB,
        by=None,
        map=MapRecord.objects.filter(id=job.map).first() if job.map else None,
        details={"job": job.pk, "title": shown.title, "state": shown.state},
    )


@receiver(notified)
def _mail_at_once(*, people: list[int], **_: Any) -> None:
    if MailChoice.objects.filter(person__in=people, how=HowMailed.INSTANTLY).exists():
        enqueue(MAILS)
