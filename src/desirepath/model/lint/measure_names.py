"""Measures that a step asks for exist."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.nearest import nearest
from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import UNKNOWN_MEASURE
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    for placed in look.steps():
        for position, measure in enumerate(placed.step.measures or ()):
            if look.measures and measure not in look.measures:
                near = nearest(measure, look.measures)
                fix = f"did you mean {near}?" if near else ""
                address = f"{placed.address}.measures[{position}]"
                yield UNKNOWN_MEASURE.at(address, says=f'there is no measure "{measure}"', fix=fix)


RULE = LintRule((UNKNOWN_MEASURE,), _find)
