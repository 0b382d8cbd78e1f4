"""Retention: which share of the customers still use the product in their third month."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.estimates import share
from desirepath.measures.success_definitions.active_share import NO_USE
from desirepath.measures.success_measure import SuccessMeasure

MONTH_NUMBER = 3


def _compute(book: Book) -> Estimate:
    if not book.knows_use:
        return unknown(MEASURE.id, NO_USE, unit="share")
    users, old_enough = book.users_in_month(MONTH_NUMBER)
    too_young = int(np.count_nonzero(book.joined)) - int(np.count_nonzero(old_enough))
    if too_young and not old_enough.any():
        reason = "everybody who came in the period is younger than four months"
        return unknown(MEASURE.id, reason, unit="share", n=too_young, censored=too_young)
    return share(
        MEASURE.id,
        int(np.count_nonzero(users)),
        int(np.count_nonzero(old_enough)),
        of_none="nobody became a customer in the period",
    )


MEASURE = SuccessMeasure(
    id="retention",
    name="Still using it after three months",
    group="using",
    question="Of the customers that came in this period, how many used the product in their fourth month?",
    formula="those who used it three to four months after becoming a customer / those who became customers "
    "in the period at least four months before the data end. The younger ones are left out: they "
    "had no time yet. The cohorts beside the measures show every month",
    unit="share",
    source="N-month retention of a cohort, each month counted by itself; interval: Wilson (1927)",
    missing="nobody became a customer in the period, or all who did are too young, or nothing in the log "
    "counts as use",
    compute=_compute,
    better="more",
)
