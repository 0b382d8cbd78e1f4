"""Late renewals: which share of the renewals came after their due date."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.estimates import share
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    reason = book.renewal_gap
    if reason:
        return unknown(MEASURE.id, reason, unit="share")
    renewed = [(due.due_us, due.renewed_us) for _, due in book.dues() if due.renewed_us is not None]
    return share(
        MEASURE.id,
        sum(renewed_us > due_us for due_us, renewed_us in renewed),
        len(renewed),
        of_none="nothing that was due in the period was renewed",
    )


MEASURE = SuccessMeasure(
    id="late_renewals",
    name="Renewed late",
    group="staying",
    question="Of the renewals, how many came after the term had ended?",
    formula="renewals of terms that ended in the period which came after that end / renewals of terms that "
    "ended in the period",
    unit="share",
    source="early and late by due date (Gainsight's Renewal Center); interval: Wilson (1927)",
    missing="nothing that was due in the period was renewed, or terms are not known",
    compute=_compute,
    better="less",
)
