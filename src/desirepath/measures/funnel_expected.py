"""What to expect of a funnel: the share that comes to a step within the window, when nobody is under way any
more.

Counted from the very first start of each, as a clock needs one beginning. Who still may come is censored:
known to have waited so long. Estimator and interval are those of
:mod:`~desirepath.measures.statistics.aalen_johansen`; who cannot come any more is kept until the end of the
window, as it is the share of all that is asked for (R. J. Gray, Annals of Statistics 16 (1988) 1141-1154).
Where nobody is under way it is the plain share, with Wilson's interval.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import to_microseconds
from desirepath.measures.estimates import share
from desirepath.measures.expected import share_within
from desirepath.measures.statistics.aalen_johansen import aalen_johansen
from desirepath.replay.funnel import Funnel

MEASURE: Final = "funnel_expected"
NO_WINDOW: Final = "without a window it is never over"
SEVERAL_ROWS: Final = "one customer may be followed several times here, and no two of those are strangers"
NOBODY: Final = "nobody has done the first step"


def expected_share(funnel: Funnel, step: int) -> Estimate:
    """The share of those who entered that comes to ``step`` within the window of the very first start."""
    window_us = funnel.question.window_us
    if not funnel.is_one_row_per_subject:
        return unknown(MEASURE, SEVERAL_ROWS, unit="share")
    chains = funnel.chains
    counted = chains.first != 0
    came = (chains.first >> step & 1).astype(np.bool_)
    waits = counted & ~came & chains.first_is_open
    n, censored = int(np.count_nonzero(counted)), int(np.count_nonzero(waits))
    if not censored:
        return share(MEASURE, int(np.count_nonzero(came)), n, of_none=NOBODY)
    if window_us is None:
        return unknown(MEASURE, NO_WINDOW, unit="share", n=n, censored=censored)
    after_us = funnel.came_after_us(step)[came]
    gone = int(np.count_nonzero(counted & ~came & ~waits))
    waited_us = to_microseconds(funnel.as_of) - chains.entered_us[waits]
    curve = aalen_johansen(np.sort(after_us), np.full(gone, window_us, np.int64), np.sort(waited_us))
    return share_within(
        MEASURE,
        curve,
        window_us,
        followed=gone + int(np.count_nonzero(after_us >= window_us)),
        oldest_us=int(waited_us.max()),
        n=n,
        censored=censored,
    )
