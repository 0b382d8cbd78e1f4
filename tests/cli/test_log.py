from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_subject import workspace

__all__ = ["workspace"]


def test_info_says_what_is_there(workspace: Path, run: Run) -> None:
    shown = run("log", "info", "--log", workspace)
    assert shown.code == 0, shown.err
    for word in ("interactions", "look", "app", "from 2026-01-01", "to 2026-01-03"):
        assert word in shown.out
    found = json.loads(run("log", "info", "--log", workspace, "--json").out)
    assert found["facts"]["interactions"] == 3
    assert found["waiting"] == 0


def test_tail_ends_with_the_latest(workspace: Path, run: Run) -> None:
    found = json.loads(run("log", "tail", "--log", workspace, "-n", "2", "--json").out)
    assert [row["customer"] for row in found] == ["ada@example.test", "ben@example.test"]
    assert "ben@example.test" in run("log", "tail", "--log", workspace).out


def test_csv_is_safe_to_open_in_a_spreadsheet(workspace: Path, run: Run) -> None:
    done = run(
        "log",
        "sql",
        "select text, -1 as n from interactions where text[1] = '='",
        "--log",
        workspace,
        "--csv",
    )
    assert done.code == 0, done.err
    assert list(csv.reader(io.StringIO(done.out))) == [["text", "n"], ["'=1+1", "-1"]]


def test_sql_shows_a_table_and_json(workspace: Path, run: Run) -> None:
    question = "select activity, count(*) as n from interactions group by all order by n desc"
    assert "sign up" in run("log", "sql", question, "--log", workspace).out
    found = json.loads(run("log", "sql", question, "--log", workspace, "--json").out)
    assert found == [{"activity": "look", "n": 2}, {"activity": "sign up", "n": 1}]


def test_a_question_that_is_none_is_an_error_in_words(workspace: Path, run: Run) -> None:
    done = run("log", "sql", "select * from read_csv('/etc/passwd')", "--log", workspace)
    assert (done.code, done.out) == (1, "")
    assert "DP-LOG-019" in done.err


def test_tidy_says_first_what_would_go(workspace: Path, run: Run) -> None:
    settings = workspace / "desirepath.toml"
    rules = '[retention]\napp = "1 day"\n[fields]\nhash = ["customer"]\n'
    settings.write_text(settings.read_text(encoding="utf-8") + rules, encoding="utf-8")
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    tried = run("log", "tidy", "--log", workspace, "--dry-run")
    assert tried.code == 0, tried.err
    assert "3 interactions would be taken out" in tried.out
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before
    done = json.loads(run("log", "tidy", "--log", workspace, "--json").out)
    assert done["expired"] == {"interactions": 3, "traits": 1, "identities": 0, "contexts": 0}
    assert done["changed"]["identities"] == 1
    assert "nothing that is not to be kept" in run("log", "tidy", "--log", workspace).out


@pytest.mark.parametrize(
    "words", [("info",), ("tail",), ("sql", "select 1"), ("tidy",), ("tidy", "--dry-run")]
)
def test_a_folder_without_a_log_stays_one(tmp_path: Path, run: Run, words: tuple[str, ...]) -> None:
    done = run("log", *words, "--log", tmp_path)
    assert done.code == 1
    assert "DP-LOG-001" in done.err
    assert not list(tmp_path.iterdir())
