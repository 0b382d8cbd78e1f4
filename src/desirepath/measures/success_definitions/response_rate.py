"""Response rate: which share of the surveys sent was answered."""

from __future__ import annotations

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.book.months import DAY_US
from desirepath.measures.estimates import share_of_clusters
from desirepath.measures.statistics.ratio_of_means import moments_of
from desirepath.measures.success_measure import SuccessMeasure

OPEN_DAYS = 14


def _compute(book: Book) -> Estimate:
    if not book.records.holds("survey.sent"):
        reason = "the log does not say to whom surveys were sent (survey.sent)"
        return unknown(MEASURE.id, reason, unit="share")
    subject, sent_us, is_answered = book.surveys_sent()
    may_still_come = ~is_answered & (sent_us > book.records.last_us - OPEN_DAYS * DAY_US)
    # Surveys that name nobody we know went each to somebody else.
    _, whose = np.unique(np.where(subject >= 0, subject, -1 - np.arange(len(subject))), return_inverse=True)
    sent = np.bincount(whose) if len(whose) else np.zeros(0, np.int64)
    answered = np.bincount(whose, weights=is_answered) if len(whose) else sent
    return share_of_clusters(
        MEASURE.id,
        moments_of(sent, answered),
        censored=int(np.count_nonzero(may_still_come)),
        of_none="no survey was sent in the period",
    )


MEASURE = SuccessMeasure(
    id="response_rate",
    name="Surveys answered",
    group="asking",
    question="Of the surveys we sent, how many were answered?",
    formula="`survey.sent` in the period that were answered by the end of the data / `survey.sent` in the "
    "period. An answer (`survey.answered` with a score or a text: dismissing is none) belongs to "
    "the latest survey of the same name (`properties.survey`) sent to the same customer before it, "
    "and each survey is answered once. Censored: surveys without an answer that were sent in the "
    "last 14 days of the data",
    unit="share",
    source="AAPOR's response rate RR1 in its plainest form: completed / asked; interval: Wilson "
    "(1927), each customer's surveys one cluster (Korn and Graubard 1998)",
    missing="no survey was sent in the period, or the log does not say to whom",
    compute=_compute,
    better="more",
)
