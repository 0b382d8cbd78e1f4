"""What an erasure takes out of talk: the words of somebody who is erased, and what points at erased facts."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from desirepath.server.people.models import Person
from desirepath.server.talk.mentions import without_mentions_of
from desirepath.server.talk.models import Comment, Evidence
from desirepath.server.talk.proofs import known_keys
from desirepath.server.talk.threads import tell_comment

_AT_ONCE: Final = 500


def erase_words_of(person: Person) -> dict[str, int]:
    """Take out everything a person wrote here, and them out of what others wrote; how much there was.

    That there were comments stays, without words and, once the account is gone, without a name.
    """
    with transaction.atomic():
        own = list(Comment.objects.filter(person=person).exclude(text="").select_related("map"))
        for comment in own:
            comment.text, comment.deleted_at = "", comment.deleted_at or timezone.now()
            comment.save(update_fields=["text", "deleted_at"])
            tell_comment(comment)
        naming = Comment.objects.filter(text__contains=f"@person:{person.pk}")
        changed = 0
        for comment in naming.select_related("map", "person", "resolved_by"):
            text = without_mentions_of(comment.text, [person.pk])
            if text != comment.text:
                comment.text = text
                comment.save(update_fields=["text"])
                tell_comment(comment)
                changed += 1
        noted = Evidence.objects.filter(person=person).exclude(note="").update(note="")
    return {"comments": len(own), "mentions": changed, "notes": noted}


def forget_erased_interactions() -> int:
    """Forget where interactions lay that the log does not have any more (a customer was erased); how many.

    That the claim had evidence stays, with its day and its sort of source, and nothing that leads to anybody.
    """
    pointing = Evidence.objects.filter(what="interaction").filter(~Q(thing__key=None))
    forgotten, last = 0, 0
    while some := list(pointing.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        last = some[-1].pk
        there = known_keys([(one.thing["source"], one.thing["key"]) for one in some])
        for one in some:
            if (one.thing["source"], one.thing["key"]) not in there:
                one.thing = {name: one.thing[name] for name in ("activity", "on")}
                one.note = ""
                one.save(update_fields=["thing", "note"])
                forgotten += 1
    return forgotten
