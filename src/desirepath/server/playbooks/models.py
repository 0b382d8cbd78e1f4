"""What playbooks said when, whether they are on, their runs, and the outbox: each thing to be done is a row
once; and where webhooks and chats are called."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.people.models import Person


class PlaybookVersion(models.Model):
    """One text of a playbook, for ever. ``playbook`` is the id in its file; numbers count from 1."""

    playbook = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    text = models.TextField()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["playbook", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["playbook", "number"], name="a_version_of_a_playbook_once")
        ]


class How(models.TextChoices):
    """Whether a playbook is on."""

    OFF = "off", "off"
    ON = "on", "on"
    PAUSED = "paused", "paused"
    DRAINING = "draining", "finishing what is under way"


class Switch(models.Model):
    """Whether a playbook is on, with which version, since which instant (``since_us``).

    ``seen_us`` is how far it has looked (success.playbooks.State). ``asks`` is why it stopped by itself and
    asks somebody; ``most_a_day`` what they said then. ``turn`` counts every change and every decision: who
    decided from an older turn decided too late.
    """

    playbook = models.CharField(max_length=100, primary_key=True)
    how = models.CharField(max_length=10, choices=How.choices, default=How.OFF)
    version = models.PositiveIntegerField(default=0)
    since_us = models.BigIntegerField(default=0)
    seen_us = models.BigIntegerField(null=True)
    most_a_day = models.PositiveIntegerField(null=True)
    asks = models.CharField(max_length=300, blank=True)
    turn = models.PositiveIntegerField(default=0)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class Halt(models.Model):
    """The one row that stops everything: while it is there nothing is decided and nothing is done."""

    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class PlaybookRun(models.Model):
    """A run of success.playbooks, kept: one per playbook, subject and occurrence; refused ones too."""

    playbook = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    of = models.CharField(max_length=100)
    subject = models.CharField(max_length=500)
    key = models.CharField(max_length=300)
    says = models.CharField(max_length=500)
    since_us = models.BigIntegerField()
    status = models.CharField(max_length=10)
    reason = models.CharField(max_length=12, blank=True)
    why = models.CharField(max_length=500, blank=True)
    place = models.PositiveIntegerField(default=0)
    due_us = models.BigIntegerField(null=True)
    waiting_us = models.BigIntegerField(null=True)
    term_us = models.BigIntegerField(null=True)
    ended_us = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["playbook", "subject", "key"], name="one_run_an_occurrence")
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["of", "subject"], name="runs_of_a_subject"),
            models.Index(fields=["playbook", "status"], name="runs_by_status"),
        ]


class Outcome(models.TextChoices):
    """What became of something that should be done."""

    WAITING = "waiting", "waits to be done"
    SENDING = "sending", "is being done"
    OFFERED = "offered", "waits to be shown in the product"
    DONE = "done", "done"
    KEPT = "kept", "kept here, and not sent: there is no mail server"
    UNKNOWN = "unknown", "not known: it was interrupted while it was being sent"
    FAILED = "failed", "refused by the receiver"
    LATE = "late", "left out: it came too late"
    LEFT_OUT = "left out", "left out"
    CANNOT = "cannot", "cannot be done here yet"


class OutboxRow(models.Model):
    """One thing that should be done, or was left out (``why``). Its ``key`` makes it once, whatever crashes.

    ``person`` is to whom, of messages; ``values`` what its words show. ``tries`` counts how often it was
    begun. Of a mail that went out ``message_id`` is the name under which mail servers know it (or the
    provider does), ``provider_says`` how it stood with it there. ``is_told``: the log has it; of a task,
    whoever it belongs to was told.
    """

    key = models.CharField(max_length=60, unique=True)
    playbook = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    of = models.CharField(max_length=100)
    subject = models.CharField(max_length=500)
    occurrence = models.CharField(max_length=300)
    move = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    person = models.CharField(max_length=500, blank=True)
    at_us = models.BigIntegerField()
    values = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    why = models.CharField(max_length=300, blank=True)
    tries = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=300, blank=True)
    provider_says = models.CharField(max_length=60, blank=True)
    is_told = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["outcome", "not_before"], name="outbox_by_outcome"),
            models.Index(fields=["of", "subject"], name="outbox_of_a_subject"),
            models.Index(fields=["person", "at_us"], name="outbox_of_a_person"),
            models.Index(fields=["at_us"], name="outbox_by_time"),
        ]


class Target(models.Model):
    """Where a webhook or a chat is called: moves name it by ``name``.

    The address is kept encrypted, since a chat's is itself a secret; ``hint`` is what may be shown of it.
    ``off_because`` says why it was switched off by itself. Until ``rests_until`` it is left in peace: it
    asked for it, or (``is_silent``) does not answer.
    """

    class Kind(models.TextChoices):
        """What listens there."""

        WEBHOOK = "webhook", "webhook"
        CHAT = "chat", "chat"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=100)
    sealed_url = models.TextField()
    hint = models.CharField(max_length=200)
    is_on = models.BooleanField(default=True)
    off_because = models.CharField(max_length=300, blank=True)
    rests_until = models.DateTimeField(null=True)
    is_silent = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "name"], name="a_target_of_a_name_once")
        ]


class TargetSecret(models.Model):
    """What calls of a webhook are signed with: kept encrypted. ``hint`` is its end. When one is rotated, both
    sign until the old one ends."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="secrets")
    sealed = models.TextField()
    hint = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]


class TargetCall(models.Model):
    """One call of a target, the latest of which are kept: for which row of the outbox (``key``), what was
    answered (``status`` None: nothing), and how long it took."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="calls")
    key = models.CharField(max_length=60, db_index=True)
    event = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    status = models.PositiveIntegerField(null=True)
    milliseconds = models.PositiveIntegerField()
    says = models.CharField(max_length=300, blank=True)


class LimitsVersion(models.Model):
    """What holds for all playbooks together, as somebody set it; the latest counts, none is forgotten.

    At most ``per_day`` and ``per_week`` messages to one person; ``company`` and ``sender`` are who writes (an
    empty sender: as the mail server's settings say); ``quiet`` are the usual quiet hours, as a playbook's
    file says them.
    """

    number = models.PositiveIntegerField(unique=True)
    per_day = models.PositiveIntegerField()
    per_week = models.PositiveIntegerField()
    company = models.CharField(max_length=120)
    sender = models.CharField(max_length=120, blank=True)
    quiet = models.JSONField(default=dict)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
