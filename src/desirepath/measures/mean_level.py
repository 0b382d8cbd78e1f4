"""The mean of answers laid on one line from the worst (0) to the best (1), whatever their scales."""

from __future__ import annotations

from dataclasses import dataclass

from desirepath.measures.statistics.ratio_of_means import Moments, ratio_of_means
from desirepath.measures.statistics.wilson import wilson
from desirepath.replay.tally import LEVELS


@dataclass(frozen=True, slots=True)
class MeanLevel:
    """The mean with its 95 % interval (None: there is none), on the line from 0 to 1, and how it was made."""

    mean: float
    low: float | None
    high: float | None
    method: str

    def on(self, worst: float, best: float) -> tuple[float, float | None, float | None]:
        """The same on a line from ``worst`` to ``best``."""
        mean, low, high = (
            None if value is None else worst + value * (best - worst)
            for value in (self.mean, self.low, self.high)
        )
        assert mean is not None
        return mean, low, high


def mean_level(moments: Moments) -> MeanLevel:
    """The mean of levels, each subject's answers taken as one cluster. Raises ValueError where there are
    none."""
    result = ratio_of_means(moments)
    mean = result.mean / (LEVELS - 1)
    if result.half_width is None:
        return MeanLevel(mean, None, None, "one subject, no interval")
    if result.half_width == 0:
        # Answers that are all alike show no spread, but few of them do not prove that there is none.
        low, high = wilson(mean * moments.subjects, moments.subjects)
        return MeanLevel(mean, min(low, mean), max(high, mean), "wilson")
    half = result.half_width / (LEVELS - 1)
    return MeanLevel(mean, max(mean - half, 0.0), min(mean + half, 1.0), "ratio of means, t")
