"""Renewal rate by value: which share of the money that came up was renewed."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.statistics.ratio_of_means import moments_of, ratio_of_means
from desirepath.measures.statistics.wilson import wilson
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    reason = book.renewal_gap or book.money_gap
    if reason:
        return unknown(MEASURE.id, reason, unit="share")
    due: dict[int, int] = {}
    kept: dict[int, int] = {}
    still_open: set[int] = set()
    for subject, term in book.dues():
        assert isinstance(term.target, int)
        assert isinstance(term.final, int)
        due[subject] = due.get(subject, 0) + term.target
        kept[subject] = kept.get(subject, 0) + min(term.final, term.target)
        if term.renewed_us is None and term.lost_us is None:
            still_open.add(subject)
    if not sum(due.values()):
        return unknown(MEASURE.id, "no paid term ended in the period", unit="share")
    found = ratio_of_means(moments_of(due.values(), kept.values()))
    n = len(due)
    if found.half_width:
        low, high = max(found.mean - found.half_width, 0.0), min(found.mean + found.half_width, 1.0)
        method = "ratio of means, t"
    else:
        low, high = wilson(found.mean * n, n)
        low, high, method = min(low, found.mean), max(high, found.mean), "wilson"
    return Estimate(
        MEASURE.id, found.mean, low, high, n=n, censored=len(still_open), unit="share", method=method
    )


MEASURE = SuccessMeasure(
    id="renewal_rate_value",
    name="Renewed by value",
    group="staying",
    question="Of the money that came up for renewal, how much was renewed so far?",
    formula="over the terms that ended in the period: what they cost a month after their renewal, at most "
    "what they cost before / what they cost a month before. What a renewal brought on top is "
    "expansion, and not counted here. n counts customers; censored: those of them with a term that "
    "is due, and neither renewed nor cancelled yet",
    unit="share",
    source="gross renewal rate: final amount, at most the target amount / target amount of Renewals Due "
    "(Gainsight's Renewal Center); interval: ratio of means over customers, Cochran (1977) 6.3",
    missing="as for the renewal rate, or an amount is missing or in a currency without a rate",
    compute=_compute,
    better="more",
)
