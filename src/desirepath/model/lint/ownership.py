"""Someone always owns the moment."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import UNOWNED_MOMENT, UNOWNED_STEP
from desirepath.model.lint.look import LintRule, Look, owner_of


def _find(look: Look) -> Iterator[Problem]:
    for placed in look.steps():
        step = placed.step
        if owner_of(placed):
            continue
        if step.moment_of_truth or step.handoff:
            what = "moment of truth" if step.moment_of_truth else "handoff"
            says = f'nobody owns this moment: "{step.name}" is a {what}'
            yield UNOWNED_MOMENT.at(placed.address, says=says)
        else:
            yield UNOWNED_STEP.at(placed.address, says=f'nobody owns the step "{step.name}"')


RULE = LintRule((UNOWNED_MOMENT, UNOWNED_STEP), _find)
