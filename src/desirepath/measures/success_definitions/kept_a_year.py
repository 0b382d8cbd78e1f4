"""Kept a year: which share of the customers stays a year or longer."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import NO_SUBSCRIPTIONS, Book
from desirepath.measures.book.months import YEAR_US
from desirepath.measures.statistics.kaplan_meier import kaplan_meier
from desirepath.measures.statistics.wilson import wilson
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if not book.records.has_subscriptions:
        return unknown(MEASURE.id, NO_SUBSCRIPTIONS, unit="share")
    left, staying = book.known_spells()
    n = len(left) + len(staying)
    longest = max((int(spells.max()) for spells in (left, staying) if len(spells)), default=0)
    if longest < YEAR_US:
        reason = "nobody has been a customer for a year yet" if n else "nobody has become a customer yet"
        return unknown(MEASURE.id, reason, unit="share", n=n, censored=len(staying))
    curve = kaplan_meier(left, staying)
    place = int(np.searchsorted(curve.times, YEAR_US, side="right")) - 1
    if place < 0:
        # Nobody has left: as many may have as could hide among those seen for a whole year.
        whole_year = int(np.count_nonzero(staying >= YEAR_US))
        low, high, method = wilson(whole_year, whole_year)[0], 1.0, "wilson"
    else:
        low, high, method = float(curve.low[place]), float(curve.high[place]), "kaplan-meier"
    return Estimate(
        MEASURE.id, curve.at(YEAR_US), low, high, n=n, censored=len(staying), unit="share", method=method
    )


MEASURE = SuccessMeasure(
    id="kept_a_year",
    name="Stay a year or longer",
    group="staying",
    question="Which share of customers is still one a year after becoming one?",
    formula="the Kaplan-Meier survival at 365 days of the first time as a customer, over everybody whose "
    "beginning the log holds, as known at the end of the period. Who is still a customer is "
    "censored: counted for as long as seen, and never as lost",
    unit="share",
    source="Kaplan and Meier (1958), Greenwood's variance on the log(-log) scale (Kalbfleisch and Prentice "
    "1980)",
    missing="nobody has been a customer for a year yet, or the log holds no subscriptions",
    compute=_compute,
    better="more",
)
