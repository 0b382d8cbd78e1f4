"""Online rating: the mean of the public reviews."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.mean_level import mean_level
from desirepath.measures.statistics.ratio_of_means import moments_of
from desirepath.measures.success_measure import SuccessMeasure


def _compute(book: Book) -> Estimate:
    reviews = book.reviews()
    if not reviews:
        reason = "no review with a score was posted in the period"
        return unknown(MEASURE.id, reason, unit="stars")
    totals: dict[int, list[int]] = {}
    for place, review in enumerate(reviews):
        # Reviews that name nobody are by nobody we know: each counts as somebody else's.
        cluster = review.subject if review.subject >= 0 else -1 - place
        totals.setdefault(cluster, [0, 0])
        totals[cluster][0] += 1
        totals[cluster][1] += review.level
    counts, sums = zip(*totals.values(), strict=True)
    found = mean_level(moments_of(counts, sums))
    value, low, high = found.on(1.0, 5.0)
    return Estimate(MEASURE.id, value, low, high, n=len(reviews), unit="stars", method=found.method)


MEASURE = SuccessMeasure(
    id="online_rating",
    name="Online rating",
    group="asking",
    question="What do public reviews say of us, in stars of five?",
    formula="the mean of the scores of all `review.posted` in the period, each scale's worst end taken as 1 "
    "star and its best as 5 (a 1..5 rating is its stars). Reviews that name no customer count too, "
    "as long as nobody asks for a segment",
    unit="stars",
    source="mean of ratios over reviewers with linearised variance, Cochran (1977) 6.3; Wilson's where all "
    "are alike",
    missing="no review with a score was posted in the period: not a rating of 0",
    compute=_compute,
    better="more",
)
