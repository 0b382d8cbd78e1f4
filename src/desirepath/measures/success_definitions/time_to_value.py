"""Time to value: how long new customers take to their first value."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.book.records import NEVER
from desirepath.measures.estimates import median_seconds
from desirepath.measures.statistics.aalen_johansen import aalen_johansen
from desirepath.measures.success_definitions.onboarding_completion import NOT_TOLD
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if book.records.value is None:
        return unknown(MEASURE.id, NOT_TOLD, unit="seconds")
    value_us, left_us = book.records.first_value_us, book.left_by_us(book.known_us)
    joined_us = book.records.joined_us
    came = book.joined & (value_us < book.known_us)
    left = book.joined & ~came & (left_us < NEVER)
    under_way = book.joined & ~came & ~left
    return median_seconds(
        MEASURE.id,
        aalen_johansen(
            value_us[came] - joined_us[came],
            left_us[left] - joined_us[left],
            book.known_us - joined_us[under_way],
        ).median(),
        n=int(np.count_nonzero(came | under_way)),
        censored=int(np.count_nonzero(under_way)),
        method="aalen-johansen",
        of_none="nobody became a customer in the period",
        too_early="nobody has come to the first value yet",
    )


MEASURE = SuccessMeasure(
    id="time_to_value",
    name="Time to value",
    group="coming",
    question="How long do new customers take to come to their first value?",
    formula="the median of the Aalen-Johansen incidence of the first value among those who became customers "
    "in the period: the first time by which half of those who come to it have. Who left before will "
    "not come and does not count; who is still with us without it is censored, and may come later",
    unit="seconds",
    source="first-value date less start, the median, as the field defines it; Aalen and Johansen (1978); "
    "interval of the median: Woodruff (1952), none below six who came",
    missing="it was not said what first value is, nobody became a customer in the period, or nobody came to "
    "it yet",
    compute=_compute,
    better="less",
)
