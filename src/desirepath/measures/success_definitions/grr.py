"""Gross revenue retention: what is left of the money at the start, without what was added."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.success_estimates import kept_money
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    kept = np.minimum(book.cents_at_start, book.cents_at_end)
    return kept_money(MEASURE.id, book, kept, at_most=1.0)


MEASURE = SuccessMeasure(
    id="grr",
    name="Gross revenue retention (GRR)",
    group="money",
    question="Of what customers paid when the period began, how much is left at its end, additions not "
    "counted?",
    formula="over the customers at the start (a closed cohort): what each pays a month at the end, at most "
    "what it paid at the start / what they paid at the start. Never above 100 %, and never above "
    "the NRR",
    unit="share",
    source="(start - contraction - churn) / start, capped for each customer (pulserevops.com q97: 10.0 + "
    "1.8 - 0.6 - 0.9 gives 85 %); interval: ratio of means over customers, Cochran (1977) 6.3",
    missing="nobody paid when the period began, or the MRR cannot be added up",
    compute=_compute,
    better="more",
)
