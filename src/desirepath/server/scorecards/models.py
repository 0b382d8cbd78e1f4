"""What a scorecard said when, and who let it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.people.models import Person


class ScorecardVersion(models.Model):
    """One text of a scorecard, for ever; and at most one draft of each (its ``number`` is 0), which changes.

    ``card`` is the id in its file. The published version of the highest number is what the file in the
    folder ``scorecards`` says. ``person`` is who wrote it; null and ``is_from_folder``: the file was changed
    outside, nobody here knows by whom. ``revision`` counts the changes of a draft. ``judged`` is what was
    known of it when it was published: the back-test's numbers, and what its publisher was asked.
    """

    card = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    text = models.TextField()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=500, blank=True)
    is_draft = models.BooleanField(default=False)
    is_from_folder = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    judged = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["card", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["card", "number"], name="a_version_of_a_scorecard_once"),
            models.UniqueConstraint(
                fields=["card"], name="one_draft_of_a_scorecard", condition=models.Q(is_draft=True)
            ),
        ]
