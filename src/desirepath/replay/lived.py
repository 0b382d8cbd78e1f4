"""What passages lived beyond what a tally holds: exact lengths of time, who may still come, ways off the map.

Like tallies these add up over disjoint subjects, and subtract. Lengths are kept as they are, every one of
them, in order: so medians are exact, and a replay that is brought up to date has the very same ones as a
replay from nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from mmap import mmap

import numpy as np

from desirepath.base.slow import load
from desirepath.replay.columns import Array, frozen
from desirepath.replay.shapes import LivedCounts, Travelled, Visits, WaysOfMap

KERNEL = "desirepath.replay.lived_kernel"


@dataclass(frozen=True, slots=True)
class Lived:
    """Counts and lengths of some passages: ``a + b`` is of both, ``a - b`` takes some out.

    S steps, P passages. The exact values are whole microseconds, in ascending order within each group, of the
    groups one after the other: group g has ``values[edges[g] : edges[g + 1]]``. Read them by name: of a step,
    or (``step`` None) of success. Of what has not ended there are instants and not lengths, so that nothing
    changes by waiting.
    """

    went_on: Array
    """(S,) passages that visited the step after the nearest earlier one that must be visited; at the first
    one: that visited it."""
    gone_past: Array
    """(S,) passages that first went to a later step when they had not visited this one, optional or not."""
    stayed: Array
    """(S,) visits but those at whose very instant the passage ended."""
    open_reach: Array
    """(S,) passages under way that have visited the step."""
    open_in_order: Array
    """(S,) passages under way that have visited it in order."""
    open_returned: Array
    """(S,) passages under way that have moved back to it from a later one."""
    open_went_on: Array
    """(S,) those of ``went_on`` that are under way."""
    off_map: Array
    """(S+1, S) moves that the map does not draw, from a step (row 0: the start, row s+1: step s) to a step: a
    move forward past a step that must be visited and was not yet, or one back to a step that is not
    repeatable."""
    off_map_passages: Array
    """(S+1, S) passages that made the move at least once."""
    off_map_open: Array
    """(S+1, S) those of them that are under way."""
    values: Array
    edges: Array

    @classmethod
    def empty(cls, steps: int) -> Lived:
        """Of nobody."""
        of_step, of_move = np.zeros(steps, np.int64), np.zeros((steps + 1, steps), np.int64)
        counts = (of_move if name.startswith("off_map") else of_step for name in LivedCounts._fields)
        groups = 5 * steps + 5
        edges = np.zeros(groups + 1, np.int64)
        return cls(*[*(count.copy() for count in counts), frozen(np.zeros(0, np.int64)), frozen(edges)])

    @property
    def steps(self) -> int:
        """How many steps the map has."""
        return len(self.went_on)

    def stays_us(self, step: int) -> Array:
        """How long each stay at the step lasted, of those that have ended."""
        return self._group(step)

    def standing_since_us(self, step: int) -> Array:
        """Since when each stay that has not ended lasts."""
        return self._group(self.steps + step)

    def came_after_us(self, step: int | None) -> Array:
        """How long after its start each passage came to the step first (None: succeeded)."""
        return self._group(2 * self.steps + self._place(step))

    def over_after_us(self) -> Array:
        """How long each passage lasted, of those that are over."""
        return self._group(5 * self.steps + 3)

    def over_after_coming_us(self, step: int | None) -> Array:
        """The same, of those that had visited the step (None: that succeeded)."""
        return self._group(3 * self.steps + 1 + self._place(step))

    def under_way_since_us(self) -> Array:
        """When each passage that is under way started."""
        return self._group(5 * self.steps + 4)

    def under_way_and_came_us(self, step: int | None) -> Array:
        """The same, of those that have visited the step (None: of nobody)."""
        return self._group(4 * self.steps + 2 + self._place(step))

    def _place(self, step: int | None) -> int:
        return self.steps if step is None else step

    def _group(self, number: int) -> Array:
        return np.asarray(self.values[self.edges[number] : self.edges[number + 1]])

    def __add__(self, other: Lived) -> Lived:
        return self.changed(gone=Lived.empty(self.steps), fresh=other)

    def __sub__(self, other: Lived) -> Lived:
        return self.changed(gone=other, fresh=Lived.empty(self.steps))

    def changed(self, *, gone: Lived, fresh: Lived) -> Lived:
        """Without ``gone`` and with ``fresh``. Raises ValueError where something that goes was not there."""
        if not self.steps == gone.steps == fresh.steps:
            raise ValueError("what was lived adds up only over the same steps")
        merged = np.empty(max(len(self.values) - len(gone.values), 0) + len(fresh.values), np.int64)
        edges = np.zeros_like(self.edges)
        three = [array for side in (self, gone, fresh) for array in (side.values, side.edges)]
        if load(KERNEL).merge_groups(*three, merged, edges) != len(merged):
            raise ValueError("what is taken out was not all there")
        counts = (
            getattr(self, name) - getattr(gone, name) + getattr(fresh, name) for name in LivedCounts._fields
        )
        return Lived(*[*counts, frozen(merged), frozen(edges)])


def read_lived(passages: Travelled, visits: Visits, ways: WaysOfMap) -> Lived:
    """What these passages lived; ``visits`` are all of theirs, and call them by their places. The values of
    each group are not in order yet."""
    return _read(passages, visits, ways, np.zeros(0, np.bool_))


def moves_off_the_map(passages: Travelled, visits: Visits, ways: WaysOfMap) -> Array:
    """For each visit whether the map does not draw the move that led to it (see :attr:`Lived.off_map`)."""
    leaves_map = np.zeros(len(visits.passage), np.bool_)
    _read(passages, visits, ways, leaves_map)
    return leaves_map


def _read(passages: Travelled, visits: Visits, ways: WaysOfMap, leaves_map: Array) -> Lived:
    lived = Lived.empty(len(ways.must))
    room = 3 * (len(passages.outcome) + len(visits.passage))
    group, value = np.empty(room, np.int32), np.empty(room, np.int64)
    counts = LivedCounts(*(getattr(lived, name) for name in LivedCounts._fields))
    written = load(KERNEL).read_visits(passages, visits, ways, counts, group, value, leaves_map)
    grouped, edges = _room(written), np.zeros_like(lived.edges)
    load(KERNEL).by_group(group[:written], value[:written], edges, grouped)
    return Lived(*[*counts, grouped, edges])


def _room(values: int) -> Array:
    """Room straight from the system, which has it back as soon as nobody holds it: what Python's own memory
    takes in many small parts it would keep."""
    return np.frombuffer(mmap(-1, 8 * values), np.int64) if values else np.zeros(0, np.int64)


def ways_of(*, may_be_passed: Array, repeatable: Array) -> WaysOfMap:
    """The map as it is drawn; ``may_be_passed`` are steps that are optional or not measured."""
    must = ~may_be_passed
    latest = np.maximum.accumulate(np.where(must, np.arange(len(must)), -1))
    return WaysOfMap(must, repeatable, np.concatenate([[-1], latest])[: len(must)])


def gathered(parts: list[Lived], steps: int) -> Lived:
    """All parts as one, the values of each group not in order yet; empties ``parts``, so that each goes as
    soon as it is copied."""
    counts = LivedCounts(
        *(
            sum((getattr(part, name) for part in parts), start=getattr(Lived.empty(steps), name))
            for name in LivedCounts._fields
        )
    )
    edges = sum((part.edges for part in parts), start=Lived.empty(steps).edges)
    values = _room(int(edges[-1]))
    place = edges[:-1].copy()
    while parts:
        part = parts.pop()
        for group in np.flatnonzero(np.diff(part.edges)).tolist():
            mine = part.values[part.edges[group] : part.edges[group + 1]]
            values[place[group] : place[group] + len(mine)] = mine
            place[group] += len(mine)
    return Lived(*[*counts, values, edges])


def put_in_order(lived: Lived, in_threads: Callable[[Callable[[Array], None], list[Array]], object]) -> Lived:
    """The same, with the values of each group in ascending order; ``in_threads`` shares the work."""
    groups = [lived.values[low:high] for low, high in pairwise(lived.edges.tolist()) if high - low > 1]
    in_threads(load(KERNEL).sort_values, sorted(groups, key=len, reverse=True))
    return replace(lived, values=frozen(lived.values), edges=frozen(lived.edges))
