"""A passage has a start and a success end."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import NO_START, NO_SUCCESS_END
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    passage = look.journey.passage
    if not passage.starts:
        yield NO_START.at("passage")
    if not passage.succeeds:
        yield NO_SUCCESS_END.at("passage")


RULE = LintRule((NO_START, NO_SUCCESS_END), _find)
