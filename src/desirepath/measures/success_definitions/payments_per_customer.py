"""Payments: what a customer pays in a month."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.book.money import say_gaps
from desirepath.measures.success_estimates import per_month
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    currency = book.records.rates.currency
    if not book.records.holds("payment.succeeded"):
        return unknown(MEASURE.id, "the log holds no payments (payment.succeeded)", unit=currency)
    cents = np.zeros(book.size, np.int64)
    gaps: dict[str, int] = {}
    for row in book.rows("payment.succeeded"):
        paid = book.records.rates.cents(row["amount"], row["currency"])
        if isinstance(paid, str):
            gaps[paid] = gaps.get(paid, 0) + 1
        elif row["subject"] >= 0:
            cents[row["subject"]] += paid
    if gaps:
        return unknown(MEASURE.id, say_gaps(gaps, "payment"), unit=currency)
    return per_month(MEASURE.id, cents, book.exposure_us, times=0.01, unit=currency)


MEASURE = SuccessMeasure(
    id="payments_per_customer",
    name="Paid in a month",
    group="money",
    question="How much money comes in from one customer in a month?",
    formula="the amounts of all `payment.succeeded` in the period by those who were customers in it, in the "
    "currency of the reports / the months they were customers in it. It is money that moved, not "
    "what was agreed: a year paid at once counts in the month it came",
    unit="money",
    source="average revenue per account from payments; mean of ratios over customers with linearised "
    "variance, Cochran (1977) 6.3",
    missing="the log holds no payments, nobody was a customer in the period, or an amount is in a currency "
    "without a rate",
    compute=_compute,
    better="more",
)
