"""Did somebody come back in time? Compiled: one binary search per question."""

from __future__ import annotations

from desirepath.replay.columns import Array
from desirepath.replay.kernel import compiled


@compiled
def comes_back(times: Array, low: Array, high: Array, from_us: Array, to_us: Array, back: Array) -> None:
    """``back[i]``: whether one of the ascending ``times[low[i] : high[i]]`` is from ``from_us[i]`` on and
    before ``to_us[i]``."""
    for i in range(len(low)):
        left = low[i]
        right = high[i]
        while left < right:
            middle = (left + right) // 2
            if times[middle] < from_us[i]:
                left = middle + 1
            else:
                right = middle
        back[i] = left < high[i] and times[left] < to_us[i]
