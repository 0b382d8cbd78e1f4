"""The scores given on some scales at a place, as a histogram of levels."""

from __future__ import annotations

import numpy as np

from desirepath.measures.measure import Place
from desirepath.measures.observed import Array, Observed


def scores_on(observed: Observed, scales: tuple[str, ...], place: Place) -> Array:
    """(L,) answers by level on these scales together.

    A level counts from the worst end, so that 7..1 (1 = best) joins 1..7 correctly.
    """
    wanted = [index for index, name in enumerate(observed.tally.scales) if name in scales]
    here = observed.tally.scores.sum(axis=0) if place is None else observed.tally.scores[place]
    return np.asarray(here[wanted].sum(axis=0))
