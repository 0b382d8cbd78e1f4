"""How conversations are read: threads with their replies, and what is told to those who look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from ninja import Schema

from desirepath.model.nodes import MapNodes
from desirepath.server.live.broker import BROKER, Event
from desirepath.server.people.shapes import PersonRef
from desirepath.server.talk.mentions import mentioned_in, names_of
from desirepath.server.talk.models import Comment
from desirepath.server.talk.notifications import person_ref
from desirepath.server.talk.places import is_on_map, name_of

REPLIES_SHOWN: Final = 20
"""So many replies come with a thread, the latest; the others by ``GET .../replies``."""


class CommentOut(Schema):
    """One comment. ``thread`` is the comment that began the conversation (null: this one did).

    People in ``text`` are written ``@person:ID`` and named in ``mentions``. Of a deleted comment the text is
    empty.
    """

    id: int
    thread: int | None
    node: str
    property: str
    text: str
    mentions: list[PersonRef]
    by: PersonRef | None
    at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    resolved_at: datetime | None
    resolved_by: PersonRef | None


class ThreadOut(CommentOut):
    """A comment that began a conversation, with the latest replies, the oldest first.

    ``about`` is what its place is called; ``is_on_map`` says whether that is on the map now, or was removed.
    """

    about: str
    is_on_map: bool
    reply_count: int
    replies: list[CommentOut]


def tell_comment(comment: Comment) -> None:
    """Tell everybody who looks at the map how a comment now stands, once it is committed."""

    def tell() -> None:
        (shown,) = show_comments([comment])
        BROKER.tell(f"map:{comment.map_id}", Event.of("comment", shown.model_dump(mode="json")))

    transaction.on_commit(tell)


def threads_of(map_id: str) -> QuerySet[Comment]:
    """The comments on a map that began a conversation; not those that were deleted before anybody replied."""
    replies = Comment.objects.filter(thread=OuterRef("pk"))
    threads = Comment.objects.filter(Q(deleted_at=None) | Exists(replies), map=map_id, thread=None)
    return threads.select_related("person", "resolved_by")


def show_threads(threads: Iterable[Comment], nodes: MapNodes) -> list[ThreadOut]:
    """Threads as they are shown. Asks the database twice, however many they are."""
    listed = list(threads)
    replies = list(
        Comment.objects.filter(thread__in=[one.pk for one in listed])
        .select_related("person", "resolved_by")
        .annotate(
            from_last=Window(RowNumber(), partition_by=F("thread"), order_by=F("id").desc()),
            among=Window(Count("id"), partition_by=F("thread")),
        )
        .filter(from_last__lte=REPLIES_SHOWN)
        .order_by("id")
    )
    counts = {reply.thread_id: reply.among for reply in replies}
    by_thread: dict[int | None, list[CommentOut]] = {}
    shown = show_comments([*listed, *replies])
    for one in shown[len(listed) :]:
        by_thread.setdefault(one.thread, []).append(one)
    return [
        ThreadOut(
            **one.model_dump(),
            about=name_of(nodes, one.node),
            is_on_map=is_on_map(nodes, one.node),
            reply_count=counts.get(one.id, 0),
            replies=by_thread.get(one.id, []),
        )
        for one in shown[: len(listed)]
    ]


def show_comments(comments: Iterable[Comment]) -> list[CommentOut]:
    """Comments as they are shown. Asks the database once for the names of the people in them."""
    listed = list(comments)
    names = names_of(person for one in listed for person in mentioned_in(one.text))
    return [_show(one, names) for one in listed]


def _show(one: Comment, names: Mapping[int, str]) -> CommentOut:
    return CommentOut(
        id=one.pk,
        thread=one.thread_id,
        node=one.node,
        property=one.property,
        text=one.text,
        mentions=[
            PersonRef(id=person, name=names[person]) for person in mentioned_in(one.text) if person in names
        ],
        by=person_ref(one.person),
        at=one.at,
        edited_at=one.edited_at,
        deleted_at=one.deleted_at,
        resolved_at=one.resolved_at,
        resolved_by=person_ref(one.resolved_by),
    )
