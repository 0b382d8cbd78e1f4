"""Logo churn: which share of the customers left in the period."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import NO_SUBSCRIPTIONS, Book
from desirepath.measures.estimates import share
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if not book.records.has_subscriptions:
        return unknown(MEASURE.id, NO_SUBSCRIPTIONS, unit="share")
    lost = book.at_start & ~book.at_end
    return share(
        MEASURE.id,
        int(np.count_nonzero(lost)),
        int(np.count_nonzero(book.at_start)),
        of_none="nobody was a customer when the period began",
    )


MEASURE = SuccessMeasure(
    id="logo_churn",
    name="Lost {subjects}",
    group="staying",
    question="Of the customers at the start of the period, how many had left at its end?",
    formula="customers at the start that had no subscription at the end / customers at the start. Only who "
    "ends the last of its subscriptions has left; who came in the period is not in it. Whole "
    "periods only: it is not a rate per month",
    unit="share",
    source="customers lost in the period / customers at its start (ChartMogul, help article 207340419); "
    "interval: Wilson (1927)",
    missing="nobody was a customer when the period began, or the log holds no subscriptions",
    compute=_compute,
    better="less",
)
