"""Answers: what is known already, and the job that finds out what is not.

An answer is of one state of the log and one measured part of a map. While those of today are computed, the
last one is given, and said to be old.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any, Final

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from desirepath.log.store import open_log
from desirepath.model.journey_map import JourneyMap
from desirepath.server.jobs.kind import Daily, JobKind, Work
from desirepath.server.jobs.models import ACTIVE, Job, State
from desirepath.server.jobs.queue import enqueue
from desirepath.server.live.news import NEWS
from desirepath.server.lived.answers_code import made_by
from desirepath.server.lived.booked import must_be_of_everybody
from desirepath.server.lived.measured_part import fingerprint, in_words
from desirepath.server.lived.models import Answer
from desirepath.server.lived.question import Json, Question
from desirepath.server.lived.questions import QUESTIONS
from desirepath.server.lived.reading import read_journey
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person

ANSWER_JOB: Final = "lived.answer"
LOOKING: Final = timedelta(minutes=10)
"""Whoever wanted an answer so lately is believed to look still: it is kept up to date for them."""
_NOTED_EVERY: Final = timedelta(minutes=1)
_REFUSED_FOR: Final = timedelta(seconds=30)
_KEPT_FOR: Final = timedelta(days=30)
_MOST_OF_A_QUESTION: Final = 3


@dataclass(frozen=True)
class Asked:
    """A question about a map (None: about the whole log)."""

    what: str
    question: Question
    record: MapRecord | None = None

    @cached_property
    def journey(self) -> JourneyMap | None:
        """The map, as it is now."""
        return None if self.record is None else read_journey(self.record)

    @cached_property
    def asked(self) -> str:
        """A word for the question, whatever the map says, put to the code that would answer it now: what an
        earlier Desirepath answered may lack what the pages show today, and is no answer any more."""
        return _hash(made_by(), self.what, self.question.model_dump(mode="json"))

    @cached_property
    def key(self) -> str:
        """A word for the question and all that its answer depends on beside the log: how days, weeks and
        money are read, and a part of the map."""
        kind, it = QUESTIONS[self.what], current_log().settings
        read = it.time_zone, it.week_start, it.currency, str(sorted(it.rates.items()))
        if self.journey is None:
            return _hash(self.asked, read)
        return _hash(self.asked, read, self.journey.id, fingerprint(kind.part(self.journey)))

    def to_args(self) -> dict[str, Any]:
        """For the job."""
        map_id = None if self.record is None else self.record.id
        return {"what": self.what, "question": self.question.model_dump(mode="json"), "map": map_id}

    @classmethod
    def of_args(cls, args: Any) -> Asked:
        """The question of a job."""
        record = None if args["map"] is None else MapRecord.objects.get(id=args["map"])
        shape = QUESTIONS[args["what"]].shape
        return cls(args["what"], shape.model_validate(args["question"]), record)


@dataclass(frozen=True, slots=True)
class Known:
    """What can be said now: the latest answer (None: there is none yet), whether it is of the log and the map
    as they are now, and the job that computes one that is."""

    answer: Answer | None
    is_fresh: bool
    generation: str
    job: Job | None = None
    refused: Sequence[Json] = ()


def look_up(asked: Asked, person: Person | None = None) -> Known:
    """The answer, as far as it is known; where it is not fresh, a job is queued for ``person``.

    Raises where the question cannot be read, DP-SRV-002 where it picks out whom ``person`` may not see.
    """
    asked.question.check()
    if person is not None:
        must_be_of_everybody(asked.question, person)
    generation = current_log().generation
    exact = Answer.objects.filter(key=asked.key).first()
    if exact is not None:
        _note_look(exact)
        if exact.generation == generation:
            return Known(exact, True, generation)
    latest = (
        exact
        or Answer.objects.filter(what=asked.what, map=asked.record, asked=asked.asked)
        .order_by("-made_at")
        .first()
    )
    refused = _refused(asked, generation)
    if refused:
        return Known(latest, False, generation, refused=refused)
    return Known(latest, False, generation, job=ask_for(asked, person, generation))


def ask_for(asked: Asked, person: Person | None, generation: str) -> Job:
    """Queue the job that answers, unless it waits or runs already."""
    return enqueue(
        ANSWER_JOB,
        {**asked.to_args(), "generation": generation},
        key=asked.key,
        person=person,
        map_id=asked.record.id if asked.record is not None else "",
    )


def text_of(asked: Asked, answer: Answer) -> Json:
    """The answer in the map's words of today."""
    dress = QUESTIONS[asked.what].dress
    if asked.journey is None or dress is None:
        found: Json = orjson.loads(answer.result)
        return found
    return dress(orjson.loads(in_words(answer.result, asked.journey)), asked.journey)


def keep_up_to_date(generation: str) -> int:
    """Queue what somebody looks at and is of an older log; how many answers that are."""
    looked_at = Answer.objects.filter(looked_at__gte=timezone.now() - LOOKING).exclude(generation=generation)
    queued = 0
    for old in looked_at.defer("result").select_related("map"):
        asked = Asked(old.what, QUESTIONS[old.what].shape.model_validate(old.question), old.map)
        if asked.key == old.key and not _is_active(asked):
            ask_for(asked, None, generation)
            queued += 1
    return queued


def answer_now(work: Work) -> Json:
    """The job: compute the answer and keep it. Where the map changed meanwhile, it is the one of today."""
    asked = Asked.of_args(work.args)
    log = open_log(settings.CONFIGURATION.folder)
    generation, began = log.generation, time.monotonic()
    result = QUESTIONS[asked.what].compute(log, asked.journey, asked.question, work)
    seconds = time.monotonic() - began
    kept = {
        "what": asked.what,
        "map": asked.record,
        "asked": asked.asked,
        "question": asked.question.model_dump(mode="json"),
        "generation": generation,
        "revision": asked.record.revision if asked.record is not None else None,
        "result": orjson.dumps(result, option=orjson.OPT_NON_STR_KEYS).decode(),
        "seconds": seconds,
        "made_at": timezone.now(),
    }
    answer, _ = Answer.objects.update_or_create(key=asked.key, defaults=kept)
    transaction.on_commit(NEWS.set)
    same = Answer.objects.filter(what=asked.what, map=asked.record, asked=asked.asked).order_by("-made_at")
    Answer.objects.filter(pk__in=list(same.values_list("pk", flat=True)[_MOST_OF_A_QUESTION:])).delete()
    return {"answer": answer.asked, "generation": generation, "seconds": round(seconds, 3)}


def forget_old_answers(work: Work) -> dict[str, int]:
    """Remove the answers that nobody has wanted for a month."""
    removed, _ = Answer.objects.filter(looked_at__lt=timezone.now() - _KEPT_FOR).delete()
    return {"removed": removed}


JOBS: Final = (
    JobKind(ANSWER_JOB, "Measure", answer_now, keep_for=timedelta(days=1)),
    JobKind("lived.forget", "Forget old measures", forget_old_answers, every=Daily(3)),
)


def _is_active(asked: Asked) -> bool:
    return Job.objects.filter(kind=ANSWER_JOB, key=asked.key, state__in=ACTIVE).exists()


def _refused(asked: Asked, generation: str) -> Sequence[Json]:
    """Why the last try failed, where that was just now and nothing has changed since: once more would too."""
    lately = timezone.now() - _REFUSED_FOR
    last = Job.objects.filter(kind=ANSWER_JOB, key=asked.key, ended_at__gte=lately).order_by("-pk").first()
    if last is None or last.state != State.FAILED or last.args.get("generation") != generation:
        return ()
    problems: Sequence[Json] = last.problems
    return problems


def _note_look(answer: Answer) -> None:
    now = timezone.now()
    if now - answer.looked_at > _NOTED_EVERY:
        Answer.objects.filter(pk=answer.pk).update(looked_at=now)


def _hash(*parts: Any) -> str:
    return hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()
