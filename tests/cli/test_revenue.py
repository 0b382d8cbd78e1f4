"""``desirepath revenue``: the worked example on the command line, for people, programs and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desirepath.base.problem import DesirepathError
from desirepath.cli.main import app
from tests.success.test_renewals import FACTS
from tests.success.world import did, log_of

RUN = CliRunner()


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("revenue") / "log"
    log_of(folder, FACTS)
    return str(folder)


def test_the_months_add_up_in_every_shape(log: str) -> None:
    told = json.loads(RUN.invoke(app, ["revenue", "--log", log, "--json"]).output)
    assert told["format"] == "desirepath-revenue/1"
    found = RUN.invoke(app, ["revenue", "--log", log, "--csv"])
    rows = list(csv.DictReader(io.StringIO(found.output)))
    whole = rows[0]
    months = [row for row in rows if row["row"] == "stretch"]
    assert (whole["row"], [row["of"] for row in months]) == (
        "all",
        [one["label"] for one in told["stretches"]],
    )
    assert float(whole["mrr_end"]) == told["total"]["measures"]["mrr_end"]["value"] > 0
    for number in ("mrr_new", "mrr_churn"):
        assert sum(float(row[number]) for row in months) == pytest.approx(float(whole[number]))


def test_people_read_the_same_wide_and_narrow(log: str) -> None:
    wide = RUN.invoke(app, ["revenue", "--log", log], env={"COLUMNS": "150"}).output
    assert "came back" in wide
    narrow = RUN.invoke(app, ["revenue", "--log", log], env={"COLUMNS": "80"}).output
    assert "came back" not in narrow
    for text in (wide, narrow):
        assert "Not in the sums" in text
        assert "…" not in text


def test_whose_a_number_is(log: str) -> None:
    found = RUN.invoke(app, ["revenue", "--log", log, "--whose", "mrr_end", "--csv"]).output
    rows = list(csv.DictReader(io.StringIO(found)))
    whole = json.loads(RUN.invoke(app, ["revenue", "--log", log, "--json"]).output)["total"]["measures"]
    assert sum(float(row["adds"]) for row in rows) == pytest.approx(whole["mrr_end"]["value"])
    refused = RUN.invoke(app, ["revenue", "--log", log, "--whose", "mrr_chun"])
    assert isinstance(refused.exception, DesirepathError)
    assert 'did you mean "mrr_churn"?' in str(refused.exception)


def test_a_log_without_subscriptions_says_so(tmp_path: Path) -> None:
    log_of(tmp_path / "log", [did("a", 1, "used")])
    found = RUN.invoke(app, ["revenue", "--log", str(tmp_path / "log")])
    assert isinstance(found.exception, DesirepathError)
    assert "DP-MSR-010" in str(found.exception)
