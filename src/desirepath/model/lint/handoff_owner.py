"""The owner of a step takes part in its handoff."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import HANDOFF_PAST_OWNER
from desirepath.model.lint.look import LintRule, Look, owner_of


def _find(look: Look) -> Iterator[Problem]:
    for placed in look.steps():
        handoff, owner = placed.step.handoff, owner_of(placed)
        if handoff and handoff.from_ and handoff.to and owner and owner not in (handoff.from_, handoff.to):
            way = f"from {handoff.from_} to {handoff.to}"
            says = f'{owner} owns "{placed.step.name}", but the handoff goes {way}'
            yield HANDOFF_PAST_OWNER.at(f"{placed.address}.handoff", says=says)


RULE = LintRule((HANDOFF_PAST_OWNER,), _find)
