"""Ticket volume: how many tickets a hundred customers open in a month."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.success_estimates import per_month
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    if not book.records.holds("ticket.opened"):
        return unknown(MEASURE.id, "the log holds no tickets (ticket.opened)", unit=MEASURE.unit)
    subjects = [row["subject"] for row in book.rows("ticket.opened") if row["subject"] >= 0]
    counts = np.bincount(np.array(subjects, np.int64), minlength=book.size)
    return per_month(MEASURE.id, counts, book.exposure_us, times=100, unit=MEASURE.unit)


MEASURE = SuccessMeasure(
    id="ticket_volume",
    name="Tickets",
    group="asking",
    question="How many tickets do a hundred customers open in a month?",
    formula="100 x `ticket.opened` in the period by those who were customers in it / the months they were "
    "customers in it (a twelfth of 365 days). A ticket that names no customer is in no number",
    unit="per 100 per month",
    source="contact rate of the support field; mean of ratios over customers with linearised variance, "
    "Cochran (1977) 6.3: a few customers open most tickets, and the interval knows it; with none at "
    "all Poisson score (Barker 2002)",
    missing="the log holds no tickets at all, or nobody was a customer in the period; none in a period of a "
    "log that holds some is 0",
    compute=_compute,
    better="less",
)
