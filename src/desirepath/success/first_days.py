"""The first ninety days: who is new, and which milestones of the map each has reached, missed, or has before
it.

Milestones are the map's moments of truth; on a map without any its steps with a rule. Each is due when the
time that the map promises for the steps before it (``within``) has passed since the journey began; where one
of them promises none, when three in four of those who came to it had come.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.base.spans import from_microseconds, parse_span, to_microseconds
from desirepath.measures.estimates import share
from desirepath.measures.observed import Observed
from desirepath.model.journey_map import Step
from desirepath.replay.columns import Array
from desirepath.replay.replay import Replay
from desirepath.success.board import Milestone, latest_milestones

Json = dict[str, object]
State = Literal["reached", "late", "missed", "to come", "no date"]

NEW_DAYS: Final = 90
_DAY_US: Final = 86_400 * 1_000_000
_FEWEST: Final = 20
"""Of fewer that came nothing is said of when one usually comes."""


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone, and within how many days of the beginning it is due (None: it cannot be said), by what the
    map promises or by what is usual in the data."""

    step: str
    name: str
    days: float | None
    basis: Literal["map", "data"]
    in_time: Estimate

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "step": self.step,
            "name": self.name,
            "due_days": self.days,
            "basis": self.basis,
            "in_time": self.in_time.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Reached:
    """How one account stands with one milestone. ``at`` is when it came there (None: not yet), ``due`` when
    it was or is due (None: not known), ``by`` who set it by hand (None: the data did)."""

    state: State
    at: datetime | None
    due: datetime | None
    by: str | None

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "state": self.state,
            "at": None if self.at is None else self.at.isoformat(),
            "due": None if self.due is None else self.due.isoformat(),
            "by": self.by,
        }


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One account that began less than ninety days ago, with its milestones in the map's order. ``has_left``
    is whether its journey has failed already."""

    subject: str
    began: datetime
    age_days: float
    step: str | None
    has_left: bool
    milestones: tuple[Reached, ...]

    @property
    def missed(self) -> int:
        """How many milestones are due and not reached."""
        return sum(one.state == "missed" for one in self.milestones)

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "subject": self.subject,
            "began": self.began.isoformat(),
            "age_days": self.age_days,
            "step": self.step,
            "has_left": self.has_left,
            "missed": self.missed,
            "milestones": [one.to_json() for one in self.milestones],
        }


@dataclass(frozen=True)
class FirstDays:
    """The board of the first ninety days: those with the most missed milestones first, then the oldest."""

    as_of: datetime
    travels: str
    days: int
    is_by_moments: bool
    milestones: tuple[Due, ...]
    newcomers: tuple[Newcomer, ...]

    def to_json(self) -> Json:
        """The published JSON shape (desirepath-first-days/1)."""
        return {
            "format": "desirepath-first-days/1",
            "as_of": self.as_of.isoformat(),
            "travels": self.travels,
            "days": self.days,
            "is_by_moments": self.is_by_moments,
            "milestones": [one.to_json() for one in self.milestones],
            "newcomers": [one.to_json() for one in self.newcomers],
        }


def find_first_days(
    told: Replay,
    milestones: Iterable[Milestone] = (),
    *,
    days: int = NEW_DAYS,
    only: frozenset[str] | None = None,
) -> FirstDays:
    """Who began less than ``days`` before the instant of a replay, and how each stands with the milestones.

    ``milestones`` are those that people set by hand: they count as reached. ``only`` are whose are shown
    (None: everybody's); when one usually comes is learned from all.
    """
    by_id = {step.id: step for step in told.journey.steps()}
    steps = [by_id[name] for name in told.binding.steps]
    moments = [place for place, step in enumerate(steps) if step.moment_of_truth]
    chosen = moments or list(range(len(steps)))
    came_us = _came_us(told, chosen)
    observed = Observed.of_replay(told)
    dues = [_due(told, observed, steps, place, came_us[number]) for number, place in enumerate(chosen)]
    now_us = to_microseconds(told.as_of)
    by_hand = latest_milestones(milestones, told.as_of, {steps[place].id for place in chosen})
    passages = told.passages
    found = []
    # Who travels again is new by their latest passage.
    rows = np.flatnonzero(np.diff(passages.subject, append=-1) != 0).tolist()
    for row, standing in zip(rows, told.standings(), strict=True):
        subject = standing.subject
        if passages.started_us[row] <= now_us - days * _DAY_US or (only is not None and subject not in only):
            continue
        began_us = int(passages.started_us[row])
        found.append(
            Newcomer(
                subject=subject,
                began=from_microseconds(began_us),
                age_days=(now_us - began_us) / _DAY_US,
                step=standing.step,
                has_left=standing.outcome == "failed",
                milestones=tuple(
                    _reached(due, int(came_us[number][row]), began_us, now_us, by_hand.get(subject))
                    for number, due in enumerate(dues)
                ),
            )
        )
    dues, found = _fillable(dues, found, days)
    found.sort(key=lambda one: (one.has_left, -one.missed, -one.age_days, one.subject))
    return FirstDays(told.as_of, told.journey.travels, days, bool(moments), tuple(dues), tuple(found))


def _fillable(dues: list[Due], found: list[Newcomer], days: int) -> tuple[list[Due], list[Newcomer]]:
    """Without the milestones that nobody can have reached so early: due after these days, or never, and
    reached by none of the new."""
    kept = [
        place
        for place, due in enumerate(dues)
        if (due.days is not None and due.days <= days)
        or any(one.milestones[place].at is not None for one in found)
    ]
    return [dues[place] for place in kept], [
        replace(one, milestones=tuple(one.milestones[place] for place in kept)) for one in found
    ]


def _came_us(told: Replay, chosen: list[int]) -> list[Array]:
    """(P,) for each milestone when each passage first came there; the largest number: never."""
    visits = told.visits
    found = []
    for place in chosen:
        first = np.full(len(told.passages), np.iinfo(np.int64).max)
        here = visits.step == place
        np.minimum.at(first, visits.passage[here], visits.entered_us[here])
        found.append(first)
    return found


def _due(told: Replay, observed: Observed, steps: list[Step], place: int, came_us: Array) -> Due:
    step, started_us = steps[place], told.passages.started_us
    before = [one for one in steps[:place] if not one.optional]
    spans = [None if one.within is None else parse_span(one.within).total_seconds() for one in before]
    seconds = None if None in spans else sum(one for one in spans if one is not None)
    basis: Literal["map", "data"] = "map" if seconds is not None else "data"
    if seconds is None:
        came = came_us < np.iinfo(np.int64).max
        after_us = (came_us - started_us)[came]
        seconds = float(np.quantile(after_us, 0.75)) / 1e6 if len(after_us) >= _FEWEST else None
    days = None if seconds is None else seconds / 86_400
    return Due(step.id, step.name, days, basis, _in_time(observed, told, came_us, days))


def _in_time(observed: Observed, told: Replay, came_us: Array, days: float | None) -> Estimate:
    """Of all that are old enough to say: the share that came in time."""
    if days is None:
        return share("in_time", 0, 0, of_none="too few came here to say when one usually comes")
    started_us = told.passages.started_us
    is_old_enough = started_us + days * _DAY_US <= observed.as_of_us
    in_time = is_old_enough & (came_us <= started_us + days * _DAY_US)
    return share(
        "in_time", int(in_time.sum()), int(is_old_enough.sum()), of_none="nobody is old enough to say"
    )


def _reached(due: Due, came_us: int, began_us: int, now_us: int, by_hand: Milestone | None) -> Reached:
    due_us = None if due.days is None else began_us + round(due.days * _DAY_US)
    due_at = None if due_us is None else from_microseconds(due_us)
    if came_us < np.iinfo(np.int64).max:
        state: State = "late" if due_us is not None and came_us > due_us else "reached"
        return Reached(state, from_microseconds(came_us), due_at, None)
    if by_hand is not None and by_hand.step == due.step:
        return Reached("reached", by_hand.at, due_at, by_hand.by)
    if due_us is None:
        return Reached("no date", None, None, None)
    return Reached("missed" if due_us < now_us else "to come", None, due_at, None)
