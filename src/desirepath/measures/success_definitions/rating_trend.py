"""Rating trend: whether public reviews get better or worse."""

from __future__ import annotations

from desirepath.base.estimate import Estimate, unknown
from desirepath.measures.book.book import Book
from desirepath.measures.book.months import YEAR_US
from desirepath.measures.statistics.slope import slope
from desirepath.measures.success_measure import SuccessMeasure
from desirepath.replay.tally import LEVELS

FEWEST = 3


def _compute(book: Book) -> Estimate:
    reviews = book.reviews()
    if len({review.at_us for review in reviews}) < FEWEST:
        return unknown(
            MEASURE.id,
            "fewer than three reviews at different times: no trend can be seen",
            unit=MEASURE.unit,
            n=len(reviews),
        )
    years = [(review.at_us - book.since_us) / YEAR_US for review in reviews]
    stars = [1 + 4 * review.level / (LEVELS - 1) for review in reviews]
    value, half = slope(years, stars)
    if half == 0:
        return Estimate(MEASURE.id, value, n=len(reviews), unit=MEASURE.unit, method="no spread, no interval")
    low, high = value - half, value + half
    return Estimate(
        MEASURE.id, value, low, high, n=len(reviews), unit=MEASURE.unit, method="least squares, t"
    )


MEASURE = SuccessMeasure(
    id="rating_trend",
    name="Trend of the rating",
    group="asking",
    question="By how many stars a year do public reviews rise or fall?",
    formula="the slope of the straight line through the stars of all `review.posted` in the period over "
    "time, by least squares",
    unit="stars per year",
    source="simple linear regression, interval by Student's t with n - 2 degrees of freedom (Draper and "
    "Smith, Applied Regression Analysis, 1.4)",
    missing="fewer than three reviews at different times",
    compute=_compute,
    better="more",
)
