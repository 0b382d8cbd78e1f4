"""The endpoint that erases what somebody wrote."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema

from desirepath.server.answers import REFUSALS
from desirepath.server.people.audit import write_down
from desirepath.server.people.changes import find_person
from desirepath.server.talk.erasing import erase_words_of

router = Router(tags=["people"])


class ErasedWords(Schema):
    """How much was erased: comments of theirs, comments of others that named them, notes on evidence."""

    comments: int
    mentions: int
    notes: int


@router.delete("/{int:person_id}/words", response={200: ErasedWords, **REFUSALS})
def erase_words(request: HttpRequest, person_id: int) -> ErasedWords:
    """Erase everything that somebody wrote in comments and notes, and them out of others' comments, for ever.

    That there were comments stays. What they changed on maps is in the maps' history.
    """
    person = find_person(person_id)
    with transaction.atomic():
        erased = erase_words_of(person)
        write_down("erased somebody's words", request=request, target=person.email, erased=erased)
    return ErasedWords(**erased)
