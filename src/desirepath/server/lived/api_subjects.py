"""The endpoints about single customers on a map: who stands where, one's way, what happened at a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import from_microseconds
from desirepath.log.picking import pick_interactions
from desirepath.measures.felt_weeks import felt_weeks
from desirepath.measures.step_shape import step_shape
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.moments import moments_at, moments_of
from desirepath.replay.tables import Standing
from desirepath.replay.tally import OPEN, OUTCOMES
from desirepath.server.answers import REFUSALS
from desirepath.server.books.seeing import only_seen
from desirepath.server.books.seeing import whose as whose_book
from desirepath.server.clock import workspace_zone
from desirepath.server.kinds import BAD_REQUEST, NOT_FOUND
from desirepath.server.lived.booked import must_be_of_everybody
from desirepath.server.lived.names import names_of_some
from desirepath.server.lived.questions import WhoseQuestion
from desirepath.server.lived.reading import read_journey
from desirepath.server.lived.replays import REPLAYS, Followed
from desirepath.server.lived.said import only_said
from desirepath.server.log_state import current_log
from desirepath.server.maps.found import find_map
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Page, PageSize

router = Router(tags=["lived journey"])
_CHUNK = 500
_MOST_LOOKED_THROUGH = 20_000


class StandingOut(Schema):
    """Where a subject stands, or stood when it left: since when, in which of its passages (from 1), which
    steps it has visited. ``name`` is null where nobody has said it, ``left_at`` while it is under way."""

    subject: str
    name: str | None
    step: str | None
    since: datetime
    passage: int
    started_at: datetime
    visited: list[str]
    left_at: datetime | None


class StandingPage(Page[StandingOut]):
    """Part of those who stand at a step, the longest there first, or who left from it, the latest first;
    ``total`` is how many there are."""

    total: int


class InteractionOut(Schema):
    """One interaction; ``step`` is where its subject stood then (null: at no step of this map)."""

    arrival: int
    step: str | None
    occurred_at: datetime
    activity: str
    customer: str | None
    account: str | None
    objects: dict[str, str]
    channel: str | None
    direction: str | None
    score: float | None
    scale: str | None
    text: str | None
    amount: Decimal | None
    currency: str | None
    properties: dict[str, Any]
    source: str
    key: str


class InteractionPage(Page[InteractionOut]):
    """Part of what happened at a step, the newest first; ``total`` counts all of it, with text or without."""

    total: int


class PassageOut(Schema):
    """One passage of a subject. ``outcome``: open, succeeded, failed or expired."""

    number: int
    started_at: datetime
    ended_at: datetime | None
    outcome: str
    last_step: str | None


class WayOut(Schema):
    """A subject's way: its passages, and its latest interactions in order (``total``: all it has).

    ``next`` asks for those before them; null: there are none.
    """

    subject: str
    passages: list[PassageOut]
    interactions: list[InteractionOut]
    total: int
    next: str | None


class StaysOut(Schema):
    """Stays of a length: those that have ended, and those still under way that have lasted so long."""

    at_least_seconds: float
    below_seconds: float | None
    ended: int
    under_way: int


class AnswersOut(Schema):
    """How many gave each score of one scale, from the worst to the best."""

    scale: str
    scores: list[tuple[float, int]]


class WeekOut(Schema):
    """How many visits began in the week from ``monday`` (UTC); not ``is_whole``: it is not over yet."""

    monday: str
    visits: int
    is_whole: bool


class FeltWeekOut(Schema):
    """How those felt (-2 to +2, with its interval) who answered at the step in the week from ``monday``."""

    monday: str
    feeling: float | None
    low: float | None
    high: float | None
    n: int


class ShapeOut(Schema):
    """The shape of a step."""

    stays: list[StaysOut]
    answers: list[AnswersOut]
    weeks: list[WeekOut]
    felt: list[FeltWeekOut]


@router.get("/{map_id}/standing", response={200: StandingPage, **REFUSALS})
def standing(
    request: HttpRequest,
    map_id: str,
    whose: Query[WhoseQuestion],
    step: Annotated[str | None, Query(max_length=100)] = None,
    left: bool = False,
    cursor: str = "",
    limit: PageSize = 50,
) -> StandingPage:
    """Who stands at a step of the map now (without ``step``: who has set out and come to none yet), or who
    ``left`` the journey from there: failed, or ran out of time, as drop-off counts them. Of a segment, of
    passages that started in a period."""
    journey, followed = _follow(map_id, whose)
    if step is not None:
        _must_have(journey, step)
    seen = whose_book(asker(request), journey.travels)
    there = (followed.left if left else followed.standing).get(step, [])
    if seen is not None:
        there = [one for one in there if one.subject in seen]
    page, following = _page(there, cursor, limit)
    names = names_of_some(journey.travels, [one.subject for one in page])
    items = [_standing_out(one, names.get(one.subject)) for one in page]
    return StandingPage(items=items, next=following, total=len(there))


@router.get("/{map_id}/way", response={200: WayOut, **REFUSALS})
def way(
    request: HttpRequest,
    map_id: str,
    subject: Annotated[str, Query(min_length=1, max_length=500)],
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    cursor: str = "",
) -> WayOut:
    """One subject's way through the map."""
    journey = read_journey(find_map(map_id))
    must_see(asker(request), journey.travels, subject)
    followed = REPLAYS.of_one(journey, subject)
    if followed is None:
        raise nobody_is(subject)
    arrivals, steps = moments_of(followed.told, subject)
    step_at = dict(zip(arrivals, steps, strict=True))
    arrivals = tuple(only_seen(arrivals, asker(request)))
    end = len(arrivals) - place_of(cursor, len(arrivals))
    begin = max(0, end - limit)
    return WayOut(
        subject=subject,
        passages=_passages(followed, subject),
        interactions=interactions_out(arrivals[begin:end], step_at),
        total=len(arrivals),
        next=str(len(arrivals) - begin) if begin else None,
    )


@router.get("/{map_id}/steps/{step_id}/interactions", response={200: InteractionPage, **REFUSALS})
def at_step(
    request: HttpRequest,
    map_id: str,
    step_id: str,
    whose: Query[WhoseQuestion],
    with_text: bool = False,
    by_customers: bool = False,
    activity: Annotated[str | None, Query(max_length=200)] = None,
    cursor: str = "",
    limit: PageSize = 50,
) -> InteractionPage:
    """What happened at a step, the newest first; only with words (``with_text``), only what customers did
    themselves (``by_customers``), only one activity; of a segment, of passages that started in a period."""
    journey, followed = _follow(map_id, whose)
    _must_have(journey, step_id)
    arrivals = moments_at(followed.told, step_id, labels=followed.labels).tolist()
    arrivals = only_seen(arrivals, asker(request))
    total = len(arrivals)
    if with_text:
        arrivals = only_said(arrivals, followed.generation, by_customers=by_customers)
    place = place_of(cursor, len(arrivals))
    found: list[InteractionOut] = []
    looked = 0
    while place < len(arrivals) and len(found) < limit and looked < _MOST_LOOKED_THROUGH:
        chunk = arrivals[place : place + (_CHUNK if activity or (by_customers and not with_text) else limit)]
        for one in interactions_out(chunk, dict.fromkeys(chunk, step_id)):
            place += 1
            is_wanted = (one.text or not with_text) and activity in (None, one.activity)
            if is_wanted and not (by_customers and _is_ours(one)):
                found.append(one)
                if len(found) == limit:
                    break
        looked += len(chunk)
    following = str(place) if place < len(arrivals) else None
    return InteractionPage(items=found, next=following, total=total)


@router.get("/{map_id}/steps/{step_id}/shape", response={200: ShapeOut, **REFUSALS})
def shape(request: HttpRequest, map_id: str, step_id: str, whose: Query[WhoseQuestion]) -> Any:
    """How long stays at a step last, which scores were given there, how many came each week and how those
    felt who answered: for charts."""
    must_be_of_everybody(whose, asker(request))
    journey, followed = _follow(map_id, whose)
    _must_have(journey, step_id)
    step = followed.told.binding.steps.index(step_id)
    zone = workspace_zone()
    felt = felt_weeks(followed.told, step, followed.labels, followed.observed.as_of_us, zone)
    return {**step_shape(followed.observed, step, zone).to_json(), "felt": [one.to_json() for one in felt]}


def _follow(map_id: str, whose: WhoseQuestion) -> tuple[JourneyMap, Followed]:
    journey = read_journey(find_map(map_id))
    whose.check()
    return journey, REPLAYS.of(journey, whose.segment, whose.period())


def _is_ours(one: InteractionOut) -> bool:
    """Whether we did it: where an answer in a ticket does not say whose it is, it counts as ours."""
    return one.direction == "by_us" or (one.activity == "ticket.replied" and one.direction is None)


def _must_have(journey: JourneyMap, step_id: str) -> None:
    if all(step.id != step_id for step in journey.steps()):
        raise NOT_FOUND.error(step_id, says=f"the map has no step {step_id!r}")


def must_see(person: Person, of: str, subject: str) -> None:
    """Raise DP-SRV-003 where somebody is not in the book that a person sees: as if there were nobody."""
    seen = whose_book(person, of)
    if seen is not None and subject not in seen:
        raise nobody_is(subject)


def nobody_is(subject: str) -> DesirepathError:
    """What is said of an id that nobody has, or nobody whom the asker may see."""
    return NOT_FOUND.error("subject", says=f"nobody in this log is {subject!r}")


def place_of(cursor: str, most: int) -> int:
    """The place in a list that a cursor stands for. Raises DP-SRV-004 for one that is none."""
    place = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 19 else most + 1
    if cursor and place > most:
        raise BAD_REQUEST.error("cursor", says="this cursor is none of ours", fix="begin again without one")
    return place if cursor else 0


def _page(items: Sequence[Standing], cursor: str, limit: int) -> tuple[Sequence[Standing], str | None]:
    place = place_of(cursor, len(items))
    following = str(place + limit) if place + limit < len(items) else None
    return items[place : place + limit], following


def _standing_out(one: Standing, name: str | None) -> StandingOut:
    return StandingOut(
        subject=one.subject,
        name=name,
        step=one.step,
        since=one.since,
        passage=one.passage,
        started_at=one.started_at,
        visited=list(one.visited),
        left_at=one.ended_at,
    )


def _passages(followed: Followed, subject: str) -> list[PassageOut]:
    told = followed.told
    table, steps = told.passages, told.binding.steps
    mine = (table.subject == followed.places[subject]).nonzero()[0].tolist()
    return [
        PassageOut(
            number=int(table.number[row]) + 1,
            started_at=from_microseconds(int(table.started_us[row])),
            ended_at=None if table.outcome[row] == OPEN else from_microseconds(int(table.ended_us[row])),
            outcome=OUTCOMES[table.outcome[row]],
            last_step=steps[table.last_step[row]] if table.last_step[row] >= 0 else None,
        )
        for row in mine
    ]


def interactions_out(arrivals: Sequence[int], step_at: Mapping[int, str | None]) -> list[InteractionOut]:
    """The interactions with these arrivals, as they are shown."""
    rows = pick_interactions(current_log(), arrivals)
    return [InteractionOut.model_validate({**row, "step": step_at[row["arrival"]]}) for row in rows]
