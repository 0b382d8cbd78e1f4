"""One persona and one scenario per map: is it said which, and do map and persona file agree?"""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import NO_PERSONA, NO_SCENARIO, OTHER_PERSONA
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    journey, persona = look.journey, look.persona
    if journey.persona is None:
        yield NO_PERSONA.at()
    elif persona is not None and persona.id != journey.persona:
        says = f'the map is about "{journey.persona}", its persona file about "{persona.id}"'
        yield OTHER_PERSONA.at("persona", says=says)
    if journey.scenario is None:
        yield NO_SCENARIO.at()


RULE = LintRule((NO_PERSONA, NO_SCENARIO, OTHER_PERSONA), _find)
