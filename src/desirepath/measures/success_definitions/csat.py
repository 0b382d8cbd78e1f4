"""CSAT, over the whole log."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.definitions.csat import satisfied_of
from desirepath.measures.success_measure import SuccessMeasure
from desirepath.replay.answers import CSAT


def _compute(book: Book) -> Estimate:
    return satisfied_of(book.votes(CSAT))


MEASURE = SuccessMeasure(
    id="csat",
    name="CSAT",
    group="asking",
    question="How many of those who answered are satisfied?",
    formula="answers of 4 or 5 / answers, over every `survey.answered` on 1..5 in the period; a survey that "
    "was dismissed (no score) is no answer",
    unit="share",
    source="the field's top-two box of five; interval: Wilson (1927), each customer's answers one cluster "
    "(Korn and Graubard 1998)",
    missing="nobody answered on that scale in the period",
    compute=_compute,
    better="more",
)
