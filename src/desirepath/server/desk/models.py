"""The state of work: tasks, alerts, handoffs, and when the desk looked last. What happened is in the log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.people.models import Person


class Severity(models.TextChoices):
    """How bad it is, or how soon it is wanted (success.alerts.Severity)."""

    WATCH = "watch", "to be watched"
    ACT = "act", "to be done"
    URGENT = "urgent", "urgent"


class Came(models.TextChoices):
    """Where a task comes from."""

    HAND = "hand", "by hand"
    ALERT = "alert", "an alert"
    HANDOFF = "handoff", "a handoff"
    PLAYBOOK = "playbook", "a playbook"


class AboutAccount(models.Model):
    """Of whom: ``of`` is the type (account, customer), ``account`` the id; both empty: of nobody.

    ``map`` and ``step`` say where on which map, where that is known. ``cents`` is what they pay a month when
    the desk looked last (None: not known). ``owned_because`` says how ``owner`` came to own it, or why
    nobody does; ``given_by`` gave it to them by hand: then it stays with them, whoever the map names.
    """

    of = models.CharField(max_length=100, blank=True)
    account = models.CharField(max_length=500, blank=True)
    map = models.CharField(max_length=100, blank=True)
    step = models.CharField(max_length=100, blank=True)
    cents = models.BigIntegerField(null=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    owned_because = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True


class PutOff(models.Model):
    """What can be put off: until when, why, by whom (``snoozed_until`` None: it is not)."""

    snoozed_until = models.DateTimeField(null=True)
    snoozed_because = models.CharField(max_length=300, blank=True)
    snoozed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True


class Alert(AboutAccount, PutOff):
    """Something that is wrong with somebody. Of one subject, map, rule and reason at most one is alive.

    It is alive until what it says is over (``ended_at``). A person may close it before (``closed_by``); then
    it stays quiet, and comes back only where it becomes worse or happens again. ``arrival`` is the
    interaction that shows it. ``map`` is empty where it is about no place on a map.
    """

    rule = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    says = models.CharField(max_length=500)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    since = models.DateTimeField()
    arrival = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    woken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_because = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["of", "account", "map", "rule", "reason"],
                condition=models.Q(ended_at__isnull=True),
                name="one_alert_alive",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "ended_at", "closed_at"], name="alerts_of_a_person"),
            models.Index(fields=["of", "account"], name="alerts_of_an_account"),
        ]


class Handoff(AboutAccount, PutOff):
    """One handoff of one account: success.handoffs.Passing, kept. ``owner`` is whose turn it is.

    Of a step and a passage there is one: who comes back to the step finds what was told. ``giver`` and
    ``receiver`` are roles as the map names them; ``giving`` and ``receiving`` the people they are for this
    account. ``state`` is one of success.handoffs.State.
    """

    passage = models.PositiveIntegerField()
    map_version = models.PositiveIntegerField()
    giver = models.CharField(max_length=200, blank=True)
    receiver = models.CharField(max_length=200, blank=True)
    giving = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    receiving = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    carries = models.JSONField(default=list)
    told = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="waiting")
    said = models.TextField(blank=True)
    said_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["of", "account", "map", "step", "passage"], name="one_handoff_a_passage"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "state"], name="handoffs_of_a_person"),
        ]


class Task(AboutAccount, PutOff):
    """One thing that somebody should do, until the end of the day ``due_on`` (None: whenever).

    A ``key`` (not empty) makes it once, whatever crashes: playbooks give it. ``done_by`` has done it; who
    takes that back is ``undone_by``.
    """

    title = models.CharField(max_length=300)
    words = models.TextField(blank=True)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.ACT)
    due_on = models.DateField(null=True)
    came = models.CharField(max_length=10, choices=Came.choices, default=Came.HAND)
    key = models.CharField(max_length=200, blank=True)
    map_version = models.PositiveIntegerField(null=True)
    alert = models.ForeignKey(Alert, null=True, on_delete=models.SET_NULL, related_name="tasks")
    handoff = models.ForeignKey(Handoff, null=True, on_delete=models.SET_NULL, related_name="tasks")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="one_task_a_key")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "done_at"], name="tasks_of_a_person"),
            models.Index(fields=["of", "account"], name="tasks_of_an_account"),
        ]


class Look(models.Model):
    """What the desk saw of one map when it looked last. ``map`` is the map's id.

    ``generation`` is the state of the log that it read, ``as_of`` the last instant in it (None: nobody who
    travels on the map is in it), ``began_at`` when it began to read. ``unowned`` are the moments that nobody
    owns: step, role, reason, and the accounts. ``here`` are those who count now, on any map:
    customers, and who is under way (None: everybody).
    """

    map = models.CharField(max_length=100, primary_key=True)
    of = models.CharField(max_length=100)
    revision = models.PositiveIntegerField()
    generation = models.CharField(max_length=40)
    as_of = models.DateTimeField(null=True)
    began_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    unowned = models.JSONField(default=list)
    here = models.JSONField(null=True)


class MapChoice(models.Model):
    """Somebody has said whether a map makes work: ``map`` is its id. Without such a row the desk looks after
    the map of these travellers that was made first, and no other: a draft gives nobody anything to do."""

    map = models.CharField(max_length=100, primary_key=True)
    makes_work = models.BooleanField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
