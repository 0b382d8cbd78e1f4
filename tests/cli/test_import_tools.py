"""``desirepath import`` with what tools export."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from desirepath.cli.import_ import app
from desirepath.sources.mapping import read_mapping_text
from desirepath.sources.mappings import READY
from tests.sources.cases import EXAMPLES

run = CliRunner().invoke


def test_list_names_every_shape_and_mapping() -> None:
    shown = run(app, ["--list"])
    assert shown.exit_code == 0
    assert "segment" in shown.output
    assert all(f"  {mapping.name} " in shown.output for mapping in READY)


def test_show_prints_a_mapping_that_can_be_read() -> None:
    shown = run(app, ["--show", "zendesk-tickets"])
    assert shown.exit_code == 0
    assert read_mapping_text(shown.output).source == "zendesk"


def test_a_ready_mapping_and_a_zone_bring_a_table_in(tmp_path: Path) -> None:
    words = [str(EXAMPLES / "zendesk-tickets.csv"), "--log", str(tmp_path / "log")]
    done = run(app, [*words, "--mapping", "zendesk-tickets", "--zone", "Europe/Paris"])
    assert done.exit_code == 0
    assert "zendesk-tickets.csv: 3 rows, 7 new" in done.output
