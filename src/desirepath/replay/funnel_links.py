"""The quick walk: ordered funnels with a window and nothing else, backwards along links.

From the end of a subject's time to its beginning, ``next_at[k]`` is the nearest interaction that is step k.
An interaction that is step k is linked to the nearest later one that is step k + 1, before it becomes the
nearest itself; so a first step, once met, needs only to follow its links to know how far it leads and when it
arrives at each step. Every interaction is looked at once, whatever the number of first steps: the work is
one pass, and a hop per step and first step.
"""

from __future__ import annotations

import numpy as np

from desirepath.replay.columns import Array
from desirepath.replay.funnel_shapes import Chains, FunnelRows, FunnelRules
from desirepath.replay.kernel import compiled
from desirepath.replay.shapes import SEVERAL


@compiled
def follow_links(
    rows: FunnelRows, rules: FunnelRules, low: int, high: int, longest: int, room: int, found: Chains
) -> int:
    """Walk the subjects ``low`` to before ``high``; write those that entered into ``found``; return how many.

    ``found`` needs a row per subject; ``longest`` is the most interactions any of them
    has, ``room`` at least the number of
    steps that all interactions of one of them are, together.
    """
    starts, ends, time_us, match = rows
    marks, _, _, _, _, _, _, window_us, since_us, until_us, as_of_us, _, _, _, from_first = rules
    subject_of, reached, first, is_open, first_is_open, entered_us, took_us = found
    steps = took_us.shape[1]
    node_us = np.empty(room, np.int64)
    node_next = np.empty(room, np.int32)
    kept = np.empty(longest + 1, np.int64)
    no_step = steps
    only_step = _only_steps(marks, steps)
    next_at = np.empty(steps + 1, np.int32)
    chain = np.empty(steps + 1, np.int32)
    arrived_us = np.empty(steps + 1, np.int64)
    sums = np.zeros(steps, np.int64)
    count = 0
    for subject in range(low, high):
        next_at[:] = -1
        nodes = 0
        best = 0
        chains = 0
        first_us = 0
        last_us = 0
        chain[:] = -1
        depth = 1
        level = 1
        end = ends[subject]
        while end > starts[subject] and time_us[end - 1] > as_of_us:
            end -= 1
        # Most interactions are no step. They are sifted out without a branch, as nobody can predict what
        # people do next: each is written, and overwritten by the next where it is none.
        sifted = 0
        for i in range(starts[subject], end):
            kept[sifted] = i
            sifted += only_step[match[i]] != no_step
        for place in range(sifted - 1, -1, -1):
            i = kept[place]
            step = only_step[match[i]]
            now_us = time_us[i]
            if step == SEVERAL:
                mark = marks[match[i]]
                for k in range(steps):
                    if mark >> k & 1:
                        # Steps ascend, so what is linked lies strictly after this interaction.
                        node_us[nodes] = now_us
                        node_next[nodes] = next_at[k + 1]
                        next_at[k] = nodes
                        nodes += 1
                step = 0 if mark & 1 else no_step
            else:
                node_us[nodes] = now_us
                node_next[nodes] = next_at[step + 1]
                next_at[step] = nodes
                nodes += 1
            if step == 0 and since_us <= now_us < until_us:
                if best == 0:
                    last_us = now_us
                # Where this chain meets that of the later start, the rest of both is the same.
                k = 1
                node = node_next[next_at[0]]
                while node >= 0 and node != chain[k]:
                    chain[k] = node
                    arrived_us[k] = node_us[node]
                    node = node_next[node]
                    k += 1
                depth = max(depth, k)
                while level < depth and arrived_us[level] - now_us <= window_us:
                    level += 1
                while level > 1 and arrived_us[level - 1] - now_us > window_us:
                    level -= 1
                arrived_us[0] = now_us
                first_us = now_us
                if level > best or from_first:
                    best = max(level, best)
                    chains = 0
                    sums[:] = 0
                if level == best or from_first:
                    chains += 1
                    for k in range(1, level):
                        sums[k] += arrived_us[k] - arrived_us[k - 1]
        if best > 0:
            subject_of[count] = subject
            reached[count] = (1 << best) - 1
            first[count] = (1 << level) - 1
            is_open[count] = best < steps and last_us + window_us > as_of_us
            first_is_open[count] = level < steps and first_us + window_us > as_of_us
            entered_us[count] = first_us
            counted = level if from_first else best
            took_us[count, 0] = -1
            for k in range(1, steps):
                took_us[count, k] = (2 * sums[k] + chains) // (2 * chains) if k < counted else -1
            count += 1
    return count


@compiled
def _only_steps(marks: Array, steps: int) -> Array:
    """Per code the one step that it can be; the number of steps where it is none, SEVERAL where it is
    more."""
    only = np.full(len(marks), steps, np.int8)
    for code in range(len(marks)):
        for k in range(steps):
            if marks[code] >> k & 1:
                only[code] = k if only[code] == steps else SEVERAL
                if only[code] == SEVERAL:
                    break
    return only
