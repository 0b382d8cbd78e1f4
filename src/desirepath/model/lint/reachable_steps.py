"""Steps that cannot be reached on their own, or only after the journey has ended."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import ENDS_TOO_EARLY, SHADOWED_STEP
from desirepath.model.lint.look import LintRule, Look, same_rule_key


def _find(look: Look) -> Iterator[Problem]:
    passage = look.journey.passage
    ends = {same_rule_key(rule) for rule in (*(passage.succeeds or ()), *(passage.fails or ()))}
    steps = list(look.steps())
    earlier: dict[str, str] = {}
    for placed in steps:
        keys = [same_rule_key(rule) for rule in placed.step.when or ()]
        if keys and all(key in earlier for key in keys):
            says = (
                f'everything that counts for "{placed.step.name}" counts for "{earlier[keys[0]]}" before it'
            )
            yield SHADOWED_STEP.at(f"{placed.address}.when", says=says)
        elif keys and ends.issuperset(keys) and placed is not steps[-1]:
            says = f'the passage ends where "{placed.step.name}" begins, and other steps come after it'
            yield ENDS_TOO_EARLY.at(f"{placed.address}.when", says=says)
        for key in keys:
            earlier.setdefault(key, placed.step.name)


RULE = LintRule((SHADOWED_STEP, ENDS_TOO_EARLY), _find)
