"""All the rules of lint, in the order in which a careful reader would ask. To add one: a file, and a line
here."""

from __future__ import annotations

from typing import Final

from desirepath.model.lint import (
    activity_spelling,
    claim_age,
    handoff_owner,
    handoff_received,
    horizon,
    lane_names,
    measure_names,
    measured_steps,
    moments_of_truth,
    owner_spelling,
    ownership,
    passage_ends,
    reachable_steps,
    rule_can_match,
    size,
    sources_named,
    success_defined,
    whose_journey,
)
from desirepath.model.lint.look import LintRule

RULES: Final[tuple[LintRule, ...]] = (
    whose_journey.RULE,
    passage_ends.RULE,
    horizon.RULE,
    size.RULE,
    lane_names.RULE,
    moments_of_truth.RULE,
    ownership.RULE,
    owner_spelling.RULE,
    handoff_received.RULE,
    handoff_owner.RULE,
    success_defined.RULE,
    measured_steps.RULE,
    rule_can_match.RULE,
    reachable_steps.RULE,
    activity_spelling.RULE,
    measure_names.RULE,
    claim_age.RULE,
    sources_named.RULE,
)
