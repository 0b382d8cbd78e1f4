"""Maps and what was ever done to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.people.models import Person


class MapRecord(models.Model):
    """A map. ``id`` is the id in its file; ``revision`` counts its edits.

    ``text`` is the YAML file it came in as, and ``text_revision`` the revision that this file says: what is
    written out keeps the file's characters wherever nothing has changed.
    """

    id = models.CharField(max_length=100, primary_key=True)
    title = models.CharField(max_length=300)
    revision = models.PositiveIntegerField(default=0)
    text = models.TextField()
    text_revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "id"]


class EditRecord(models.Model):
    """One accepted edit, for ever. ``what``: edit, undo, redo, restore, import; ``of``: the edit undone."""

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="edits")
    revision = models.PositiveIntegerField()
    edit_id = models.CharField(max_length=100)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=10, default="edit")
    of = models.CharField(max_length=100, blank=True)
    changes = models.JSONField()
    lost = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["map", "revision"], name="one_edit_a_revision"),
            models.UniqueConstraint(fields=["map", "edit_id"], name="an_edit_once"),
        ]
        ordering: ClassVar[list[str]] = ["map", "revision"]


class Snapshot(models.Model):
    """The nodes of a map at a revision, so that a version far back need not be built from the start."""

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="snapshots")
    revision = models.PositiveIntegerField()
    nodes = models.JSONField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["map", "revision"], name="one_snapshot_a_revision")
        ]


class NamedVersion(models.Model):
    """A version somebody gave a name."""

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
