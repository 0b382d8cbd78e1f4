"""The cheapest explanation of a way by the map, compiled. Arrays in, arrays out.

A way is what a passage visited, a map the steps ``0`` to before ``goal``. To explain the one by the other,
both are read from the left, by one of four moves at a time:

- *agree*: the next visit is the map's next step;                                             free
- *repeat*: the next visit goes back to a repeatable step that the map has already passed;    free
- *skip*: the map's next step was not visited here;                                           1, or free
- *insert*: the next visit is not on the map here;                                            1

A skip is free where the step may be passed. Of all explanations the cheapest is taken; of equally cheap
ones the one that agrees most; of these the one that agrees, repeats, skips, inserts as early as it can, in
this order. Without repeats it is an edit distance without substitution, as by R. A. Wagner and
M. J. Fischer, JACM 21 (1974) 168-173: cost = steps + visits - 2 x longest common subsequence.
"""

from __future__ import annotations

import numpy as np

from desirepath.replay.columns import Array
from desirepath.replay.kernel import compiled

AGREES = 0
REPEATS = 1
INSERTED = 2

_COST = 1 << 31
"""One unit of cost outweighs every number of agreements."""


@compiled
def explain_ways(
    starts: Array,
    ends: Array,
    code: Array,
    goal: Array,
    may_be_passed: Array,
    repeatable: Array,
    how: Array,
    skipped: Array,
    agreed: Array,
    inserted: Array,
) -> None:
    """Explain each way ``code[starts[w] : ends[w]]`` by the steps before ``goal[w]``.

    Writes for each visit ``how`` (AGREES, REPEATS or INSERTED); for each way and step whether it was
    ``skipped`` where that costs; and for each way how many visits ``agreed`` and were ``inserted``.
    """
    longest = 0
    for way in range(len(starts)):
        longest = max(longest, ends[way] - starts[way])
    room = np.empty((longest + 1) * (len(may_be_passed) + 1), np.int64)
    for way in range(len(starts)):
        first = starts[way]
        visits = ends[way] - first
        steps = goal[way]
        width = steps + 1
        # best[i, j]: what is left to pay where i visits and j steps are explained, less what will agree.
        best = room[: (visits + 1) * width].reshape(visits + 1, width)
        for i in range(visits, -1, -1):
            for j in range(steps, -1, -1):
                if i == visits and j == steps:
                    best[i, j] = 0
                    continue
                cheapest = np.int64(1) << 62
                if j < steps:
                    cheapest = best[i, j + 1] + (0 if may_be_passed[j] else _COST)
                if i < visits:
                    step = code[first + i]
                    is_back = step < j and repeatable[step]
                    cheapest = min(cheapest, best[i + 1, j] + (0 if is_back else _COST))
                    if j < steps and step == j:
                        cheapest = min(cheapest, best[i + 1, j + 1] - 1)
                best[i, j] = cheapest
        i = 0
        j = 0
        while i < visits or j < steps:
            step = code[first + i] if i < visits else -1
            if i < visits and j < steps and step == j and best[i, j] == best[i + 1, j + 1] - 1:
                how[first + i] = AGREES
                agreed[way] += 1
                i += 1
                j += 1
            elif i < visits and step < j and repeatable[step] and best[i, j] == best[i + 1, j]:
                how[first + i] = REPEATS
                i += 1
            elif j < steps and best[i, j] == best[i, j + 1] + (0 if may_be_passed[j] else _COST):
                skipped[way, j] = not may_be_passed[j]
                j += 1
            else:
                how[first + i] = INSERTED
                inserted[way] += 1
                i += 1
