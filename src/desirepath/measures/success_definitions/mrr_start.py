"""MRR at the start of the period."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.success_estimates import money
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    cents = book.cents_at_start
    return money(MEASURE.id, book, cents, n=int(np.count_nonzero(cents)))


MEASURE = SuccessMeasure(
    id="mrr_start",
    name="MRR at the start",
    group="money",
    question="What did customers pay a month when the period began?",
    formula="monthly recurring revenue just before the start of the period: the amount of every "
    "subscription that runs / the months of its term, in the currency of the reports, rounded once "
    "to the cent. A term of 365 days is twelve months",
    unit="money",
    source="MRR as ChartMogul counts it (help.chartmogul.com 201244842); interval: Poisson bootstrap over "
    "customers (Chamandy and others 2012), in closed form: how different it would be, had other such "
    "customers come",
    missing="the log holds no subscriptions; an amount or its term is missing; or an amount is in a "
    "currency without a rate in desirepath.toml",
    compute=_compute,
)
