"""What a page has of a measured map and what a picture draws are the same numbers."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings

from desirepath.measures.measured_json import read_measured
from desirepath.measures.measured_map import MeasuredMap
from tests.exports.random_maps import measured_maps
from tests.exports.worlds import compared_bank, measured_bank


@settings(max_examples=25, deadline=None)
@given(measured_maps())
def test_what_is_written_is_read_again(measured: MeasuredMap) -> None:
    plain = json.loads(json.dumps(measured.to_json()))
    assert read_measured(measured.map, plain).to_json() == measured.to_json()


def test_one_side_of_two_is_read() -> None:
    compared = compared_bank()
    alone = replace(compared, against=None, there=None, differences=())
    assert read_measured(compared.map, compared.to_json()) == alone


def test_a_map_that_changed_since_keeps_what_is_known_of_its_steps() -> None:
    measured = measured_bank()
    stages = measured.map.stages
    now = measured.map.model_copy(
        update={
            "stages": (
                stages[1],
                stages[2],
                stages[0].model_copy(
                    update={"steps": (stages[0].steps[0].model_copy(update={"id": "new"}),)}
                ),
            )
        }
    )
    found = read_measured(now, measured.to_json())
    assert [step.id for step in found.steps] == [step.id for step in now.steps()]
    assert found.step("sign") == measured.step("sign")
    assert found.step("new").estimates["reach"].value is None
    gone = {"compare", "ask"}
    assert set(found.detours) == {way for way in measured.detours if not gone & {way.from_step, way.to_step}}
