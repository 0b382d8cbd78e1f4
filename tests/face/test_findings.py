"""The face: paths and conformance, as a notebook shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

import desirepath as dp
from desirepath.log.store import Log

LINES = [("ann", 1, "sign"), ("ann", 2, "use"), ("bob", 1, "sign"), ("bob", 3, "<b>ask</b>")]
MAP = """
format: desirepath/1
id: tiny
title: Tiny
stages:
  - {id: a, name: A, steps: [{id: sign, name: Signs, when: [{activity: sign}]}]}
"""


@pytest.fixture
def log(tmp_path: Path) -> Log:
    file = tmp_path / "lived.jsonl"
    file.write_text(
        "".join(
            f'{{"customer": "{who}", "occurred_at": "2026-01-0{day}T00:00:00Z", "activity": "{activity}"}}\n'
            for who, day, activity in LINES
        ),
        encoding="utf-8",
    )
    dp.import_files([file], tmp_path / "log")
    return dp.open_log(tmp_path / "log")


def test_paths_show_themselves_with_everything_escaped(log: Log) -> None:
    found = dp.paths(log)
    assert found.variants == 2
    shown = found._repr_html_()
    assert "2 customers, 4 interactions, 2 different ways" in shown
    assert "&lt;b&gt;ask&lt;/b&gt;" in shown
    assert found.to_frame()["n"].tolist() == [1, 1]


def test_conformance_shows_itself(log: Log, tmp_path: Path) -> None:
    (tmp_path / "tiny.journey.yaml").write_text(MAP, encoding="utf-8")
    found = dp.conformance(dp.read_map(tmp_path / "tiny.journey.yaml"), log, until="2026-02-01")
    assert found.fit.exact.value == 1.0
    assert "follow the map exactly" in found._repr_html_()
    assert found.to_frame()["kind"].tolist() == ["fit"]
