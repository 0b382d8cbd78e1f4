"""Kaplan-Meier: how long things last, when some have not ended yet.

Source: E. L. Kaplan and P. Meier, JASA 53 (1958) 457-481. At each time with ends, the share that survives is
multiplied by (1 - ends / at risk); whoever is still under way counts as at risk for as long as seen, and
never as ended. Its interval: Greenwood's variance on the log(-log) scale, J. D. Kalbfleisch and R. L.
Prentice (1980). The median's interval: the times at which that band holds one half, R. Brookmeyer and J.
Crowley, Biometrics 38 (1982) 29-41. Where the last ones all end at one time, the band's high side falls by
Wilson's bound of none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desirepath.measures.statistics.normal import Z
from desirepath.measures.statistics.wilson import wilson

Numbers = NDArray[Any]
Shares = NDArray[np.floating[Any]]
ROUNDING: Final = 1e-12
"""How far a long product of exact shares may be off."""


@dataclass(frozen=True, slots=True)
class Median:
    """A median with its interval; None: so much has not been seen to end that it cannot be said."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class SurvivalCurve:
    """A step function: ``survival[i]`` holds from ``times[i]`` until the next. Before the first time it is 1.

    ``at_risk`` were still there just before that time, ``events`` ended at it; ``low`` and ``high`` bound 95
    %.
    """

    times: Numbers
    at_risk: Numbers
    events: Numbers
    survival: Shares
    low: Shares
    high: Shares

    def at(self, time: float) -> float:
        """The share that lasts longer than ``time``."""
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        return 1.0 if index < 0 else float(self.survival[index])

    def median(self) -> Median:
        """The first time by which half have ended."""
        return Median(*(self._first_at_half(band) for band in (self.survival, self.low, self.high)))

    def _first_at_half(self, band: Shares) -> float | None:
        reached = np.flatnonzero(band <= 0.5 + ROUNDING)
        return float(self.times[reached[0]]) if len(reached) else None


def kaplan_meier(ended: Numbers, under_way: Numbers) -> SurvivalCurve:
    """The survival of things of which some ``ended`` after so long, and some have been ``under_way`` so long.

    Both are lengths of time in one unit, in any order. An end comes before a censoring at the same time.

    >>> curve = kaplan_meier(np.array([6, 6, 6, 7, 10]), np.array([6, 9]))
    >>> round(curve.at(6), 3), round(curve.at(7), 3), curve.median().value
    (0.571, 0.381, 7.0)
    """
    times, events, at_risk = count_ends(np.sort(ended), np.sort(under_way))
    survival = np.cumprod(1 - events / at_risk)
    left = at_risk - events
    # Where nobody is left there is no spread to show, and Greenwood's sum ends.
    greenwood = np.cumsum(np.divide(events, at_risk * left, out=np.zeros(len(times)), where=left > 0))
    low, high = log_log_band(survival, greenwood)
    if len(times) and left[-1] == 0:
        high[-1] = (high[-2] if len(times) > 1 else 1.0) * wilson(0, int(at_risk[-1]))[1]
    return SurvivalCurve(times, at_risk, events, survival, low, high)


def count_ends(ended: Numbers, under_way: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The distinct times of ends, how many ended at each, and how many were at risk just before it.

    Both are in ascending order.
    """
    first = np.flatnonzero(np.diff(ended, prepend=ended[:1] - 1))
    times = ended[first]
    gone = first + np.searchsorted(under_way, times, side="left")
    return times, np.diff(first, append=len(ended)), len(ended) + len(under_way) - gone


def log_log_band(share: Shares, relative_variance: Shares) -> tuple[Shares, Shares]:
    """The 95 % band of shares: ``share ** exp(-+ z se / log(share))``; ``relative_variance`` is var/share^2.

    At a share of 0 or 1 the scale ends: the band is 0..1 at 0, and begins where it was before at 1.
    """
    inside = (share > ROUNDING) & (share < 1 - ROUNDING)
    log_share = np.log(share, out=np.full(len(share), -1.0), where=inside)
    reach = np.exp(Z * np.sqrt(relative_variance) / np.abs(log_share))
    low = np.where(inside, share**reach, share)
    high = np.where(inside, share ** (1 / reach), 1.0)
    if len(share) and share[-1] >= 1 - ROUNDING:
        low[-1] = low[-2] if len(share) > 1 else 0.0
    return low, high
