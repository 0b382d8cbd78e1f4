"""The endpoints about the log as a whole: what it holds, who matches a rule, funnels, success."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from desirepath.log.sql import ask
from desirepath.measures.segment_size import segment_size
from desirepath.model.expression_parser import parse_expression
from desirepath.replay.index import open_index
from desirepath.replay.moments import find_matching
from desirepath.server.answers import REFUSALS
from desirepath.server.books.seeing import whose
from desirepath.server.clock import workspace_zone
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.answering import Asked
from desirepath.server.lived.api import ANSWERS, answered
from desirepath.server.lived.questions import Expression, FunnelIn, SuccessQuestion
from desirepath.server.log_state import current_log, info_now
from desirepath.server.people.api import asker

router = Router(tags=["log"])
_VOLUMES = """
select cast(timezone('{zone}', occurred_at) as date) as day, source, count(*) as interactions
from interactions group by all order by day desc, source limit 20000
"""
_KEPT = 256


class LogOut(Schema):
    """What the log holds: facts by kind, interactions by activity and source, objects by type."""

    facts: dict[str, int]
    activities: dict[str, int]
    sources: dict[str, int]
    objects: dict[str, int]
    first: str | None
    last: str | None
    generation: str


class VolumeOut(Schema):
    """How many interactions of one source occurred on one day of the workspace."""

    day: str
    source: str
    interactions: int


class MatchOut(Schema):
    """How many interactions match a rule, and how many subjects have one that does."""

    interactions: int
    subjects: int
    generation: str


class SegmentOut(Schema):
    """How many of the subjects are in a segment now; of ``without_traits`` nothing is known."""

    matching: int
    subjects: int
    without_traits: int
    generation: str


Subject = Annotated[str, Query(max_length=100)]


@router.get("", response={200: LogOut, **REFUSALS})
def log_info(request: HttpRequest) -> Any:
    """What the log holds, in numbers."""
    return info_now().to_json()


@router.get("/volumes", response={200: list[VolumeOut], **REFUSALS})
def volumes(request: HttpRequest) -> Any:
    """Interactions per day and source, the latest day first: has a source stopped sending?"""
    return _volumes(current_log().generation, workspace_zone().key)


@router.get("/matching", response={200: MatchOut, **REFUSALS})
def matching(
    request: HttpRequest, rule: Annotated[Expression, Query()], subject: Subject = "customer"
) -> Any:
    """How many interactions, of those you may see, match a step's rule: to be asked while it is written."""
    parse_expression(rule)
    must_travel(subject)
    return _matching(current_log().generation, rule, subject, whose(asker(request), subject))


@router.get("/segment", response={200: SegmentOut, **REFUSALS})
def segment(request: HttpRequest, rule: Annotated[Expression, Query()], subject: Subject = "customer") -> Any:
    """How many real customers (or accounts...) of those you may see a persona's segment rule matches."""
    must_travel(subject)
    return _segment(current_log().generation, rule, subject, whose(asker(request), subject))


@router.post("/funnel", response=ANSWERS)
def funnel(request: HttpRequest, body: FunnelIn) -> HttpResponse:
    """Measure a funnel: 200 with the answer, or 202 with the job that finds it. Changes nothing."""
    return answered(request, Asked("funnel", body))


@router.get("/success", response=ANSWERS)
def success(request: HttpRequest, question: Query[SuccessQuestion]) -> HttpResponse:
    """The success measures: 200 with the answer, or 202 with the job that finds it."""
    return answered(request, Asked("success", question))


def must_travel(subject: str) -> None:
    """Raise DP-SRV-003 where the log has nobody of this type."""
    if subject not in info_now().objects:
        raise NOT_FOUND.error("subject", says=f'nobody in this log is a "{subject}"')


@lru_cache(maxsize=2)
def _volumes(generation: str, zone: str) -> Any:
    rows = ask(current_log(), _VOLUMES.format(zone=zone)).rows
    return [{"day": str(day), "source": source, "interactions": count} for day, source, count in rows]


@lru_cache(maxsize=_KEPT)
def _matching(generation: str, rule: str, subject: str, only: frozenset[str] | None) -> Any:
    log = current_log()
    found = find_matching(open_index(log, subject), parse_expression(rule), only=only)
    return {
        "interactions": found.interactions,
        "subjects": found.subjects,
        "generation": log.generation,
    }


@lru_cache(maxsize=_KEPT)
def _segment(generation: str, rule: str, subject: str, only: frozenset[str] | None) -> Any:
    log = current_log()
    size = segment_size(log, rule, subject, only=only)
    return {
        "matching": size.matching,
        "subjects": size.subjects,
        "without_traits": size.without_traits,
        "generation": log.generation,
    }
