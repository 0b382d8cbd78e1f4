"""Net revenue retention: what the customers at the start pay at the end."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.success_estimates import kept_money
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    return kept_money(MEASURE.id, book, book.cents_at_end, at_most=None)


MEASURE = SuccessMeasure(
    id="nrr",
    name="Net revenue retention (NRR)",
    group="money",
    question="What do those who were customers when the period began pay at its end, for each unit they "
    "paid?",
    formula="over the customers at the start (a closed cohort, new ones are not in it): what they pay a "
    "month at the end / what they paid at the start",
    unit="share",
    source="(start + expansion - contraction - churn) / start (SaaS Metrics Standards Board; "
    "pulserevops.com q97: 10.0 + 1.8 - 0.6 - 0.9 gives 103 %); interval: ratio of means over "
    "customers, Cochran (1977) 6.3",
    missing="nobody paid when the period began, or the MRR cannot be added up",
    compute=_compute,
    better="more",
)
