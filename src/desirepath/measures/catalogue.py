"""The visible list of all measures, in the order they are shown. A new one is its file and a line here.

Other packages add theirs under the entry point group ``desirepath.measures``.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

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
    found = list(MEASURES)
    for point in entry_points(group="desirepath.measures"):
        measure = point.load()
        if not isinstance(measure, Measure):
            raise NOT_A_MEASURE.error(point.value)
        if measure.id in {known.id for known in found}:
            raise MEASURE_TWICE.error(point.value, says=f'two measures have the id "{measure.id}"')
        found.append(measure)
    return tuple(found)
