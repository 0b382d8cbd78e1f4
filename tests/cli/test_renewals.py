"""``desirepath renewals``: months that add up, and what is said where nothing can be."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desirepath.base.problem import DesirepathError
from desirepath.cli.main import app
from tests.success.test_back_test import CARD
from tests.success.test_renewals import FACTS, term
from tests.success.world import did, log_of

RUN = CliRunner()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A scorecard's file, and the log of tests/success/test_renewals with a term that nobody renewed."""
    folder = tmp_path_factory.mktemp("renewals")
    log_of(folder / "log", [*FACTS, term("g", 1, "started", 200)])
    (folder / "small.scorecard.yaml").write_text(CARD, "utf-8")
    return str(folder / "small.scorecard.yaml"), str(folder / "log")


def test_months_add_up_to_the_whole(place: tuple[str, str]) -> None:
    found = RUN.invoke(app, ["renewals", "--log", place[1], "--scorecard", place[0], "--json"])
    told = json.loads(found.output)
    assert [month["month"] for month in told["months"]] == ["2026-05", "2026-07"]
    for name in ("due", "committed", "likely", "at_risk", "lost", "terms"):
        assert sum(month["forecast"][name] for month in told["months"]) == told["total"][name]
    assert told["total"]["excluded"] == {"without an amount": 1}
    # The log ends on day 105: of the terms of day 100 to 102 only the one that nobody renewed is still open.
    assert [(one["subject"], one["state"]) for one in told["overdue"]] == [("g", "overdue")]


def test_every_term_is_a_row_for_a_spreadsheet(place: tuple[str, str]) -> None:
    found = RUN.invoke(app, ["renewals", "--log", place[1], "--csv"])
    rows = list(csv.DictReader(io.StringIO(found.output)))
    told = json.loads(RUN.invoke(app, ["renewals", "--log", place[1], "--json"]).output)
    terms = [*told["overdue"], *(one for month in told["months"] for one in month["renewals"])]
    assert [(row["account"], row["call"]) for row in rows] == [(one["subject"], one["call"]) for one in terms]


def test_people_read_the_same(place: tuple[str, str]) -> None:
    found = RUN.invoke(app, ["renewals", "--log", place[1]], env={"COLUMNS": "160"})
    assert found.exit_code == 0, found.output
    assert "Not in the sums: 1 term without an amount." in found.output
    assert "1 term has ended without being renewed or cancelled." in found.output
    assert "Without a scorecard" in found.output


def test_a_log_without_terms_says_so(tmp_path: Path) -> None:
    log_of(tmp_path / "log", [did("a", 1, "used")])
    found = RUN.invoke(app, ["renewals", "--log", str(tmp_path / "log")])
    assert isinstance(found.exception, DesirepathError)
    assert "DP-SUC-015" in str(found.exception)
