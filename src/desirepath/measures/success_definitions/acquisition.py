"""Acquisition: how many new customers come in a month."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.book.months import MONTH_US
from desirepath.measures.statistics.poisson import poisson
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    months = (book.end_us - book.since_us) / MONTH_US
    if months <= 0:
        return unknown(MEASURE.id, "the period is empty", unit=MEASURE.unit)
    count = int(np.count_nonzero(book.joined))
    low, high = (bound / months for bound in poisson(count))
    return Estimate(MEASURE.id, count / months, low, high, n=count, unit=MEASURE.unit, method="poisson score")


MEASURE = SuccessMeasure(
    id="acquisition",
    name="New {subjects}",
    group="coming",
    question="How many new customers come in a month?",
    formula="those who became customers for the first time in the period / its months (a twelfth of 365 "
    "days); n counts them. A customer begins with its first `subscription.started`; in a log "
    "without subscriptions with the first `contract.signed`, else `order.placed`, else with "
    "whatever is seen first. Who ran before the log began is not new",
    unit="per month",
    source="acquisition as the field counts it (new logos); interval: Poisson score (Barker 2002), of a "
    "rate that could have brought more or fewer",
    missing="the period is empty; a period without new customers has 0",
    compute=_compute,
)
