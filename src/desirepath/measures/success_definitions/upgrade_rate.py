"""Upgraded: which share of the customers changed to more."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.success_estimates import share_that_changed
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    return share_that_changed(MEASURE.id, book, step="up")


MEASURE = SuccessMeasure(
    id="upgrade_rate",
    name="Upgraded",
    group="staying",
    question="Of the customers at the start of the period, how many changed to more?",
    formula="customers at the start with a `subscription.changed` to more in the period / customers at the "
    "start. More is what properties.change says (upgrade), else a higher amount a month in the same "
    "currency. A customer that did both is in both rates; a new price at a renewal is neither",
    unit="share",
    source="upgrade and downgrade rate as the field counts them, by customers; interval: Wilson (1927)",
    missing="nobody was a customer when the period began, or a change does not say which way it went",
    compute=_compute,
    better="more",
)
