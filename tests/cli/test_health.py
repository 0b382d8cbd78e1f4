"""``desirepath health``: what people read, what programs read, and what is asked wrongly."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from desirepath.base.problem import DesirepathError
from desirepath.cli.main import app
from tests.success.test_back_test import CARD, world

RUN = CliRunner()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A scorecard's file and a log's folder."""
    folder = tmp_path_factory.mktemp("health")
    world(folder / "log")
    (folder / "small.scorecard.yaml").write_text(CARD, "utf-8")
    return str(folder / "small.scorecard.yaml"), str(folder / "log")


def say(place: tuple[str, str], *more: str) -> str:
    found = RUN.invoke(app, ["health", place[0], "--log", place[1], *more], env={"COLUMNS": "120"})
    assert found.exit_code == 0, found.output
    return found.output


def test_everybody(place: tuple[str, str]) -> None:
    said = say(place)
    assert said.splitlines()[0].startswith("Small · ")
    assert "good               3   100" in said


def test_one_line_by_line(place: tuple[str, str]) -> None:
    said = say(place, "--of", "f")
    assert said.startswith("f · 100, good")
    assert "1 or more" in said
    gone = say(place, "--of", "a")
    assert "no score: not a customer then" in gone


def test_programs_read_the_same(place: tuple[str, str]) -> None:
    told = json.loads(say(place, "--json"))
    assert told["levels"] == {"poor": 0, "good": 3}
    assert [one["subject"] for one in told["scores"]] == ["d", "e", "f"]
    one = json.loads(say(place, "--json", "--of", "f", "--since", "3 days"))
    assert (one["score"], one["signals"][0]["adds"], one["changed"]["moved"]) == (100, 100, 0)


def test_the_past(place: tuple[str, str]) -> None:
    assert "3 of them left within 30 days" in say(place, "--back-test", "--horizon", "30d")
    told = json.loads(say(place, "--back-test", "--horizon", "30d", "--json"))
    assert told["customers"] == 6
    # A score a month: the last one of each was on a day when they still used it.
    assert told["lead_days"]["missed"] == 3


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (["--of", "nobody"], "DP-CLI-014"),
        (["--since", "soon"], "DP-CLI-013"),
        (["--since", "0d"], "DP-CLI-013"),
        (["--as-of", "yesterdayish"], "DP-CLI-004"),
        (["--back-test", "--horizon", "3 years"], "DP-SUC-010"),
    ],
)
def test_what_is_asked_wrongly(place: tuple[str, str], more: list[str], code: str) -> None:
    found = RUN.invoke(app, ["health", place[0], "--log", place[1], *more])
    assert isinstance(found.exception, DesirepathError)
    assert code in str(found.exception)
