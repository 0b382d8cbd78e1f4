"""A map fits one picture and one conversation: neither too much on it, nor stages with nothing in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import EMPTY_STAGE, TOO_LONG
from desirepath.model.lint.look import LintRule, Look

# The field's own customer success lifecycle has eight stages.
MOST_STAGES: Final = 8
MOST_STEPS: Final = 25


def _find(look: Look) -> Iterator[Problem]:
    stages, steps = list(look.stages()), list(look.steps())
    if len(stages) > MOST_STAGES or len(steps) > MOST_STEPS:
        yield TOO_LONG.at("stages", says=f"the map has {len(stages)} stages and {len(steps)} steps")
    for address, stage in stages:
        if not stage.steps:
            yield EMPTY_STAGE.at(address, says=f'the stage "{stage.name}" has no steps')


RULE = LintRule((TOO_LONG, EMPTY_STAGE), _find)
