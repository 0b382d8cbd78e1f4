"""The visible list of all measures, in the order they are shown. A new one is its file and a line here.

Other packages add theirs under the entry point group ``desirepath.measures``.
"""

from __future__ import annotations

from functools import cache

from desirepath.measures.definitions import (
    ces,
    conversion,
    csat,
    drop_off,
    dwell,
    failure_rate,
    feeling,
    in_order_reach,
    interactions_per_visit,
    late_rate,
    nps,
    reach,
    reach_within,
    response_rate,
    return_rate,
    skip_rate,
    standing,
    success_rate,
    success_within,
    tickets_per_visit,
    time_to_reach,
    time_to_success,
)
from desirepath.measures.gathered import gather
from desirepath.measures.kinds import MEASURE_TWICE, NOT_A_MEASURE
from desirepath.measures.measure import Measure

MEASURES = (
    success_rate.MEASURE,
    success_within.MEASURE,
    failure_rate.MEASURE,
    time_to_success.MEASURE,
    reach.MEASURE,
    reach_within.MEASURE,
    in_order_reach.MEASURE,
    conversion.MEASURE,
    drop_off.MEASURE,
    skip_rate.MEASURE,
    return_rate.MEASURE,
    time_to_reach.MEASURE,
    dwell.MEASURE,
    late_rate.MEASURE,
    standing.MEASURE,
    feeling.MEASURE,
    nps.MEASURE,
    csat.MEASURE,
    ces.MEASURE,
    response_rate.MEASURE,
    interactions_per_visit.MEASURE,
    tickets_per_visit.MEASURE,
)


@cache
def all_measures() -> tuple[Measure, ...]:
    """The house's measures, then those that installed packages add.

    Raises DP-MSR-001 where two have one id, DP-MSR-002 where a package announces something else.

    >>> [measure.id for measure in all_measures()][:3]
    ['success_rate', 'success_within', 'failure_rate']
    """
    return gather(
        "desirepath.measures",
        MEASURES,
        Measure,
        none_of_it=NOT_A_MEASURE,
        twice=MEASURE_TWICE,
        called="measures",
    )
