"""``desirepath emails``: the letters of a log, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desirepath.cli.main import app
from tests.measures.emails.test_compared import half
from tests.measures.emails.world import end, log_of

RUN = CliRunner()


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("letters")
    log_of(folder, [*half("a", 56, 70), *half("b", 48, 80), *half("c", 0, 1, day=55), end(60)])
    return str(folder)


def test_a_line_a_letter_and_two_side_by_side(log: str) -> None:
    words = ["emails", "--log", log, "--compare", "quiet/a", "quiet/b"]
    found = RUN.invoke(app, words, env={"COLUMNS": "160"})
    assert found.exit_code == 0, found.output
    assert "3 letters" in found.output
    assert "80\u00a0% (69 to 88)" in found.output
    assert "The first is clicked more often: +20 points (+5 to +33), which is better." in found.output
    assert "Chance alone: once in" in found.output


def test_programs_read_the_same(log: str) -> None:
    told = json.loads(RUN.invoke(app, ["emails", "--log", log, "--json", "--within", "3"]).stdout)
    assert (told["format"], told["within_days"]) == ("desirepath-emails/1", 3)
    assert [row["key"] for row in told["rows"]] == ["quiet/b", "quiet/a", "quiet/c"]
    first = told["rows"][0]
    assert first["counts"]["clicked"] == sum(day.get("clicked", 0) for day in first["days"]) == 48
    assert {one["id"] for one in told["measures"]} > {"opened", "clicked", "seen"}


def test_a_log_without_letters_says_what_to_do(tmp_path: Path) -> None:
    log_of(tmp_path, [end(1)])
    found = RUN.invoke(app, ["emails", "--log", str(tmp_path)], env={"COLUMNS": "160"})
    assert "The log tells of no e-mails yet." in found.output
    assert "mail provider" in found.output
