"""Downgraded: which share of the customers changed to less."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.success_estimates import share_that_changed
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    return share_that_changed(MEASURE.id, book, step="down")


MEASURE = SuccessMeasure(
    id="downgrade_rate",
    name="Downgraded",
    group="staying",
    question="Of the customers at the start of the period, how many changed to less?",
    formula="customers at the start with a `subscription.changed` to less in the period / customers at the "
    "start. Less is what properties.change says (downgrade), else a lower amount a month in the "
    "same currency. A customer that did both is in both rates; a new price at a renewal is neither",
    unit="share",
    source="upgrade and downgrade rate as the field counts them, by customers; interval: Wilson (1927)",
    missing="nobody was a customer when the period began, or a change does not say which way it went",
    compute=_compute,
    better="less",
)
