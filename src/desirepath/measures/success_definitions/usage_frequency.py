"""Usage frequency: on how many days of a month a customer uses the product."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.success_definitions.active_share import NO_USE
from desirepath.measures.success_estimates import per_month
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if not book.knows_use:
        return unknown(MEASURE.id, NO_USE, unit=MEASURE.unit)
    return per_month(MEASURE.id, book.days_of_use, book.exposure_us, times=1, unit=MEASURE.unit)


MEASURE = SuccessMeasure(
    id="usage_frequency",
    name="Days of use",
    group="using",
    question="On how many days of a month does a customer use the product?",
    formula="days of the period with any use, added up over all that were customers in it / the months they "
    "were customers in it (a twelfth of 365 days). A day is the workspace's own (time_zone). "
    "Several people of one account on one day are one day",
    unit="days per month",
    source="active days per month, as the field counts it; mean of ratios over customers with linearised "
    "variance, Cochran (1977) 6.3",
    missing="nobody was a customer in the period, or nothing in the log counts as use; customers that did "
    "not use it count with 0 days",
    compute=_compute,
    better="more",
)
