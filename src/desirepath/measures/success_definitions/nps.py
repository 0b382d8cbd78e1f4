"""NPS, over the whole log."""

from __future__ import annotations

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.definitions.nps import net_promoters_of
from desirepath.measures.success_measure import SuccessMeasure
from desirepath.replay.answers import NPS


def _compute(book: Book) -> Estimate:
    return net_promoters_of(book.votes(NPS))


MEASURE = SuccessMeasure(
    id="nps",
    name="NPS",
    group="asking",
    question="How many more would recommend us than would not?",
    formula="100 x (answers of 9 or more - answers below 7) / answers, over every `survey.answered` on "
    "0..10 in the period; every answer is a promoter (>= 9), a passive (>= 7) or a detractor (the "
    "rest, 6.5 included). A survey that was dismissed (no score) is no answer. Variance: (p + d - "
    "(p - d)^2) / n; where a customer answered several times, its answers are one cluster",
    unit="points",
    source="F. Reichheld, Harvard Business Review 81/12 (2003) 46-54; interval from the multinomial "
    "variance, of several answers of one customer the linearised one (Cochran 1977, 6.3); Wilson's where "
    "all answers are of one kind",
    missing="nobody answered on that scale in the period",
    compute=_compute,
    better="more",
)
