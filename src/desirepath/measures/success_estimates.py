"""Estimates of the kinds that several success measures share: a rate per month, a ratio of money, a count."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import NO_SUBSCRIPTIONS, Book
from desirepath.measures.book.months import MONTH_US
from desirepath.measures.estimates import share
from desirepath.measures.statistics.poisson import poisson
from desirepath.measures.statistics.ratio_of_means import moments_of, ratio_of_means
from desirepath.measures.statistics.sum_of_clusters import sum_interval
from desirepath.measures.statistics.wilson import wilson

Array = NDArray[Any]

MONTH_SECONDS = MONTH_US // 1_000_000
NOBODY = "nobody was a customer in the period"


def per_month(measure: str, counts: Array, exposure_us: Array, *, times: float, unit: str) -> Estimate:
    """What happens in a month of one customer, times ``times``; each customer is one cluster.

    ``counts`` and ``exposure_us`` are by subject; n is the customers with any exposure. Where nothing
    happened at all the interval is Poisson's: none were seen, which does not prove that there are none.
    """
    there = exposure_us > 0
    seconds = np.maximum(exposure_us[there] // 1_000_000, 1)
    n = int(np.count_nonzero(there))
    if n == 0:
        return unknown(measure, NOBODY, unit=unit)
    moments = moments_of(seconds, counts[there])
    scale = MONTH_SECONDS * times
    if moments.s == 0:
        high = poisson(0)[1] / moments.n * scale
        return Estimate(measure, 0.0, 0.0, high, n=n, unit=unit, method="poisson score")
    found = ratio_of_means(moments)
    if not found.half_width:
        return Estimate(
            measure, found.mean * scale, n=n, unit=unit, method="all alike or only one, no interval"
        )
    low = max(found.mean - found.half_width, 0.0) * scale
    high = (found.mean + found.half_width) * scale
    return Estimate(measure, found.mean * scale, low, high, n=n, unit=unit, method="ratio of means, t")


def share_that_changed(measure: str, book: Book, *, step: str) -> Estimate:
    """The share of the customers at the start whose subscription changed ``up`` or ``down`` in the period.

    Missing where one change does not say which way it went.
    """
    if not book.records.has_subscriptions:
        return unknown(measure, NO_SUBSCRIPTIONS, unit="share")
    changes = [(subject, change.step) for subject, change in book.changes()]
    unclear = sum(way == "unknown" for _, way in changes)
    if unclear:
        reason = f"{unclear:,} changes do not say whether to more or to less (amount, or properties.change)"
        return unknown(measure, reason, unit="share")
    return share(
        measure,
        len({subject for subject, way in changes if way == step}),
        int(np.count_nonzero(book.at_start)),
        of_none="nobody was a customer when the period began",
    )


def money(measure: str, book: Book, cents: Array, *, n: int) -> Estimate:
    """A sum of money, ``cents`` by subject; or why it cannot be added up. ``n`` is how many it comes from."""
    currency = book.records.rates.currency
    if book.money_gap:
        return unknown(measure, book.money_gap, unit=currency)
    total = int(cents.sum())
    if not total:
        return Estimate(measure, 0.0, n=n, unit=currency, method="nothing to add up, no interval")
    low, high = sum_interval(cents[cents != 0])
    method = "poisson bootstrap over customers"
    return Estimate(measure, total / 100, low / 100, high / 100, n=n, unit=currency, method=method)


def moved_money(measure: str, book: Book, kind: int) -> Estimate:
    """The MRR that moved in the period in one of the ways of
    :data:`~desirepath.measures.book.movements.KINDS`; n counts movements."""
    return money(measure, book, book.cents_moved(kind), n=int(book.moved[1][kind]))


def kept_money(measure: str, book: Book, kept: Array, *, at_most: float | None) -> Estimate:
    """The share of the MRR at the start that ``kept`` (cents by subject) is at the end, for those who paid
    then.

    Each customer is one cluster. Where all kept the same share, Wilson's interval says how many others there
    may be.
    """
    if book.money_gap:
        return unknown(measure, book.money_gap, unit="share")
    there = book.at_start & (book.cents_at_start > 0)
    if not there.any():
        return unknown(measure, "nobody paid when the period began", unit="share")
    return share_of_money(measure, book.cents_at_start[there], kept[there], at_most=at_most)


def share_of_money(measure: str, paid: Array, kept: Array, *, at_most: float | None) -> Estimate:
    """The share of what some ``paid`` that they ``kept``, both in cents by customer, and of one at least.

    As in :func:`kept_money`.
    """
    n = len(paid)
    found = ratio_of_means(moments_of(paid, kept))
    if found.half_width is None:
        return Estimate(measure, found.mean, n=n, unit="share", method="one customer, no interval")
    if found.half_width == 0:
        low = found.mean * wilson(n, n)[0]
        return Estimate(
            measure, found.mean, low, None if at_most is None else at_most, n=n, unit="share", method="wilson"
        )
    low, high = max(found.mean - found.half_width, 0.0), found.mean + found.half_width
    high = high if at_most is None else min(high, at_most)
    return Estimate(measure, found.mean, low, high, n=n, unit="share", method="ratio of means, t")
