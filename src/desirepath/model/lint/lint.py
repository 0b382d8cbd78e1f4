"""Reads a map as a careful reader would."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from desirepath.base.problem import Problem
from desirepath.model.journey_map import JourneyMap
from desirepath.model.lint.look import Look
from desirepath.model.lint.rules import RULES
from desirepath.model.persona import Persona


def lint(
    journey: JourneyMap,
    *,
    today: date,
    persona: Persona | None = None,
    activities: Iterable[str] = (),
    measures: Iterable[str] = (),
) -> tuple[Problem, ...]:
    """What a careful reader would say about a map as of a day: nothing, if it is well made.

    ``activities`` and ``measures`` are the names that the log and the measures reserve; without them nothing
    is said about spellings of those. Problems come in the order of the rules, each with its address.

    >>> file = {"format": "desirepath/1", "id": "m", "title": "M", "persona": "p", "stages": []}
    >>> file |= {"scenario": "Orders online", "passage": {"succeeds": [{"activity": "parcel.kept"}]}}
    >>> [problem.says for problem in lint(JourneyMap.model_validate(file), today=date(2026, 1, 1))]
    ['the map does not say how a passage starts']
    """
    look = Look(journey, today, persona, tuple(activities), tuple(measures))
    return tuple(problem for rule in RULES for problem in rule.find(look))
