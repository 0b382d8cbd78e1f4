"""Customer lifetime value: what a customer pays over its whole time, if things stay as they are."""

from __future__ import annotations

from math import exp, log

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.book.months import MONTH_US
from desirepath.measures.book.movements import CHURN
from desirepath.measures.statistics.mover import Bounds, mover
from desirepath.measures.statistics.poisson import poisson
from desirepath.measures.statistics.ratio_of_means import moments_of, ratio_of_means
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    currency = book.records.rates.currency
    if book.money_gap:
        return unknown(MEASURE.id, book.money_gap, unit=currency)
    months = float(book.exposure_us.sum()) / MONTH_US
    lost = int(book.moved[1][CHURN])
    n = int(np.count_nonzero(book.at_end))
    if not n:
        return unknown(MEASURE.id, "nobody is a customer when the period ends", unit=currency)
    if not lost:
        reason = "nobody left in the period, so that nothing says how long customers stay"
        return unknown(MEASURE.id, reason, unit=currency, n=n)
    a_month = ratio_of_means(moments_of([1] * n, book.cents_at_end[book.at_end]))
    if a_month.mean <= 0:
        return unknown(MEASURE.id, "nobody pays when the period ends", unit=currency, n=n)
    churn = lost / months
    low, high = _logs(a_month.mean, a_month.half_width)
    few, many = (bound / months for bound in poisson(lost))
    bounds = mover(log(a_month.mean), (low, high), log(churn), (log(few), log(many)))
    low, high = (None if bound is None else exp(bound) / 100 * book.margin for bound in bounds)
    return Estimate(
        MEASURE.id,
        a_month.mean / churn / 100 * book.margin,
        low,
        high,
        n=n,
        unit=currency,
        method="MOVER on logarithms",
    )


def _logs(mean: float, half: float | None) -> Bounds:
    if half is None:
        return None, None
    return (log(mean - half) if mean > half else None), log(mean + half)


MEASURE = SuccessMeasure(
    id="lifetime_value",
    name="Lifetime value",
    group="money",
    question="What will a customer pay over its whole time, if things stay as they are?",
    formula="the mean MRR of the customers at the end x the gross margin / the share that leaves in a month "
    "(customers that left in the period / months of being a customer in it). It assumes: the same "
    "risk of leaving every month of a customer's life, for all alike; the same price for ever; no "
    "discount for money that comes late; and a margin of 100 % unless one is given, so that it is "
    "revenue and not profit. n counts the customers at the end",
    unit="money",
    source="ARPA x margin / customer churn rate, the field's usual formula; interval: Zou and Donner "
    "(2008) on logarithms, of a mean with Student's t and a rate with the Poisson score",
    missing="nobody left in the period (nothing says how long they stay), nobody is a customer at the end, "
    "or the MRR cannot be added up",
    compute=_compute,
    better="more",
)
