from __future__ import annotations

from desirepath.model.journey_map import JourneyMap, Lane, LaneEntry, Step
from desirepath.model.lanes import BUILT_IN_LANES, lanes_of, line_of_visibility


def showing(*lanes: LaneEntry) -> JourneyMap:
    return JourneyMap(format="desirepath/1", id="m", title="M", stages=(), lanes=lanes or None)


def test_every_built_in_lane_shows_a_field_of_the_step() -> None:
    shown = {lane.field for lane in BUILT_IN_LANES}
    assert shown <= set(Step.field_names())
    assert set(Step.field_names()) - shown == {
        "id",
        "name",
        "when",
        "optional",
        "repeatable",
        "within",
        "detail",
        "cells",
    }


def test_a_map_without_lanes_shows_all_and_the_line_lies_above_what_is_unseen() -> None:
    lanes = lanes_of(showing())
    line = line_of_visibility(lanes)
    assert line is not None
    assert [lane.id for lane in lanes[line - 1 : line + 1]] == ["on_stage", "off_stage"]


def test_lanes_can_be_ordered_renamed_hidden_and_added() -> None:
    lanes = lanes_of(
        showing("off_stage", Lane(id="goal", name="Wish", hidden=True), Lane(id="it", side="off_stage"))
    )
    assert [(lane.name, lane.side, lane.hidden, lane.field) for lane in lanes] == [
        ("Off-stage", "off_stage", False, "off_stage"),
        ("Wish", "customer", True, "goal"),
        ("It", "off_stage", False, None),
    ]


def test_there_is_no_line_where_one_side_is_missing() -> None:
    for lanes in (
        ("goal", "owner"),
        ("off_stage",),
        (Lane(id="goal", hidden=True), "off_stage"),
        ("off_stage", "goal"),
    ):
        assert line_of_visibility(lanes_of(showing(*lanes))) is None
