"""The lanes of a map: the house's own, in one visible list, and how one map orders, renames, hides and adds
to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from desirepath.model.journey_map import JourneyMap, Lane

Side = Literal["customer", "touch", "on_stage", "off_stage", "about"]
"""Where a lane lies on the blueprint: the customer's own, where we touch, what the customer sees of us, what
they do not see, and what is said about the step."""


@dataclass(frozen=True, slots=True)
class BuiltInLane:
    """A lane the house knows. ``field`` is the field of :class:`~desirepath.model.journey_map.Step` it
    shows."""

    id: str
    name: str
    side: Side
    field: str


BUILT_IN_LANES: Final = (
    BuiltInLane("goal", "Goal", "customer", "goal"),
    BuiltInLane("doing", "Doing", "customer", "doing"),
    BuiltInLane("thinking", "Thinking", "customer", "thinking"),
    BuiltInLane("feeling", "Feeling", "customer", "feeling"),
    BuiltInLane("touchpoints", "Touchpoints", "touch", "touchpoints"),
    BuiltInLane("channels", "Channels", "touch", "channels"),
    BuiltInLane("on_stage", "On-stage", "on_stage", "on_stage"),
    BuiltInLane("off_stage", "Off-stage", "off_stage", "off_stage"),
    BuiltInLane("pain_points", "Pain points", "about", "pain_points"),
    BuiltInLane("opportunities", "Opportunities", "about", "opportunities"),
    BuiltInLane("moment_of_truth", "Moment of truth", "about", "moment_of_truth"),
    BuiltInLane("success", "What success looks like", "about", "success"),
    BuiltInLane("owner", "Owner", "about", "owner"),
    BuiltInLane("handoff", "Handoff", "about", "handoff"),
    BuiltInLane("tasks", "Tasks", "about", "tasks"),
    BuiltInLane("measures", "Measures", "about", "measures"),
    BuiltInLane("quotes", "Quotes", "about", "quotes"),
    BuiltInLane("images", "Images", "about", "images"),
)
BY_ID: Final[Mapping[str, BuiltInLane]] = {lane.id: lane for lane in BUILT_IN_LANES}


@dataclass(frozen=True, slots=True)
class LaneView:
    """A lane as one map shows it. ``field`` is None for a lane of the map's own: its cells are in
    ``Step.cells[id]``."""

    id: str
    name: str
    side: Side
    field: str | None
    hidden: bool = False


def lanes_of(journey: JourneyMap) -> tuple[LaneView, ...]:
    """The map's lanes in its order, the hidden ones too; a map that lists none shows all the house knows.

    >>> lanes = ("goal", Lane(id="mood"))
    >>> journey = JourneyMap(format="desirepath/1", id="m", title="M", stages=(), lanes=lanes)
    >>> [(lane.name, lane.side) for lane in lanes_of(journey)]
    [('Goal', 'customer'), ('Mood', 'about')]
    """
    if journey.lanes is None:
        return tuple(LaneView(lane.id, lane.name, lane.side, lane.field) for lane in BUILT_IN_LANES)
    return tuple(_view(lane if isinstance(lane, Lane) else Lane(id=lane)) for lane in journey.lanes)


def _view(lane: Lane) -> LaneView:
    known = BY_ID.get(lane.id)
    plain_name = lane.id.replace("_", " ").replace("-", " ").capitalize()
    name = lane.name or (known.name if known else plain_name)
    side: Side = lane.side or (known.side if known else "about")
    return LaneView(lane.id, name, side, known.field if known else None, lane.hidden)


def line_of_visibility(lanes: Iterable[LaneView]) -> int | None:
    """Where the line of visibility lies: before the lane at this index of ``lanes``.

    It is the first off-stage lane that comes after a lane the customer can see; hidden lanes do not count.
    None where the map shows nothing off-stage, or nothing before it: then there is no line to draw.

    >>> line_of_visibility(_view(Lane(id=id)) for id in ("doing", "on_stage", "off_stage", "owner"))
    2
    """
    seen = False
    for index, lane in enumerate(lanes):
        if lane.hidden:
            continue
        if lane.side == "off_stage" and seen:
            return index
        seen = seen or lane.side in ("customer", "touch", "on_stage")
    return None
