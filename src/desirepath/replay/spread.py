"""The spread: how unevenly visits, channels, tickets and answers are spread over subjects.

Ten answers of one customer say less than one answer of ten. To know how much less, an interval needs, beside
the counts, the sums of squares and products over subjects. Like a tally these are integers, which add up over
disjoint subjects, and subtract.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from desirepath.replay.answers import ASKED
from desirepath.replay.columns import Array

KERNEL = "desirepath.replay.spread_kernel"


@dataclass(frozen=True, slots=True)
class Spread:
    """Sums over the subjects of some passages. S steps, C channels; v, t, c are one subject's visits to a
    step, its tickets there, and its visits there that began in a channel; n and s its answers to a question
    there, and the sum of their votes (:mod:`~desirepath.replay.answers`).
    """

    visits: Array
    """(S, 3) subjects that were there, sum v, sum v^2."""
    tickets: Array
    """(S, 3) sum t, sum v t, sum t^2."""
    channels: Array
    """(S, C+1, 3) sum c, sum v c, sum c^2; the last channel stands for those not known."""
    answers: Array
    """(3, S+2, 6) per question (NPS, CSAT, CES) and place: subjects that answered, sum n, s, n^2, n s, s^2.
    Place S is under way but at no step yet, S+1 the whole journey."""

    @classmethod
    def empty(cls, steps: int, channels: int) -> Spread:
        """Of nobody."""
        return cls(
            visits=np.zeros((steps, 3), np.int64),
            tickets=np.zeros((steps, 3), np.int64),
            channels=np.zeros((steps, channels + 1, 3), np.int64),
            answers=np.zeros((len(ASKED), steps + 2, 6), np.int64),
        )

    def with_channels(self, channels: int) -> Spread:
        """The same over more channels: they begin with those that there are now."""
        wider = Spread.empty(len(self.visits), channels)
        wider.channels[:, : self.channels.shape[1] - 1] = self.channels[:, :-1]
        wider.channels[:, -1] = self.channels[:, -1]
        return Spread(self.visits, self.tickets, wider.channels, self.answers)

    def __add__(self, other: Spread) -> Spread:
        return self._combine(other, 1)

    def __sub__(self, other: Spread) -> Spread:
        return self._combine(other, -1)

    def _combine(self, other: Spread, sign: int) -> Spread:
        sums = (getattr(self, f.name) + sign * getattr(other, f.name) for f in fields(self))
        return Spread(*(np.asarray(each) for each in sums))


def votes_by_scale(scales: tuple[str, ...]) -> tuple[Array, Array, Array]:
    """Per scale the question it belongs to (-1: none); per question from which level on an answer is good,
    and below which it is bad."""
    question = [next((q for q, asked in enumerate(ASKED) if name in asked.scales), -1) for name in scales]
    return (
        np.array(question, np.int64),
        np.array([asked.good_from for asked in ASKED], np.int64),
        np.array([asked.bad_below for asked in ASKED], np.int64),
    )
