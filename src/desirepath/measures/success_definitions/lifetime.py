"""Lifetime: how long customers stay."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import NO_SUBSCRIPTIONS, Book
from desirepath.measures.estimates import median_seconds
from desirepath.measures.statistics.kaplan_meier import kaplan_meier
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if not book.records.has_subscriptions:
        return unknown(MEASURE.id, NO_SUBSCRIPTIONS, unit="seconds")
    left, staying = book.known_spells()
    return median_seconds(
        MEASURE.id,
        kaplan_meier(left, staying).median(),
        n=len(left) + len(staying),
        censored=len(staying),
        method="kaplan-meier",
        of_none="nobody has become a customer yet",
        too_early="more than half of all customers are still with us: their median stay cannot be said yet",
    )


MEASURE = SuccessMeasure(
    id="lifetime",
    name="Median time as a customer",
    group="staying",
    question="After what time has half of the customers left?",
    formula="the Kaplan-Meier median of the first time as a customer, over everybody whose beginning the "
    "log holds, as known at the end of the period; who is still a customer is censored. The curve "
    "stands beside the measures",
    unit="seconds",
    source="Kaplan and Meier (1958); interval of the median: Brookmeyer and Crowley (1982)",
    missing="more than half of all customers are still with us (good news, without a number), or the log "
    "holds no subscriptions",
    compute=_compute,
    better="more",
)
