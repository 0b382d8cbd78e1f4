"""Answers that were computed from the log, kept until nobody asks for them any more."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.maps.models import MapRecord


class Answer(models.Model):
    """The latest answer to one question. It is a cache: without it, it is computed again.

    ``what`` is the kind of question, ``asked`` a hash of it, ``key`` one of the question and of all of the
    map that the answer depends on. ``generation`` is the state of the log that was read, ``revision`` the
    map's at the time, ``seconds`` how long it took. ``looked_at`` says when somebody last wanted it.
    """

    key = models.CharField(max_length=64, unique=True)
    what = models.CharField(max_length=10)
    map = models.ForeignKey(MapRecord, null=True, on_delete=models.CASCADE, related_name="+")
    asked = models.CharField(max_length=64)
    question = models.JSONField()
    generation = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(null=True)
    result = models.TextField()
    seconds = models.FloatField()
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    looked_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["what", "map", "asked", "made_at"], name="lived_by_question")
        ]
