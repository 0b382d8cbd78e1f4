"""CES, over the whole log."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.definitions.ces import easy_of
from desirepath.measures.success_measure import SuccessMeasure
from desirepath.replay.answers import CES


def _compute(book: Book) -> Estimate:
    return easy_of(book.votes(CES))


MEASURE = SuccessMeasure(
    id="ces",
    name="CES",
    group="asking",
    question="How many of those who answered found it easy?",
    formula="answers of 5, 6 or 7 / answers, over every `survey.answered` on 1..7 in the period, where 7 is "
    "easiest; a scale written 7..1 or 1..7 hard, where 1 is easiest, is turned round; a survey that "
    "was dismissed (no score) is no answer",
    unit="share",
    source="the customer effort score 2.0 (agreement of 5 to 7 that it was made easy); interval: Wilson "
    "(1927), each customer's answers one cluster (Korn and Graubard 1998)",
    missing="nobody answered on that scale in the period",
    compute=_compute,
    better="more",
)
