"""Jobs: written down before they are begun, so that a crash forgets none."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.people.models import Person


class State(models.TextChoices):
    """How a job stands. The last three are for good."""

    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"
    FAILED = "failed", "failed"
    CANCELLED = "cancelled", "cancelled"


ACTIVE = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """One piece of work. Of a kind with one ``key`` (not empty) at most one waits or runs.

    ``person`` asked for it (None: a schedule did), ``map`` is the id of the map it is about, if any.
    ``worker`` runs it and says so in ``alive_at``; ``tries`` counts how often it was begun, ``lost`` how
    often its worker ended under it. ``share`` (0..1) and ``words`` say how far it is. ``problems`` are why
    it failed, in their JSON shape.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, blank=True)
    args = models.JSONField(default=dict)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    map = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    queued_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)
    worker = models.CharField(max_length=120, blank=True)
    alive_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lost = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    share = models.FloatField(default=0.0)
    words = models.CharField(max_length=300, blank=True)
    result = models.JSONField(null=True)
    problems = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=models.Q(state__in=ACTIVE) & ~models.Q(key=""),
                name="one_active_job_a_key",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "not_before"], name="jobs_by_state"),
        ]


class Turn(models.Model):
    """That the schedule of a kind of job has had its turn in a period: whoever writes it first queues it."""

    kind = models.CharField(max_length=60)
    period = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "period"], name="one_turn_a_period")
        ]
