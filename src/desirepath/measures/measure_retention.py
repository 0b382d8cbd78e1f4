"""Measured retention: of those who began together, which share came back, period by period.

The question: do they stay? Each share is of those of whom it is certain, because their period is over; those
who still may come back are its ``censored``, and a period that is over for nobody has no value. Coming back
"then or later" is never over: there the share is of all, so far. Interval: Wilson (1927); of all cohorts
together, where one subject may begin several times, with the effective number of
:mod:`~desirepath.measures.statistics.clustered_share`, subjects as clusters. Terms: cohort, calendar and
rolling, N-day, unbounded and bracket retention as Amplitude and Mixpanel define them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.slow import load
from desirepath.base.spans import Period
from desirepath.log.store import Log
from desirepath.measures.estimates import share, share_of_clusters
from desirepath.measures.matrix_range import label_of, range_of
from desirepath.measures.statistics.ratio_of_means import Moments
from desirepath.model.expression_parser import parse_expression
from desirepath.replay.calendar_periods import Unit
from desirepath.replay.funnel_question import EVER
from desirepath.replay.funnel_words import UnknownName, read_when, unknown_names
from desirepath.replay.index import open_index
from desirepath.replay.retention import (
    Cohorts,
    Retention,
    RetentionQuestion,
    Returns,
    Windows,
    compute_retention,
)

if TYPE_CHECKING:
    import pandas as pd

FORMAT: Final = "desirepath-retention/1"
"""The published JSON shape; what it holds is only ever added to."""

Json = dict[str, object]
NOT_BEGUN: Final = "the period has not begun yet"
NOT_OVER: Final = "the period is not over for anybody yet"
NOBODY_BEGAN: Final = "nobody began then"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cohort, one column: ``returned`` came back so far; ``known`` are those of whom it is certain.

    ``share`` is of those, with what may still come as its ``censored``.
    """

    returned: int
    known: int
    share: Estimate

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {"returned": self.returned, "known": self.known, "share": self.share.to_json()}


@dataclass(frozen=True, slots=True)
class MeasuredCohort:
    """Those who began in one period: when it starts, what people call it, how many they are, and a cell per
    column."""

    start: datetime
    label: str
    size: int
    cells: tuple[Cell, ...]

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "start": self.start.isoformat(),
            "label": self.label,
            "size": self.size,
            "cells": [cell.to_json() for cell in self.cells],
        }


@dataclass(frozen=True, slots=True)
class MeasuredRetention:
    """The matrix with its numbers, one row per cohort; ``together`` has a share per column over all cohorts.

    ``columns`` says of each which periods after the cohort's own it holds (last None: all that follow); the
    first is the cohort itself. ``unknown_names`` are activities that were asked for and that the log does not
    have.
    """

    question: RetentionQuestion
    travels: str
    as_of: datetime
    segment: str | None
    columns: tuple[tuple[int, int | None], ...]
    cohorts: tuple[MeasuredCohort, ...]
    together: tuple[Estimate, ...]
    unknown_names: tuple[UnknownName, ...] = ()

    def to_json(self) -> Json:
        """The published JSON shape, ``desirepath-retention/1``."""
        asked = self.question
        return {
            "format": FORMAT,
            "subject": self.travels,
            "unit": asked.unit,
            "cohorts_by": asked.cohorts,
            "windows": asked.windows,
            "returns": asked.returns,
            "zone": asked.zone,
            "week_start": asked.week_start,
            "since": asked.since.isoformat(),
            "until": asked.until.isoformat(),
            "as_of": self.as_of.isoformat(),
            "segment": self.segment,
            "columns": [{"first": first, "last": last} for first, last in self.columns],
            "cohorts": [cohort.to_json() for cohort in self.cohorts],
            "together": [estimate.to_json() for estimate in self.together],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per cohort and column, as a pandas frame. Raises DP-BASE-001 where pandas is not
        installed."""
        rows = [
            {
                "cohort": cohort.start,
                "size": cohort.size,
                "first": first,
                "last": last,
                "returned": cell.returned,
                "known": cell.known,
                "share": cell.share.value,
                "low": cell.share.low,
                "high": cell.share.high,
                "censored": cell.share.censored,
            }
            for cohort in self.cohorts
            for (first, last), cell in zip(self.columns, cohort.cells, strict=True)
        ]
        frame: pd.DataFrame = load("pandas", extra="notebook").DataFrame(rows)
        return frame


def measure_retention(
    log: Log,
    start: str,
    back: str | None = None,
    *,
    unit: Unit = "week",
    period: Period = EVER,
    cohorts: Cohorts = "first_ever",
    windows: Windows = "calendar",
    returns: Returns = "exact",
    brackets: Sequence[tuple[int, int]] = (),
    columns: int | None = None,
    segment: str | None = None,
    zone: str | None = None,
    week_start: str | None = None,
    subject: str = "customer",
    as_of: datetime | None = None,
) -> MeasuredRetention:
    """Measure who comes back.

    ``start`` says what begins a cohort, ``back`` what coming back is (None: the same): an expression, or an
    activity's name. Without ``period`` the last periods of the data. ``zone`` and ``week_start`` are those of
    the workspace unless said. The rest is told by
    :class:`~desirepath.replay.retention.RetentionQuestion`. Raises DP-RPL-024 to 026 and DP-EXPR errors where
    the question cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> from datetime import UTC
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> def did(who, activity, day):
    ...     at = datetime(2026, 1, day, tzinfo=UTC)
    ...     return Interaction({"customer": who}, at, activity, source="app", key=f"{who}{day}")
    >>> lived = [did("ann", "join", 5), did("ann", "use", 6), did("bo", "join", 5), did("bo", "use", 8)]
    >>> with TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append(lived)
    ...     first, *_ = measure_retention(log, "join", "use", unit="day").cohorts[-4:]
    >>> first.label, first.size, [cell.share.value for cell in first.cells[:4]]
    ('2026-01-05', 2, [1.0, 0.5, 0.0, None])
    """
    index = open_index(log, subject)
    activities = frozenset(index.names.activities)
    settings = log.settings
    zone, week_start = zone or settings.time_zone, week_start or settings.week_start
    since, until = range_of(index, period, unit, zone=zone, week_start=week_start, as_of=as_of)
    question = RetentionQuestion(
        start=read_when(start, activities, address="start"),
        back=None if back is None else read_when(back, activities, address="back"),
        since=since,
        until=until,
        unit=unit,
        cohorts=cohorts,
        windows=windows,
        returns=returns,
        brackets=tuple(brackets),
        zone=zone,
        week_start=week_start,
        columns=columns,
        segment=None if segment is None else parse_expression(segment),
    )
    found = compute_retention(index, question, as_of=as_of)
    asked = (question.start, question.back or question.start)
    return MeasuredRetention(
        question=question,
        travels=subject,
        as_of=found.as_of,
        segment=segment,
        columns=found.brackets,
        cohorts=tuple(_cohort(found, row, unit) for row in range(len(found.cohort_starts))),
        together=tuple(_together(found, column) for column in range(len(found.brackets))),
        unknown_names=unknown_names(asked, index.names.activities),
    )


def _cohort(found: Retention, row: int, unit: Unit) -> MeasuredCohort:
    start = found.cohort_starts[row]
    cells = tuple(_cell(found, row, column) for column in range(len(found.brackets)))
    return MeasuredCohort(start, label_of(start, unit), int(found.size[row]), cells)


def _cell(found: Retention, row: int, column: int) -> Cell:
    size, returned = int(found.size[row]), int(found.returned[row, column])
    known, came = int(found.known[row, column]), int(found.returned_known[row, column])
    never_over = found.brackets[column][1] is None
    if size and not found.begun[row, column]:
        estimate = unknown("retention", NOT_BEGUN, unit="share", censored=size)
    elif size and never_over:
        estimate = share("retention", returned, size, censored=size - returned, of_none=NOBODY_BEGAN)
    elif size and not known:
        estimate = unknown("retention", NOT_OVER, unit="share", censored=size)
    else:
        estimate = share("retention", came, known, censored=size - known, of_none=NOBODY_BEGAN)
    return Cell(returned, known, estimate)


def _together(found: Retention, column: int) -> Estimate:
    begun = found.begun[:, column]
    size, returned = int(found.size.sum()), int(found.returned[:, column].sum())
    if found.brackets[column][1] is None:
        # Never over: of those whose periods have begun, so far.
        size = int(found.size[begun].sum())
        if not size:
            return unknown("retention", NOT_BEGUN if found.size.sum() else NOBODY_BEGAN, unit="share")
        if found.question.cohorts == "recurring":
            reason = "some began several times, and what comes later counts for all of those"
            return unknown("retention", reason, unit="share", n=size)
        return share("retention", returned, size, censored=size - returned, of_none=NOBODY_BEGAN)
    moments = Moments(*(int(each) for each in found.together[column]))
    if size and not moments.n:
        return unknown("retention", NOT_OVER, unit="share", censored=size)
    return share_of_clusters("retention", moments, censored=size - moments.n, of_none=NOBODY_BEGAN)
