"""The quickest walk: how far each subject came along a plain ordered funnel, and nothing about times.

Forwards, each step keeps the latest first step from which it was reached: the latest leads to every later
step that any leads to. Beside it runs the very first one alone. Nothing in it branches on what people did,
which nobody can predict.
"""

from __future__ import annotations

import numpy as np

from desirepath.replay.funnel_shapes import Chains, FunnelRows, FunnelRules
from desirepath.replay.kernel import compiled

_NEVER_US = -(1 << 62) - (1 << 61)
"""Further back than the widest window, from any instant."""


@compiled
def count_levels(
    rows: FunnelRows, rules: FunnelRules, low: int, high: int, longest: int, found: Chains
) -> int:
    """Walk the subjects ``low`` to before ``high``; write those that entered, without their times; return how
    many. No interaction may be more than one step.
    """
    starts, ends, time_us, match = rows
    marks, _, _, _, _, _, _, window_us, since_us, until_us, as_of_us, _, _, _, _ = rules
    subject_of, reached, first, is_open, first_is_open, entered_us, took_us = found
    steps = took_us.shape[1]
    # Unsigned, so that no place is looked up from the end: that costs.
    step_of = np.zeros(len(marks), np.uint64)
    is_step = np.zeros(len(marks), np.uint64)
    for code in range(len(marks)):
        for k in range(steps):
            if marks[code] >> k & 1:
                step_of[code] = k
                is_step[code] = 1
    kept = np.empty(longest + 1, np.int32)
    # began_us[k] is the latest first step that led to step k - 1; began_us[0] the one that begins now.
    began_us = np.empty(steps + 1, np.int64)
    count = 0
    for subject in range(low, high):
        end = ends[subject]
        while end > starts[subject] and time_us[end - 1] > as_of_us:
            end -= 1
        # Each interaction is written, and overwritten by the next where it is no step.
        sifted = np.uint64(0)
        beginning = np.uint64(starts[subject])
        for i in range(np.uint64(end - starts[subject])):
            kept[sifted] = i
            sifted += is_step[match[beginning + i]]
        began_us[:] = _NEVER_US
        first_us = _NEVER_US
        first_level = 0
        for place in range(sifted):
            row = beginning + np.uint64(kept[place])
            now_us = time_us[row]
            step = step_of[match[row]]
            begins_us = now_us if since_us <= now_us < until_us else _NEVER_US
            began_us[0] = begins_us
            from_us = began_us[step]
            came = step + np.uint64(1)
            began_us[came] = from_us if now_us - from_us <= window_us else began_us[came]
            from_first_us = begins_us if first_level == 0 else first_us
            goes_on = (step == np.uint64(first_level)) & (now_us - from_first_us <= window_us)
            first_us = from_first_us if goes_on else first_us
            first_level += goes_on
        level = 0
        for k in range(steps):
            level += began_us[k + 1] != _NEVER_US
        if level > 0:
            subject_of[count] = subject
            reached[count] = (1 << level) - 1
            first[count] = (1 << first_level) - 1
            is_open[count] = level < steps and began_us[1] + window_us > as_of_us
            first_is_open[count] = first_level < steps and first_us + window_us > as_of_us
            entered_us[count] = first_us
            count += 1
    return count
