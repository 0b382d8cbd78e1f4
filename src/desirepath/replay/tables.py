"""The replay subject by subject: passages and visits as columns, and where everybody stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desirepath.replay.columns import Array


@dataclass(frozen=True, slots=True)
class PassageTable:
    """One row per passage, by subject and in the order travelled; columns are NumPy arrays.

    ``subject`` is a place in the replay's ``subject_ids``, ``number`` says which of the subject's passages
    it is (from 0). Instants are microseconds since 1970 (UTC); ``ended_us`` is -1 while the passage is
    open. ``outcome`` is one of the four of :mod:`~desirepath.replay.tally`. ``last_step`` is where it stood
    in the end, ``furthest_step`` the latest step of the map that it ever visited (-1: none).
    ``interactions`` counts those inside it.
    """

    subject: Array
    number: Array
    started_us: Array
    ended_us: Array
    outcome: Array
    last_step: Array
    furthest_step: Array
    interactions: Array

    def __len__(self) -> int:
        return len(self.subject)


@dataclass(frozen=True, slots=True)
class VisitTable:
    """One row per stay at a step, by passage and in order; columns are NumPy arrays.

    ``passage`` is a row of the passage table. ``left_us`` is the end of the data where the subject is still
    there. ``how_ended`` is one of the passage's four outcomes, or MOVED_ON to another step.
    """

    passage: Array
    step: Array
    entered_us: Array
    left_us: Array
    how_ended: Array

    def __len__(self) -> int:
        return len(self.passage)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a subject is now, on which version of which map.

    ``passage`` counts its passages from 1. ``step`` is None before the first step; ``since`` is when it
    came to where it stands (before the first step: when the passage started). ``visited`` are the steps
    visited in this passage, in the map's order. ``outcome`` is ``open`` while under way, and then
    ``ended_at`` is None.
    """

    map: str
    map_version: int
    subject: str
    passage: int
    started_at: datetime
    step: str | None
    since: datetime
    visited: tuple[str, ...]
    outcome: str
    ended_at: datetime | None
