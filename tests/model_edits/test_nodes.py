"""Nodes stand for the file: nothing is added, nothing is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.model.document import Document
from desirepath.model.edits import Edit, Move, apply_edit
from desirepath.model.journey_map import JourneyMap
from desirepath.model.nodes import MapNodes, from_nodes, to_nodes
from tests.model_edits.strategies import comments_of, map_data


@given(st.data())
def test_nodes_and_back_is_the_same_file(data: st.DataObject) -> None:
    file = data.draw(map_data())
    comments = data.draw(comments_of(file))
    JourneyMap.model_validate(file)
    nodes = to_nodes(file, comments)
    assert from_nodes(nodes) == (file, comments)
    assert MapNodes.from_json(json.loads(json.dumps(nodes.to_json()))) == nodes


def step(**lanes: Any) -> dict[str, Any]:
    return {
        "format": "desirepath/1",
        "id": "m",
        "title": "T",
        "stages": [{"id": "a", "name": "A", "steps": [{"id": "s", "name": "S", **lanes}]}],
    }


def cards(file: dict[str, Any]) -> list[str]:
    return [node.id for node in to_nodes(file).living() if node.kind == "card"]


def test_a_card_keeps_its_id_when_others_come_before_it_or_it_goes_elsewhere() -> None:
    alone = cards(step(doing=["Waits"]))
    assert alone == cards(step(thinking=["Waits"]))
    assert alone[0] in cards(step(doing=["Calls us", "Waits"]))


def test_cards_with_the_same_text_are_told_apart_in_the_order_of_the_file() -> None:
    first, second = cards(step(doing=["Waits", "Waits"]))
    assert second == f"{first}-2"


def test_an_id_in_the_file_is_the_cards_id_and_is_never_taken_by_a_derived_one() -> None:
    derived = cards(step(doing=["Waits"]))[0].removeprefix("card:")
    assert cards(step(doing=["Waits", {"text": "Other", "id": derived}])) == [
        f"card:{derived}-2",
        f"card:{derived}",
    ]


def test_a_comment_travels_with_what_it_is_about() -> None:
    file = step(doing=["Waits", "Calls us"])
    nodes = to_nodes(
        file, {"stages[0].steps[0].doing[1]": "# true?", "stages[0].steps[0].name": "# or kick-off?"}
    )
    card = next(node for node in nodes.living() if node.properties.get("text") == "Calls us")
    assert card.properties["#"] == "# true?"
    assert nodes.nodes["step:s"].properties["#.name"] == "# or kick-off?"


def test_a_real_file_survives_and_an_edit_touches_only_its_lines() -> None:
    text = """\
# ours
format: desirepath/1
id: m
title: T
stages:
  - id: a
    name: A   # or B?
    steps:
      - id: s
        name: S
        doing:
          # true?
          - Waits
          - Calls us
        cells: {"r.1": [{text: Late}]}
lanes: [doing, {id: r.1}]
"""
    document = Document.read(text)
    nodes = to_nodes(document.data, document.comments())
    data, comments = from_nodes(nodes)
    assert (data, comments) == (document.data, document.comments())
    assert document.save(data, comments) == text
    waits = next(node.id for node in nodes.living() if node.properties.get("text") == "Waits")
    data, comments = from_nodes(apply_edit(nodes, Edit("e", (Move(waits, "step:s", "i002"),)), 1).nodes)
    moved = text.replace("          - Calls us\n", "").replace(
        "          # true?", "          - Calls us\n          # true?"
    )
    assert document.save(data, comments) == moved


def test_two_steps_with_one_id_are_refused() -> None:
    file = step()
    file["stages"][0]["steps"] *= 2
    with pytest.raises(DesirepathError, match="DP-EDT-001: step:s is there twice"):
        to_nodes(file)
