"""The shape of a step: how long stays last, which scores were given, how many came each week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Final

import numpy as np

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.log.scales import LEVELS, parse_scale
from desirepath.measures.observed import Observed
from desirepath.replay.tally import OPEN

WEEKS: Final = 26
_HOUR_US: Final = 3_600_000_000
_DAY_US: Final = 24 * _HOUR_US
EDGES_US: Final = (
    0,
    _HOUR_US,
    6 * _HOUR_US,
    _DAY_US,
    3 * _DAY_US,
    7 * _DAY_US,
    14 * _DAY_US,
    30 * _DAY_US,
    90 * _DAY_US,
    180 * _DAY_US,
)
"""Where the classes of stays begin, as people tell times apart; the last has no end."""


@dataclass(frozen=True, slots=True)
class Stays:
    """Stays from ``at_least_seconds`` (included) to ``below_seconds`` (None: however long): those that have
    ``ended``, and those ``under_way`` that have lasted so long so far."""

    at_least_seconds: float
    below_seconds: float | None
    ended: int
    under_way: int


@dataclass(frozen=True, slots=True)
class Answers:
    """How many gave each ``score`` of one scale, from the worst to the best; a fraction counts at the nearest
    whole one."""

    scale: str
    scores: tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True)
class Week:
    """How many visits began in the week from ``monday``; ``is_whole`` says whether it was over."""

    monday: date
    visits: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class StepShape:
    """The stays by their length, the answers by scale, and the visits of the last 26 weeks."""

    stays: tuple[Stays, ...]
    answers: tuple[Answers, ...]
    weeks: tuple[Week, ...]

    def to_json(self) -> dict[str, Any]:
        """A plain shape."""
        return {
            "stays": [asdict(each) for each in self.stays],
            "answers": [{"scale": each.scale, "scores": list(each.scores)} for each in self.answers],
            "weeks": [{**asdict(each), "monday": each.monday.isoformat()} for each in self.weeks],
        }


def step_shape(observed: Observed, step: int, zone: tzinfo = UTC) -> StepShape:
    """The shape of one step, by its place in the map's order; of a step nobody came to it is empty. Its weeks
    begin on Mondays at midnight in ``zone``."""
    rows = observed.rows_of(step)
    visits = observed.visits
    entered, left = visits.entered_us[rows], visits.left_us[rows]
    return StepShape(
        stays=_stays(left - entered, visits.how_ended[rows] == OPEN),
        answers=_answers(observed, step),
        weeks=_weeks(entered, observed.as_of_us, zone),
    )


def _stays(length_us: Any, is_open: Any) -> tuple[Stays, ...]:
    if not len(length_us):
        return ()
    place = np.searchsorted(EDGES_US, length_us, side="right") - 1
    under_way, ended = (
        np.bincount(place[mask], minlength=len(EDGES_US)).tolist() for mask in (is_open, ~is_open)
    )
    bounds = [edge / 1e6 for edge in EDGES_US]
    return tuple(
        Stays(low, high, over, here)
        for low, high, over, here in zip(bounds, [*bounds[1:], None], ended, under_way, strict=True)
    )


def _answers(observed: Observed, step: int) -> tuple[Answers, ...]:
    found = []
    for place, name in enumerate(observed.tally.scales):
        levels = observed.tally.scores[step, place]
        if not levels.any():
            continue
        scale = parse_scale(name)
        steps = max(int(abs(scale.best - scale.worst)), 1)
        towards = 1 if scale.best > scale.worst else -1
        at = np.rint(np.arange(LEVELS + 1) * steps / LEVELS).astype(np.int64)
        counts = np.bincount(at, weights=levels, minlength=steps + 1)
        found.append(
            Answers(name, tuple((scale.worst + towards * k, int(n)) for k, n in enumerate(counts.tolist())))
        )
    return tuple(found)


def _weeks(entered_us: Any, as_of_us: int, zone: tzinfo) -> tuple[Week, ...]:
    if not len(entered_us):
        return ()
    mondays = last_mondays(as_of_us, zone)
    week = weeks_of(mondays, entered_us, zone)
    counts = np.bincount(np.clip(week, -1, WEEKS) + 1, minlength=WEEKS + 2)[1 : WEEKS + 1]
    return tuple(
        Week(monday, int(n), k < WEEKS - 1)
        for k, (monday, n) in enumerate(zip(mondays, counts.tolist(), strict=True))
    )


def last_mondays(as_of_us: int, zone: tzinfo) -> tuple[date, ...]:
    """The Mondays, in ``zone``, of the last weeks, the one that is under way last."""
    today = from_microseconds(as_of_us).astimezone(zone).date()
    this_monday = today - timedelta(days=today.weekday())
    return tuple(this_monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1))


def weeks_of(mondays: Sequence[date], at_us: Any, zone: tzinfo) -> Any:
    """In which of the weeks from these Mondays (ascending) on, at midnight in ``zone``, each instant lies: -1
    before all of them, their number after them."""
    days = (*mondays, mondays[-1] + timedelta(weeks=1))
    begins = [to_microseconds(datetime.combine(day, time(), zone)) for day in days]
    return np.searchsorted(np.array(begins, np.int64), at_us, side="right") - 1
