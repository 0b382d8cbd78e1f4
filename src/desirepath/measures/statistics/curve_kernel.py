"""The loops of the curves, compiled: one pass over lengths of time that are in ascending order.

What each number means, and where its formula comes from, :mod:`~desirepath.measures.statistics.kaplan_meier`
and :mod:`~desirepath.measures.statistics.aalen_johansen` say. Every function returns how many distinct times
it wrote.
"""

from __future__ import annotations

from desirepath.replay.columns import Array
from desirepath.replay.kernel import compiled


@compiled
def follow_survival(
    ended: Array,
    under_way: Array,
    times: Array,
    events: Array,
    at_risk: Array,
    survival: Array,
    greenwood: Array,
) -> int:
    """At each time with ends: how many, of how many at risk, what share survives it, Greenwood's sum so
    far."""
    everybody = len(ended) + len(under_way)
    share = 1.0
    spread = 0.0
    seen = 0
    i = 0
    n = 0
    while i < len(ended):
        first = i
        time = ended[i]
        while i < len(ended) and ended[i] == time:
            i += 1
        while seen < len(under_way) and under_way[seen] < time:
            seen += 1
        risk = everybody - first - seen
        left = risk - (i - first)
        share *= 1.0 - (i - first) / risk
        # Where nobody is left there is no spread to show, and the sum ends.
        if left > 0:
            spread += (i - first) / (risk * left)
        times[n] = time
        events[n] = i - first
        at_risk[n] = risk
        survival[n] = share
        greenwood[n] = spread
        n += 1
    return n


@compiled
def follow_incidence(
    came: Array,
    left: Array,
    under_way: Array,
    times: Array,
    came_at: Array,
    ends: Array,
    at_risk: Array,
    untouched: Array,
    incidence: Array,
    squares: Array,
) -> int:
    """At each time with ends: how many came, how many ended either way, of how many at risk; then the share
    that nothing has happened to yet, and the share that has come. ``squares[0]`` is the sum, over those who
    came, of the square of what each adds to that share."""
    everybody = len(came) + len(left) + len(under_way)
    share = 1.0
    has_come = 0.0
    square = 0.0
    seen = 0
    i = 0
    j = 0
    n = 0
    while i < len(came) or j < len(left):
        gone = i + j
        if i == len(came):
            time = left[j]
        elif j == len(left):
            time = came[i]
        else:
            time = min(came[i], left[j])
        first = i
        while i < len(came) and came[i] == time:
            i += 1
        while j < len(left) and left[j] == time:
            j += 1
        while seen < len(under_way) and under_way[seen] < time:
            seen += 1
        risk = everybody - gone - seen
        each = share / risk
        has_come += each * (i - first)
        square += each * each * (i - first)
        share *= 1.0 - (i + j - gone) / risk
        times[n] = time
        came_at[n] = i - first
        ends[n] = i + j - gone
        at_risk[n] = risk
        untouched[n] = share
        incidence[n] = has_come
        n += 1
    squares[0] = square
    return n


@compiled
def follow_variance(
    incidence: Array, untouched: Array, came_at: Array, ends: Array, at_risk: Array, variance: Array
) -> int:
    """The variance of the incidence at each time: the three sums of the formula, opened in powers of the
    incidence, so that each is one running sum."""
    before = 1.0
    hazards = 0.0
    hazards_once = 0.0
    hazards_twice = 0.0
    own = 0.0
    cross = 0.0
    cross_once = 0.0
    for i in range(len(variance)):
        risk = float(at_risk[i])
        here = float(came_at[i])
        share = incidence[i]
        remaining = risk - ends[i]
        hazard = ends[i] / (risk * remaining) if remaining > 0 else 0.0
        hazards += hazard
        hazards_once += share * hazard
        hazards_twice += share * share * hazard
        own += before * before * here * (risk - here) / (risk * risk * risk)
        crossing = before * here / (risk * risk)
        cross += crossing
        cross_once += share * crossing
        squares = share * share * hazards - 2.0 * share * hazards_once + hazards_twice
        variance[i] = max(squares + own - 2.0 * (share * cross - cross_once), 0.0)
        before = untouched[i]
    return len(variance)


@compiled
def without(values: Array, gone: Array, kept: Array) -> int:
    """The values without those that go, all of them in order; every one that goes is among them."""
    g = 0
    n = 0
    for i in range(len(values)):
        if g < len(gone) and gone[g] == values[i]:
            g += 1
        else:
            kept[n] = values[i]
            n += 1
    return n
