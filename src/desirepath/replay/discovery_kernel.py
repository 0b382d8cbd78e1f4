"""The walks of discovery, compiled: what follows what, how long it takes, and which trails are the same.

Arrays in, arrays out. Of each trail ``code[starts[t] : ends[t]]`` is what happened, in order. All
walks run without Python's lock, over any range of whole trails.
"""

from __future__ import annotations

import numpy as np

from desirepath.replay.columns import Array
from desirepath.replay.kernel import compiled

_PRIME_1 = np.uint64(0x9E3779B185EBCA87)
_PRIME_2 = np.uint64(0xC2B2AE3D27D4EB4F)
_SEED_1 = np.uint64(0x165667B19E3779F9)
_SEED_2 = np.uint64(0x27D4EB2F165667C5)
_ONE = np.uint64(1)
_HALF = np.uint64(32)
_SOME = np.uint64(29)


@compiled
def count_follows(
    starts: Array,
    ends: Array,
    code: Array,
    owner: Array,
    low: int,
    high: int,
    n: Array,
    subjects: Array,
    edges: Array,
) -> None:
    """Of the trails ``low`` to before ``high``: add each step from one code straight to the next to ``n``.

    ``subjects`` gets one for each owner that took it; the trails of one owner must lie side by side. Both
    tables are (A, A), from by to. ``edges`` (2, A) counts the codes that trails begin and end with. At most
    2^32 rows at a time.
    """
    # The tables hold small numbers, to stay in the nearest cache of the processor; places are unsigned, so
    # that no row is looked up from the end. Both together are twice as fast.
    codes = np.uint64(len(n))
    taken = np.zeros(codes * codes, np.uint32)
    owners = np.zeros(codes * codes, np.uint32)
    taken_by = np.zeros(codes * codes, np.uint32)
    for trail in range(low, high):
        mine = np.uint32(owner[trail] + 1)
        first = np.uint64(starts[trail])
        end = np.uint64(ends[trail])
        if first == end:
            continue
        edges[0, code[first]] += 1
        edges[1, code[end - _ONE]] += 1
        row = np.uint64(code[first]) * codes
        for i in range(first + _ONE, end):
            to = np.uint64(code[np.uint64(i)])
            way = row + to
            taken[way] += np.uint32(1)
            owners[way] += np.uint32(taken_by[way] != mine)
            taken_by[way] = mine
            row = to * codes
    for a in range(len(n)):
        for b in range(len(n)):
            n[a, b] += taken[a * len(n) + b]
            subjects[a, b] += owners[a * len(n) + b]


@compiled
def gather_gaps(
    starts: Array, ends: Array, code: Array, time_us: Array, way_of: Array, place: Array, gaps: Array
) -> None:
    """Write the time of each step into ``gaps``, way by way: that of way w goes to ``place[w]``, which moves
    on.

    ``way_of`` (A, A) numbers the ways.
    """
    for trail in range(len(ends)):
        for i in range(starts[trail] + 1, ends[trail]):
            way = way_of[code[i - 1], code[i]]
            gaps[place[way]] = time_us[i] - time_us[i - 1]
            place[way] += 1


@compiled
def fingerprint_trails(
    starts: Array,
    ends: Array,
    code: Array,
    low: int,
    high: int,
    collapse: bool,
    longest: int,
    prints: Array,
    length: Array,
) -> None:
    """Give each of the trails ``low`` to before ``high`` a 128-bit fingerprint (two columns of ``prints``).

    With ``collapse`` a code that repeats the one before is passed over. After ``longest`` codes only whether
    more would come is looked at. ``length`` is how many codes the fingerprint holds; it is negative where
    more would come.
    """
    for trail in range(low, high):
        first = starts[trail]
        one = _SEED_1
        two = _SEED_2
        taken = 0
        goes_on = False
        for i in range(first, ends[trail]):
            if collapse and i > first and code[i] == code[i - 1]:
                continue
            if taken == longest:
                goes_on = True
                break
            value = np.uint64(code[i]) + _ONE
            one = (one ^ value) * _PRIME_1
            one ^= one >> _HALF
            two = (two + value) * _PRIME_2
            two ^= two >> _SOME
            taken += 1
        if goes_on:
            one = (one ^ _SEED_2) * _PRIME_1
            two = (two ^ _SEED_1) * _PRIME_2
        prints[trail, 0] = one
        prints[trail, 1] = two
        length[trail] = -taken if goes_on else taken
