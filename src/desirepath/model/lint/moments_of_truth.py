"""A map says which moment decides."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import NO_MOMENT_OF_TRUTH
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    steps = list(look.steps())
    if steps and not any(placed.step.moment_of_truth for placed in steps):
        yield NO_MOMENT_OF_TRUTH.at("stages")


RULE = LintRule((NO_MOMENT_OF_TRUTH,), _find)
