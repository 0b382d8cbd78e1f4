"""The endpoints of conversations on a map."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db.models import Count
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from desirepath.server.answers import REFUSALS
from desirepath.server.maps.found import find_map
from desirepath.server.maps.state import current_nodes
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body, Page, PageSize, PersonRef, newest_first, oldest_first
from desirepath.server.talk import comments
from desirepath.server.talk.models import Comment
from desirepath.server.talk.notifications import person_ref
from desirepath.server.talk.places import Place
from desirepath.server.talk.readers import called, readers_for
from desirepath.server.talk.threads import CommentOut, ThreadOut, show_comments, show_threads, threads_of

router = Router(tags=["comments"])

Text = Annotated[str, Field(min_length=1, max_length=comments.LONGEST)]
NodeId = Annotated[str, Field(min_length=1, max_length=200)]
PropertyName = Annotated[str, Field(max_length=100, pattern=r"^[\w.#-]*$")]
ClientId = Annotated[str, Field(max_length=100)]
MOST_PLACES = 2000


class NewThread(Body):
    """What is said, and about which place: a node (``map``, ``stage:ID``, ``step:ID``, ``card:ID``) and, for
    a cell, its lane or property. Mention people as ``@their@address`` or ``@person:ID``."""

    node: NodeId
    property: PropertyName = ""
    text: Text
    client_id: ClientId = ""


class NewReply(Body):
    """What is answered."""

    text: Text
    client_id: ClientId = ""


class NewText(Body):
    """What a comment should say instead."""

    text: Text


class OpenThreads(Schema):
    """How many open threads there are at a place."""

    node: str
    property: str
    count: int


@router.get("/{map_id}/comments", response={200: Page[ThreadOut], **REFUSALS})
def list_threads(
    request: HttpRequest,
    map_id: str,
    node: Annotated[str, Query(max_length=200)] = "",
    property: Annotated[str | None, Query(max_length=100)] = None,  # noqa: A002 - it is what the map calls it
    state: Literal["open", "resolved", "all"] = "open",
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[ThreadOut]:
    """The conversations on a map, the newest first; those at one node or cell, where one is named."""
    threads = threads_of(map_id)
    if node:
        threads = threads.filter(node=node)
    if property is not None:
        threads = threads.filter(property=property)
    if state != "all":
        threads = threads.filter(resolved_at__isnull=state == "open")
    found, following = newest_first(threads, lambda thread: thread, cursor=cursor, limit=limit)
    return Page(items=show_threads(found, current_nodes(find_map(map_id))), next=following)


@router.post("/{map_id}/comments", response={201: ThreadOut, **REFUSALS})
def begin_thread(request: HttpRequest, map_id: str, body: NewThread) -> Status[ThreadOut]:
    """Say something about a place on the map."""
    record = find_map(map_id)
    nodes = current_nodes(record)
    place = Place(body.node, body.property).checked(nodes)
    thread = comments.begin_thread(record, asker(request), place, body.text, client_id=body.client_id)
    return Status(201, show_threads([thread], nodes)[0])


@router.get("/{map_id}/comments/open", response={200: list[OpenThreads], **REFUSALS})
def count_open_threads(request: HttpRequest, map_id: str) -> list[OpenThreads]:
    """Where on the map open threads are, and how many: what a drawing marks. At most 2,000 places."""
    places = threads_of(map_id).filter(resolved_at=None).values("node", "property")
    counted = places.annotate(count=Count("pk")).order_by("node", "property")[:MOST_PLACES]
    return [OpenThreads.model_validate(one) for one in counted]


@router.get("/{map_id}/comments/{int:comment_id}", response={200: ThreadOut, **REFUSALS})
def one_thread(request: HttpRequest, map_id: str, comment_id: int) -> ThreadOut:
    """One conversation. The id of a reply finds the thread it is in."""
    comment = comments.find_comment(map_id, comment_id)
    return _shown(comments.find_thread(map_id, comment.thread_id or comment.pk))


@router.patch("/{map_id}/comments/{int:comment_id}", response={200: CommentOut, **REFUSALS})
def rewrite_comment(request: HttpRequest, map_id: str, comment_id: int, body: NewText) -> CommentOut:
    """Change what you said."""
    comment = comments.find_comment(map_id, comment_id)
    comments.rewrite(comment, asker(request), body.text)
    return show_comments([comment])[0]


@router.delete("/{map_id}/comments/{int:comment_id}", response={200: CommentOut, **REFUSALS})
def delete_comment(request: HttpRequest, map_id: str, comment_id: int) -> CommentOut:
    """Take back what you said; an owner of the map may take back anybody's. That something was said stays."""
    comment = comments.find_comment(map_id, comment_id)
    comments.delete(comment, asker(request))
    return show_comments([comment])[0]


@router.get("/{map_id}/comments/{int:comment_id}/replies", response={200: Page[CommentOut], **REFUSALS})
def list_replies(
    request: HttpRequest, map_id: str, comment_id: int, cursor: str = "", limit: PageSize = 50
) -> Page[CommentOut]:
    """The replies in a thread, the oldest first."""
    thread = comments.find_thread(map_id, comment_id)
    replies = Comment.objects.filter(thread=thread).select_related("person", "resolved_by")
    found, following = oldest_first(replies, lambda comment: comment, cursor=cursor, limit=limit)
    return Page(items=show_comments(found), next=following)


@router.post("/{map_id}/comments/{int:comment_id}/replies", response={201: CommentOut, **REFUSALS})
def reply_in_thread(request: HttpRequest, map_id: str, comment_id: int, body: NewReply) -> Status[CommentOut]:
    """Answer in a thread. Who took part in it is told."""
    thread = comments.find_thread(map_id, comment_id)
    comment = comments.reply(thread, asker(request), body.text, client_id=body.client_id)
    return Status(201, show_comments([comment])[0])


@router.post("/{map_id}/comments/{int:comment_id}/resolve", response={200: ThreadOut, **REFUSALS})
def resolve_thread(request: HttpRequest, map_id: str, comment_id: int) -> ThreadOut:
    """Say that a conversation is settled."""
    thread = comments.find_thread(map_id, comment_id)
    comments.resolve(thread, asker(request))
    return _shown(thread)


@router.post("/{map_id}/comments/{int:comment_id}/reopen", response={200: ThreadOut, **REFUSALS})
def reopen_thread(request: HttpRequest, map_id: str, comment_id: int) -> ThreadOut:
    """Say that it is not settled after all."""
    thread = comments.find_thread(map_id, comment_id)
    comments.reopen(thread)
    return _shown(thread)


@router.get("/{map_id}/readers", response={200: Page[PersonRef], **REFUSALS})
def list_readers(
    request: HttpRequest,
    map_id: str,
    search: Annotated[str, Query(max_length=100)] = "",
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[PersonRef]:
    """Who may see the map: whom you can mention; as its guest, those who work on it with you. ``search`` is
    looked for in what they are called."""
    readers = readers_for(asker(request), map_id)
    if search:
        readers = readers.filter(called(search))
    found, following = oldest_first(readers, person_ref, cursor=cursor, limit=limit)
    return Page(items=[person for person in found if person], next=following)


def _shown(thread: Comment) -> ThreadOut:
    return show_threads([thread], current_nodes(thread.map))[0]
