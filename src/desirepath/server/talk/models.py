"""What people say about a map, what they are told, and what they prove it with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person


class Comment(models.Model):
    """One thing somebody said about a place on a map.

    ``thread`` is the comment that began the conversation (null: this one did); a reply has its thread's
    place. ``node`` and ``property`` say what it is about: a cell is its step's node and the lane's name. The
    place stays when the node leaves the map, and is right again when the node comes back. People in ``text``
    are written ``@person:ID``. Of a deleted comment the text is gone, that it was there stays.
    """

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="comments")
    thread = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    node = models.CharField(max_length=200)
    property = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    client_id = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["map", "thread", "id"], name="threads_of_a_map"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["map", "person", "client_id"],
                name="a_comment_once",
                condition=~models.Q(client_id=""),
            )
        ]


class Reason(models.TextChoices):
    """Why somebody is told."""

    MENTION = "mention", "mentioned you"
    REPLY = "reply", "replied"
    RESOLVED = "resolved", "resolved a thread"
    OVERWRITTEN = "overwritten", "overwrote your text"
    INVITED = "invited", "invited you to a map"
    JOB = "job", "a job is done"
    DESK = "desk", "something is new on your desk"


class Notification(models.Model):
    """Something that one person should know. It holds no copy of what others wrote: only where to look.

    ``details`` are small facts of the reason: the revision that overwrote, the job and how it ended.
    ``mailed_at`` is when it went into a mail.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notifications")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    map = models.ForeignKey(MapRecord, null=True, on_delete=models.CASCADE, related_name="+")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    node = models.CharField(max_length=200, blank=True)
    property = models.CharField(max_length=100, blank=True)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "id"], name="notifications_of_a_person"),
            models.Index(
                fields=["person"], name="unread_of_a_person", condition=models.Q(read_at__isnull=True)
            ),
        ]


class HowMailed(models.TextChoices):
    """When somebody gets their notifications by mail."""

    INSTANTLY = "instantly", "at once"
    DAILY = "daily", "once a day"
    NEVER = "never", "never"


class MailChoice(models.Model):
    """How one person wants mails; without a row: once a day. ``digest_at`` is when the last one went out."""

    person = models.OneToOneField(
        Person, primary_key=True, on_delete=models.CASCADE, related_name="mail_choice"
    )
    how = models.CharField(max_length=10, choices=HowMailed.choices, default=HowMailed.DAILY)
    digest_at = models.DateTimeField(null=True)


class Attachment(models.Model):
    """A file that belongs to one map; its content lies under its hash in the workspace's folder.

    ``file`` is its name in addresses (the hash and the ending its content has), ``name`` what it was called.
    """

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="attachments")
    file = models.CharField(max_length=40)
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64, db_index=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["map", "file"], name="a_file_once_a_map")
        ]


class Evidence(models.Model):
    """What shows that a claim is so: an interaction, a measure, an upload or a link, attached by somebody.

    ``node`` and ``property`` say which claim: a card, or a property of a stage or step. ``source`` is what
    the map's file says of it, ``thing`` the thing itself: where an interaction lies in the log, a measure's
    estimate as it was that day, a link. ``edit_id`` is the edit that put it on the map.
    """

    map = models.ForeignKey(MapRecord, on_delete=models.CASCADE, related_name="evidence")
    node = models.CharField(max_length=200)
    property = models.CharField(max_length=100, blank=True)
    what = models.CharField(max_length=12)
    source = models.JSONField()
    thing = models.JSONField()
    attachment = models.ForeignKey(Attachment, null=True, on_delete=models.RESTRICT, related_name="evidence")
    confidence = models.FloatField(null=True)
    confirmed_on = models.DateField()
    note = models.TextField(blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    edit_id = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["map", "node", "id"], name="evidence_at_a_place"),
        ]
