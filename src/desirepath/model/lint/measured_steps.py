"""Steps without a rule are believed, but nobody can be seen there."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import UNMEASURED_STEP
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    steps = list(look.steps())
    if steps and not any(placed.step.when for placed in steps):
        yield UNMEASURED_STEP.at("stages", says="no step says which interactions count as being there")
        return
    for placed in steps:
        if not placed.step.when:
            says = f'the step "{placed.step.name}" is believed, but not measured'
            yield UNMEASURED_STEP.at(placed.address, says=says)


RULE = LintRule((UNMEASURED_STEP,), _find)
