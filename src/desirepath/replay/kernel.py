"""The passage automaton, compiled. Arrays in, arrays out: it knows no file, no map and no engine.

Three walks over the interactions of each subject, all in the log's total order. :func:`find_passages` finds
where each passage begins, where it ends and how. Of the passages that are asked for,
:func:`count_passages` follows each from step to step and counts; :func:`trace_passages` follows it the same
way and writes down every visit. All run without Python's lock, on any range of whole subjects, so threads
and machines share the work as they like. Every rule and every edge is told in ``docs/guide/replay.md``.

A ``place`` is the step where a subject stands; -1, under way but at no step yet, is as an index the last
row of every table by place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from desirepath.replay.bins import BINS, SUB_BINS, SUB_BITS, TICK_BITS
from desirepath.replay.columns import Array
from desirepath.replay.shapes import (
    BELONGS,
    FAILS,
    SEVERAL,
    STARTS,
    SUCCEEDS,
    Counts,
    Passages,
    Progress,
    Rows,
    Rules,
    Visits,
)
from desirepath.replay.tally import EXPIRED, FAILED, MOVED_ON, OPEN, SUCCEEDED

_BELOW_SUB_BINS = 52 - SUB_BITS
_BIN_OF_ZERO = (1023 + SUB_BITS - 1) * SUB_BINS

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile at the first call and keep the result beside this file; typed as the plain function it
    was."""
    return cast(Function, njit(cache=True, nogil=True)(function))


@compiled
def sort_by_subject(rank: Array, subjects: int, order: Array, starts: Array) -> None:
    """A stable counting sort: ``order`` lists the rows with ``rank`` >= 0 by rank, ``starts`` where each
    rank begins."""
    for row in range(len(rank)):
        if rank[row] >= 0:
            starts[rank[row] + 1] += 1
    for subject in range(subjects):
        starts[subject + 1] += starts[subject]
    place = starts[:-1].copy()
    for row in range(len(rank)):
        if rank[row] >= 0:
            order[place[rank[row]]] = row
            place[rank[row]] += 1


@compiled
def merge_subjects(
    low: Array,
    high: Array,
    fresh_starts: Array,
    old_time: Array,
    old_sequence: Array,
    old_arrival: Array,
    time: Array,
    sequence: Array,
    arrival: Array,
    take: Array,
    edges: Array,
) -> None:
    """Merge the old rows ``low`` to before ``high`` of each subject with its fresh ones, in total order.

    ``take`` lists where each comes from: an old row, or ``-1 - row`` of a fresh one; ``edges`` where each
    subject's begin.
    """
    place = 0
    for subject in range(len(low)):
        i = low[subject]
        j = fresh_starts[subject]
        while i < high[subject] or j < fresh_starts[subject + 1]:
            if j == fresh_starts[subject + 1]:
                is_old = True
            elif i == high[subject]:
                is_old = False
            elif old_time[i] != time[j]:
                is_old = old_time[i] < time[j]
            elif old_sequence[i] != sequence[j]:
                is_old = old_sequence[i] < sequence[j]
            else:
                is_old = old_arrival[i] < arrival[j]
            if is_old:
                take[place] = i
                i += 1
            else:
                take[place] = -1 - j
                j += 1
            place += 1
        edges[subject + 1] = place


@compiled
def find_passages(rows: Rows, rules: Rules, subjects: Array, as_of_us: int, found: Passages) -> int:
    """Find the passages of ``subjects`` (their places, ascending); return how many there are.

    Those that do not fit into ``found`` are counted and not written: then call again with more room.
    """
    starts, ends, time_us, _, _, _, _, match = rows
    flags, _, _, _, _, _, horizon_us, again = rules
    subject_of, number_of, first_of, end_of, ended_us_of, outcome_of = found
    count = 0
    for subject in subjects:
        i = starts[subject]
        end = _first_from(time_us, i, ends[subject], as_of_us + 1)
        number = 0
        while number == 0 or again:
            while i < end and not flags[match[i]] & STARTS:
                i += 1
            if i == end:
                break
            first = i
            expires_us = time_us[first] + horizon_us
            stop = _first_from(time_us, first, end, expires_us)
            while i < stop and not flags[match[i]] & (SUCCEEDS | FAILS):
                i += 1
            if i < stop:
                outcome = SUCCEEDED if flags[match[i]] & SUCCEEDS else FAILED
                ended_us = time_us[i]
                i += 1
            elif expires_us <= as_of_us:
                outcome = EXPIRED
                ended_us = expires_us
            else:
                outcome = OPEN
                ended_us = -1
            if count < len(subject_of):
                subject_of[count] = subject
                number_of[count] = number
                first_of[count] = first
                end_of[count] = i
                ended_us_of[count] = ended_us
                outcome_of[count] = outcome
            count += 1
            number += 1
    return count


@compiled
def _first_from(time_us: Array, low: int, high: int, instant_us: int) -> int:
    """The first place in ``low`` to before ``high`` that is at ``instant_us`` or later; ``high`` if none
    is."""
    if high == low or time_us[high - 1] < instant_us:
        return high
    while low < high:
        middle = (low + high) // 2
        if time_us[middle] < instant_us:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def count_passages(
    rows: Rows, rules: Rules, passages: Passages, as_of_us: int, counts: Counts, progress: Progress
) -> None:
    """Follow ``passages`` (of whole subjects, in the order they were found): add to ``counts``, fill
    ``progress``."""
    # Unpacked once: reaching into a named tuple inside a loop costs Numba two reference counts each time.
    _, _, time_us, activity, channel, level, scale, match = rows
    _, only_step, first_step, steps, may_be_passed, within_us, _, _ = rules
    subject_of, _, first_of, end_of, ended_us, outcome_of = passages
    last_step, furthest_step, since_us = progress
    (
        subjects,
        interactions,
        outcomes,
        reach,
        in_order,
        visits,
        repeats,
        passed,
        skipped,
        returned,
        transitions,
        transition_passages,
        dwell,
        late,
        first_reach,
        duration,
        activity_at,
        channel_visits,
        scores,
        feeling,
    ) = counts

    nowhere = len(may_be_passed)
    no_channel = channel_visits.shape[1] - 1
    due = _next_due(may_be_passed)
    # "At least once in this passage": the last passage that did it, so that nothing is cleared between
    # passages.
    moved_by = np.full((nowhere + 1, nowhere), -1, np.int64)
    reached_by = np.full(nowhere, -1, np.int64)
    came_by = np.full((2, nowhere), -1, np.int64)
    came = np.zeros((2, nowhere), np.int64)
    skips = np.zeros(nowhere + 1, np.int64)
    went_as_far_as = np.zeros(nowhere + 1, np.int64)
    answers = np.zeros((nowhere + 1, 2), np.int64)
    has_answered = False
    subject = -1
    for p in range(len(subject_of)):
        if subject_of[p] != subject:
            subject = subject_of[p]
            subjects[()] += 1
            if has_answered:
                _count_answers(answers, feeling)
                has_answered = False
        first = first_of[p]
        end = end_of[p]
        started_us = time_us[first]
        entered_us = started_us
        place = -1
        furthest = -1
        straight = -1
        for i in range(first, end):
            step = only_step[match[i]]
            if step == SEVERAL:
                step = _step_of_several(first_step, steps, match[i], place)
            if step >= 0 and step == place:
                repeats[step] += 1
            elif step >= 0:
                now_us = time_us[i]
                if place >= 0:
                    _count_visit(dwell, late, within_us, place, now_us - entered_us, MOVED_ON)
                # From here to `place = step` nothing branches: which way people turn cannot be predicted.
                visits[step] += 1
                channel_visits[step, min(channel[i], no_channel)] += 1
                transitions[place, step] += 1
                transition_passages[place, step] += moved_by[place, step] != p
                moved_by[place, step] = p
                is_new = reached_by[step] != p
                reached_by[step] = p
                reach[step] += is_new
                first_reach[step, bin_of_us(now_us - started_us)] += is_new
                is_return = int(step < place)
                came[is_return, step] += came_by[is_return, step] != p
                came_by[is_return, step] = p
                skips[min(furthest + 1, step)] += 1
                skips[step] -= 1
                furthest = max(furthest, step)
                is_straight = (step > straight) & (step <= due[straight + 1])
                in_order[step] += is_straight
                straight = step if is_straight else straight
                place = step
                entered_us = now_us
            at = BELONGS - step if step <= BELONGS else place
            activity_at[at, activity[i]] += 1
            if level[i] >= 0:
                scores[at, scale[i], level[i]] += 1
                answers[at, 0] += 1
                answers[at, 1] += level[i]
                has_answered = True
        outcome = outcome_of[p]
        left_us = as_of_us if outcome == OPEN else ended_us[p]
        if place >= 0:
            _count_visit(dwell, late, within_us, place, left_us - entered_us, outcome)
        transitions[place, nowhere + outcome] += 1
        outcomes[outcome] += 1
        duration[outcome, bin_of_us(left_us - started_us)] += 1
        interactions[()] += end - first
        last_step[p] = place
        furthest_step[p] = furthest
        since_us[p] = entered_us
        went_as_far_as[furthest] += 1
    if has_answered:
        _count_answers(answers, feeling)
    returned += came[1]
    skipping = 0
    for step in range(nowhere):
        skipping += skips[step]
        if not may_be_passed[step]:
            skipped[step] += skipping
    further = 0
    for step in range(nowhere - 1, -1, -1):
        passed[step] += further
        further += went_as_far_as[step]


@compiled
def count_ends(
    within_us: Array,
    started_us: Array,
    ended_us: Array,
    outcome_of: Array,
    progress: Progress,
    as_of_us: int,
    counts: Counts,
) -> None:
    """Add to ``counts`` only how passages stand at ``as_of_us``: what changes by waiting, with no news."""
    outcomes, transitions, dwell, late, duration = (
        counts.outcomes,
        counts.transitions,
        counts.dwell,
        counts.late,
        counts.duration,
    )
    last_step, _, since_us = progress
    nowhere = len(within_us)
    for p in range(len(started_us)):
        place = last_step[p]
        outcome = outcome_of[p]
        left_us = as_of_us if outcome == OPEN else ended_us[p]
        if place >= 0:
            _count_visit(dwell, late, within_us, place, left_us - since_us[p], outcome)
        transitions[place, nowhere + outcome] += 1
        outcomes[outcome] += 1
        duration[outcome, bin_of_us(left_us - started_us[p])] += 1


@compiled
def trace_passages(
    rows: Rows, rules: Rules, passages: Passages, as_of_us: int, visits: Visits, labels: Array
) -> int:
    """Follow ``passages`` in the same way: write each visit into ``visits``, and for each interaction the
    step where its subject stood into ``labels`` (the number of steps: at none yet). What has no room is not
    written. Returns the number of visits.
    """
    _, _, time_us, _, _, _, _, match = rows
    _, only_step, first_step, steps, may_be_passed, _, _, _ = rules
    _, _, first_of, end_of, ended_us, outcome_of = passages
    passage_of, step_of, entered_us, left_us, how_ended = visits
    nowhere = len(may_be_passed)
    keeps_visits = len(step_of) > 0
    keeps_labels = len(labels) > 0
    visit = -1
    for p in range(len(first_of)):
        place = -1
        for i in range(first_of[p], end_of[p]):
            step = only_step[match[i]]
            if step == SEVERAL:
                step = _step_of_several(first_step, steps, match[i], place)
            if step >= 0 and step != place:
                if keeps_visits and place >= 0:
                    left_us[visit] = time_us[i]
                    how_ended[visit] = MOVED_ON
                visit += 1
                if keeps_visits:
                    passage_of[visit] = p
                    step_of[visit] = step
                    entered_us[visit] = time_us[i]
                place = step
            if keeps_labels:
                labels[i] = place if place >= 0 else nowhere
        if keeps_visits and place >= 0:
            left_us[visit] = as_of_us if outcome_of[p] == OPEN else ended_us[p]
            how_ended[visit] = outcome_of[p]
    return visit + 1


@compiled
def _step_of_several(first_step: Array, steps: Array, code: int, place: int) -> int:
    """Of the steps an interaction matches: where its subject stands, else the nearest later one, else the
    nearest earlier one.
    """
    last = first_step[code + 1] - 1
    for k in range(first_step[code], last):
        if steps[k] >= place:
            return int(steps[k])
    return int(steps[last])


@compiled
def _next_due(may_be_passed: Array) -> Array:
    """For every step (and one beyond the last): the first from there on that may not be passed."""
    due = np.full(len(may_be_passed) + 1, len(may_be_passed), np.int64)
    for step in range(len(may_be_passed) - 1, -1, -1):
        due[step] = due[step + 1] if may_be_passed[step] else step
    return due


@compiled
def _count_visit(
    dwell: Array, late: Array, within_us: Array, step: int, lasted_us: int, how_ended: int
) -> None:
    dwell[step, how_ended, bin_of_us(lasted_us)] += 1
    is_promised = within_us[step] >= 0
    is_late = lasted_us > within_us[step]
    late[step, 0] += is_promised & (is_late | (how_ended != OPEN))
    late[step, 1] += is_promised & is_late


@compiled
def bin_of_us(microseconds: int) -> int:
    """The same as :func:`desirepath.replay.bins.bin_of`, without its loop.

    A float holds a whole number under 2**53 exactly, as the place of its highest bit and the bits that
    follow: these two, side by side, are the bin.
    """
    ticks = microseconds >> TICK_BITS
    if ticks < SUB_BINS:
        return max(ticks, 0)
    leading_bits = int(np.float64(ticks).view(np.int64) >> _BELOW_SUB_BINS)
    return min(leading_bits - _BIN_OF_ZERO, BINS - 1)


@compiled
def _count_answers(answers: Array, feeling: Array) -> None:
    """Add one subject's answers to the moments of every step, and forget them."""
    for place in range(len(answers)):
        n = answers[place, 0]
        s = answers[place, 1]
        if n > 0:
            for moment, value in enumerate((1, n, s, n * n, n * s, s * s)):
                feeling[place, moment] += value
            answers[place] = 0
