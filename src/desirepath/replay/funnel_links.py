"""The quick walk: ordered funnels with a window and nothing else, backwards along links.

From the end of a subject's time to its beginning, ``next_at[k]`` is the nearest interaction that is step k.
An interaction that is step k is linked to the nearest later one that is step k + 1, before it becomes the
nearest itself; so a first step, once met, needs only to follow its links to know how far it leads and when it
arrives at each step. Every interaction is looked at once, whatever the number of first steps: the work is
one pass, and a hop per step and first step.
"""

from __future__ import annotations

import numpy as np

from desirepath.replay.funnel_shapes import Chains, FunnelRows, FunnelRules
from desirepath.replay.kernel import compiled


@compiled
def follow_links(rows: FunnelRows, rules: FunnelRules, low: int, high: int, room: int, found: Chains) -> int:
    """Walk the subjects ``low`` to before ``high``; write those that entered into ``found``; return how many.

    ``found`` needs a row per subject; ``room`` is at least the number of
    steps that all interactions of one of them are, together.
    """
    starts, ends, time_us, match = rows
    marks, _, _, _, _, _, _, window_us, since_us, until_us, as_of_us, _, _, _, from_first = rules
    subject_of, reached, first, is_open, first_is_open, entered_us, took_us = found
    steps = took_us.shape[1]
    node_us = np.empty(room, np.int64)
    node_next = np.empty(room, np.int32)
    next_at = np.empty(steps + 1, np.int32)
    arrived_us = np.empty(steps, np.int64)
    sums = np.zeros(steps, np.int64)
    count = 0
    for subject in range(low, high):
        next_at[:] = -1
        nodes = 0
        best = 0
        chains = 0
        first_level = 0
        first_us = 0
        last_us = 0
        for i in range(ends[subject] - 1, starts[subject] - 1, -1):
            mark = marks[match[i]]
            if mark == 0:
                continue
            now_us = time_us[i]
            if now_us > as_of_us:
                continue
            step = 0
            while mark != 0:
                if mark & 1:
                    # Steps ascend, so what is linked lies strictly after this interaction.
                    node_us[nodes] = now_us
                    node_next[nodes] = next_at[step + 1]
                    next_at[step] = nodes
                    nodes += 1
                mark >>= 1
                step += 1
            if marks[match[i]] & 1 and since_us <= now_us < until_us:
                if best == 0:
                    last_us = now_us
                level = 0
                node = next_at[0]
                while node >= 0 and node_us[node] - now_us <= window_us:
                    arrived_us[level] = node_us[node]
                    level += 1
                    node = node_next[node]
                first_level = level
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
            first[count] = (1 << first_level) - 1
            is_open[count] = best < steps and last_us + window_us > as_of_us
            first_is_open[count] = first_level < steps and first_us + window_us > as_of_us
            entered_us[count] = first_us
            counted = first_level if from_first else best
            took_us[count, 0] = -1
            for k in range(1, steps):
                took_us[count, k] = (2 * sums[k] + chains) // (2 * chains) if k < counted else -1
            count += 1
    return count
