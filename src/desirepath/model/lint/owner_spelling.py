"""One owner, one spelling."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.close_spelling import are_close
from desirepath.model.lint.kinds import OWNER_SPELT_TWO_WAYS
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    seen: list[str] = []
    for address, owner in look.owners():
        if owner in seen:
            continue
        twin = next((other for other in seen if are_close(owner, other)), None)
        if twin:
            says = f'"{owner}" and "{twin}" look like one owner'
            yield OWNER_SPELT_TWO_WAYS.at(address, says=says, fix=f"did you mean {twin}?")
        seen.append(owner)


RULE = LintRule((OWNER_SPELT_TWO_WAYS,), _find)
