"""How often an activity with a reserved name happened at a place."""

from __future__ import annotations

from desirepath.measures.measure import Place
from desirepath.measures.observed import Observed


def count_of(observed: Observed, activity: str, place: Place) -> int:
    """Interactions with this activity while standing at the step, or during the whole journey."""
    if activity not in observed.tally.activities:
        return 0
    column = observed.tally.activity_at[:, observed.tally.activities.index(activity)]
    return int(column.sum() if place is None else column[place])
