"""Churn of the new: which share of those who came has left again."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import NO_SUBSCRIPTIONS, Book
from desirepath.measures.book.records import NEVER
from desirepath.measures.estimates import share
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if not book.records.has_subscriptions:
        return unknown(MEASURE.id, NO_SUBSCRIPTIONS, unit="share")
    left = book.joined & (book.left_by_us(book.known_us) < NEVER)
    joined = int(np.count_nonzero(book.joined))
    k = int(np.count_nonzero(left))
    return share(MEASURE.id, k, joined, censored=joined - k, of_none="nobody became a customer in the period")


MEASURE = SuccessMeasure(
    id="new_customer_churn",
    name="New ones that left again",
    group="staying",
    question="Of the customers that came in this period, how many have left so far?",
    formula="those who became customers in the period and left by the end of the data / those who became "
    "customers in the period. Censored: those still with us; whoever asks how long they will stay "
    "asks the lifetime",
    unit="share",
    source="the plain share that published churn data sets state, so that a reader can count it again; "
    "interval: Wilson (1927)",
    missing="nobody became a customer in the period, or the log holds no subscriptions",
    compute=_compute,
    better="less",
)
