"""Every step says what success looks like."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import NO_SUCCESS
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    for placed in look.steps():
        if placed.step.success is None:
            yield NO_SUCCESS.at(
                placed.address, says=f'the step "{placed.step.name}" does not say what success looks like'
            )


RULE = LintRule((NO_SUCCESS,), _find)
