"""Measured success: every success measure of one group of customers in one period, its trend, and the other
side where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desirepath.base import slow
from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period
from desirepath.measures.book.months import By
from desirepath.measures.cohorts import Cohort
from desirepath.measures.measured_map import Difference, Json, say_instant

if TYPE_CHECKING:
    import pandas as pd

FORMAT = "desirepath-success/1"
"""The published JSON shape; what it holds is only ever added to."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """All measures of one whole calendar month or quarter of the period."""

    label: str
    period: Period
    estimates: Mapping[str, Estimate]

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "label": self.label,
            "since": say_instant(self.period.since),
            "until": say_instant(self.period.until),
            "measures": {name: estimate.to_json() for name, estimate in self.estimates.items()},
        }


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share of customers still with us so many months after becoming customers, and how many were seen
    so long."""

    months: int
    survival: Estimate
    at_risk: int

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {"months": self.months, "at_risk": self.at_risk, "survival": self.survival.to_json()}


@dataclass(frozen=True, slots=True)
class SuccessMeasures:
    """The question (whom, when), and the answers.

    ``of`` is the type of those who are counted (account, customer), ``as_of`` the last instant of the data,
    ``period`` what was asked for with both ends filled in. ``customers_at_start`` and ``customers_at_end``
    count customers just before the period begins and ends. ``estimates`` are by measure id; ``trend`` holds
    the same for every whole month or quarter of the period, ``cohorts`` the retention of those who came in
    each, ``lifetime`` the Kaplan-Meier curve by months. ``notes`` say what was left out. ``there`` is the
    other side, with ``differences``, where there was something to compare with.
    """

    of: str
    as_of: datetime
    period: Period
    segment: str | None
    currency: str
    margin: float
    customers_at_start: int
    customers_at_end: int
    estimates: Mapping[str, Estimate]
    by: By
    trend: tuple[TrendPoint, ...]
    cohorts: tuple[Cohort, ...]
    lifetime: tuple[CurvePoint, ...]
    notes: tuple[str, ...] = ()
    against: str | None = None
    there: SuccessMeasures | None = None
    differences: tuple[Difference, ...] = ()

    def __getitem__(self, measure: str) -> Estimate:
        """The estimate of one measure by its id. Raises KeyError."""
        return self.estimates[measure]

    def to_json(self) -> Json:
        """The published JSON shape, ``desirepath-success/1``: plain values, no number that JSON cannot write.

        ``against`` holds the other side as this one is held; None where there is none.
        """
        return {
            "format": FORMAT,
            **self._side(),
            "against": self.there._side() if self.there else None,
            "differences": [difference.to_json() for difference in self.differences],
        }

    def _side(self) -> Json:
        return {
            "of": self.of,
            "as_of": say_instant(self.as_of),
            "period": {"since": say_instant(self.period.since), "until": say_instant(self.period.until)},
            "segment": self.segment,
            "currency": self.currency,
            "margin": self.margin,
            "customers": {"at_start": self.customers_at_start, "at_end": self.customers_at_end},
            "measures": {name: estimate.to_json() for name, estimate in self.estimates.items()},
            "by": self.by,
            "trend": [point.to_json() for point in self.trend],
            "cohorts": [cohort.to_json() for cohort in self.cohorts],
            "lifetime": [point.to_json() for point in self.lifetime],
            "notes": list(self.notes),
        }

    def to_frame(self) -> pd.DataFrame:
        """A tidy pandas table: one row per measure for the whole period, then one per month or quarter.

        ``label`` is empty for the whole period. Missing values are NaN, with the reason beside them. Raises
        DP-BASE-001 where pandas is not installed.
        """
        whole = [("", estimate) for estimate in self.estimates.values()]
        trend = [(point.label, estimate) for point in self.trend for estimate in point.estimates.values()]
        rows = [{"label": label, **estimate.to_json()} for label, estimate in whole + trend]
        frame: pd.DataFrame = slow.load("pandas", extra="notebook").DataFrame(rows)
        return frame.astype({"value": float, "low": float, "high": float}) if rows else frame
