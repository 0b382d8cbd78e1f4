"""Payment failures: which share of the payments that were due did not come in."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.estimates import share
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if not book.records.holds("payment.succeeded", "payment.failed"):
        return unknown(MEASURE.id, "the log holds no payments", unit="share")
    failed = sum(1 for _ in book.rows("payment.failed"))
    succeeded = sum(1 for _ in book.rows("payment.succeeded"))
    return share(MEASURE.id, failed, failed + succeeded, of_none="nothing was paid or due in the period")


MEASURE = SuccessMeasure(
    id="payment_failures",
    name="Payments that failed",
    group="money",
    question="Of all attempts to pay, how many failed?",
    formula="`payment.failed` / (`payment.failed` + `payment.succeeded`) in the period: attempts, so that "
    "one that succeeds the second time is in both",
    unit="share",
    source="failed payment rate of billing; interval: Wilson (1927)",
    missing="nothing was paid or due in the period",
    compute=_compute,
    better="less",
)
