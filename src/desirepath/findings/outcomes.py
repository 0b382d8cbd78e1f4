"""What goes with an outcome: how often those who did something succeeded, against those who did not.

Asked only of passages that are old enough to be over whichever way they went: with a horizon, those that
started at least so long ago; without one, those that have ended. Failures come sooner than successes, so
that among the young those who ended would seem to fail more than they do.

A difference says what goes together, not what makes what: who takes a detour may have been in trouble
before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import to_microseconds
from desirepath.base.words import SPACE, say_count, say_share
from desirepath.findings.finding import Json
from desirepath.measures.differences import difference
from desirepath.measures.estimates import share
from desirepath.measures.statistics.holm import holm
from desirepath.measures.statistics.mover import p_of_difference
from desirepath.replay.binding import FOREVER_US
from desirepath.replay.columns import Array
from desirepath.replay.replay import Replay
from desirepath.replay.tally import OPEN, SUCCEEDED

SURE: Final = 0.05
"""Below it, what is left to chance after the correction is little enough to say so."""
MEASURE: Final = "success_if_over"
HALF_A_POINT: Final = 0.005


@dataclass(frozen=True, slots=True)
class OutcomeDifference:
    """The share of successes among those who did it and those who did not, and the difference of the two.

    ``adjusted_p`` is the p-value of the difference after Holm's correction over all that were compared with
    it; None where there is no difference to speak of.
    """

    did: Estimate
    did_not: Estimate
    difference: Estimate
    adjusted_p: float | None = None

    @property
    def is_sure(self) -> bool:
        """Whether it is more than chance explains, the correction included."""
        return self.adjusted_p is not None and self.adjusted_p < SURE

    @property
    def is_small(self) -> bool:
        """Whether one side has fewer than 30 that are old enough to tell."""
        return self.did.is_small or self.did_not.is_small

    def say(self, others: str) -> str:
        """In words; ``others`` names those who did not, without saying how many."""
        for side in (self.did, self.did_not):
            if side.value is None:
                return f"What it means for success cannot be said: {side.reason}."
        assert self.did.value is not None
        assert self.did_not.value is not None
        text = (
            f"Of the {say_count(self.did.n)} old enough to tell, {say_share(self.did.value)} succeeded, "
            f"against {say_share(self.did_not.value)} of {say_count(self.did_not.n)} {others}: "
            f"{_say_points(self.difference)}"
        )
        if abs(self.difference.value or 0) >= HALF_A_POINT:
            text += (
                ", more than chance explains" if self.is_sure else "; chance alone can make such a difference"
            )
        return f"{text}. That is few: read with care." if self.is_small else f"{text}."

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "did": self.did.to_json(),
            "did_not": self.did_not.to_json(),
            "difference": self.difference.to_json(),
            "adjusted_p": self.adjusted_p,
        }


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Which passages are old enough to be asked how they ended, and which of them succeeded: masks."""

    is_over: Array
    succeeded: Array
    reason: str

    @classmethod
    def of(cls, told: Replay) -> Outcomes:
        """Those of a replay."""
        passages, horizon_us = told.passages, told.binding.horizon_us
        if horizon_us < FOREVER_US:
            is_over = passages.started_us <= to_microseconds(told.as_of) - horizon_us
            reason = "no passage on one side is old enough to be over"
        else:
            is_over = passages.outcome != OPEN
            reason = "no passage on one side is over yet"
        if not told.journey.passage.succeeds:
            is_over = np.zeros(len(passages), np.bool_)
            reason = "the map does not say what success is"
        return cls(is_over, passages.outcome == SUCCEEDED, reason)

    def compare(self, did: Array, did_not: Array) -> OutcomeDifference:
        """The outcome of some passages against that of others (masks over all)."""
        ours, theirs = self._share(did), self._share(did_not)
        if ours.value is None or theirs.value is None:
            apart = unknown(MEASURE, self.reason, unit="share", n=ours.n + theirs.n)
        else:
            apart = difference(ours, theirs)
        return OutcomeDifference(ours, theirs, apart)

    def cannot_say(self, reason: str) -> OutcomeDifference:
        """No comparison, and why."""
        nothing = unknown(MEASURE, reason, unit="share")
        return OutcomeDifference(nothing, nothing, nothing)

    def _share(self, mask: Array) -> Estimate:
        who = mask & self.is_over
        return share(MEASURE, int((who & self.succeeded).sum()), int(who.sum()), of_none=self.reason)


def corrected(differences: Sequence[OutcomeDifference]) -> list[OutcomeDifference]:
    """The same with their p-values, corrected for being looked at together (Holm 1979)."""
    p_values = {
        place: p
        for place, each in enumerate(differences)
        if each.difference.value is not None
        and (p := p_of_difference(each.difference.value, (each.difference.low, each.difference.high)))
        is not None
    }
    adjusted = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    return [replace(each, adjusted_p=adjusted.get(place)) for place, each in enumerate(differences)]


def _say_points(apart: Estimate) -> str:
    """A difference of shares in points: how many more or fewer, and between what.

    >>> _say_points(Estimate("x", -0.23, -0.33, -0.12, n=90)).replace(SPACE, " ")
    '23 points fewer (12 to 33)'
    >>> _say_points(Estimate("x", 0.03, -0.05, 0.11, n=90)).replace(SPACE, " ")
    '3 points more (from 5 fewer to 11 more)'
    """
    assert apart.value is not None
    if abs(apart.value) < HALF_A_POINT:
        return "less than a point apart"
    points = round(abs(apart.value) * 100)
    word = "fewer" if apart.value < 0 else "more"
    said = f"{points}{SPACE}{'point' if points == 1 else 'points'} {word}"
    if apart.low is None or apart.high is None:
        return said
    low, high = round(apart.low * 100), round(apart.high * 100)
    if low < 0 < high:
        return f"{said} (from {-low} fewer to {high} more)"
    near, far = sorted((abs(low), abs(high)))
    return f"{said} ({near} to {far})"
