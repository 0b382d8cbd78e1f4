"""Activities that look like a reserved one, but are spelt otherwise, match nothing."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.nearest import nearest
from desirepath.base.problem import Problem
from desirepath.model.lint.close_spelling import are_close
from desirepath.model.lint.kinds import UNKNOWN_ACTIVITY
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    for address, rule in look.rules():
        if rule.activity is None or rule.activity in look.activities:
            continue
        near = nearest(rule.activity, look.activities)
        if near and are_close(rule.activity, near):
            says = f'"{rule.activity}" looks like the reserved activity {near}'
            yield UNKNOWN_ACTIVITY.at(f"{address}.activity", says=says, fix=f"did you mean {near}?")


RULE = LintRule((UNKNOWN_ACTIVITY,), _find)
