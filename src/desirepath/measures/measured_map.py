"""A measured map: a journey map with what the log says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period
from desirepath.model.journey_map import JourneyMap


@dataclass(frozen=True, slots=True)
class PassageCounts:
    """How many passages started in the period, and how they stand when the data end.

    ``open`` ones are still under way (censored: not lost). started = succeeded + failed + expired + open.
    """

    subjects: int
    started: int
    succeeded: int
    failed: int
    expired: int
    open: int


@dataclass(frozen=True, slots=True)
class StepMeasures:
    """One step's estimates by measure id (``reach``, ``conversion``, ``dwell``, ``feeling``, ...), and its
    channels.

    A step without a rule has estimates whose value is None and whose reason says so. ``channels`` are the
    shares of the step's visits by the channel they were entered in, most used first.
    """

    id: str
    estimates: Mapping[str, Estimate]
    channels: Mapping[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Detour:
    """A way that the map does not draw: a skip over steps, or a return to an earlier one.

    ``n`` counts how often it was travelled, ``share`` the passages that travelled it at least once.
    ``from_step`` is None where it leads from the start of the journey straight past its first steps.
    """

    kind: Literal["skip", "return"]
    from_step: str | None
    to_step: str
    n: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Difference:
    """One number in two segments or periods: here minus there, with the interval of the difference.

    ``adjusted_p`` is the p-value after Holm's correction over all differences shown together.
    """

    step: str | None
    measure: str
    here: Estimate
    there: Estimate
    difference: Estimate
    adjusted_p: float | None


@dataclass(frozen=True, slots=True)
class MeasuredMap:
    """The map, the question (segment, period), and the answers.

    ``as_of`` is the instant up to which the log has been seen: what is under way then is censored.
    ``overall`` holds the estimates of the whole journey by measure id (``success_rate``, ``failure_rate``,
    ``time_to_success``, ...). ``segment`` and ``against`` are the expressions asked for, None for everybody.
    ``differences`` is empty unless there was something to compare with, ``there`` the other side's measured
    map in that case.
    """

    map: JourneyMap
    as_of: datetime
    period: Period
    segment: str | None
    interactions: int
    passages: PassageCounts
    overall: Mapping[str, Estimate]
    steps: tuple[StepMeasures, ...]
    detours: tuple[Detour, ...]
    against: str | None = None
    there: MeasuredMap | None = None
    differences: tuple[Difference, ...] = ()

    def step(self, step_id: str) -> StepMeasures:
        """The measures of one step. Raises KeyError."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)
