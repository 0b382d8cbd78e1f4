"""What ``desirepath import --propose`` says."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.sources.files import write
from tests.sources.test_proposing import AS_IT_IS, EUROPEAN


def test_what_it_shows_can_be_kept_and_used(run: Run, tmp_path: Path) -> None:
    table, mapping = write(tmp_path, "table.csv", AS_IT_IS), tmp_path / "mine.toml"
    shown = run("import", "--propose", table)
    assert shown.code == 0
    done = run("import", "--propose", table, "-o", mapping)
    assert mapping.read_text("utf-8") == shown.out
    assert f"next: desirepath import {table} --log workspace --mapping {mapping}" in done.out
    assert "3 new" in run("import", table, "--log", tmp_path / "w", "--mapping", mapping).out


def test_what_is_to_be_decided_is_said(run: Run, tmp_path: Path) -> None:
    table, mapping = write(tmp_path, "table.csv", EUROPEAN), tmp_path / "mine.toml"
    done = run("import", "--propose", table, "-o", mapping)
    assert done.code == 0
    assert "2 things to decide" in done.out
    assert "is the day first, or the month?" in done.out
    refused = run("import", table, "--log", tmp_path / "w", "--mapping", mapping)
    assert (refused.code, "DP-SRC-006" in refused.err) == (1, True)


def test_a_ready_mapping_that_fits_is_said(run: Run) -> None:
    table = Path(__file__).parents[1] / "sources" / "examples" / "zendesk-tickets.csv"
    assert "--mapping zendesk-tickets may be all it needs" in run("import", "--propose", table).err


def test_a_mapping_that_is_there_stays(run: Run, tmp_path: Path) -> None:
    table, mapping = write(tmp_path, "table.csv", AS_IT_IS), write(tmp_path, "mine.toml", "mine")
    assert "DP-CLI-002" in run("import", "--propose", table, "-o", mapping).err
    assert mapping.read_text("utf-8") == "mine"
    assert run("import", "--propose", table, "-o", mapping, "--force").code == 0
    assert "[[fact]]" in mapping.read_text("utf-8")


def test_options_without_effect_are_refused(run: Run, tmp_path: Path) -> None:
    table = write(tmp_path, "table.csv", AS_IT_IS)
    assert run("import", table).code == 2
    assert run("import", table, "--log", tmp_path / "w", "--force").code == 2
    assert run("import", "--propose", table, table).code == 2
    assert run("import", "--propose", table, "--log", tmp_path / "w").code == 2
