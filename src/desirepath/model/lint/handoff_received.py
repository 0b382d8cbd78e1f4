"""A handoff needs somebody who receives it: an owner of this step or of a later one."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.nearest import nearest
from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import HANDOFF_TO_NOBODY
from desirepath.model.lint.look import LintRule, Look, owner_of


def _find(look: Look) -> Iterator[Problem]:
    steps = list(look.steps())
    for position, placed in enumerate(steps):
        handoff = placed.step.handoff
        if handoff is None:
            continue
        if handoff.to is None:
            says = f'the handoff at "{placed.step.name}" does not say to whom'
            yield HANDOFF_TO_NOBODY.at(f"{placed.address}.handoff", says=says)
            continue
        receivers = {owner for later in steps[position:] if (owner := owner_of(later))}
        if handoff.to not in receivers:
            says = f'{handoff.to} is handed over to at "{placed.step.name}", but owns no step from there on'
            near = nearest(handoff.to, receivers)
            fix = f"did you mean {near}?" if near else ""
            yield HANDOFF_TO_NOBODY.at(f"{placed.address}.handoff.to", says=says, fix=fix)


RULE = LintRule((HANDOFF_TO_NOBODY,), _find)
