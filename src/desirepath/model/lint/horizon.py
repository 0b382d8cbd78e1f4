"""The horizon leaves time for every step that is not optional."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.base.spans import parse_span, say_span
from desirepath.model.lint.kinds import HORIZON_TOO_SHORT
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    horizon = look.journey.passage.horizon
    spans = [placed.step.within for placed in look.steps() if not placed.step.optional]
    together = sum(parse_span(span).total_seconds() for span in spans if span)
    if horizon and parse_span(horizon).total_seconds() < together:
        says = f"the steps may take {say_span(together)} together, but the journey expires after {horizon}"
        yield HORIZON_TOO_SHORT.at("passage.horizon", says=says)


RULE = LintRule((HORIZON_TOO_SHORT,), _find)
