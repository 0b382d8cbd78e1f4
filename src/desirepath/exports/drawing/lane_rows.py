"""Which lanes a drawing shows, in which order, and in which groups they stand together."""

from __future__ import annotations

from dataclasses import dataclass

from desirepath.model.journey_map import JourneyMap
from desirepath.model.lanes import BY_ID, LaneView, lanes_of

IN_THE_HEAD = "moment_of_truth"
"""Drawn on the step itself, so it has no lane of its own in the picture."""


@dataclass(frozen=True, slots=True)
class LaneGroup:
    """Lanes that stand together under one name.

    ``ground`` and ``rail`` are the colours' roles behind them.
    """

    name: str
    ground: str = "paper"
    rail: str = "tint"


LIVED = LaneGroup("As lived")
PLANNED = LaneGroup("As planned")
GROUPS: dict[str, LaneGroup] = {
    "customer": LaneGroup("The customer"),
    "touch": LaneGroup("Where we meet"),
    "on_stage": LaneGroup("Where we meet"),
    "off_stage": LaneGroup("Behind the scenes", "shade", "head"),
    "about": LaneGroup("What we make of it", "tint", "tint"),
}


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane as the drawing needs it. ``view`` is None for a lane that the log alone fills.

    ``listed``: the map names it, so it is drawn even while it is empty.
    """

    id: str
    name: str
    group: LaneGroup
    view: LaneView | None = None
    listed: bool = False


def lane_rows(journey: JourneyMap) -> tuple[LaneRow, ...]:
    """The map's visible lanes in its order.

    >>> from desirepath.model.journey_map import Lane
    >>> lanes = ("goal", Lane(id="mood"))
    >>> journey = JourneyMap(format="desirepath/1", id="m", title="M", stages=(), lanes=lanes)
    >>> [(row.name, row.group.name) for row in lane_rows(journey)]
    [('Goal', 'The customer'), ('Mood', 'What we make of it')]
    """
    listed = journey.lanes is not None
    return tuple(
        LaneRow(view.id, view.name, GROUPS[view.side], view, listed)
        for view in lanes_of(journey)
        if not view.hidden and view.id != IN_THE_HEAD
    )


def shows_lane(journey: JourneyMap, lane: str) -> bool:
    """Whether the map shows this lane. Raises KeyError for a lane the house does not know."""
    return any(row.id == BY_ID[lane].id for row in lane_rows(journey))
