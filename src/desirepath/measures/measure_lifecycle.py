"""Measured lifecycle: who is new, goes on, comes back or falls silent, period by period.

The question: does the number of active customers stand on those who stay, or on those who come? ``kept`` is
the share of those active in the period before that are active again; ``new_share`` the share of the active
that are new. Intervals: Wilson (1927). What missing means: nobody was active (before); or the period is not
over, so that who is not active yet is not lost. Terms: the lifecycle of PostHog.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.slow import load
from desirepath.base.spans import Period
from desirepath.log.store import Log
from desirepath.measures.estimates import share
from desirepath.measures.matrix_range import label_of, range_of
from desirepath.model.expression import ALWAYS
from desirepath.replay.calendar_periods import Unit
from desirepath.replay.funnel_question import EVER
from desirepath.replay.funnel_words import UnknownName, read_when, unknown_names
from desirepath.replay.index import open_index
from desirepath.replay.lifecycle import Lifecycle, compute_lifecycle

if TYPE_CHECKING:
    import pandas as pd

FORMAT: Final = "desirepath-lifecycle/1"
"""The published JSON shape; what it holds is only ever added to."""

Json = dict[str, object]
NOT_OVER: Final = "the period is not over: who has not been active in it still may be"
NOBODY_BEFORE: Final = "nobody was active in the period before"
NOBODY_ACTIVE: Final = "nobody was active"


@dataclass(frozen=True, slots=True)
class LifecyclePeriod:
    """One period: counts of subjects, as :class:`~desirepath.replay.lifecycle.Lifecycle` defines them.

    Where it is ``unfinished``, active may still grow, and ``dormant`` are those not active *yet*.
    """

    start: datetime
    label: str
    new: int
    returning: int
    resurrecting: int
    dormant: int
    unfinished: bool
    kept: Estimate
    new_share: Estimate

    @property
    def active(self) -> int:
        """How many were active."""
        return self.new + self.returning + self.resurrecting

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "start": self.start.isoformat(),
            "label": self.label,
            "active": self.active,
            "new": self.new,
            "returning": self.returning,
            "resurrecting": self.resurrecting,
            "dormant": self.dormant,
            "unfinished": self.unfinished,
            "kept": self.kept.to_json(),
            "new_share": self.new_share.to_json(),
        }


@dataclass(frozen=True, slots=True)
class MeasuredLifecycle:
    """The periods in order, and the question. ``unknown_names`` are activities that were asked for and that
    the log does not have."""

    travels: str
    unit: Unit
    zone: str
    week_start: str
    as_of: datetime
    periods: tuple[LifecyclePeriod, ...]
    unknown_names: tuple[UnknownName, ...] = ()

    def to_json(self) -> Json:
        """The published JSON shape, ``desirepath-lifecycle/1``."""
        return {
            "format": FORMAT,
            "subject": self.travels,
            "unit": self.unit,
            "zone": self.zone,
            "week_start": self.week_start,
            "as_of": self.as_of.isoformat(),
            "periods": [period.to_json() for period in self.periods],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per period, as a pandas frame. Raises DP-BASE-001 where pandas is not installed."""
        rows = [
            {**period.to_json(), "kept": period.kept.value, "new_share": period.new_share.value}
            for period in self.periods
        ]
        frame: pd.DataFrame = load("pandas", extra="notebook").DataFrame(rows)
        return frame


def measure_lifecycle(
    log: Log,
    active: str | None = None,
    *,
    unit: Unit = "week",
    period: Period = EVER,
    zone: str | None = None,
    week_start: str | None = None,
    subject: str = "customer",
    as_of: datetime | None = None,
) -> MeasuredLifecycle:
    """Measure who is new, goes on, comes back or falls silent.

    ``active`` says what being active is: an expression, or an activity's name; None: any interaction. Without
    ``period`` the last periods of the data. ``zone`` and ``week_start`` are those of the workspace unless
    said. Raises DP-RPL-024 to 026 and DP-EXPR errors where the question cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> from datetime import UTC
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> def did(who, day):
    ...     at = datetime(2026, 1, day, tzinfo=UTC)
    ...     return Interaction({"customer": who}, at, "use", source="app", key=f"{who}{day}")
    >>> with TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append([did("ann", 5), did("ann", 6), did("bo", 5), did("bo", 7)])
    ...     *_, before, last = measure_lifecycle(log, "use", unit="day").periods
    >>> before.returning, before.dormant, before.kept.value, last.unfinished, last.kept.value
    (1, 1, 0.5, True, None)
    """
    index = open_index(log, subject)
    settings = log.settings
    zone, week_start = zone or settings.time_zone, week_start or settings.week_start
    since, until = range_of(index, period, unit, zone=zone, week_start=week_start, as_of=as_of)
    when = (
        ALWAYS if active is None else read_when(active, frozenset(index.names.activities), address="active")
    )
    found = compute_lifecycle(
        index, when, since, until, unit=unit, zone=zone, week_start=week_start, as_of=as_of
    )
    return MeasuredLifecycle(
        travels=subject,
        unit=unit,
        zone=zone,
        week_start=week_start,
        as_of=found.as_of,
        periods=tuple(_period(found, number, unit) for number in range(len(found.starts))),
        unknown_names=unknown_names((when,), index.names.activities),
    )


def _period(found: Lifecycle, number: int, unit: Unit) -> LifecyclePeriod:
    new, returning, resurrecting, dormant = (
        int(counts[number]) for counts in (found.new, found.returning, found.resurrecting, found.dormant)
    )
    unfinished = bool(found.unfinished[number])
    kept = (
        unknown("kept", NOT_OVER, unit="share", n=returning + dormant, censored=dormant)
        if unfinished
        else share("kept", returning, returning + dormant, of_none=NOBODY_BEFORE)
    )
    start = found.starts[number]
    return LifecyclePeriod(
        start=start,
        label=label_of(start, unit),
        new=new,
        returning=returning,
        resurrecting=resurrecting,
        dormant=dormant,
        unfinished=unfinished,
        kept=kept,
        new_share=share("new_share", new, new + returning + resurrecting, of_none=NOBODY_ACTIVE),
    )
