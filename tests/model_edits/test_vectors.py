"""The vectors that every implementation of edits must pass; their README explains them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desirepath.model.edit_json import edit_from_json, edit_to_json, lost_to_json
from desirepath.model.edits import apply_edit, invert_edit
from desirepath.model.nodes import ABSENT, MapNodes
from desirepath.model.ranks import rank_between
from desirepath.model.text_merge import Merged, merge_text
from desirepath.model.value_merge import MergedValue, merge_values

VECTORS = Path(__file__).parents[1] / "vectors"
Case = dict[str, Any]


def read(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def cases(name: str) -> list[Any]:
    """The cases of a file, each with the nodes it starts from where there are some."""
    file = read(name)
    found = file if isinstance(file, list) else [{**case, "nodes": file["nodes"]} for case in file["cases"]]
    return [pytest.param(case, id=f"{name}: {case['name']}") for case in found]


def test_every_file_is_run_and_every_name_is_its_own() -> None:
    files = {path.stem for path in VECTORS.glob("*.json")}
    assert files == {"ranks", "merge", "values", "apply", "concurrent", "invert"}
    names = [param.id for name in files for param in cases(name)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("case", cases("ranks"))
def test_ranks(case: Case) -> None:
    if case.get("refused"):
        with pytest.raises(ValueError, match=r"no rank fits|not a rank"):
            rank_between(case["before"], case["after"])
    else:
        assert rank_between(case["before"], case["after"]) == case["rank"]


@pytest.mark.parametrize("case", cases("merge"))
def test_texts(case: Case) -> None:
    assert merge_text(case["base"], case["mine"], case["theirs"]) == Merged(case["text"], case["is_clean"])


@pytest.mark.parametrize("case", cases("values"))
def test_values(case: Case) -> None:
    base, mine, theirs, value = (case.get(key, ABSENT) for key in ("base", "mine", "theirs", "value"))
    assert merge_values(case["property"], base, mine, theirs) == MergedValue(value, case["is_clean"])


@pytest.mark.parametrize("case", [*cases("apply"), *cases("concurrent")])
def test_applying(case: Case) -> None:
    start = nodes = MapNodes.from_json(case["nodes"])
    lost, refused = [], []
    for revision, edit in enumerate(case["edits"], start=start.revision + 1):
        applied = apply_edit(nodes, edit_from_json(edit), revision)
        nodes = applied.nodes
        lost.append([lost_to_json(one) for one in applied.lost])
        refused.append([problem.code for problem in applied.refused])
    nothing: list[Any] = [[] for _ in case["edits"]]
    assert lost == case.get("lost", nothing)
    assert refused == case.get("refused", nothing)
    expected = {node["id"]: node for node in case["nodes"]["nodes"]}
    expected |= {node["id"]: node for node in case["changed"]}
    assert {node["id"]: node for node in nodes.to_json()["nodes"]} == expected


@pytest.mark.parametrize("case", cases("invert"))
def test_inverting(case: Case) -> None:
    before, edit = MapNodes.from_json(case["nodes"]), edit_from_json(case["edit"])
    inverse = invert_edit(before, edit)
    assert edit_to_json(inverse) == case["inverse"]
    after = apply_edit(before, edit, 11).nodes
    undone = apply_edit(after, inverse, 12)
    assert undone.refused == ()
    assert [(node.id, node.properties) for node in undone.nodes.living()] == [
        (node.id, node.properties) for node in before.living()
    ]
