"""One kind of lane, one file, one line in the list below.

A lane nobody paints here is a lane of plain claims.
"""

from __future__ import annotations

from desirepath.exports.drawing.lanes import (
    claims,
    contacts,
    conversion,
    detours,
    dwell,
    feeling,
    images,
    measure_names,
    ownership,
    pains,
    reach,
    words_said,
)
from desirepath.exports.drawing.lanes.strip import LanePainter

PAINTERS: tuple[LanePainter, ...] = (
    detours.PAINTER,
    reach.PAINTER,
    conversion.PAINTER,
    dwell.PAINTER,
    feeling.PAINTER,
    claims.PAINTER,
    words_said.PAINTER,
    contacts.TOUCHPOINTS,
    contacts.CHANNELS,
    pains.PAINS,
    pains.OPPORTUNITIES,
    ownership.OWNER,
    ownership.HANDOFF,
    ownership.TASKS,
    measure_names.PAINTER,
    images.PAINTER,
)
LIVED_LANES = (
    ("lived.detours", "Ways off the map", "Ways off the map"),
    ("lived.reach", "Reach", "Reach"),
    ("lived.conversion", "From the step before", "From the step before"),
    ("lived.time", "Time", "Expected time"),
)
"""The lanes that the log fills, their names once it has, and before. Time also shows what the map expects."""

_BY_LANE = {lane: painter for painter in PAINTERS for lane in painter.lanes}


def painter_of(lane: str) -> LanePainter:
    """The painter of a lane.

    >>> painter_of("feeling").lanes, painter_of("a-lane-of-our-own") is claims.PAINTER
    (('feeling',), True)
    """
    return _BY_LANE.get(lane, claims.PAINTER)
