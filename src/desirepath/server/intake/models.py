"""Connections: who may send, with which keys and secrets, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.people.models import Person


class Place(models.TextChoices):
    """Where a write key is used. In a browser anybody can read it; there it may only add events."""

    BROWSER = "browser", "in browsers"
    SERVER = "server", "on servers"


class Connection(models.Model):
    """A tool or a program that sends. ``name`` is the source of its facts in the log, and never changes: a
    fact is known by it. ``hook`` is the end of the address that its webhooks are posted to.

    ``mapping`` says, for a connection of the kind ``mapped``, what its JSON means (as in an import).
    ``per_second`` is how many events a second are taken; more are answered "slow down".
    """

    name = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    hook = models.CharField(max_length=40, unique=True)
    mapping = models.TextField(blank=True)
    is_paused = models.BooleanField(default=False)
    per_second = models.PositiveIntegerField(default=50_000)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    first_event_at = models.DateTimeField(null=True)
    last_event_at = models.DateTimeField(null=True)
    accepted = models.BigIntegerField(default=0)
    duplicates = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    last_problem = models.JSONField(null=True)
    last_problem_at = models.DateTimeField(null=True)


class WriteKey(models.Model):
    """What a client shows to send events of one connection: only its hash is kept. ``hint`` is its end.

    ``origins`` are the pages (``https://shop.example.com``) that may use it; none: any may.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="keys")
    hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8)
    place = models.CharField(max_length=10, choices=Place.choices)
    origins = models.JSONField(default=list)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)


class HookSecret(models.Model):
    """What proves that a webhook comes from whom it says: kept encrypted. ``hint`` is its end."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="secrets")
    sealed = models.TextField()
    hint = models.CharField(max_length=8)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
