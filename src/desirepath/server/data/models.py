"""Files on their way in, what became of them, how they were read, and who was erased."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.jobs.models import Job
from desirepath.server.people.models import Person


def new_id() -> str:
    """An id that nobody can guess."""
    return secrets.token_hex(12)


class Upload(models.Model):
    """A file that somebody brought. Its bytes lie in the workspace, under ``uploads/FOLDER/FILE``.

    ``name`` is what it was called, ``file`` what it is called on the disk. ``received`` bytes of ``size`` are
    there; it is whole once ``ready_at`` is set. Files of one archive lie in one folder, ``packed_in`` says in
    which archive they came. ``shape`` is a word for the columns that it has (empty: it has none).
    """

    id = models.CharField(max_length=24, primary_key=True, default=new_id)
    folder = models.CharField(max_length=24, default=new_id)
    file = models.CharField(max_length=200)
    name = models.CharField(max_length=300)
    packed_in = models.CharField(max_length=300, blank=True)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ready_at = models.DateTimeField(null=True)
    shape = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["folder", "file"], name="one_upload_a_file")
        ]


class SavedMapping(models.Model):
    """How files of one ``shape`` (a word for their columns) are read: ``text`` is a mapping file.

    ``plan`` is the same as the wizard shows it (null: it was a ready mapping, or written by hand).
    """

    name = models.CharField(max_length=120)
    shape = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    plan = models.JSONField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)


class Import(models.Model):
    """One file brought into the log, or tried to. ``job`` does it; how it stands, the job knows.

    ``mapping`` is the mapping file it was read by (empty: none was needed), ``zone`` that of times that name
    none, ``source`` the name of the facts' source. ``result`` counts what became of its rows (null: it is not
    done). The new facts have the arrivals from ``first_arrival`` on, up to ``next_arrival`` (not included).
    ``rejects`` is the name of its file of rejects. ``fixes`` is the import whose rejects it brought in.
    """

    name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField(default=0)
    upload = models.ForeignKey(Upload, null=True, on_delete=models.SET_NULL, related_name="imports")
    shape = models.CharField(max_length=64, blank=True)
    mapping = models.TextField(blank=True)
    zone = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=12, default="waiting")
    result = models.JSONField(null=True)
    problems = models.JSONField(default=list)
    first_arrival = models.PositiveBigIntegerField(default=0)
    next_arrival = models.PositiveBigIntegerField(default=0)
    rejects = models.CharField(max_length=260, blank=True)
    fixes = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="fixed_by")
    done_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")


class Erasure(models.Model):
    """Somebody who was erased, or is being erased.

    ``asked`` is who and which words: it is emptied when it is done, so that nothing here names them.
    ``steps`` count what was taken out where; ``mark`` is a keyed hash, by which one can be asked for again.
    """

    object_type = models.CharField(max_length=60)
    asked = models.JSONField(default=dict)
    mark = models.CharField(max_length=64)
    reason = models.CharField(max_length=120, blank=True)
    is_suppressed = models.BooleanField(default=False)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    steps = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True)
