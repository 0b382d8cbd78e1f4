"""The passage automaton, compiled. Arrays in, arrays out: it knows no file, no map and no engine.

Two walks over the interactions of each subject, both in the log's total order. :func:`find_passages` finds
where each passage begins, where it ends and how. :func:`walk_passages` then follows chosen passages from
step to step and counts. Both run without Python's lock, on any range of whole subjects, so threads and
machines share the work as they like. Every rule and every edge is told in ``docs/guide/replay.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from desirepath.replay.bins import BINS, SUB_BINS, TICK_BITS
from desirepath.replay.columns import Array
from desirepath.replay.shapes import (
    FAILS,
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
def find_passages(
    rows: Rows, rules: Rules, first_subject: int, end_subject: int, as_of_us: int, found: Passages
) -> int:
    """Find the passages of a range of subjects; return how many there are.

    Those that do not fit into ``found`` are counted and not written: then call again with more room.
    """
    room = len(found.subject)
    count = 0
    for subject in range(first_subject, end_subject):
        i = rows.starts[subject]
        end = rows.starts[subject + 1]
        while end > i and rows.time_us[end - 1] > as_of_us:
            end -= 1
        number = 0
        while True:
            while i < end and not rules.flags[rows.match[i]] & STARTS:
                i += 1
            if i == end:
                break
            first = i
            expires_us = rows.time_us[i] + rules.horizon_us
            outcome = OPEN
            ended_us = -1
            while i < end and rows.time_us[i] < expires_us:
                flags = rules.flags[rows.match[i]]
                i += 1
                if flags & (SUCCEEDS | FAILS):
                    outcome = SUCCEEDED if flags & SUCCEEDS else FAILED
                    ended_us = rows.time_us[i - 1]
                    break
            if outcome == OPEN and (i < end or expires_us <= as_of_us):
                outcome = EXPIRED
                ended_us = expires_us
            if count < room:
                found.subject[count] = subject
                found.number[count] = number
                found.first[count] = first
                found.end[count] = i
                found.ended_us[count] = ended_us
                found.outcome[count] = outcome
            count += 1
            number += 1
            if not rules.again:
                break
    return count


@compiled
def bin_of_us(microseconds: int) -> int:
    """The same as :func:`desirepath.replay.bins.bin_of`."""
    ticks = microseconds >> TICK_BITS
    if ticks < SUB_BINS:
        return max(ticks, 0)
    doublings = 0
    while ticks >= 2 * SUB_BINS:
        ticks >>= 1
        doublings += 1
    return min(SUB_BINS * doublings + ticks, BINS - 1)


@compiled
def _step_matched(rules: Rules, code: int, current: int) -> int:
    """The step that an interaction belongs to when its subject stands at ``current`` (-1: at none yet).

    The current one if that matches; else the nearest later one; else the nearest earlier one; -1 if none
    matches.
    """
    matched = -1
    for k in range(rules.first_step[code], rules.first_step[code + 1]):
        matched = rules.steps[k]
        if matched >= current:
            break
    return matched


@compiled
def walk_passages(
    rows: Rows,
    rules: Rules,
    passages: Passages,
    as_of_us: int,
    counts: Counts,
    progress: Progress,
    visits: Visits,
    labels: Array,
) -> int:
    """Follow ``passages`` (whole subjects, in the order they were found) from step to step.

    Adds to ``counts``, fills ``progress``; writes ``visits`` and, per interaction, the step where its
    subject stood into ``labels`` (the number of steps: at none yet) where these have any room. Returns the
    visits written.
    """
    nowhere = len(rules.may_be_passed)
    reached_by = np.full(nowhere, -1, np.int64)
    returned_by = np.full(nowhere, -1, np.int64)
    moved_by = np.full((nowhere + 1, nowhere), -1, np.int64)
    answers = np.zeros((nowhere + 1, 2), np.int64)
    has_answered = False
    subject = -1
    visit = 0
    for p in range(len(passages.subject)):
        if passages.subject[p] != subject:
            if has_answered:
                _count_answers(answers, counts.feeling)
                has_answered = False
            subject = passages.subject[p]
            counts.subjects[()] += 1
        first = passages.first[p]
        end = passages.end[p]
        started_us = rows.time_us[first]
        current = -1
        furthest = -1
        in_order = -1
        entered_us = started_us
        for i in range(first, end):
            step = _step_matched(rules, rows.match[i], current)
            if step < 0:
                pass
            elif step == current:
                counts.repeats[step] += 1
            else:
                now_us = rows.time_us[i]
                if current >= 0:
                    _end_visit(counts, rules, current, now_us - entered_us, MOVED_ON)
                    if len(visits.step) > 0:
                        visits.left_us[visit] = now_us
                        visits.how_ended[visit] = MOVED_ON
                        visit += 1
                origin = current if current >= 0 else nowhere
                counts.transitions[origin, step] += 1
                if moved_by[origin, step] != p:
                    moved_by[origin, step] = p
                    counts.transition_passages[origin, step] += 1
                if reached_by[step] != p:
                    reached_by[step] = p
                    counts.reach[step] += 1
                    counts.first_reach[step, bin_of_us(now_us - started_us)] += 1
                if step < current and returned_by[step] != p:
                    returned_by[step] = p
                    counts.returned[step] += 1
                if step > furthest:
                    if furthest >= 0:
                        counts.passed[furthest] += 1
                    for between in range(furthest + 1, step):
                        counts.passed[between] += 1
                        if not rules.may_be_passed[between]:
                            counts.skipped[between] += 1
                    furthest = step
                if step > in_order and rules.may_be_passed[in_order + 1 : step].all():
                    in_order = step
                    counts.in_order[step] += 1
                counts.visits[step] += 1
                channel = min(rows.channel[i], counts.channel_visits.shape[1] - 1)
                counts.channel_visits[step, channel] += 1
                if len(visits.step) > 0:
                    visits.passage[visit] = p
                    visits.step[visit] = step
                    visits.entered_us[visit] = now_us
                current = step
                entered_us = now_us
            place = current if current >= 0 else nowhere
            counts.activity_at[place, rows.activity[i]] += 1
            level = rows.level[i]
            if level >= 0:
                counts.scores[place, rows.scale[i], level] += 1
                answers[place, 0] += 1
                answers[place, 1] += level
                has_answered = True
            if len(labels) > 0:
                labels[i] = place
        outcome = passages.outcome[p]
        end_us = as_of_us if outcome == OPEN else passages.ended_us[p]
        if current >= 0:
            _end_visit(counts, rules, current, end_us - entered_us, outcome)
            if len(visits.step) > 0:
                visits.left_us[visit] = end_us
                visits.how_ended[visit] = outcome
                visit += 1
        counts.transitions[current if current >= 0 else nowhere, nowhere + outcome] += 1
        counts.outcomes[outcome] += 1
        counts.duration[outcome, bin_of_us(end_us - started_us)] += 1
        counts.interactions[()] += end - first
        progress.last_step[p] = current
        progress.furthest_step[p] = furthest
    if has_answered:
        _count_answers(answers, counts.feeling)
    return visit


@compiled
def _end_visit(counts: Counts, rules: Rules, step: int, lasted_us: int, how_ended: int) -> None:
    counts.dwell[step, how_ended, bin_of_us(lasted_us)] += 1
    within_us = rules.within_us[step]
    if within_us >= 0:
        if lasted_us > within_us:
            counts.late[step, 0] += 1
            counts.late[step, 1] += 1
        elif how_ended != OPEN:
            counts.late[step, 0] += 1


@compiled
def _count_answers(answers: Array, feeling: Array) -> None:
    """Add one subject's answers to the moments of every step, and forget them."""
    for place in range(len(answers)):
        n = answers[place, 0]
        if n > 0:
            s = answers[place, 1]
            feeling[place, 0] += 1
            feeling[place, 1] += n
            feeling[place, 2] += s
            feeling[place, 3] += n * n
            feeling[place, 4] += n * s
            feeling[place, 5] += s * s
            answers[place, 0] = 0
            answers[place, 1] = 0
