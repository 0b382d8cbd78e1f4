"""The three questions that the field asks its customers: on which scales, and which answers are good or bad.

An answer's *vote* is 1 where it is good, -1 where it is bad, else 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desirepath.replay.tally import LEVELS


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its scales, the level from which on an answer is good, and below which it is bad (0: none
    is)."""

    scales: tuple[str, ...]
    good_from: int
    bad_below: int


def level_of(steps_up: int, steps: int) -> int:
    """The level ``steps_up`` of ``steps`` equal steps above the worst end.

    >>> level_of(9, 10), level_of(3, 4)
    (378, 315)
    """
    return (LEVELS - 1) * steps_up // steps


NPS: Final = Asked(("0..10",), good_from=level_of(9, 10), bad_below=level_of(7, 10))
"""Promoters from 9 on, detractors below 7: F. Reichheld, Harvard Business Review 81/12 (2003) 46-54."""
CSAT: Final = Asked(("1..5", "5..1"), good_from=level_of(3, 4), bad_below=0)
"""The top two of five."""
CES: Final = Asked(("1..7", "7..1", "1..7 hard"), good_from=level_of(4, 6), bad_below=0)
"""Five to seven of seven, where seven is easiest."""
ASKED: Final = (NPS, CSAT, CES)
