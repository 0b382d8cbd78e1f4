"""What the kernel takes and gives: plain arrays, in named tuples."""

from __future__ import annotations

from typing import Final, NamedTuple

from desirepath.replay.columns import Array

STARTS: Final = 1
SUCCEEDS: Final = 2
FAILS: Final = 4
SEVERAL: Final = -2
BELONGS: Final = -3
"""Of a code that is no step, and whose interactions belong to step k: BELONGS - k."""


class Rows(NamedTuple):
    """The interactions of one bucket: ``starts`` (subjects + 1), ``ends`` (subjects), the rest one per
    interaction.

    ``match`` says what the interaction means to the map: a code into the tables of :class:`Rules`.
    """

    starts: Array
    ends: Array
    time_us: Array
    activity: Array
    channel: Array
    level: Array
    scale: Array
    match: Array


class Rules(NamedTuple):
    """The map. Per match code: ``flags`` says whether it STARTS, SUCCEEDS, FAILS; ``only_step`` which step
    it matches (-1: none, SEVERAL: more than one, BELONGS - k: none, and it belongs to step k wherever its
    subject stands); all that it matches are ``steps[first_step[code] : first_step[code + 1]]``, ascending.

    Per step: ``may_be_passed`` (optional, or without a rule), ``within_us`` (-1: no such promise).
    ``horizon_us`` is very large where there is none.
    """

    flags: Array
    only_step: Array
    first_step: Array
    steps: Array
    may_be_passed: Array
    within_us: Array
    horizon_us: int
    again: bool


class Passages(NamedTuple):
    """Passages, one per row: the subject, its how-manieth (from 0), and the interactions ``first`` to
    before ``end``.

    ``ended_us`` is -1 while it is open.
    """

    subject: Array
    number: Array
    first: Array
    end: Array
    ended_us: Array
    outcome: Array


class Counts(NamedTuple):
    """The arrays of a :class:`~desirepath.replay.tally.Tally`, by the same names: added to, never
    cleared."""

    subjects: Array
    interactions: Array
    outcomes: Array
    reach: Array
    in_order: Array
    visits: Array
    repeats: Array
    passed: Array
    skipped: Array
    returned: Array
    transitions: Array
    transition_passages: Array
    dwell: Array
    late: Array
    first_reach: Array
    duration: Array
    activity_at: Array
    channel_visits: Array
    scores: Array
    feeling: Array


class Progress(NamedTuple):
    """Where each passage stands at its end, -1 before the first step; how far down the map it ever was; and
    since when it stands there."""

    last_step: Array
    furthest_step: Array
    since_us: Array


class Visits(NamedTuple):
    """Visits, one per row, written one after the other; of length 0 where nobody asked for them."""

    passage: Array
    step: Array
    entered_us: Array
    left_us: Array
    how_ended: Array


class Travelled(NamedTuple):
    """Passages as :func:`~desirepath.replay.lived_kernel.read_visits` reads them: when each started and ended
    (-1: it has not), and how."""

    started_us: Array
    ended_us: Array
    outcome: Array


class WaysOfMap(NamedTuple):
    """The map as it is drawn. Per step: ``must`` (measured and not optional), ``repeatable``, and the nearest
    step ``before`` that must be visited (-1: none)."""

    must: Array
    repeatable: Array
    before: Array


class LivedCounts(NamedTuple):
    """The counts of a :class:`~desirepath.replay.lived.Lived`, by the same names: added to, never cleared."""

    went_on: Array
    gone_past: Array
    stayed: Array
    open_reach: Array
    open_in_order: Array
    open_returned: Array
    open_went_on: Array
    off_map: Array
    off_map_passages: Array
    off_map_open: Array
