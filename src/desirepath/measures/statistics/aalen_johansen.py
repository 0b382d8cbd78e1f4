"""Aalen-Johansen: how many come to one end by a time, when another end can come first.

Source: O. Aalen and S. Johansen, Scandinavian Journal of Statistics 5 (1978) 141-150; its variance: E.
Marubini and M. G. Valsecchi, Analysing Survival Data (1995), formula 10.12. At each time the incidence grows
by (share that nothing has happened to yet) x (came to this end / at risk). Counting the other end as censored
would be wrong: who has left for good will not come any more, while who is under way still may.

The median of those who come to the end: the time by which half of the incidence has come. Each of them counts
with the weight that the estimator gives (more, the later, for those who were cut off before); the interval is
Woodruff's (JASA 47 (1952) 635-646): the times at Wilson's bounds of one half, with Kish's effective number
(sum w)^2 / sum w^2.

The share by one time: Wilson's interval with the number that the estimator's variance is worth, p (1 - p) /
var (K. J. Rothman, Journal of Chronic Diseases 31 (1978) 557-560). Where few have been followed so long, that
variance knows nothing of what they did not do since the last one came (F. J. Dorey and E. L. Korn,
Statistics in Medicine 6 (1987) 679-687); so the upper bound leaves room for Wilson's bound of none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from desirepath.base.slow import load
from desirepath.measures.statistics.kaplan_meier import (
    KERNEL,
    ROUNDING,
    Median,
    Numbers,
    Shares,
    in_order,
    log_log_band,
)
from desirepath.measures.statistics.wilson import wilson

FEWEST_FOR_AN_INTERVAL: Final = 6
"""With fewer than six values even the whole range holds the median less often than 95 times in 100 (1 -
2/2^n)."""


@dataclass(frozen=True)
class IncidenceCurve:
    """A step function: the share that has come to the end by ``times[i]``; 0 before the first time.

    ``came`` is how many did at that time, ``ends`` how many came or left, ``at_risk`` how many could have,
    ``untouched`` the share to which nothing has happened by then. Each who comes adds something to the
    incidence; ``sum_of_squares`` adds up its square. ``variance`` is the incidence's; ``low`` and ``high``
    bound 95 %.
    """

    times: Numbers
    came: Numbers
    ends: Numbers
    at_risk: Numbers
    untouched: Shares
    incidence: Shares
    sum_of_squares: float

    @cached_property
    def variance(self) -> Shares:
        """The variance of the incidence at each time."""
        return self._variance_by(len(self.times))

    def _variance_by(self, past: int) -> Shares:
        """The same at the first ``past`` times."""
        variance = np.empty(past)
        columns = (self.incidence, self.untouched, self.came, self.ends, self.at_risk)
        load(KERNEL).follow_variance(*(column[:past] for column in columns), variance)
        return variance

    @property
    def low(self) -> Shares:
        """The lower bound of the incidence at each time."""
        return self._band[0]

    @property
    def high(self) -> Shares:
        """The upper bound."""
        return self._band[1]

    @cached_property
    def _band(self) -> tuple[Shares, Shares]:
        # The complement is the survival-like share whose log(-log) scale keeps the band inside 0..1.
        square = self.incidence**2
        relative = np.divide(self.variance, square, out=np.zeros(len(square)), where=self.incidence > 0)
        return log_log_band(np.clip(self.incidence, 0.0, 1.0), relative)

    def at(self, time: float) -> float:
        """The share that has come by ``time``."""
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        return 0.0 if index < 0 else float(self.incidence[index])

    def untouched_before(self, time: float) -> float:
        """The share to which nothing had happened just before ``time``."""
        first = int(np.searchsorted(self.times, time, side="left"))
        return float(self.untouched[first - 1]) if first else 1.0

    def share_by(self, time: float, *, followed: int) -> tuple[float, float, float]:
        """The share that has come by ``time``, and its 95 % interval.

        ``followed`` are those to whom nothing had happened before ``time`` although they were seen so long.

        >>> curve = aalen_johansen(np.array([1, 2]), np.array([], int), np.array([1, 1, 4, 4]))
        >>> [round(share, 2) for share in curve.share_by(4, followed=2)]
        [0.44, 0.12, 0.82]
        """
        first = int(np.searchsorted(self.times, time, side="left"))
        past = int(np.searchsorted(self.times, time, side="right"))
        before = float(self.incidence[first - 1]) if first else 0.0
        untouched = self.untouched_before(time)
        value = min(float(self.incidence[past - 1]) if past else 0.0, 1.0)
        worth = self._worth(value, first, past, followed, untouched)
        low, high = wilson(value * worth, worth)
        if followed:
            came = int(self.came[first:past].sum())
            high = max(high, before + untouched * wilson(came, followed)[1])
        return value, min(low, value), min(max(high, value), 1.0)

    def _worth(self, value: float, first: int, past: int, followed: int, untouched: float) -> float:
        """How many that were all followed to their end would say as much as this curve does."""
        variance = float(self._variance_by(past)[-1]) if past else 0.0
        if ROUNDING < value < 1 - ROUNDING and variance > 0:
            return max(value * (1 - value) / variance, 1.0)
        if followed and untouched > 0:
            return followed / untouched
        last = first - 1
        was_untouched = float(self.untouched[last - 1]) if last else 1.0
        return float(self.at_risk[last]) / was_untouched

    def median(self) -> Median:
        """The time by which half of those who come have come; no interval with an effective number below
        six."""
        total = float(self.incidence[-1]) if len(self.incidence) else 0.0
        if total <= 0:
            return Median(None, None, None)
        effective = total**2 / self.sum_of_squares
        value = self._time_of(0.5, total)
        if effective < FEWEST_FOR_AN_INTERVAL - 1e-6:
            return Median(value, None, None)
        low, high = wilson(effective / 2, effective)
        return Median(value, self._time_of(low, total), self._time_of(high, total))

    def _time_of(self, share: float, total: float) -> float:
        index = int(np.searchsorted(self.incidence, total * share * (1 - 1e-12), side="left"))
        return float(self.times[min(index, len(self.times) - 1)])


def aalen_johansen(came: Numbers, left: Numbers, under_way: Numbers) -> IncidenceCurve:
    """The incidence of an end to which some ``came``, while others ``left`` and some are still ``under_way``.

    All three are lengths of time in one unit, in any order; in ascending order it is quicker.

    >>> curve = aalen_johansen(np.array([1, 2, 4]), np.array([3]), np.array([2]))
    >>> round(curve.at(2), 2), round(curve.at(4), 2), curve.median().value
    (0.4, 0.7, 2.0)
    """
    came, left, under_way = in_order(came, left, under_way)
    room = len(came) + len(left)
    times, counts, shares = np.empty(room, came.dtype), np.empty((3, room), np.int32), np.empty((2, room))
    squares = np.zeros(1)
    n = load(KERNEL).follow_incidence(came, left, under_way, times, *counts, *shares, squares)
    (here, ends, at_risk), (untouched, incidence) = counts[:, :n], shares[:, :n]
    return IncidenceCurve(times[:n], here, ends, at_risk, untouched, incidence, float(squares[0]))
