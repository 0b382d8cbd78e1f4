"""Maps and what was ever done to them."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.people.models import Person


def new_era() -> str:
    """A name for one stretch of history in which nothing was rewritten."""
    return secrets.token_hex(6)


class MapRecord(models.Model):
    """A map. ``id`` is the id in its file; ``revision`` counts its edits.

    ``text`` is the YAML file it last came in as, and ``text_revision`` the revision that this file says: what
    is written out keeps the file's characters wherever nothing has changed. ``era`` changes when the history
    was rewritten (a privacy erasure), and differs where a map was deleted and made anew: what somebody knows
    of another era is not to be relied on. ``forked_from`` and ``forked_revision`` say what it is a copy of.
    """

    id = models.CharField(max_length=100, primary_key=True)
    title = models.CharField(max_length=300)
    revision = models.PositiveIntegerField(default=0)
    era = models.CharField(max_length=12, default=new_era)
    text = models.TextField()
    text_revision = models.PositiveIntegerField(default=0)
    snapshot_revision = models.PositiveIntegerField(default=0)
    forked_from = models.CharField(max_length=100, blank=True)
    forked_revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["title", "id"]


class What(models.TextChoices):
    """How an edit came about."""

    EDIT = "edit", "edited"
    UNDO = "undo", "undone"
    REDO = "redo", "done again"
    TAKE_BACK = "take back", "taken back"
    RESTORE = "restore", "an earlier version restored"
    IMPORT = "import", "a file came in"


class EditRecord(models.Model):
    """One accepted edit, for ever.

    ``changes`` and ``lost`` are JSON, as :mod:`desirepath.model.edit_json` writes it (as text: the order of
    keys is part of a file). ``of`` is the id of the edit that was undone, done again or taken back from.
    ``digest`` is of what was sent, so that an id sent again with other content is found out (empty: any
    content will do). ``words`` says what changed, in sentences, once somebody has asked.
    """

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="edits")
    revision = models.PositiveIntegerField()
    edit_id = models.CharField(max_length=100)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=10, choices=What.choices, default=What.EDIT)
    of = models.CharField(max_length=100, blank=True)
    changes = models.TextField()
    lost = models.TextField(default="[]")
    digest = models.CharField(max_length=64, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["map", "revision"], name="one_edit_a_revision"),
            models.UniqueConstraint(fields=["map", "edit_id"], name="an_edit_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["map", "person", "revision"], name="what_somebody_did")
        ]
        ordering: ClassVar[list[str]] = ["map", "revision"]


class Snapshot(models.Model):
    """The nodes of a map at a revision (JSON), so that no version need be built from the start."""

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="snapshots")
    revision = models.PositiveIntegerField()
    nodes = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["map", "revision"], name="one_snapshot_a_revision")
        ]


class EarlierText(models.Model):
    """A file that the map once came in as, before the one that its record has."""

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="earlier_texts")
    revision = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["map", "revision"], name="one_text_a_revision")
        ]


class NamedVersion(models.Model):
    """A version somebody gave a name."""

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)


class PersonaRecord(models.Model):
    """A persona's file. ``id`` is the id in it; ``revision`` counts its versions, from 1."""

    id = models.CharField(max_length=100, primary_key=True)
    name = models.CharField(max_length=300)
    revision = models.PositiveIntegerField(default=1)
    text = models.TextField()
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]


class PersonaVersion(models.Model):
    """A persona's file as it was at a revision."""

    persona = models.ForeignKey(PersonaRecord, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveIntegerField()
    text = models.TextField()
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["persona", "revision"], name="one_persona_a_revision")
        ]
