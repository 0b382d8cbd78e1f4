"""Cross-sell rate: which share of the customers added another product."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import NO_SUBSCRIPTIONS, Book
from desirepath.measures.estimates import share
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if not book.records.has_subscriptions:
        return unknown(MEASURE.id, NO_SUBSCRIPTIONS, unit="share")
    if not book.source.tells_products_apart:
        return unknown(
            MEASURE.id,
            "the log does not tell one subscription of a customer from another "
            "(objects.subscription or properties.product)",
            unit="share",
        )
    added = book.at_start & book.joined_product
    return share(
        MEASURE.id,
        int(np.count_nonzero(added)),
        int(np.count_nonzero(book.at_start)),
        of_none="nobody was a customer when the period began",
    )


MEASURE = SuccessMeasure(
    id="cross_sell_rate",
    name="Added another product",
    group="staying",
    question="Of the customers at the start of the period, how many added another product?",
    formula="customers at the start that started a subscription of a product they did not have, beside one "
    "that went on / customers at the start. Products are told apart by properties.product, else by "
    "the subscription's own id",
    unit="share",
    source="cross-sell rate as the field counts it, by customers; interval: Wilson (1927)",
    missing="nobody was a customer when the period began, or subscriptions of one customer cannot be told "
    "apart",
    compute=_compute,
    better="more",
)
