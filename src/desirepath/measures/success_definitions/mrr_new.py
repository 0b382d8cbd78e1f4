"""New: the MRR that came or went as new."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.book.movements import NEW
from desirepath.measures.success_estimates import money
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    cents, counts = book.moved
    return money(MEASURE.id, book, int(cents[NEW]), n=int(counts[NEW]))


MEASURE = SuccessMeasure(
    id="mrr_new",
    name="MRR: new",
    group="money",
    question="What did new customers bring a month?",
    formula="the sum of all movements in the period of this kind: the first subscription of a customer. "
    "What happens to a customer at one instant is one movement. Start + new + expansion - "
    "contraction - churn + reactivation = end, to the cent; n counts movements",
    unit="money",
    source="MRR movements by ChartMogul's rules (help.chartmogul.com 201244842, 203299912); counted, so "
    "that it has no interval",
    missing="as for the MRR; a period without any is 0",
    compute=_compute,
    better="more",
)
