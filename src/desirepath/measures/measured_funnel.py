"""A funnel with its numbers: what was asked, what each step came to, by group and side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desirepath.base.estimate import Estimate
from desirepath.base.slow import load
from desirepath.model.expression import Value
from desirepath.replay.funnel_question import Attribution, FunnelQuestion
from desirepath.replay.funnel_words import UnknownName

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class MeasuredStep:
    """One step of the funnel; ``number`` counts from 1.

    ``reached`` are those who came to it, from the starts that were asked for; ``any_start`` and
    ``first_touch`` the same from the starts that lead furthest, and from the very first alone. ``open`` have
    not come to it and still may. ``rate`` is the share of those who entered, ``from_previous`` of those who
    came to the step before (the nearest that is not optional), ``expected`` the share that comes within the
    window of the very first start, when those still under way are done. ``mean_seconds``,
    ``median_seconds`` and ``quartile_seconds`` (a quarter was as quick as the first, a quarter as slow as the
    second) are the time since that step (None: at the first, or nobody came). The lists of subjects are None
    unless asked for; ``dropped_subjects`` came to the step before and have not come to this one, open or not.
    """

    number: int
    name: str
    optional: bool
    anchored: bool
    reached: int
    any_start: int
    first_touch: int
    open: int
    rate: Estimate
    from_previous: Estimate
    expected: Estimate
    mean_seconds: float | None
    median_seconds: float | None
    quartile_seconds: tuple[float, float] | None
    reached_subjects: tuple[str, ...] | None = None
    dropped_subjects: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        told: dict[str, object] = {
            "step": self.number,
            "name": self.name,
            "optional": self.optional,
            "anchored": self.anchored,
            "reached": self.reached,
            "rate": self.rate.to_json(),
            "from_previous": self.from_previous.to_json(),
            "expected": self.expected.to_json(),
            "open": self.open,
            "any_start": self.any_start,
            "first_touch": self.first_touch,
            "mean_seconds": self.mean_seconds,
            "median_seconds": self.median_seconds,
            "quartile_seconds": None if self.quartile_seconds is None else list(self.quartile_seconds),
        }
        if self.reached_subjects is not None and self.dropped_subjects is not None:
            told["reached_subjects"] = list(self.reached_subjects)
            told["dropped_subjects"] = list(self.dropped_subjects)
        return told


@dataclass(frozen=True, slots=True)
class FunnelDifference:
    """The rate of one step on two sides: here less there, with the interval of the difference.

    ``group`` is the place of the value in the breakdown that is held against all others together (None: two
    segments are compared). ``adjusted_p`` is corrected over all differences shown together (Holm).
    """

    step: int
    group: int | None
    here: Estimate
    there: Estimate
    difference: Estimate
    adjusted_p: float | None

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        return {
            "step": self.step,
            "group": self.group,
            "here": self.here.to_json(),
            "there": self.there.to_json(),
            "difference": self.difference.to_json(),
            "adjusted_p": self.adjusted_p,
        }


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """Those with one value; ``value`` None: those that have none, or, where ``is_rest``, all smaller groups
    together."""

    value: Value
    is_rest: bool
    steps: tuple[MeasuredStep, ...]

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        return {
            "value": self.value,
            "is_rest": self.is_rest,
            "steps": [step.to_json() for step in self.steps],
        }


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A funnel by the values of ``by``: the largest groups first, then the rest, then those without a value.

    ``differences`` hold each value against everybody else together; of two values, the first against the
    second.
    """

    by: str
    attribution: Attribution
    groups: tuple[FunnelGroup, ...]
    differences: tuple[FunnelDifference, ...]

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        return {
            "by": self.by,
            "attribution": self.attribution,
            "groups": [group.to_json() for group in self.groups],
            "differences": [difference.to_json() for difference in self.differences],
        }


@dataclass(frozen=True, slots=True)
class MeasuredFunnel:
    """A funnel with its numbers.

    ``subjects`` are all of the log; ``dropped`` were hit by an exclusion and are not counted; ``thinned``
    have so many first steps that only some of them were followed. ``mean_seconds`` and ``median_seconds`` are
    from the first step to the last, of those who came there. ``unknown_names`` are activities that were asked
    for and that the log does not have. ``breakdown`` has the same by the values of a property. ``there`` is
    the other side, with ``differences``, where there was another segment to compare with.
    """

    question: FunnelQuestion
    travels: str
    subjects: int
    dropped: int
    as_of: datetime
    steps: tuple[MeasuredStep, ...]
    mean_seconds: float | None
    median_seconds: float | None
    unknown_names: tuple[UnknownName, ...] = ()
    segment: str | None = None
    thinned: int = 0
    breakdown: Breakdown | None = None
    against: str | None = None
    there: MeasuredFunnel | None = None
    differences: tuple[FunnelDifference, ...] = ()

    @property
    def window_seconds(self) -> float | None:
        """The window; None: no limit."""
        return None if self.question.window_us is None else self.question.window_us / 1e6

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        asked = self.question
        return {
            "mode": asked.mode,
            "window_seconds": self.window_seconds,
            "subjects": self.subjects,
            "steps": [step.to_json() for step in self.steps],
            "subject": self.travels,
            "count": asked.count,
            "start": asked.start,
            "ties": asked.ties,
            "exclusion": asked.exclusion,
            "dropped": self.dropped,
            "as_of": self.as_of.isoformat(),
            "mean_seconds": self.mean_seconds,
            "median_seconds": self.median_seconds,
            "segment": self.segment,
            "session_seconds": None if asked.session_us is None else asked.session_us / 1e6,
            "held": None if asked.held is None else str(asked.held),
            "tolerance_seconds": asked.tolerance_us / 1e6,
            "thinned": self.thinned,
            "breakdown": self.breakdown.to_json() if self.breakdown else None,
            "against": self.there.to_json() if self.there else None,
            "differences": [difference.to_json() for difference in self.differences],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per step, as a pandas frame. Raises DP-BASE-001 where pandas is not installed."""
        rows = [
            {
                "step": step.number,
                "name": step.name,
                "reached": step.reached,
                "rate": step.rate.value,
                "low": step.rate.low,
                "high": step.rate.high,
                "open": step.open,
                "any_start": step.any_start,
                "first_touch": step.first_touch,
                "mean_seconds": step.mean_seconds,
                "median_seconds": step.median_seconds,
            }
            for step in self.steps
        ]
        frame: pd.DataFrame = load("pandas", extra="notebook").DataFrame(rows)
        return frame
