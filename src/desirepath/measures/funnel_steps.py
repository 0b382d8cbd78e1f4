"""The numbers of each step of a funnel: shares with their intervals, times, and who is where."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.measures.estimates import share, share_of_clusters
from desirepath.measures.funnel_expected import expected_share
from desirepath.measures.measured_funnel import MeasuredStep
from desirepath.measures.statistics.ratio_of_means import moments_of
from desirepath.replay.columns import Array
from desirepath.replay.funnel import Funnel

NOBODY_ENTERED = "nobody has done the first step"


def measure_steps(funnel: Funnel, *, with_subjects: bool = False) -> tuple[MeasuredStep, ...]:
    """Every step of a funnel."""
    return tuple(_measure_step(funnel, number, with_subjects) for number in range(len(funnel.question.steps)))


def _measure_step(funnel: Funnel, number: int, with_subjects: bool) -> MeasuredStep:
    step = funnel.question.steps[number]
    before = funnel.step_before(number)
    took_us = funnel.took_us(number)
    return MeasuredStep(
        number=number + 1,
        name=step.name,
        optional=step.optional,
        anchored=step.anchored,
        reached=int(funnel.reached[number]),
        any_start=int(funnel.reached_from_any[number]),
        first_touch=int(funnel.reached_from_first[number]),
        open=int(funnel.open_before[number]),
        rate=rate_of(funnel, number, 0),
        from_previous=rate_of(funnel, number, before, measure="funnel_step_rate"),
        expected=expected_share(funnel, number),
        mean_seconds=mean_seconds_of(took_us),
        median_seconds=median_seconds_of(took_us),
        quartile_seconds=quartile_seconds_of(took_us),
        reached_subjects=funnel.reached_subjects(number) if with_subjects else None,
        dropped_subjects=(funnel.dropped_subjects(number) if number else ()) if with_subjects else None,
    )


def rate_of(funnel: Funnel, number: int, of: int, *, measure: str = "funnel_rate") -> Estimate:
    """The share of those who came to step ``of`` that came to step ``number``.

    Where one subject may have several rows (attempts, sessions, values) each subject is one cluster.
    """
    k, n = int(funnel.reached[number]), int(funnel.reached[of])
    censored = int(funnel.open_before[number] - funnel.open_before[of])
    reason = "nobody has come to the step before" if of else NOBODY_ENTERED
    if funnel.is_one_row_per_subject or n == 0:
        return share(measure, k, n, censored=censored, of_none=reason)
    made = funnel.attempts_of_subjects(of)
    entered = made > 0
    moments = moments_of(made[entered], funnel.attempts_of_subjects(number)[entered])
    return share_of_clusters(measure, moments, censored=censored, of_none=reason)


def mean_seconds_of(took_us: Array) -> float | None:
    """The mean of microseconds, in seconds; None of none."""
    return float(took_us.sum() / len(took_us)) / 1e6 if len(took_us) else None


def median_seconds_of(took_us: Array) -> float | None:
    """Their median, in seconds; None of none."""
    return float(np.median(took_us)) / 1e6 if len(took_us) else None


def quartile_seconds_of(took_us: Array) -> tuple[float, float] | None:
    """Their quartiles (Hyndman and Fan's definition 7), in seconds; None of none."""
    if not len(took_us):
        return None
    low, high = np.quantile(took_us, [0.25, 0.75]).tolist()
    return low / 1e6, high / 1e6
