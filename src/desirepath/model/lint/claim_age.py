"""Claims that nobody has looked at for longer than the map's review allows."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.evidence import confirmed_day, half_life_days
from desirepath.model.lint.kinds import REVIEW_OVERDUE, STALE_EVIDENCE
from desirepath.model.lint.look import LintRule, Look
from desirepath.model.placed_claims import claims_of_map


def _find(look: Look) -> Iterator[Problem]:
    limit = half_life_days(look.journey)
    for placed in claims_of_map(look.journey):
        day = confirmed_day(placed.claim)
        if day is None or (look.today - day).days <= limit:
            continue
        kind, what = (STALE_EVIDENCE, "evidence") if placed.is_evidence else (REVIEW_OVERDUE, "an assumption")
        says = f'"{placed.text}" is {what} last looked at on {day}, {(look.today - day).days} days ago'
        yield kind.at(placed.address, says=f"{says}; the map is reviewed every {limit:g} days")


RULE = LintRule((REVIEW_OVERDUE, STALE_EVIDENCE), _find)
