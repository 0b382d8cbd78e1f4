"""What passages lived, visit by visit, compiled: arrays in, arrays out.

:func:`read_visits` reads the visits of some passages once and writes down what a tally does not hold;
:func:`sort_values` and :func:`merge_groups` keep the exact values that it wrote in order.
"""

from __future__ import annotations

import numpy as np

from desirepath.replay.columns import Array
from desirepath.replay.kernel import compiled
from desirepath.replay.shapes import LivedCounts, Travelled, Visits, WaysOfMap
from desirepath.replay.tally import MOVED_ON, OPEN, SUCCEEDED

_FEW = 48
_DIGIT_BITS = 11
_DIGITS = 1 << _DIGIT_BITS


@compiled
def read_visits(
    passages: Travelled,
    visits: Visits,
    ways: WaysOfMap,
    counts: LivedCounts,
    group: Array,
    value: Array,
    leaves_map: Array,
) -> int:
    """Add what ``passages`` (whole ones, with all their ``visits``) lived to ``counts``; write every exact
    value with its group (see :class:`~desirepath.replay.lived.Lived`) and return how many there are.

    There are at most three a passage, and three a visit. ``leaves_map``, where it is not of length 0, gets
    for each visit whether the map does not draw the move that led to it.
    """
    started_us_of, ended_us_of, outcome_of = passages
    passage_of, step_of, entered_us, left_us, how_ended = visits
    must, repeatable, before = ways
    (
        went_on,
        gone_past,
        stayed,
        open_reach,
        open_in_order,
        open_returned,
        open_went_on,
        off_map,
        off_map_passages,
        off_map_open,
    ) = counts
    steps = len(must)
    standing = steps
    came = 2 * steps
    over_came = 3 * steps + 1
    open_came = 4 * steps + 2
    over = 5 * steps + 3
    under_way = over + 1
    # "In this passage": the last one that did it, so that nothing is cleared between passages.
    been_by = np.full(steps, -1, np.int64)
    went_by = np.full(steps, -1, np.int64)
    returned_by = np.full(steps, -1, np.int64)
    off_by = np.full((steps + 1, steps), -1, np.int64)
    due = np.full(steps + 1, steps, np.int64)
    for step in range(steps - 1, -1, -1):
        due[step] = step if must[step] else due[step + 1]
    past = np.zeros(steps + 1, np.int64)
    written = 0
    row = 0
    for p in range(len(outcome_of)):
        started_us = started_us_of[p]
        is_open = outcome_of[p] == OPEN
        lasted_us = 0 if is_open else max(ended_us_of[p] - started_us, 0)
        place = -1
        furthest = -1
        straight = -1
        while row < len(passage_of) and passage_of[row] == p:
            step = step_of[row]
            if step < place:
                is_off = not repeatable[step]
                open_returned[step] += is_open & (returned_by[step] != p)
                returned_by[step] = p
            else:
                is_off = False
                for between in range(place + 1, step):
                    is_off |= must[between] & (been_by[between] != p)
            if len(leaves_map):
                leaves_map[row] = is_off
            off_map[place + 1, step] += is_off
            if is_off and off_by[place + 1, step] != p:
                off_by[place + 1, step] = p
                off_map_passages[place + 1, step] += 1
                off_map_open[place + 1, step] += is_open
            if been_by[step] != p:
                been_by[step] = p
                open_reach[step] += is_open
                group[written] = came + step
                value[written] = max(entered_us[row] - started_us, 0)
                group[written + 1] = (open_came if is_open else over_came) + step
                value[written + 1] = started_us if is_open else lasted_us
                written += 2
                past[min(furthest + 1, step)] += 1
                past[step] -= 1
                furthest = max(furthest, step)
            if went_by[step] != p and (before[step] < 0 or been_by[before[step]] == p):
                went_by[step] = p
                went_on[step] += 1
                open_went_on[step] += is_open
            if step > straight and step <= due[straight + 1]:
                straight = step
                open_in_order[step] += is_open
            stays_now = how_ended[row] == OPEN
            stay_us = max(left_us[row] - entered_us[row], 0)
            stayed[step] += stays_now | (how_ended[row] == MOVED_ON) | (stay_us > 0)
            group[written] = standing + step if stays_now else step
            value[written] = entered_us[row] if stays_now else stay_us
            written += 1
            place = step
            row += 1
        group[written] = under_way if is_open else over
        value[written] = started_us if is_open else lasted_us
        written += 1
        if outcome_of[p] == SUCCEEDED:
            group[written] = came + steps
            group[written + 1] = over_came + steps
            value[written] = lasted_us
            value[written + 1] = lasted_us
            written += 2
    going_past = 0
    for step in range(steps):
        going_past += past[step]
        gone_past[step] += going_past
    return written


@compiled
def by_group(group: Array, value: Array, edges: Array, grouped: Array) -> None:
    """Bring the values of each group together, in the order they come: ``edges`` says where each begins."""
    for row in range(len(group)):
        edges[group[row] + 1] += 1
    for each in range(len(edges) - 1):
        edges[each + 1] += edges[each]
    place = edges[:-1].copy()
    for row in range(len(group)):
        grouped[place[group[row]]] = value[row]
        place[group[row]] += 1


@compiled
def sort_values(values: Array) -> None:
    """Sort whole numbers where they are, smallest first: digit by digit, from the last to the first."""
    n = len(values)
    if n <= _FEW:
        for i in range(1, n):
            moving = values[i]
            j = i
            while j > 0 and values[j - 1] > moving:
                values[j] = values[j - 1]
                j -= 1
            values[j] = moving
        return
    low = values[0]
    high = low
    is_sorted = True
    for i in range(1, n):
        is_sorted &= values[i - 1] <= values[i]
        low = min(low, values[i])
        high = max(high, values[i])
    if is_sorted:
        return
    mine = values
    other = np.empty(n, np.int64)
    place = np.empty(_DIGITS, np.int64)
    shift = 0
    while (high - low) >> shift > 0:
        place[:] = 0
        for i in range(n):
            place[(mine[i] - low) >> shift & (_DIGITS - 1)] += 1
        total = 0
        for digit in range(_DIGITS):
            total += place[digit]
            place[digit] = total - place[digit]
        for i in range(n):
            digit = (mine[i] - low) >> shift & (_DIGITS - 1)
            other[place[digit]] = mine[i]
            place[digit] += 1
        mine, other = other, mine
        shift += _DIGIT_BITS
    # An odd number of turns leaves what is sorted in the other array.
    if (shift // _DIGIT_BITS) % 2:
        other[:] = mine


@compiled
def merge_groups(
    base: Array,
    base_edges: Array,
    gone: Array,
    gone_edges: Array,
    fresh: Array,
    fresh_edges: Array,
    merged: Array,
    merged_edges: Array,
) -> int:
    """Group by group: the values of ``base`` without ``gone`` and with ``fresh``, all of them in order.

    Returns how many there are; -1 where something that goes was not there.
    """
    written = 0
    for group in range(len(base_edges) - 1):
        i = base_edges[group]
        g = gone_edges[group]
        f = fresh_edges[group]
        while i < base_edges[group + 1]:
            if g < gone_edges[group + 1] and gone[g] == base[i]:
                g += 1
                i += 1
                continue
            while f < fresh_edges[group + 1] and fresh[f] < base[i]:
                merged[written] = fresh[f]
                written += 1
                f += 1
            merged[written] = base[i]
            written += 1
            i += 1
        while f < fresh_edges[group + 1]:
            merged[written] = fresh[f]
            written += 1
            f += 1
        if g < gone_edges[group + 1]:
            return -1
        merged_edges[group + 1] = written
    return written
