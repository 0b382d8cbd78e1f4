"""Where every subject stands on a map at an instant, as numbers that a scorecard can use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from desirepath.base.spans import to_microseconds
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.columns import Array
from desirepath.replay.index import Index
from desirepath.replay.replay import Replay, replay
from desirepath.replay.tally import OPEN, SUCCEEDED
from desirepath.success.board import Milestone, latest_milestones
from desirepath.success.pace import Expected, expected_stays

NOT_SINCE: Final = -1


@dataclass(frozen=True, slots=True)
class Places:
    """(S,) of each subject, in its latest passage.

    ``position`` is the number of the step where it stands (1: the map's first; 0: before it; one more than
    there are steps once it has succeeded; NaN without a passage). ``pace`` is how long it has been there for
    each day that is expected there, while under way: 1 is just in time, 2 is stuck (NaN where nothing is
    expected, or nothing is under way). ``since_us`` is when it came there (NOT_SINCE: nowhere).
    """

    position: Array
    pace: Array
    since_us: Array


def places_at(
    journey: JourneyMap,
    index: Index,
    as_of: datetime,
    milestones: Iterable[Milestone] = (),
    expected: Mapping[str, Expected] | None = None,
) -> Places:
    """Replay the map up to an instant, and say where everybody stood then; as below."""
    return places_of(replay(journey, index, as_of=as_of), milestones, expected)


def places_of(
    told: Replay, milestones: Iterable[Milestone] = (), expected: Mapping[str, Expected] | None = None
) -> Places:
    """Where everybody stood at the instant of a replay; under way, where a later milestone put them.

    ``expected`` is how long stays last; None: as the replay itself tells."""
    size = len(told.subject_ids)
    position, pace = np.full(size, np.nan), np.full(size, np.nan)
    since_us = np.full(size, NOT_SINCE)
    passages, visits, steps = told.passages, told.visits, told.binding.steps
    expected = expected_stays(told) if expected is None else expected
    expected_us = np.array([expected[step].behind_us or 0 for step in steps] + [0], np.float64)
    as_of_us = to_microseconds(told.as_of)
    by_hand = latest_milestones(milestones, told.as_of, steps)
    latest = np.flatnonzero(np.diff(passages.subject, append=-1) != 0)
    ends = np.searchsorted(visits.passage, latest, side="right")
    begins = np.searchsorted(visits.passage, latest)
    for passage, low, high in zip(latest.tolist(), begins.tolist(), ends.tolist(), strict=True):
        subject = int(passages.subject[passage])
        last = int(passages.last_step[passage])
        entered = int(visits.entered_us[high - 1]) if high > low else int(passages.started_us[passage])
        outcome = int(passages.outcome[passage])
        moved = by_hand.get(told.subject_ids[subject]) if outcome == OPEN else None
        if moved is not None and to_microseconds(moved.at) >= entered:
            last, entered = steps.index(moved.step), to_microseconds(moved.at)
        since_us[subject] = entered
        position[subject] = len(steps) + 1 if outcome == SUCCEEDED else last + 1
        if outcome == OPEN and last >= 0 and expected_us[last] > 0:
            pace[subject] = (as_of_us - entered) / expected_us[last]
    return Places(position, pace, since_us)
