"""Erasing one customer everywhere, as a job: the log first, then what others wrote, then the free pages."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from desirepath.log.by_hand import SOURCE as BY_HAND
from desirepath.log.marks import mark_of
from desirepath.log.subject import erase_subject, export_subject, suppress_subject, unsuppress_subject
from desirepath.log.subject_words import SubjectWords, words_of
from desirepath.server.data.elsewhere import (
    Trace,
    erase_elsewhere,
    find_elsewhere,
    not_searched,
    scrub_database,
)
from desirepath.server.data.models import Erasure
from desirepath.server.data.redactor import Redactor
from desirepath.server.data.writing import writing
from desirepath.server.desk.erasing import forget
from desirepath.server.intake.tail import TAIL
from desirepath.server.jobs.kind import JobKind, Work
from desirepath.server.jobs.queue import enqueue
from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person
from desirepath.server.playbooks.erasing import forget_in_playbooks
from desirepath.server.talk.erasing import forget_erased_interactions

ERASE: Final = "data.erase"
_SECONDS_BETWEEN: Final = 0.5
_FACTS: Final = {
    "interactions": "interactions",
    "traits": "facts about them",
    "identities": "who is who",
    "contexts": "dated events",
}


def all_words(known: SubjectWords, more: Sequence[str]) -> Redactor:
    """The ids, what they wrote themselves, and the words that somebody ticked."""
    return Redactor([*known.ids, *known.quotes, *more])


def export_everything(object_type: str, object_id: str, more: Sequence[str]) -> dict[str, Any]:
    """Everything about one subject: what the log knows, and where else they are spoken of."""
    log = current_log()
    words = all_words(words_of(log, object_type, object_id), more)
    found = [
        {"place": one.place, "count": one.count, "examples": list(one.examples)}
        for one in find_elsewhere(words)
    ]
    return {**export_subject(log, object_type, object_id), "elsewhere": found}


def start_erasing(
    person: Person,
    object_type: str,
    object_id: str,
    *,
    words: Sequence[str],
    suppress: bool,
    reason: str,
) -> Erasure:
    """Write an erasure down and queue it. One of the same subject that is under way is given back."""
    mark = mark_for(object_type, object_id)
    under_way = Erasure.objects.filter(mark=mark, done_at=None).first()
    if under_way is not None:
        return under_way
    with transaction.atomic():
        erasure = Erasure.objects.create(
            object_type=object_type,
            asked={"id": object_id, "words": list(words)},
            mark=mark,
            reason=reason,
            is_suppressed=suppress,
            person=person,
        )
        erasure.job = enqueue(ERASE, {"erasure": erasure.pk}, key=str(erasure.pk), person=person)
        erasure.save(update_fields=["job"])
    return erasure


def keep_out(object_type: str, object_id: str, work: Work) -> int:
    """Keep every later fact of somebody out; how many ids are new on the list."""
    with writing(work) as log:
        return suppress_subject(log, object_type, object_id)


def let_in(object_type: str, object_id: str, work: Work) -> int:
    """Let later facts in again; how many ids were on the list."""
    with writing(work) as log:
        return unsuppress_subject(log, object_type, object_id)


def mark_for(object_type: str, object_id: str) -> str:
    """A keyed hash of a subject: whoever has the id can ask for it, nobody can read it."""
    mark = mark_of(current_log().rules.secret, object_type, object_id)
    return hashlib.sha256(f"erasure {mark}".encode()).hexdigest()


def run_erasing(work: Work) -> dict[str, int]:
    """The job. Begun again after a crash it finds the rest: who is meant stands in it until it is done."""
    erasure = Erasure.objects.get(pk=work.args["erasure"])
    if erasure.done_at is not None:
        return {"erasure": erasure.pk}
    if erasure.asked:
        _erase(erasure, work)
    # Only now: a certificate may not be of what still stands in a free page, whenever this is killed.
    work.tell(0.9, "wiping the free pages of the database")
    scrub_database(lambda: _wait_for_readers(work))
    erasure.done_at = timezone.now()
    erasure.save(update_fields=["done_at"])
    return {"erasure": erasure.pk}


def _wait_for_readers(work: Work) -> None:
    work.tell(0.95, "waiting until nobody reads the database")
    work.stop_if_asked()
    time.sleep(_SECONDS_BETWEEN)


def _erase(erasure: Erasure, work: Work) -> None:
    """Take them out everywhere, and at last out of what was asked."""
    object_type, object_id = erasure.object_type, erasure.asked["id"]
    work.tell(0.05, "looking for them")
    known = _remembered(erasure)
    words = all_words(known, erasure.asked["words"])
    steps: list[Trace] = list(_done_so_far(erasure))
    work.tell(0.1, "taking them out of the log")
    with writing(work) as log:
        erased = erase_subject(
            log, object_type, object_id, suppress=erasure.is_suppressed, redact=(BY_HAND, words.text)
        )
    steps += [Trace(_FACTS[kind], count) for kind, count in erased.facts.items() if count]
    steps += [Trace("facts of others that named them as who acted", erased.actors)] if erased.actors else []
    steps += [Trace("what colleagues wrote", erased.redacted)] if erased.redacted else []
    steps += [Trace("refused rows", erased.rejects)] if erased.rejects else []
    _note(erasure, steps)
    work.tell(0.5, "taking them out of what others wrote")
    TAIL.forget()
    steps += [Trace(place, count) for place, count in forget(object_type, known.ids).items()]
    forgotten = forget_in_playbooks(object_type, known.ids)
    steps += [Trace(place, count) for place, count in forgotten.items()]
    pointers = forget_erased_interactions()
    steps += [Trace("pointers of evidence", pointers)] if pointers else []
    steps += erase_elsewhere(words)
    erasure.asked = {}
    _note(erasure, steps)


def certificate_of(erasure: Erasure) -> dict[str, Any]:
    """What was removed where, when, and by whom; without a word of the subject's."""
    return {
        "erasure": erasure.pk,
        "object_type": erasure.object_type,
        "mark": erasure.mark,
        "asked_at": erasure.at,
        "done_at": erasure.done_at,
        "by": str(erasure.person) if erasure.person else None,
        "reason": erasure.reason,
        "kept_from_coming_back": erasure.is_suppressed,
        "removed": erasure.steps,
        "not_searched": not_searched(),
    }


def preview(object_type: str, object_id: str, more: Sequence[str]) -> tuple[SubjectWords, list[Trace]]:
    """How somebody can be recognised, and where else than in the log they are."""
    known = words_of(current_log(), object_type, object_id)
    return known, find_elsewhere(all_words(known, more))


def _remembered(erasure: Erasure) -> SubjectWords:
    """The subject's words; they are kept until the end, because the log forgets them on the way."""
    if "ids" not in erasure.asked:
        known = words_of(current_log(), erasure.object_type, erasure.asked["id"])
        erasure.asked = {**erasure.asked, "ids": list(known.ids), "quotes": list(known.quotes)}
        erasure.save(update_fields=["asked"])
    asked = erasure.asked
    return SubjectWords(tuple(asked["ids"]), {}, tuple(asked["quotes"]), 0)


def _done_so_far(erasure: Erasure) -> list[Trace]:
    return [Trace(one["place"], one["count"]) for one in erasure.steps]


def _note(erasure: Erasure, steps: Sequence[Trace]) -> None:
    counted: dict[str, int] = {}
    for one in steps:
        counted[one.place] = counted.get(one.place, 0) + one.count
    erasure.steps = [{"place": place, "count": count} for place, count in counted.items()]
    erasure.save(update_fields=["steps", "asked"])


JOBS: Final = (JobKind(ERASE, "Erase a customer", run_erasing),)
"""Not tried again by itself when it breaks: somebody should look."""
