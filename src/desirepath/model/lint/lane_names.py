"""Lanes are the house's own or declared ones, and at least one is shown."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.nearest import nearest
from desirepath.base.problem import Problem
from desirepath.model.journey_map import Lane
from desirepath.model.lanes import BY_ID
from desirepath.model.lint.kinds import NO_LANES, UNKNOWN_LANE
from desirepath.model.lint.look import LintRule, Look


def _find(look: Look) -> Iterator[Problem]:
    lanes = look.journey.lanes
    if lanes is not None and not lanes:
        yield NO_LANES.at("lanes")
    for position, lane in enumerate(lanes or ()):
        if not isinstance(lane, Lane) and lane not in BY_ID:
            yield _unknown(f"lanes[{position}]", f'"{lane}" is none of the house\'s lanes', lane, set(BY_ID))
    declared = {lane.id if isinstance(lane, Lane) else lane for lane in lanes or ()}
    for placed in look.steps():
        for lane_id in placed.step.cells or {}:
            if lane_id not in declared:
                says = f'"{lane_id}" is not among the map\'s lanes, so its cells are not drawn'
                yield _unknown(f"{placed.address}.cells.{lane_id}", says, lane_id, declared)


def _unknown(address: str, says: str, lane: str, known: set[str]) -> Problem:
    near = nearest(lane, sorted(known))
    return UNKNOWN_LANE.at(address, says=says, fix=f"did you mean {near}?" if near else "")


RULE = LintRule((UNKNOWN_LANE, NO_LANES), _find)
