"""Renewal rate: which share of the terms that came up was renewed."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.estimates import share
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    reason = book.renewal_gap
    if reason:
        return unknown(MEASURE.id, reason, unit="share")
    dues = [due for _, due in book.dues()]
    return share(
        MEASURE.id,
        sum(due.renewed_us is not None for due in dues),
        len(dues),
        censored=sum(due.renewed_us is None and due.lost_us is None for due in dues),
        of_none="no term ended in the period",
    )


MEASURE = SuccessMeasure(
    id="renewal_rate",
    name="Renewed",
    group="staying",
    question="Of the subscriptions that came up for renewal, how many were renewed so far?",
    formula="terms that ended in the period and were renewed / terms that ended in the period (Renewals "
    "Due). A term begins when its subscription is started or renewed and lasts as long as the log "
    "says (properties.ends_on, .term_days, .term_months or .interval, else the traits of that "
    "name). Early and late renewals count when they were due, and a subscription that was cancelled "
    "in the middle of its term was due at its end. Censored: due, and neither renewed nor cancelled "
    "yet",
    unit="share",
    source="Renewals Due as Gainsight's Renewal Center counts them, by number; interval: Wilson (1927)",
    missing="no term ended in the period, the log holds no renewals at all, or does not say how long terms "
    "are",
    compute=_compute,
    better="more",
)
