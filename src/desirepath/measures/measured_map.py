"""A measured map: a journey map with what the log says about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from desirepath.base import slow
from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period, parse_span
from desirepath.model.journey_map import JourneyMap, Step

if TYPE_CHECKING:
    import pandas as pd

FORMAT = "desirepath-measure/1"
"""The published JSON shape of a measured map; what it holds is only ever added to."""

Json = dict[str, object]


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

    def to_json(self) -> Json:
        """The published JSON shape."""
        return asdict(self)


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

    def to_json(self, step: Step, stage: str) -> Json:
        """The published JSON shape: the step's names, an Estimate per measure, and what the map assumed."""
        return {
            "id": self.id,
            "name": step.name,
            "stage": stage,
            **_estimates(self.estimates),
            "channels": _estimates(self.channels),
            "assumed": {
                "feeling": step.feeling.value if step.feeling else None,
                "within_seconds": parse_span(step.within).total_seconds() if step.within else None,
            },
        }


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

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "kind": self.kind,
            "from": self.from_step,
            "to": self.to_step,
            "n": self.n,
            "share": self.share.to_json(),
        }


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

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "step": self.step,
            "measure": self.measure,
            "here": self.here.to_json(),
            "there": self.there.to_json(),
            "difference": self.difference.to_json(),
            "adjusted_p": self.adjusted_p,
        }


@dataclass(frozen=True, slots=True)
class MeasuredMap:
    """The map, the question (segment, period), and the answers.

    ``as_of`` is the instant up to which the log has been seen: what is under way then is censored.
    ``overall`` holds the estimates of the whole journey by measure id (``success_rate``, ``failure_rate``,
    ``time_to_success``, ...). ``segment`` and ``against`` are the expressions asked for, None for everybody.
    ``differences`` is empty unless there was something to compare with, ``there`` the other side's measured
    map in that case; ``same_age`` says whether two periods are looked at when they were equally old (None:
    no two periods are compared). ``interactions`` are those inside passages, ``log_interactions`` all that
    the log holds (None: not counted). ``notes`` are sentences to read before the numbers: words of the map
    or the question that nothing in the log matches, and why nobody set out.
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
    same_age: bool | None = None
    notes: tuple[str, ...] = ()
    log_interactions: int | None = None

    def step(self, step_id: str) -> StepMeasures:
        """The measures of one step. Raises KeyError."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def to_json(self) -> Json:
        """The published JSON shape, ``desirepath-measure/1``: plain values, no number that JSON cannot write.

        ``against`` holds the other side as this one is held, without the map; None where there is none.
        """
        return {
            "format": FORMAT,
            "map": {"id": self.map.id, "version": self.map.version, "title": self.map.title},
            **self._side(),
            "against": self.there._side() if self.there else None,
            "differences": [difference.to_json() for difference in self.differences],
            "same_age": self.same_age,
        }

    def _side(self) -> Json:
        return {
            "as_of": say_instant(self.as_of),
            "period": {"since": say_instant(self.period.since), "until": say_instant(self.period.until)},
            "segment": self.segment,
            "interactions": self.interactions,
            "log_interactions": self.log_interactions,
            "notes": list(self.notes),
            "passages": self.passages.to_json(),
            "overall": _estimates(self.overall),
            "steps": [
                self.step(step.id).to_json(step, stage.id)
                for stage in self.map.stages
                for step in stage.steps
            ],
            "detours": [detour.to_json() for detour in self.detours],
        }

    def to_frame(self) -> pd.DataFrame:
        """A tidy pandas table: one row per step and measure, in the map's order, with the estimate's parts.

        Missing values are NaN, with the reason beside them. Raises DP-BASE-001 where pandas is not installed.
        """
        names = {step.id: (stage.id, step.name) for stage in self.map.stages for step in stage.steps}
        rows = [
            {"step": step.id, "name": names[step.id][1], "stage": names[step.id][0], **estimate.to_json()}
            for step in self.steps
            for estimate in step.estimates.values()
        ]
        frame: pd.DataFrame = slow.load("pandas", extra="notebook").DataFrame(rows)
        return frame.astype({"value": float, "low": float, "high": float}) if rows else frame


def _estimates(estimates: Mapping[str, Estimate]) -> Json:
    return {name: estimate.to_json() for name, estimate in estimates.items()}


def say_instant(instant: datetime | None) -> str | None:
    """An instant as the published JSON writes it."""
    return None if instant is None else instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
