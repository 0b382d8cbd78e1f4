"""Reactivation: the MRR that came or went as reactivation."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.book.movements import REACTIVATION
from desirepath.measures.success_estimates import moved_money
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    return moved_money(MEASURE.id, book, REACTIVATION)


MEASURE = SuccessMeasure(
    id="mrr_reactivation",
    name="MRR: reactivation",
    group="money",
    question="What did customers bring a month that came back?",
    formula="the sum of all movements in the period of this kind: a subscription of a customer that had "
    "left before. What happens to a customer at one instant is one movement. Start + new + "
    "expansion - contraction - churn + reactivation = end, to the cent; n counts movements",
    unit="money",
    source="MRR movements by ChartMogul's rules (help.chartmogul.com 201244842, 203299912); "
    "interval: Poisson bootstrap over customers (Chamandy and others 2012), in closed form: how different "
    "it would be, had other such customers come",
    missing="as for the MRR; a period without any is 0",
    compute=_compute,
    better="more",
)
