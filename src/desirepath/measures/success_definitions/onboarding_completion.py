"""Onboarding completion: which share of the new customers came to their first value."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.book.records import NEVER
from desirepath.measures.estimates import share
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if book.records.value is None:
        return unknown(MEASURE.id, NOT_TOLD, unit="share")
    came = book.joined & (book.records.first_value_us < book.known_us)
    may_still_come = book.joined & ~came & (book.left_by_us(book.known_us) == NEVER)
    return share(
        MEASURE.id,
        int(np.count_nonzero(came)),
        int(np.count_nonzero(book.joined)),
        censored=int(np.count_nonzero(may_still_come)),
        of_none="nobody became a customer in the period",
    )


NOT_TOLD = "what the first value is has not been told (--value, or --map and --step)"


MEASURE = SuccessMeasure(
    id="onboarding_completion",
    name="Onboarding completed",
    group="coming",
    question="Of the customers that came in this period, how many have come to their first value so far?",
    formula="those who came to the first value (an expression, or a step of a map) at or after becoming a "
    "customer, by the end of the data / those who became customers in the period. Censored: those "
    "still with us that have not come to it; the final share lies between value and value + "
    "censored / n",
    unit="share",
    source="completed / started in the cohort, as the field defines it; interval: Wilson (1927)",
    missing="it was not said what first value is, or nobody became a customer in the period",
    compute=_compute,
    better="more",
)
