"""Telling people what they should know: kept, shown, read, and said at once to who is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.utils import timezone
from ninja import Schema

from desirepath.server.live.broker import BROKER, Event
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.access import visible_maps
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import PersonRef
from desirepath.server.talk.mentions import mentioned_in, names_of, say_mentions
from desirepath.server.talk.models import Comment, Notification, Reason

_LONGEST_EXCERPT: Final = 160


notified = Signal()
"""Sent with ``people`` (ids) in the transaction in which they were told something."""

UNSIGNED: Final[Mapping[Reason, str]] = {
    Reason.MENTION: "Somebody mentioned you",
    Reason.REPLY: "Somebody replied",
    Reason.RESOLVED: "A thread was resolved",
    Reason.OVERWRITTEN: "Somebody overwrote your text",
    Reason.INVITED: "You were invited to a map",
    Reason.JOB: "What you asked for is done",
    Reason.DESK: "Something is new on your desk",
}
"""What is said where nobody in particular did it, or whoever did is gone."""


class MapRef(Schema):
    """A map, as briefly as a page needs it."""

    id: str
    title: str


class NotificationOut(Schema):
    """Something you should know. ``excerpt`` is how the comment begins, as it now stands."""

    id: int
    reason: Reason
    says: str
    by: PersonRef | None
    map: MapRef | None
    comment: int | None
    thread: int | None
    node: str
    property: str
    excerpt: str
    details: dict[str, Any]
    at: datetime
    is_read: bool


def notify(
    people: Iterable[int],
    reason: Reason,
    *,
    by: Person | None,
    map: MapRecord | None = None,  # noqa: A002 - it is what the table calls it
    comment: Comment | None = None,
    node: str = "",
    property: str = "",  # noqa: A002 - it is what the map calls it
    details: Mapping[str, Any] | None = None,
) -> None:
    """Tell these people, each once, but nobody what they did themselves.

    To be called in the transaction that does what they are told of: they are told when it is committed.
    """
    at = timezone.now()
    told = [
        Notification(
            person_id=person,
            reason=reason,
            by=by,
            map=map,
            comment=comment,
            node=comment.node if comment else node,
            property=comment.property if comment else property,
            details=dict(details or {}),
            at=at,
        )
        for person in dict.fromkeys(people)
        if by is None or person != by.pk
    ]
    if told:
        Notification.objects.bulk_create(told)
        notified.send(sender=Notification, people=[one.person_id for one in told])
        transaction.on_commit(lambda: _say(told))


def _say(told: list[Notification]) -> None:
    for notification, shown in zip(told, show_notifications(told), strict=True):
        event = Event.of("notification", shown.model_dump(mode="json"))
        BROKER.tell(f"person:{notification.person_id}", event)


def notifications_of(person: Person) -> QuerySet[Notification]:
    """What somebody was told, the newest first; without what is about maps they may no longer see."""
    mine = Notification.objects.filter(person=person).select_related("by", "map", "comment").order_by("-id")
    seen = visible_maps(person)
    if seen is None:
        return mine
    return mine.filter(Q(map=None) | Q(map__in=MapRecord.objects.filter(seen)))


def show_notifications(found: Iterable[Notification]) -> list[NotificationOut]:
    """How notifications are shown. Asks the database once for the names in their comments."""
    listed = list(found)
    texts = [one.comment.text for one in listed if one.comment]
    names = names_of(person for text in texts for person in mentioned_in(text))
    return [_show(one, names) for one in listed]


def _show(one: Notification, names: Mapping[int, str]) -> NotificationOut:
    excerpt = say_mentions(one.comment.text, names) if one.comment else ""
    reason = Reason(one.reason)
    return NotificationOut(
        id=one.pk,
        reason=reason,
        says=f"{one.by.public_name} {reason.label}" if one.by else _unsigned(one, reason),
        by=person_ref(one.by),
        map=MapRef(id=one.map.id, title=one.map.title) if one.map else None,
        comment=one.comment_id,
        thread=(one.comment.thread_id or one.comment_id) if one.comment else None,
        node=one.node,
        property=one.property,
        excerpt=excerpt if len(excerpt) <= _LONGEST_EXCERPT else excerpt[: _LONGEST_EXCERPT - 1] + "…",
        details=one.details,
        at=one.at,
        is_read=one.read_at is not None,
    )


def _unsigned(one: Notification, reason: Reason) -> str:
    """What nobody in particular did: of the desk its own words, which are ours and not another person's."""
    return str(one.details.get("says") or UNSIGNED[reason])


def person_ref(person: Person | None) -> PersonRef | None:
    """Somebody in short; None for who is gone."""
    return PersonRef(id=person.pk, name=person.public_name) if person else None
