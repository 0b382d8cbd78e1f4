"""What people do in conversations: begin one, reply, rewrite, delete, resolve, reopen."""

from __future__ import annotations

from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from desirepath.server.kinds import BAD_REQUEST, CONFLICT, NOT_ALLOWED, NOT_FOUND
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.access import role_on
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.talk.mentions import MOST, keep_mentions, mentioned_in
from desirepath.server.talk.models import Comment, Reason
from desirepath.server.talk.notifications import notify
from desirepath.server.talk.places import Place
from desirepath.server.talk.readers import readers_of
from desirepath.server.talk.threads import tell_comment

LONGEST: Final = 10_000


def begin_thread(
    record: MapRecord, person: Person, place: Place, text: str, *, client_id: str = ""
) -> Comment:
    """Say something about a place on a map. Said again under the same ``client_id``, it is there once."""
    return _add(
        Comment(map=record, person=person, node=place.node, property=place.property, client_id=client_id),
        person,
        text,
    )


def reply(thread: Comment, person: Person, text: str, *, client_id: str = "") -> Comment:
    """Answer in a thread; who took part in it is told. Raises DP-SRV-006 where the thread was deleted."""
    if thread.deleted_at and not thread.replies.filter(deleted_at=None).exists():
        raise CONFLICT.error(says="this thread was deleted", fix="begin another one")
    return _add(
        Comment(
            map_id=thread.map_id,
            thread=thread,
            person=person,
            node=thread.node,
            property=thread.property,
            client_id=client_id,
        ),
        person,
        text,
    )


def _add(comment: Comment, by: Person, text: str) -> Comment:
    comment.text = keep_mentions(_checked(text), comment.map_id, by)
    try:
        with transaction.atomic():
            comment.save()
            mentioned = _tell_mentioned(comment, mentioned_in(comment.text))
            if comment.thread:
                notify(
                    _others_in(comment.thread, besides=mentioned),
                    Reason.REPLY,
                    by=comment.person,
                    map=comment.map,
                    comment=comment,
                )
            tell_comment(comment)
    except IntegrityError:
        there = Comment.objects.filter(
            map=comment.map_id, person=comment.person_id, client_id=comment.client_id
        ).first()
        if not comment.client_id or there is None:
            raise
        return there
    return comment


def rewrite(comment: Comment, person: Person, text: str) -> None:
    """Change one's own words; who is newly mentioned is told. Raises DP-SRV-002 for another's."""
    _must_be_own(comment, person)
    kept = keep_mentions(_checked(text), comment.map_id, person)
    with transaction.atomic():
        before = set(mentioned_in(comment.text))
        comment.text, comment.edited_at = kept, timezone.now()
        comment.save(update_fields=["text", "edited_at"])
        _tell_mentioned(comment, [one for one in mentioned_in(kept) if one not in before])
        tell_comment(comment)


def delete(comment: Comment, person: Person) -> None:
    """Take one's own words away; an owner of the map may take anybody's. That something was said stays.

    Deleted again, nothing happens.
    """
    if comment.deleted_at:
        return
    if comment.person_id != person.pk and role_on(person, comment.map_id) < Role.OWNER:
        raise NOT_ALLOWED.error(says="this is somebody else's comment", fix="resolve the thread instead")
    with transaction.atomic():
        comment.text, comment.deleted_at = "", timezone.now()
        comment.save(update_fields=["text", "deleted_at"])
        tell_comment(comment)


def resolve(thread: Comment, person: Person) -> None:
    """Say that a thread is settled; who took part is told. Of a resolved one, nothing."""
    with transaction.atomic():
        at = timezone.now()
        if Comment.objects.filter(pk=thread.pk, resolved_at=None).update(resolved_at=at, resolved_by=person):
            thread.resolved_at, thread.resolved_by = at, person
            notify(_others_in(thread), Reason.RESOLVED, by=person, map=thread.map, comment=thread)
            tell_comment(thread)


def reopen(thread: Comment) -> None:
    """Say that a thread is not settled after all."""
    with transaction.atomic():
        if (
            Comment.objects.filter(pk=thread.pk)
            .exclude(resolved_at=None)
            .update(resolved_at=None, resolved_by=None)
        ):
            thread.resolved_at = thread.resolved_by = None
            tell_comment(thread)


def find_comment(map_id: str, comment_id: int) -> Comment:
    """A comment on this map, or DP-SRV-003."""
    found = Comment.objects.select_related("map", "person", "resolved_by", "thread")
    comment = found.filter(map=map_id, pk=comment_id).first()
    if comment is None:
        raise NOT_FOUND.error(says="there is no such comment on this map")
    return comment


def find_thread(map_id: str, comment_id: int) -> Comment:
    """A comment that began a thread on this map, or DP-SRV-003."""
    comment = find_comment(map_id, comment_id)
    if comment.thread_id is not None:
        raise NOT_FOUND.error(says="this is a reply; its thread is another comment")
    return comment


def _tell_mentioned(comment: Comment, people: list[int] | tuple[int, ...]) -> tuple[int, ...]:
    told = tuple(people[:MOST])
    if told:
        notify(told, Reason.MENTION, by=comment.person, map=comment.map, comment=comment)
    return told


def _others_in(thread: Comment, *, besides: tuple[int, ...] = ()) -> list[int]:
    """Who has said something in a thread and may still see its map."""
    said = [thread.person_id, *thread.replies.filter(deleted_at=None).values_list("person", flat=True)]
    asked = {person for person in said if person is not None and person not in besides}
    return list(readers_of(thread.map_id).filter(pk__in=asked).values_list("pk", flat=True)) if asked else []


def _must_be_own(comment: Comment, person: Person) -> None:
    if comment.person_id != person.pk:
        raise NOT_ALLOWED.error(says="this is somebody else's comment", fix="reply to it instead")
    if comment.deleted_at:
        raise CONFLICT.error(says="this comment was deleted", fix="write another one")


def _checked(text: str) -> str:
    text = text.strip().replace("\x00", "")
    if not text:
        raise BAD_REQUEST.error("text", says="the comment is empty", fix="write something")
    if len(text) > LONGEST:
        raise BAD_REQUEST.error("text", says=f"the comment is longer than {LONGEST:,} characters")
    return text
