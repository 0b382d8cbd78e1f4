"""What a funnel does with single interactions: join what is nearly simultaneous, find where a step was done.
Compiled."""

from __future__ import annotations

from desirepath.replay.columns import Array
from desirepath.replay.funnel_shapes import NEVER_US, FunnelRows
from desirepath.replay.kernel import compiled


@compiled
def join_instants(rows: FunnelRows, is_seen: Array, as_of_us: int, tolerance_us: int, time_us: Array) -> None:
    """Into ``time_us``: an instant begins with the first interaction that is seen, and holds all that come at
    most ``tolerance_us`` after it."""
    starts, ends, at_us, match = rows
    for unit in range(len(ends)):
        first_us = NEVER_US
        for i in range(starts[unit], ends[unit]):
            if at_us[i] > as_of_us:
                break
            if is_seen[match[i]] and at_us[i] - first_us > tolerance_us:
                first_us = at_us[i]
            # What is not seen moves along, so that times stay in order.
            time_us[i] = first_us if at_us[i] - first_us <= tolerance_us else at_us[i]


@compiled
def find_rows(
    rows: FunnelRows, marks: Array, anything: bool, unit_of: Array, arrived_us: Array, found: Array
) -> None:
    """Into ``found``, per chain and step: the row at which its unit did the step; -1 where it was not
    reached.

    Of several at that instant the first that can be the step (``anything``: that can be any) and comes after
    the step before; where none does, the first that can be it.
    """
    starts, ends, time_us, match = rows
    for chain in range(len(unit_of)):
        low = starts[unit_of[chain]]
        high = ends[unit_of[chain]]
        before = low - 1
        for k in range(arrived_us.shape[1]):
            found[chain, k] = -1
            at_us = arrived_us[chain, k]
            if at_us == NEVER_US:
                continue
            left = low
            right = high
            while left < right:
                middle = (left + right) // 2
                if time_us[middle] < at_us:
                    left = middle + 1
                else:
                    right = middle
            for i in range(left, high):
                if time_us[i] != at_us:
                    break
                mark = marks[match[i]]
                if mark != 0 if anything else mark >> k & 1:
                    if found[chain, k] < 0:
                        found[chain, k] = i
                    if i > before:
                        found[chain, k] = i
                        break
            before = found[chain, k]
