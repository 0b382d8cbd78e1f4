"""The endpoints about the lived journey: what a map's measures say, and the ways that customers take."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from desirepath.server.answers import REFUSALS, ProblemOut
from desirepath.server.jobs.shown import JobOut, job_out
from desirepath.server.lived.answering import Asked, Known, look_up, text_of
from desirepath.server.lived.board_facts import board_question
from desirepath.server.lived.booked import narrow
from desirepath.server.lived.named import with_names
from desirepath.server.lived.questions import MapQuestion, PathsQuestion, WhoseQuestion
from desirepath.server.maps.found import find_map
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person

router = Router(tags=["lived journey"])


class OfOut(Schema):
    """What an answer is of: the map's revision, the state of the log; when it was made, and in how long."""

    revision: int | None
    generation: str
    made_at: datetime
    seconds: float


class AnswerOut(Schema):
    """An answer. ``fresh``: it is of the map and the log as they are now. Else ``answer`` is the last one
    known (null: there is none yet), and ``job`` computes the fresh one; ``problems`` say why that failed.

    ``asked`` names the question: the event ``lived`` of the map's stream says it when the answer is new.
    """

    asked: str
    fresh: bool
    of: OfOut | None
    generation: str
    job: JobOut | None
    problems: list[ProblemOut]
    answer: Any


ANSWERS = {200: AnswerOut, 202: AnswerOut, **REFUSALS}


@router.get("/{map_id}/lived", response=ANSWERS)
def lived(request: HttpRequest, map_id: str, question: Query[MapQuestion]) -> HttpResponse:
    """The map's measures (desirepath-measure/1). 200: all that was asked; 202: not yet, see ``job``."""
    return answered(request, Asked("map", question, find_map(map_id)))


@router.get("/{map_id}/paths", response=ANSWERS)
def paths(request: HttpRequest, map_id: str, question: Query[PathsQuestion]) -> HttpResponse:
    """The ways from step to step, and how well the map explains them. 200 or 202, as above."""
    return answered(request, Asked("paths", question, find_map(map_id)))


@router.get("/{map_id}/difference", response=ANSWERS)
def difference(request: HttpRequest, map_id: str, question: Query[WhoseQuestion]) -> HttpResponse:
    """What the map believes against what happened (desirepath-difference/1). 200 or 202, as above."""
    return answered(request, Asked("difference", question, find_map(map_id)))


@router.get("/{map_id}/board", response=ANSWERS)
def board(request: HttpRequest, map_id: str) -> HttpResponse:
    """The journey board (desirepath-board/1): every account in the step where it stands, since when, on track
    or not, its health, what it pays and when its term ends. 200 or 202, as above."""
    return answered(request, Asked("board", board_question(), find_map(map_id)), without=("others",))


def answered(request: HttpRequest, asked: Asked, without: Collection[str] = ()) -> HttpResponse:
    """What is known now and whoever asks may see, as an answer over HTTP; parts of it that are asked for by
    themselves left out."""
    person = asker(request)
    known = look_up(asked, person)
    shown = _shown(asked, known, person)
    for name in without:
        (shown.get("answer") or {}).pop(name, None)
    return HttpResponse(
        orjson.dumps(shown),
        status=422 if known.refused and known.answer is None else 200 if known.is_fresh else 202,
        content_type="application/json",
    )


def _shown(asked: Asked, known: Known, person: Person) -> dict[str, Any]:
    answer = known.answer
    if known.refused and answer is None:
        return {"problems": known.refused}
    of = OfOut.model_validate(answer, from_attributes=True).model_dump() if answer is not None else None
    return {
        "asked": asked.asked,
        "fresh": known.is_fresh,
        "of": of,
        "generation": known.generation,
        "job": job_out(known.job).model_dump() if known.job is not None else None,
        "problems": known.refused,
        "answer": None
        if answer is None
        else with_names(asked.what, narrow(asked.what, text_of(asked, answer), asked.journey, person)),
    }
