"""The endpoints that help to put a rule together: the words of the log, and what a rule matches."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Final

import orjson
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.vocabulary import read_vocabulary
from desirepath.measures.segment_size import some_in_segment
from desirepath.model.expression_parser import parse_expression
from desirepath.model.journey_map import FORMAT, JourneyMap
from desirepath.model.rule import Rule, any_rule
from desirepath.model.structure import judge
from desirepath.replay.index import open_index
from desirepath.replay.moments import find_matching
from desirepath.server.answers import REFUSALS
from desirepath.server.books.seeing import has_own_book_only, whose
from desirepath.server.lived.api_log import Subject, must_travel
from desirepath.server.lived.api_subjects import InteractionOut, interactions_out
from desirepath.server.lived.booked import visible_rows, without_texts
from desirepath.server.lived.names import names_of_some
from desirepath.server.lived.questions import Expression
from desirepath.server.log_state import current_log
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body

router = Router(tags=["log"])
_KEPT: Final = 256
_EXAMPLES: Final = 5
_PLACE: Final = "stages[0].steps[0].when"


class KnownNameOut(Schema):
    """A property or a trait of the log: how often it was ``seen`` (a trait: how many have it), its most
    frequent ``values`` with how often (none where nearly every one is another), the bounds of a number."""

    name: str
    sort: str
    seen: int
    values: list[tuple[bool | float | str, int]]
    low: float | None
    high: float | None


class KnownActivityOut(Schema):
    """An activity of the log: how often it was ``seen``, and what came with it."""

    name: str
    seen: int
    channels: list[tuple[str, int]]
    sources: list[tuple[str, int]]
    properties: list[KnownNameOut]


class WordsOut(Schema):
    """The words of the log. All but the activities' own numbers are of those ``looked_at``."""

    interactions: int
    looked_at: int
    activities: list[KnownActivityOut]
    traits: dict[str, list[KnownNameOut]]


class MemberOut(Schema):
    """One of a segment, with what is known of it now; ``name`` is empty where nobody has named it."""

    subject: str
    name: str
    traits: dict[str, Any]


class RulesIn(Body):
    """The rules of a step, of a passage's start or its end, as a map has them; any of them must match.

    ``subject`` is who travels.
    """

    rules: Annotated[list[dict[str, Any]], Field(max_length=50)]
    subject: Annotated[str, Field(max_length=100)] = "customer"


class CountOut(Schema):
    """How many interactions match, and how many subjects have one that does."""

    interactions: int
    subjects: int


class RulesOut(CountOut):
    """What all the rules together match, and ``each`` of them by itself."""

    each: list[CountOut]
    generation: str


@router.get("/words", response={200: WordsOut, **REFUSALS})
def log_words(request: HttpRequest) -> Any:
    """What rules and segments can be made of: activities, channels, sources, properties and traits, with
    their frequent values (whoever sees their own book only gets no values that could name somebody)."""
    words = _words(current_log().generation)
    return without_texts(words) if has_own_book_only(asker(request)) else words


@router.post("/rules", response={200: RulesOut, **REFUSALS})
def matching_rules(request: HttpRequest, body: RulesIn) -> Any:
    """What the rules match: to be asked while somebody puts them together. What is wrong with one is said
    with its address, such as ``rules[1].where.plan``. Changes nothing."""
    _read_rules(body.rules)
    must_travel(body.subject)
    generation, only = current_log().generation, whose(asker(request), body.subject)
    whole = _count(generation, _written(body.rules), body.subject, only)
    each = [_count(generation, _written([rule]), body.subject, only) for rule in body.rules]
    return {**whole, "each": each, "generation": generation}


@router.post("/rules/examples", response={200: list[InteractionOut], **REFUSALS})
def matching_examples(request: HttpRequest, body: RulesIn) -> list[InteractionOut]:
    """The five latest interactions that the rules match. Changes nothing."""
    expression = any_rule(_read_rules(body.rules))
    must_travel(body.subject)
    only = whose(asker(request), body.subject)
    index = open_index(current_log(), body.subject)
    found = find_matching(index, expression, latest=_EXAMPLES, only=only)
    return visible_rows(interactions_out(found.latest, dict.fromkeys(found.latest)), asker(request))


@router.get("/segment/examples", response={200: list[MemberOut], **REFUSALS})
def segment_examples(
    request: HttpRequest, rule: Annotated[Expression, Query()], subject: Subject = "customer"
) -> Any:
    """Five of those in a segment, the ones seen last."""
    parse_expression(rule)
    must_travel(subject)
    only = whose(asker(request), subject)
    found = some_in_segment(current_log(), rule, subject, _EXAMPLES, only=only)
    names = names_of_some(subject, [one for one, _ in found])
    return [{"subject": one, "name": names.get(one, ""), "traits": traits} for one, traits in found]


def _read_rules(rules: list[dict[str, Any]]) -> tuple[Rule, ...]:
    """The rules. Raises all that is wrong with them, each at its address among ``rules``."""
    step = {"id": "x", "name": "x", **({"when": rules} if rules else {})}
    stages: Any = [{"id": "x", "name": "x", "steps": [step]}]
    journey, problems = judge(JourneyMap, {"format": FORMAT, "id": "x", "title": "x", "stages": stages})
    if journey is None:
        raise DesirepathError([_at_home(problem) for problem in problems])
    return tuple(next(journey.steps()).when or ())


def _at_home(problem: Problem) -> Problem:
    address = problem.address
    return problem.kind.at(
        f"rules{address.removeprefix(_PLACE)}" if address.startswith(_PLACE) else "rules",
        says=problem.says,
        fix=problem.fix,
    )


def _written(rules: list[dict[str, Any]]) -> bytes:
    return orjson.dumps(rules)


@lru_cache(maxsize=2)
def _words(generation: str) -> Any:
    return read_vocabulary(current_log()).to_json()


@lru_cache(maxsize=_KEPT)
def _count(generation: str, rules: bytes, subject: str, only: frozenset[str] | None) -> Any:
    expression = any_rule(_read_rules(orjson.loads(rules)))
    found = find_matching(open_index(current_log(), subject), expression, only=only)
    return {"interactions": found.interactions, "subjects": found.subjects}
