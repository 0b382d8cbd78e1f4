"""The full walk: every rule a funnel can have, one first step at a time, forwards.

What one subject did is laid out as *groups*: of simultaneous interactions where their order does not matter,
else of one interaction each. From every first step the groups are followed as far as the window goes, and for
each step two instants are kept: when it was first reached (that is what is reported), and when it was last
reached (from there the next step has the most time). Every rule is told, with an example to count, in
``docs/guide/funnels.md``.
"""

from __future__ import annotations

import numpy as np

from desirepath.replay.columns import Array
from desirepath.replay.funnel_shapes import (
    ANY_ORDER,
    BEGINS,
    NEVER_US,
    STRICT,
    STRICTLY_LATER,
    UNORDERED,
    Beside,
    Chains,
    Finer,
    FunnelRows,
    FunnelRules,
)
from desirepath.replay.kernel import compiled

_LATER_US = 1 << 62
_NOT_ENDED = 0
_COMPLETED = 1
_HIT = 2
_OVER = 3


@compiled
def walk_funnels(
    rows: FunnelRows,
    rules: FunnelRules,
    finer: Finer,
    low: int,
    high: int,
    longest: int,
    found: Chains,
    beside: Beside,
) -> int:
    """Walk the subjects ``low`` to before ``high``, each once; write those that entered; return how many.

    ``longest`` is the most interactions any of them has.
    """
    subject_of, reached_of, first_of, is_open_of, first_is_open_of, entered_us_of, took_us_of = found
    steps = took_us_of.shape[1]
    times, marks, bars, first_us, sums, chains = _room(longest, steps)
    shown_us = np.empty(steps, np.int64)
    count = 0
    for subject in range(low, high):
        n = _lay_out(rows, rules, subject, times, marks, bars)
        starts = _count_starts(rules, n, times, marks) if n > finer.most_starts else n
        number = 0
        best = 0
        reached = 0
        first = 0
        is_open = False
        first_is_open = False
        entered_us = NEVER_US
        hit_us = _LATER_US
        completed_us = _LATER_US
        first_is_hit = False
        sums[:] = 0
        chains[:] = 0
        g = _next_start(rules, n, times, marks, 0)
        while g < n:
            after = _next_start(rules, n, times, marks, _end_of(rules, n, times, g))
            if not _is_followed(finer.most_starts, starts, number) and after < n:
                g = after
                number += 1
                continue
            mine, how, ended_us, _ = _follow(rules, finer, n, times, marks, bars, g, first_us)
            may_go_on = how == _NOT_ENDED and times[g] + rules.window_us > rules.as_of_us
            is_open |= may_go_on
            if number == 0:
                entered_us = times[g]
                first = mine
                first_is_open = may_go_on
                first_is_hit = how == _HIT
            if how == _HIT:
                hit_us = min(hit_us, ended_us)
            elif how == _COMPLETED:
                completed_us = min(completed_us, ended_us)
            level = _level(mine)
            if level > best:
                best = level
                reached = 0
                if not rules.from_first:
                    sums[:] = 0
                    chains[:] = 0
                    shown_us[:] = first_us
            if level == best:
                reached |= mine
            if number == 0 and rules.from_first:
                shown_us[:] = first_us
            if number == 0 if rules.from_first else level == best:
                _add_times(rules, mine, first_us, sums, chains)
            g = after
            number += 1
        if number == 0:
            continue
        subject_of[count] = subject
        wins = rules.ties != STRICTLY_LATER
        is_dropped = rules.drops and (
            hit_us < completed_us or (hit_us == completed_us < _LATER_US and not wins)
        )
        reached_of[count] = 0 if is_dropped else reached
        first_of[count] = 0 if rules.drops and first_is_hit else first
        is_open_of[count] = is_open and not is_dropped and best < steps
        first_is_open_of[count] = first_is_open
        entered_us_of[count] = entered_us
        is_counted = (first_of[count] if rules.from_first else reached_of[count]) != 0
        _write_times(sums, chains, is_counted, took_us_of[count])
        beside.is_thinned[count] = starts > finer.most_starts and n > finer.most_starts
        _write_instants(shown_us, is_counted, beside.arrived_us[count])
        count += 1
    return count


@compiled
def walk_attempts(
    rows: FunnelRows,
    rules: FunnelRules,
    finer: Finer,
    low: int,
    high: int,
    longest: int,
    found: Chains,
    beside: Beside,
) -> int:
    """The same, one row per attempt. Returns how many there are; those without room are not written."""
    subject_of, reached_of, first_of, is_open_of, first_is_open_of, entered_us_of, took_us_of = found
    times, marks, bars, first_us, sums, chains = _room(longest, took_us_of.shape[1])
    count = 0
    for subject in range(low, high):
        n = _lay_out(rows, rules, subject, times, marks, bars)
        g = _next_start(rules, n, times, marks, 0)
        while g < n:
            mine, how, _, after = _follow(rules, finer, n, times, marks, bars, g, first_us)
            if count < len(subject_of):
                if how == _HIT and rules.drops:
                    mine = 0
                sums[:] = 0
                chains[:] = 0
                _add_times(rules, mine, first_us, sums, chains)
                may_go_on = how == _NOT_ENDED and times[g] + rules.window_us > rules.as_of_us
                subject_of[count] = subject
                reached_of[count] = mine
                first_of[count] = mine
                is_open_of[count] = may_go_on
                first_is_open_of[count] = may_go_on
                entered_us_of[count] = times[g]
                _write_times(sums, chains, True, took_us_of[count])
                beside.is_thinned[count] = False
                _write_instants(first_us, mine != 0, beside.arrived_us[count])
            count += 1
            g = _next_start(rules, n, times, marks, after)
    return count


@compiled
def _room(longest: int, steps: int) -> tuple[Array, Array, Array, Array, Array, Array]:
    """Room for what is laid out of one subject (times, marks, bars), and for the times of its steps."""
    return (
        np.empty(longest, np.int64),
        np.empty(longest, np.int64),
        np.empty(longest, np.int64),
        np.empty(steps, np.int64),
        np.zeros(steps, np.int64),
        np.zeros(steps, np.int64),
    )


@compiled
def _count_starts(rules: FunnelRules, n: int, times: Array, marks: Array) -> int:
    """How many first steps there are to follow."""
    count = 0
    g = _next_start(rules, n, times, marks, 0)
    while g < n:
        count += 1
        g = _next_start(rules, n, times, marks, _end_of(rules, n, times, g))
    return count


@compiled
def _is_followed(most: int, starts: int, number: int) -> bool:
    """Whether first step ``number`` of so many is followed: all of a few, of many about ``most``, evenly."""
    return starts <= most or number == 0 or number * most // starts != (number - 1) * most // starts


@compiled
def _lay_out(
    rows: FunnelRows, rules: FunnelRules, subject: int, times: Array, marks: Array, bars: Array
) -> int:
    """What is seen of one subject; where the next step must be strictly later, an instant is one
    interaction."""
    starts, ends, time_us, match = rows
    n = 0
    for i in range(starts[subject], ends[subject]):
        code = match[i]
        if not rules.is_seen[code]:
            continue
        now_us = time_us[i]
        if now_us > rules.as_of_us:
            break
        if rules.ties == STRICTLY_LATER and n > 0 and times[n - 1] == now_us:
            marks[n - 1] |= rules.marks[code]
            bars[n - 1] |= rules.bars[code]
        else:
            times[n] = now_us
            marks[n] = rules.marks[code]
            bars[n] = rules.bars[code]
            n += 1
    return n


@compiled
def _end_of(rules: FunnelRules, n: int, times: Array, g: int) -> int:
    """Where the group that begins at ``g`` ends."""
    end = g + 1
    if rules.ties == ANY_ORDER:
        while end < n and times[end] == times[g]:
            end += 1
    return end


@compiled
def _first_later(n: int, times: Array, g: int) -> int:
    """The first group at a later instant than that at ``g``."""
    later = g + 1
    while later < n and times[later] == times[g]:
        later += 1
    return later


@compiled
def _next_start(rules: FunnelRules, n: int, times: Array, marks: Array, g: int) -> int:
    """The first group from ``g`` on that begins the funnel inside the range."""
    while g < n:
        end = _end_of(rules, n, times, g)
        if rules.since_us <= times[g] < rules.until_us:
            for i in range(g, end):
                if marks[i] & BEGINS:
                    return g
        g = end
    return n


@compiled
def _follow(
    rules: FunnelRules,
    finer: Finer,
    n: int,
    times: Array,
    marks: Array,
    bars: Array,
    start: int,
    first_us: Array,
) -> tuple[int, int, int, int]:
    """Follow the funnel from the group at ``start``; ``first_us`` becomes when each step was first reached.

    Returns which steps were reached; how it ended and when; and the group from which a new attempt may begin.
    """
    steps = len(first_us)
    last_us = np.full(steps, NEVER_US, np.int64)
    held = np.zeros(steps, np.int64)
    first_us[:] = NEVER_US
    at_least_us = np.full(steps, NEVER_US, np.int64)
    reached = 0
    level = 0
    waiting = 0
    waiting_us = NEVER_US
    g = start
    while g < n:
        now_us = times[g]
        if waiting != 0 and now_us > waiting_us:
            if _is_hit(rules, waiting, waiting_us, level, at_least_us):
                return reached, _HIT, waiting_us, g
            waiting = 0
        if now_us - times[start] > rules.window_us:
            return reached, _OVER, now_us, g
        end = _end_of(rules, n, times, g)
        barred = 0
        for i in range(g, end):
            barred |= bars[i]
        if (
            rules.ties == STRICTLY_LATER
            and barred != 0
            and _is_hit(rules, barred, now_us, level, at_least_us)
        ):
            return reached, _HIT, now_us, end
        if rules.mode == UNORDERED:
            advanced = _advance_unordered(finer.turn, marks, g, end, level, held)
        else:
            advanced = _advance(rules, now_us, marks, g, end, g == start, level, last_us)
            if advanced == 0 and rules.mode == STRICT:
                if _is_hit(rules, waiting | barred, now_us, level, at_least_us):
                    return reached, _HIT, now_us, _first_later(n, times, g)
                return reached, _OVER, now_us, g
        before = level
        if end - g == 1:
            advanced = _last_of(advanced)
        for k in range(before, steps):
            if advanced >> k & 1:
                first_us[k] = now_us
                reached |= 1 << k
                level = k + 1
        for k in range(before, level):
            at_least_us[k] = now_us
        if level == steps:
            return reached, _COMPLETED, now_us, end
        if rules.ties != STRICTLY_LATER and barred != 0:
            waiting |= barred
            waiting_us = now_us
        g = end
    if waiting != 0 and _is_hit(rules, waiting, waiting_us, level, at_least_us):
        return reached, _HIT, waiting_us, n
    return reached, _NOT_ENDED, NEVER_US, n


@compiled
def _is_hit(rules: FunnelRules, barred: int, at_us: int, level: int, at_least_us: Array) -> bool:
    """Whether one of the exclusions at ``at_us`` came after its first and before its second step."""
    for x in range(len(rules.after)):
        is_between = rules.after[x] < level <= rules.before[x]
        if barred >> x & 1 and is_between and at_least_us[rules.after[x]] < at_us:
            return True
    return False


@compiled
def _advance(
    rules: FunnelRules,
    now_us: int,
    marks: Array,
    low: int,
    high: int,
    is_start: bool,
    level: int,
    last_us: Array,
) -> int:
    """The steps that chains come to in this group, as bits; ``last_us`` is brought up to date."""
    steps = len(last_us)
    advanced = 0
    if high - low > 1 and rules.is_optional.any():
        advanced, shown = _at_once(rules, now_us, marks, low, high, is_start, level, last_us)
    else:
        if is_start:
            run = _run(marks, low, high, 0, steps)
            advanced = (1 << run) - 1
        elif high - low == 1:
            mark = marks[low]
            for k in range(1, steps):
                if mark >> k & 1 and _can_come_to(rules, k, now_us, last_us):
                    advanced |= 1 << k
        else:
            for k in range(1, steps):
                if _can_come_to(rules, k, now_us, last_us):
                    run = _run(marks, low, high, k, steps)
                    advanced |= (1 << run) - 1 << k
        shown = advanced
    for k in range(steps):
        if advanced >> k & 1:
            last_us[k] = now_us
        elif rules.mode == STRICT:
            last_us[k] = NEVER_US
    return shown


@compiled
def _at_once(
    rules: FunnelRules,
    now_us: int,
    marks: Array,
    low: int,
    high: int,
    is_start: bool,
    level: int,
    last_us: Array,
) -> tuple[int, int]:
    """The same for simultaneous interactions where steps may be left out: the steps at which chains stand
    after this instant; and those of one chain, the furthest, with as many optional steps as it can have
    beside (the earlier ones first), each an interaction of its own."""
    steps = len(last_us)
    advanced = 0
    furthest = -1
    shown = 0
    for first in range(steps):
        if not (first == 0 if is_start else first > 0 and _can_come_to(rules, first, now_us, last_us)):
            continue
        needed = 1 << first
        for k in range(first, steps):
            if _covers(marks, low, high, needed | 1 << k, steps):
                advanced |= 1 << k
                if k >= furthest:
                    mine = needed | 1 << k
                    for other in range(max(first + 1, level), k):
                        if _covers(marks, low, high, mine | 1 << other, steps):
                            mine |= 1 << other
                    new = (mine ^ shown) >> level
                    if k > furthest or mine >> level & new & -new:
                        shown = mine
                    furthest = k
            if not rules.is_optional[k]:
                needed |= 1 << k
    return advanced, shown


@compiled
def _covers(marks: Array, low: int, high: int, wanted: int, steps: int) -> bool:
    """Whether each of the ``wanted`` steps can have an interaction of this group of its own."""
    missing = 0
    for k in range(steps):
        missing += wanted >> k & 1
    held = np.zeros(steps, np.int64)
    for i in range(low, high):
        if missing > 0 and marks[i] & wanted:
            missing -= _take(marks[i], held, wanted)
    return missing == 0


@compiled
def _can_come_to(rules: FunnelRules, k: int, now_us: int, last_us: Array) -> bool:
    """Whether step ``k`` may be next for some chain: after the step before, or before those left out."""
    before = k - 1
    while before >= 0:
        if last_us[before] != NEVER_US and (
            rules.within_us[k] < 0 or now_us - last_us[before] <= rules.within_us[k]
        ):
            return True
        if not rules.is_optional[before]:
            return False
        before -= 1
    return False


@compiled
def _run(marks: Array, low: int, high: int, step: int, steps: int) -> int:
    """How many steps from ``step`` on this group can be at once, each of its interactions one of them."""
    if high - low == 1:
        return int(marks[low] >> step & 1)
    run = 0
    while step + run < steps and run < high - low:
        if not _covers(marks, low, high, (1 << run + 1) - 1 << step, steps):
            break
        run += 1
    return run


@compiled
def _advance_unordered(turn: Array, marks: Array, low: int, high: int, level: int, held: Array) -> int:
    """The same without an order: step k is here the k-th of the steps that was done. Where some steps have
    their turn, those of the next are done when those of this are complete."""
    steps = len(held)
    after = level
    allowed = 0
    is_used = np.zeros(high - low, np.bool_)
    while after < steps and not allowed >> after & 1:
        allowed |= turn[after]
        for i in range(low, high):
            if not is_used[i - low] and _take(marks[i], held, allowed):
                is_used[i - low] = True
                after += 1
    for k in range(steps):
        # In a later turn, what was done in this one cannot be another step.
        held[k] &= turn[k]
    return (1 << after) - (1 << level)


@compiled
def _take(mark: int, held: Array, allowed: int) -> int:
    """Give an interaction one of the steps that it can be (``mark``): 1 if one more step is held, else 0.

    ``held[k]`` are the marks of the interaction that holds step k (0: it is free). Holders move over where
    they can be another of the ``allowed`` steps: an augmenting path, found breadth first.
    """
    steps = len(held)
    queue = np.empty(steps, np.int64)
    came_from = np.empty(steps, np.int64)
    visited = 0
    filled = 0
    for k in range(steps):
        if mark & allowed & 1 << k:
            queue[filled] = k
            came_from[k] = -1
            visited |= 1 << k
            filled += 1
    place = 0
    while place < filled:
        k = queue[place]
        place += 1
        if held[k] == 0:
            while came_from[k] >= 0:
                held[k] = held[came_from[k]]
                k = came_from[k]
            held[k] = mark
            return 1
        for other in range(steps):
            if held[k] & allowed & 1 << other and not visited >> other & 1:
                queue[filled] = other
                came_from[other] = k
                visited |= 1 << other
                filled += 1
    return 0


@compiled
def _last_of(steps: int) -> int:
    """One interaction is one step: of those that chains could come to by it, the furthest."""
    return 0 if steps == 0 else 1 << _level(steps) - 1


@compiled
def _level(reached: int) -> int:
    """One more than the last step that was reached."""
    level = 0
    while reached >> level != 0:
        level += 1
    return level


@compiled
def _add_times(rules: FunnelRules, reached: int, first_us: Array, sums: Array, chains: Array) -> None:
    """Add the times from step to step of one chain; before a step comes the nearest that is not optional."""
    before = 0
    for k in range(1, len(first_us)):
        if reached >> k & 1:
            sums[k] += first_us[k] - first_us[before]
            chains[k] += 1
        if not rules.is_optional[k]:
            before = k


@compiled
def _write_times(sums: Array, chains: Array, is_counted: bool, took_us: Array) -> None:
    """The averages, rounded to whole microseconds."""
    for k in range(len(sums)):
        took_us[k] = (2 * sums[k] + chains[k]) // (2 * chains[k]) if is_counted and chains[k] > 0 else -1


@compiled
def _write_instants(first_us: Array, is_counted: bool, arrived_us: Array) -> None:
    """When each step was reached, where anybody asks."""
    for k in range(len(arrived_us)):
        arrived_us[k] = first_us[k] if is_counted else NEVER_US
