"""``import desirepath as dp``: the same calls from Python, and results that show themselves."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import desirepath as dp
from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import read_map as plain_read_map
from tests.cli.test_commands import LOG, MAP


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny.journey.yaml").write_text(MAP + "x-note: kept\n", encoding="utf-8")
    (tmp_path / "events.jsonl").write_text(LOG, encoding="utf-8")
    dp.import_files([tmp_path / "events.jsonl"], tmp_path / "workspace")
    return tmp_path


def test_importing_the_package_loads_nothing() -> None:
    code = "import sys, desirepath; print([name for name in sys.modules if name.startswith('desirepath.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_map_is_read_as_it_is_and_shows_itself(folder: Path) -> None:
    journey = dp.read_map(folder / "tiny.journey.yaml")
    assert isinstance(journey, JourneyMap)
    assert journey.model_dump() == plain_read_map(folder / "tiny.journey.yaml").model_dump()
    assert journey.extensions == {"x-note": "kept"}
    assert journey._repr_html_().startswith("<svg ")


def test_a_measured_map_shows_itself_and_becomes_a_frame(folder: Path) -> None:
    journey = dp.read_map(str(folder / "tiny.journey.yaml"))
    measured = dp.measure(
        journey, dp.open_log(folder / "workspace"), since=date(2020, 1, 1), until="2020-02-01"
    )
    assert measured.passages.started == 3
    assert measured._repr_html_().startswith("<svg ")
    frame = measured.to_frame()
    reach = frame[(frame["step"] == "look") & (frame["measure"] == "reach")]
    assert reach["value"].item() == pytest.approx(1 / 3)


def test_a_picture_is_written_by_its_ending(folder: Path) -> None:
    journey = dp.read_map(folder / "tiny.journey.yaml")
    assert dp.draw(journey, folder / "a.svg").read_text(encoding="utf-8").startswith("<svg ")
    assert "<!doctype html>" in dp.draw(journey, folder / "a.html").read_text(encoding="utf-8").lower()


def test_a_picture_that_cannot_be_written_leaves_the_old_one(folder: Path) -> None:
    journey = dp.read_map(folder / "tiny.journey.yaml")
    (folder / "a.svg").write_text("old", encoding="utf-8")
    (folder / "a.svg.tmp").mkdir()  # where the new one would be drafted
    with pytest.raises(dp.DesirepathError) as raised:
        dp.draw(journey, folder / "a.svg")
    assert raised.value.code == "DP-LOG-006"
    assert (folder / "a.svg").read_text(encoding="utf-8") == "old"


def test_retention_and_lifecycle_show_themselves_and_become_frames(folder: Path) -> None:
    log = dp.open_log(folder / "workspace")
    retained = dp.retention(log, "sign up", "look", unit="day", since="2020-01-01", until=date(2020, 1, 4))
    assert [cohort.size for cohort in retained.cohorts] == [2, 0, 0]
    assert retained.cohorts[0].cells[1].share.value == 0.5
    assert "2020-01-01" in retained._repr_html_()
    frame = retained.to_frame()
    assert frame[(frame["first"] == 1) & (frame["size"] == 2)]["share"].item() == 0.5
    lived = dp.lifecycle(log, unit="month", since="2020-01-01", until="2020-03-01")
    assert [(month.active, month.unfinished) for month in lived.periods] == [(3, False), (1, True)]
    assert "2020-01" in lived._repr_html_()
    assert lived.to_frame()["active"].tolist() == [3, 1]


def test_ways_of_a_segment_and_a_time(folder: Path) -> None:
    found = dp.paths(
        dp.open_log(folder / "workspace"), segment='traits.plan == "pro"', until=date(2020, 1, 3)
    )
    assert (found.subjects, found.activities) == (1, {"look": 1, "sign up": 1})


def test_a_map_that_cannot_be_read_says_everything_at_once(folder: Path) -> None:
    (folder / "bad.journey.yaml").write_text(MAP.replace("title", "titel"), encoding="utf-8")
    with pytest.raises(dp.DesirepathError) as raised:
        dp.read_map(folder / "bad.journey.yaml")
    assert len(raised.value.problems) == 2
