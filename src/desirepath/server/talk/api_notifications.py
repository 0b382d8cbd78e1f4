"""The endpoints of what one should know: the list, what is read, mails, the stream."""

from __future__ import annotations

from typing import Annotated

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from desirepath.server.answers import REFUSALS, answers_file
from desirepath.server.live.broker import Event
from desirepath.server.live.stream import stream
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Body, Page, PageSize, newest_first
from desirepath.server.talk.models import HowMailed, MailChoice, Notification
from desirepath.server.talk.notifications import NotificationOut, notifications_of, show_notifications

router = Router(tags=["notifications"])
stream_router = Router(tags=["notifications"])


class Unread(Schema):
    """How many you have not read."""

    unread: int


class NotificationPage(Page[NotificationOut], Unread):
    """Part of your notifications, and how many in all you have not read."""


class Which(Body):
    """Some of your notifications, by id."""

    ids: Annotated[list[int], Field(max_length=500)]


class UpTo(Body):
    """All up to the newest one that you have seen; so that one that comes meanwhile stays unread."""

    newest: int


class Mails(Body):
    """When you get your notifications by mail: instantly, daily or never."""

    how: HowMailed


@router.get("", response={200: NotificationPage, **REFUSALS})
def list_notifications(
    request: HttpRequest, only_unread: bool = False, cursor: str = "", limit: PageSize = 50
) -> NotificationPage:
    """What you should know, the newest first."""
    mine = notifications_of(asker(request))
    unread = mine.filter(read_at=None)
    found, following = newest_first(
        unread if only_unread else mine, lambda notification: notification, cursor=cursor, limit=limit
    )
    return NotificationPage(items=show_notifications(found), next=following, unread=unread.count())


@router.post("/read", response={200: Unread, **REFUSALS})
def mark_read(request: HttpRequest, body: Which) -> Unread:
    """These you have read."""
    Notification.objects.filter(person=asker(request), pk__in=body.ids, read_at=None).update(
        read_at=timezone.now()
    )
    return _unread(asker(request))


@router.post("/unread", response={200: Unread, **REFUSALS})
def mark_unread(request: HttpRequest, body: Which) -> Unread:
    """These you want to come back to."""
    Notification.objects.filter(person=asker(request), pk__in=body.ids).update(read_at=None)
    return _unread(asker(request))


@router.post("/read-all", response={200: Unread, **REFUSALS})
def mark_all_read(request: HttpRequest, body: UpTo) -> Unread:
    """You have read all of them, up to the newest you were shown."""
    Notification.objects.filter(person=asker(request), pk__lte=body.newest, read_at=None).update(
        read_at=timezone.now()
    )
    return _unread(asker(request))


@router.get("/mails", response={200: Mails, **REFUSALS})
def how_mailed(request: HttpRequest) -> Mails:
    """When you get them by mail."""
    choice = MailChoice.objects.filter(person=asker(request)).first()
    return Mails(how=HowMailed(choice.how) if choice else HowMailed.DAILY)


@router.put("/mails", response={200: Mails, **REFUSALS})
def choose_mails(request: HttpRequest, body: Mails) -> Mails:
    """Choose when you get them by mail."""
    MailChoice.objects.update_or_create(person=asker(request), defaults={"how": body.how})
    return body


@stream_router.get("", response={**REFUSALS}, openapi_extra=answers_file("text/event-stream"))
async def my_events(request: HttpRequest) -> StreamingHttpResponse:
    """What concerns you, as it happens (server-sent events): ``notification``, ``overwritten``, ``job``; and
    ``desk``: something that somebody has to do has changed.

    The first event, ``unread``, says how many notifications you have not read and which is the newest: who
    comes back sees from it whether there is something in the list that was missed.
    """
    person = asker(request)

    def where_you_are() -> list[Event]:
        mine = notifications_of(person)
        newest = mine.values_list("pk", flat=True).first()
        return [Event.of("unread", {"unread": mine.filter(read_at=None).count(), "newest": newest})]

    return stream(f"person:{person.pk}", missed=sync_to_async(where_you_are))


def _unread(person: Person) -> Unread:
    return Unread(unread=notifications_of(person).filter(read_at=None).count())
