"""Two measured maps side by side: every difference with its interval, corrected for looking at many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from desirepath.base.estimate import Estimate
from desirepath.measures.measured_map import Difference, MeasuredMap
from desirepath.measures.statistics.holm import holm
from desirepath.measures.statistics.mover import mover, p_of_difference


def differences(
    here: MeasuredMap, there: MeasuredMap, *, only_decided: bool = False
) -> tuple[Difference, ...]:
    """Here minus there wherever both have a value with an interval: the whole journey, then each step.

    What is still under way makes a number one "so far", on both sides as of the same age (see
    :func:`~desirepath.measures.measure_map.measure_map`). The two sides count as independent. Where they
    share subjects (everybody against one plan) the intervals are wider than they need to be, not narrower.
    ``only_decided`` leaves out what is not decided yet on a side: where one had more time, that is no
    difference between them. ``adjusted_p`` corrects over all that is returned.
    """
    pairs = _pairs(here, there)
    if only_decided:
        pairs = (pair for pair in pairs if not pair[2].censored and not pair[3].censored)
    return compare(pairs)


def compare(pairs: Iterable[tuple[str | None, str, Estimate, Estimate]]) -> tuple[Difference, ...]:
    """The differences of pairs (step or None, measure, here, there) that both have a value with an interval,
    with the p-values corrected over all of them."""
    found = [
        Difference(step, measure, ours, theirs, difference(ours, theirs), None)
        for step, measure, ours, theirs in pairs
        if _comparable(ours, theirs)
    ]
    p_values = {index: p for index, pair in enumerate(found) if (p := _p(pair.difference)) is not None}
    adjusted = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    return tuple(replace(pair, adjusted_p=adjusted.get(index)) for index, pair in enumerate(found))


def difference(here: Estimate, there: Estimate) -> Estimate:
    """The difference of two independent estimates of one measure, with the hybrid interval.

    >>> from desirepath.measures.estimates import share
    >>> result = difference(share("reach", 56, 70, of_none=""), share("reach", 48, 80, of_none=""))
    >>> round(result.value, 2), round(result.low, 4), round(result.high, 4)
    (0.2, 0.0524, 0.3339)
    """
    if here.value is None or there.value is None:
        raise ValueError("a difference needs two values")
    low, high = mover(here.value, (here.low, here.high), there.value, (there.low, there.high))
    return replace(
        here,
        value=here.value - there.value,
        low=low,
        high=high,
        n=here.n + there.n,
        censored=here.censored + there.censored,
        method="hybrid (MOVER)",
    )


def _p(result: Estimate) -> float | None:
    assert result.value is not None
    return p_of_difference(result.value, (result.low, result.high))


def _pairs(here: MeasuredMap, there: MeasuredMap) -> Iterator[tuple[str | None, str, Estimate, Estimate]]:
    for measure, ours in here.overall.items():
        yield None, measure, ours, there.overall[measure]
    for step, other in zip(here.steps, there.steps, strict=True):
        for measure, ours in step.estimates.items():
            yield step.id, measure, ours, other.estimates[measure]


def _comparable(ours: Estimate, theirs: Estimate) -> bool:
    # A plain count has no interval, and two of them say which group is larger, not which is different.
    return all(
        side.value is not None and (side.low is not None or side.high is not None) for side in (ours, theirs)
    )
