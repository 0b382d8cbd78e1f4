"""Estimates of the kinds that several measures share: a share, a median time, a rate per visit."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.statistics.clustered_share import clustered_wilson
from desirepath.measures.statistics.kaplan_meier import Median
from desirepath.measures.statistics.poisson import poisson
from desirepath.measures.statistics.ratio_of_means import Moments, ratio_of_means
from desirepath.measures.statistics.wilson import wilson


def share(measure: str, k: int, n: int, *, censored: int = 0, of_none: str) -> Estimate:
    """The share ``k`` of ``n`` with Wilson's interval; ``of_none`` is the reason where n is 0.

    >>> share("reach", 3, 4, of_none="no passage has started").value
    0.75
    """
    if n == 0:
        return unknown(measure, of_none, unit="share")
    low, high = wilson(k, n)
    return Estimate(measure, k / n, low, high, n=n, censored=censored, unit="share", method="wilson")


def share_of_clusters(measure: str, moments: Moments, *, censored: int = 0, of_none: str) -> Estimate:
    """The share ``s`` of ``n`` units, of which one subject may have several: each subject is one cluster.

    >>> share_of_clusters("csat", Moments(2, 2, 1, 2, 1, 1), of_none="nobody answered").method
    'wilson'
    """
    if moments.n == 0:
        return unknown(measure, of_none, unit="share")
    low, high = clustered_wilson(moments)
    return Estimate(
        measure,
        moments.s / moments.n,
        low,
        high,
        n=moments.n,
        censored=censored,
        unit="share",
        method="wilson" if moments.nn == moments.n else "wilson, clustered by subject",
    )


def median_seconds(
    measure: str, median: Median, *, n: int, censored: int, method: str, of_none: str, too_early: str
) -> Estimate:
    """A median of microseconds, in seconds; why there is none: ``of_none`` if n is 0, else ``too_early``."""
    if median.value is None:
        return unknown(measure, too_early if n else of_none, unit="seconds", n=n, censored=censored)
    value, low, high = (None if us is None else us / 1e6 for us in (median.value, median.low, median.high))
    return Estimate(measure, value, low, high, n=n, censored=censored, unit="seconds", method=method)


def per_visit(measure: str, events: int, visits: int, whose: Moments | None = None) -> Estimate:
    """How many ``events`` come with one visit.

    ``whose`` are the same as sums over subjects (n: visits, s: events): then each subject is one cluster.
    Without it, and where it says nothing of how they are spread (none at all, all alike, one subject alone),
    the Poisson score interval, which takes the events as independent.

    >>> per_visit("tickets_per_visit", 10, 40).value
    0.25
    """
    if visits == 0:
        return unknown(measure, "nobody has been at this step", unit="per visit")
    found = ratio_of_means(whose) if whose is not None and events and whose.n else None
    if found is not None and found.half_width:
        low, high = max(found.mean - found.half_width, 0.0), found.mean + found.half_width
        return Estimate(
            measure, found.mean, low, high, n=visits, unit="per visit", method="ratio of means, t"
        )
    low, high = (bound / visits for bound in poisson(events))
    return Estimate(measure, events / visits, low, high, n=visits, unit="per visit", method="poisson score")
