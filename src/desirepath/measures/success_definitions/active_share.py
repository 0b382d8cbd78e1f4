"""Active share: which share of the customers used the product lately."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.book.months import DAY_US
from desirepath.measures.estimates import share
from desirepath.measures.success_measure import SuccessMeasure

WINDOW_DAYS = 30


def _compute(book: Book) -> Estimate:
    if not book.knows_use:
        return unknown(MEASURE.id, NO_USE, unit="share")
    since_us = max(book.since_us, book.end_us - WINDOW_DAYS * DAY_US)
    users = book.users_between(since_us, book.end_us) & book.at_end
    return share(
        MEASURE.id,
        int(np.count_nonzero(users)),
        int(np.count_nonzero(book.at_end)),
        of_none="nobody is a customer when the period ends",
    )


NO_USE = "nothing in the log counts as using the product (say what does with --use)"


MEASURE = SuccessMeasure(
    id="active_share",
    name="Active {subjects}",
    group="using",
    question="Of all customers, how many used the product in the last 30 days?",
    formula="customers at the end of the period that used the product in its last 30 days / customers at "
    "the end of the period. Use is `feature.used` unless an expression says otherwise; in a log "
    "without it whatever customers do (direction `by_customer`)",
    unit="share",
    source="active users of the last 30 days / users, as the field defines it; interval: Wilson (1927)",
    missing="nobody is a customer when the period ends, or nothing in the log counts as use",
    compute=_compute,
    better="more",
)
