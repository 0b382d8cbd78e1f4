"""The journey board over HTTP: who stands where, with health where the workspace has a scorecard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.test import Client

from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.models import MapRecord

BOARD = "/api/v1/maps/shop/board"
CARD = """\
format: desirepath/1
id: shop
name: The shop's customers
of: customer
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - id: asks
    name: Questions
    takes: count
    of: [{activity: asked}]
    scores: [{less_than: 1, points: 0, says: asks nothing}, {at_least: 1, points: 100}]
"""


def board(ana: Client, worker: Worker) -> Any:
    assert ana.get(BOARD).status_code == 202
    assert worker.run_one()
    found = ana.get(BOARD)
    assert found.status_code == 200
    return found.json()["answer"]


def test_everybody_stands_in_their_column(ana: Client, shop: MapRecord, worker: Worker) -> None:
    found = board(ana, worker)
    assert found["format"] == "desirepath-board/1"
    columns = {one["step"]: [card["subject"] for card in one["cards"]] for one in found["columns"]}
    assert columns == {None: [], "look": ["c3", "c4"], "pay": []}
    assert [one["name"] for one in found["columns"]] == [None, "Looks around", "Pays"]
    assert (found["ended"], found["can_arrive"]) == ({"succeeded": 2}, True)
    card = found["columns"][1]["cards"][0]
    # c3 looked at hour 3, the log ends at hour 7.
    assert (card["stayed_seconds"], card["pace"], card["score"]) == (4 * 3600, "not known", None)
    assert (found["currency"], found["scorecard"], found["levels"]) == (None, None, [])


def test_with_a_scorecard_in_the_workspace_each_has_its_health(
    ana: Client, shop: MapRecord, worker: Worker, folder: Path
) -> None:
    (folder / "scorecards").mkdir()
    (folder / "scorecards" / "shop.scorecard.yaml").write_text(CARD, "utf-8")
    found = board(ana, worker)
    assert (found["scorecard"], found["levels"]) == ("The shop's customers", ["poor", "good"])
    assert [(card["score"], card["level"]) for card in found["columns"][1]["cards"]] == [(0, "poor")] * 2


def test_a_scorecard_that_cannot_be_read_is_said_and_nothing_is_shown(
    ana: Client, shop: MapRecord, worker: Worker, folder: Path
) -> None:
    (folder / "scorecards").mkdir()
    broken = CARD.replace("at_least: 1", "at_least: 2")
    (folder / "scorecards" / "shop.scorecard.yaml").write_text(broken, "utf-8")
    assert ana.get(BOARD).status_code == 202
    worker.run_one()
    found = ana.get(BOARD)
    assert found.status_code == 422
    assert found.json()["problems"][0]["code"] == "DP-SUC-001"
