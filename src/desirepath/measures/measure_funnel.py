"""The measured funnel: how many came to each step, what share that is, how long it took, and who.

The question: of those who did the first step, how many went on, step by step, inside the window? The rate of
a step is the share of those who entered that have reached it so far; those that still may are its
``censored``. Intervals: Wilson (1927) over subjects; of totals, where one subject makes several attempts, the
linearised variance of a ratio with subjects as clusters (Cochran 1977). Times are of the chain that is
reported: the chains of one subject averaged first, then subjects. What missing means: nobody came so far, or
nobody entered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.base.slow import load
from desirepath.base.spans import Period
from desirepath.log.store import Log
from desirepath.measures.estimates import share
from desirepath.measures.statistics.ratio_of_means import Moments, ratio_of_means
from desirepath.model.expression_parser import parse_expression
from desirepath.replay.columns import Array
from desirepath.replay.funnel import Funnel, follow_funnel
from desirepath.replay.funnel_question import (
    EVER,
    Between,
    Count,
    Effect,
    Exclusion,
    FunnelQuestion,
    FunnelStep,
    Mode,
    Start,
    Ties,
)
from desirepath.replay.funnel_words import (
    UnknownName,
    read_exclusion,
    read_step,
    read_window_us,
    unknown_names,
)
from desirepath.replay.index import open_index

if TYPE_CHECKING:
    import pandas as pd

NOBODY_ENTERED = "nobody has done the first step"


@dataclass(frozen=True, slots=True)
class MeasuredStep:
    """One step of the funnel; ``number`` counts from 1.

    ``reached`` are those who came to it, from the starts that were asked for; ``any_start`` and
    ``first_touch`` the same from the starts that lead furthest, and from the very first alone. ``open`` have
    not come to it and still may. ``rate`` is the share of those who entered, ``from_previous`` of those who
    came to the step before (the nearest that is not optional). ``mean_seconds`` and ``median_seconds`` are
    the time since that step (None: at the first, or nobody came). The lists of subjects are None unless asked
    for; ``dropped_subjects`` came to the step before and have not come to this one, open or not.
    """

    number: int
    name: str
    optional: bool
    reached: int
    any_start: int
    first_touch: int
    open: int
    rate: Estimate
    from_previous: Estimate
    mean_seconds: float | None
    median_seconds: float | None
    reached_subjects: tuple[str, ...] | None = None
    dropped_subjects: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        told: dict[str, object] = {
            "step": self.number,
            "name": self.name,
            "optional": self.optional,
            "reached": self.reached,
            "rate": self.rate.to_json(),
            "from_previous": self.from_previous.to_json(),
            "open": self.open,
            "any_start": self.any_start,
            "first_touch": self.first_touch,
            "mean_seconds": self.mean_seconds,
            "median_seconds": self.median_seconds,
        }
        if self.reached_subjects is not None and self.dropped_subjects is not None:
            told["reached_subjects"] = list(self.reached_subjects)
            told["dropped_subjects"] = list(self.dropped_subjects)
        return told


@dataclass(frozen=True, slots=True)
class MeasuredFunnel:
    """A funnel with its numbers. ``subjects`` are all of the log; ``dropped`` were hit by an exclusion and
    are not counted. ``mean_seconds`` and ``median_seconds`` are from the first step to the last, of those who
    came there. ``unknown_names`` are activities that were asked for and that the log does not have.
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


def measure_funnel(
    log: Log,
    steps: Sequence[str | Mapping[str, Any] | FunnelStep],
    *,
    window: str | None = "14d",
    mode: Mode = "ordered",
    between: Between = "interactions",
    ties: Ties = "sequence",
    start: Start = "any",
    count: Count = "uniques",
    exclude: Sequence[str | Exclusion] = (),
    exclusion: Effect = "drop",
    where: str | None = None,
    period: Period = EVER,
    subject: str = "customer",
    as_of: datetime | None = None,
    with_subjects: bool = False,
    threads: int | None = None,
    notify: Callable[[str], None] | None = None,
) -> MeasuredFunnel:
    """Measure a funnel over a log.

    A step is an expression, an activity's name, or a mapping of ``when``, ``optional``, ``within``;
    ``exclude`` lists what must not happen, as ``FROM:TO:EXPRESSION``; ``window`` is a length of time, None
    for no limit. The rest is said by :class:`~desirepath.replay.funnel_question.FunnelQuestion`. Raises
    DP-RPL-020 to 026 and DP-EXPR errors where the question cannot be read.
    """
    index = open_index(log, subject)
    activities = frozenset(index.names.activities)
    question = FunnelQuestion(
        steps=tuple(
            read_step(step, activities, address=f"step {number}") for number, step in enumerate(steps, 1)
        ),
        window_us=read_window_us(window),
        mode=mode,
        between=between,
        ties=ties,
        start=start,
        count=count,
        exclusions=tuple(
            read_exclusion(text, len(steps), activities, address=f"exclusion {number}")
            for number, text in enumerate(exclude, 1)
        ),
        exclusion=exclusion,
        where=None if where is None else parse_expression(where),
        period=period,
    )
    funnel = follow_funnel(index, question, as_of=as_of, threads=threads, notify=notify)
    asked = [step.when for step in question.steps] + [found.when for found in question.exclusions]
    total = funnel.total_us()
    return MeasuredFunnel(
        question=question,
        travels=subject,
        subjects=funnel.subjects,
        dropped=funnel.dropped,
        as_of=funnel.as_of,
        steps=tuple(_measure_step(funnel, number, with_subjects) for number in range(len(question.steps))),
        mean_seconds=_mean_seconds(total) if len(question.steps) > 1 else None,
        median_seconds=_median_seconds(total) if len(question.steps) > 1 else None,
        unknown_names=unknown_names(asked, index.names.activities),
    )


def _measure_step(funnel: Funnel, number: int, with_subjects: bool) -> MeasuredStep:
    step = funnel.question.steps[number]
    before = funnel.step_before(number)
    took_us = funnel.took_us(number)
    return MeasuredStep(
        number=number + 1,
        name=step.name,
        optional=step.optional,
        reached=int(funnel.reached[number]),
        any_start=int(funnel.reached_from_any[number]),
        first_touch=int(funnel.reached_from_first[number]),
        open=int(funnel.open_before[number]),
        rate=_rate("funnel_rate", funnel, number, 0),
        from_previous=_rate("funnel_step_rate", funnel, number, before),
        mean_seconds=_mean_seconds(took_us),
        median_seconds=_median_seconds(took_us),
        reached_subjects=funnel.reached_subjects(number) if with_subjects else None,
        dropped_subjects=(funnel.dropped_subjects(number) if number else ()) if with_subjects else None,
    )


def _rate(measure: str, funnel: Funnel, number: int, of: int) -> Estimate:
    """The share of those who came to step ``of`` that came to step ``number``."""
    k, n = int(funnel.reached[number]), int(funnel.reached[of])
    censored = int(funnel.open_before[number] - funnel.open_before[of])
    reason = "nobody has come to the step before" if of else NOBODY_ENTERED
    if funnel.question.count == "uniques" or n == 0:
        return share(measure, k, n, censored=censored, of_none=reason)
    return _rate_of_attempts(measure, funnel, number, of, censored)


def _rate_of_attempts(measure: str, funnel: Funnel, number: int, of: int, censored: int) -> Estimate:
    made, came = funnel.attempts_of_subjects(of), funnel.attempts_of_subjects(number)
    moments = Moments(
        subjects=int(np.count_nonzero(made)),
        n=int(made.sum()),
        s=int(came.sum()),
        nn=int((made * made).sum()),
        ns=int((made * came).sum()),
        ss=int((came * came).sum()),
    )
    found = ratio_of_means(moments)
    low, high = (
        (None, None)
        if found.half_width is None
        else (max(found.mean - found.half_width, 0.0), min(found.mean + found.half_width, 1.0))
    )
    return Estimate(
        measure,
        found.mean,
        low,
        high,
        n=moments.n,
        censored=censored,
        unit="share",
        method="ratio, clustered by subject",
    )


def _mean_seconds(took_us: Array) -> float | None:
    return float(took_us.sum() / len(took_us)) / 1e6 if len(took_us) else None


def _median_seconds(took_us: Array) -> float | None:
    return float(np.median(took_us)) / 1e6 if len(took_us) else None
