"""The scales that people are asked on, and what a score on each of them feels like.

A score keeps its own scale in the log. To compare scores of different scales it is laid on one line, from
the worst answer to the best: its **level**, a whole number from 0 to 420 (divisible by 2, 3, 4, 5, 6, 7 and
10, so that the usual scales lose nothing), or its **feeling**, the same line from -2 to +2 as on a journey
map.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LEVELS = 420
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)( hard)?")


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale by the score of its worst answer and the score of its best.

    >>> parse_scale("1..5").feeling(4), parse_scale("0..10").level(9), parse_scale("1..7 hard").feeling(7)
    (1.0, 378, -2.0)
    """

    name: str
    worst: float
    best: float

    def contains(self, score: float) -> bool:
        """Whether ``score`` can be an answer on this scale."""
        if self.name == "thumbs":
            return score in (0, 1)
        return min(self.worst, self.best) <= score <= max(self.worst, self.best)

    def level(self, score: float) -> int:
        """Where ``score`` lies from the worst (0) to the best answer (420), to the nearest whole level."""
        return round((score - self.worst) / (self.best - self.worst) * LEVELS)

    def feeling(self, score: float) -> float:
        """Where ``score`` lies from the worst (-2) to the best answer (+2)."""
        return (score - self.worst) / (self.best - self.worst) * 4 - 2


@lru_cache(maxsize=256)
def parse_scale(text: str) -> Scale:
    """Read a scale: ``worst..best`` in whole numbers, or ``thumbs`` (0 is down, 1 is up).

    ``5..1`` says that 1 is best; so does ``1..5 hard``, the way of asking how hard something was.

    Raises ValueError for anything else.

    >>> parse_scale("5..1").best, parse_scale("-2..2").worst, parse_scale("thumbs").best
    (1, -2, 1)
    """
    if text == "thumbs":
        return Scale(text, 0, 1)
    found = _RANGE.fullmatch(text)
    if not found or int(found[1]) == int(found[2]):
        raise ValueError(
            f'"{text}" is not a scale; write it as worst..best, such as 1..5 or 0..10, or thumbs'
        )
    low, high = int(found[1]), int(found[2])
    return Scale(text, high, low) if found[3] else Scale(text, low, high)
