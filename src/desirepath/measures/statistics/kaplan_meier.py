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
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desirepath.base.slow import load
from desirepath.measures.statistics.normal import Z
from desirepath.measures.statistics.wilson import wilson

Numbers = NDArray[Any]
Shares = NDArray[np.floating[Any]]
KERNEL: Final = "desirepath.measures.statistics.curve_kernel"
ROUNDING: Final = 1e-12
"""How far a long product of exact shares may be off."""
_CHUNK: Final = 1024


@dataclass(frozen=True, slots=True)
class Median:
    """A median with its interval; None: so much has not been seen to end that it cannot be said."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class SurvivalCurve:
    """A step function: ``survival[i]`` holds from ``times[i]`` until the next. Before the first time it is 1.

    ``at_risk`` were still there just before that time, ``events`` ended at it; ``greenwood`` is the variance
    of the survival over its square; ``low`` and ``high`` bound 95 %.
    """

    times: Numbers
    at_risk: Numbers
    events: Numbers
    survival: Shares
    greenwood: Shares

    @property
    def low(self) -> Shares:
        """The lower bound of the survival at each time."""
        return self._band[0]

    @property
    def high(self) -> Shares:
        """The upper bound."""
        return self._band[1]

    @cached_property
    def _band(self) -> tuple[Shares, Shares]:
        return self._band_of(0, len(self.times))

    def _band_of(self, first: int, end: int) -> tuple[Shares, Shares]:
        """The band at the times ``first`` to before ``end``."""
        low, high = log_log_band(self.survival[first:end], self.greenwood[first:end])
        if end == len(self.times) and end > first and self.at_risk[-1] == self.events[-1]:
            before = high[-2] if end - first > 1 else 1.0
            high[-1] = before * wilson(0, int(self.at_risk[-1]))[1]
        return low, high

    def at(self, time: float) -> float:
        """The share that lasts longer than ``time``."""
        index = int(np.searchsorted(self.times, time, side="right")) - 1
        return 1.0 if index < 0 else float(self.survival[index])

    def median(self) -> Median:
        """The first time by which half have ended."""
        reached = np.flatnonzero(_is_half(self.survival))
        value = float(self.times[reached[0]]) if len(reached) else None
        return Median(value, self._first_at_half(0), self._first_at_half(1))

    def quantile(self, share: float) -> Median:
        """The first time by which that ``share`` have ended; its interval as that of the median.

        >>> kaplan_meier(np.arange(1, 101), np.array([], np.int64)).quantile(0.9).value
        90.0
        """

        def first_at(curve: Shares) -> float | None:
            reached = np.flatnonzero(curve <= 1 - share + ROUNDING)
            return float(self.times[reached[0]]) if len(reached) else None

        return Median(first_at(self.survival), first_at(self.low), first_at(self.high))

    def _first_at_half(self, side: int) -> float | None:
        """The first time at which one side of the band (0: low, 1: high) is down at one half."""
        for first in self._chunks_to_look_at(side):
            # One before, for what the last value is made of.
            skipped = min(first, 1)
            band = self._band_of(first - skipped, min(first + _CHUNK, len(self.times)))[side][skipped:]
            reached = np.flatnonzero(_is_half(band))
            if len(reached):
                return float(self.times[first + reached[0]])
        return None

    def _chunks_to_look_at(self, side: int) -> list[int]:
        """Where the chunks begin in which that side may come down to one half.

        The band is dear to work out for every one of many times. Inside a chunk survival only falls and its
        variance only grows, so that the values at its ends bound it.
        """
        begins = np.arange(0, len(self.times), _CHUNK)
        ends = np.minimum(begins + _CHUNK, len(self.times)) - 1
        falls = [-np.log(np.clip(self.survival[places], 1e-300, 1.0)) for places in (begins, ends)]
        spread = np.sqrt(self.greenwood[ends if side == 0 else begins])
        # Where the band is unbounded its exponential is infinite, and the bound 0: so it shall be.
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            reach = Z * spread / (falls[0] if side == 0 else falls[1])
            lowest = np.exp(-falls[1] * np.exp(reach if side == 0 else -reach))
        is_sure = (lowest > 0.5 + 1e-9) & (falls[0] > ROUNDING)
        # The last value has a rule of its own.
        is_sure[-1:] = False
        return [int(first) for first in begins[~is_sure]]


def _is_half(shares: Shares) -> Numbers:
    return np.asarray(shares <= 0.5 + ROUNDING)


def kaplan_meier(ended: Numbers, under_way: Numbers) -> SurvivalCurve:
    """The survival of things of which some ``ended`` after so long, and some have been ``under_way`` so long.

    Both are lengths of time in one unit, in any order; in ascending order it is quicker. An end comes before
    a censoring at the same time.

    >>> curve = kaplan_meier(np.array([6, 6, 6, 7, 10]), np.array([6, 9]))
    >>> round(curve.at(6), 3), round(curve.at(7), 3), curve.median().value
    (0.571, 0.381, 7.0)
    """
    ended, under_way = in_order(ended, under_way)
    room = len(ended)
    times, counts, shares = np.empty(room, ended.dtype), np.empty((2, room), np.int32), np.empty((2, room))
    n = load(KERNEL).follow_survival(ended, under_way, times, *counts, *shares)
    (events, at_risk), (survival, greenwood) = counts[:, :n], shares[:, :n]
    return SurvivalCurve(times[:n], at_risk, events, survival, greenwood)


def in_order(*lengths: Numbers) -> tuple[Numbers, ...]:
    """Each in ascending order and read-only, all of one type: whole numbers where all are, else floats."""
    kind = np.int64 if all(each.dtype.kind in "iub" for each in lengths if len(each)) else np.float64
    return tuple(_in_order(np.ascontiguousarray(each, kind)) for each in lengths)


def _in_order(lengths: Numbers) -> Numbers:
    if (lengths[1:] < lengths[:-1]).any():
        lengths = np.sort(lengths)
    lengths = lengths.view()
    # Read-only, as what is kept on the disk is: the loops are compiled once for both.
    lengths.flags.writeable = False
    return lengths


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
