"""What ``desirepath import`` says."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.sources.files import SIGN_UP, lines, write


def test_the_others_are_imported_and_the_error_is_told(run: Run, tmp_path: Path) -> None:
    good, empty = write(tmp_path, "good.jsonl", lines(SIGN_UP)), write(tmp_path, "empty.jsonl", b"")
    done = run("import", good, empty, "--log", tmp_path / "w")
    assert done.code == 1
    assert "good.jsonl: 1 row, 1 new" in done.out
    assert "DP-SRC-002" in done.err
    again = run("import", empty, good, "--log", tmp_path / "w", "--json")
    assert (again.code, json.loads(again.out)["duplicates"]) == (1, 1)


def test_nothing_usable_leaves_no_log_that_could_be_measured(run: Run, tmp_path: Path) -> None:
    bad = write(tmp_path, "bad.jsonl", b"hello\n")
    done = run("import", bad, "--log", tmp_path / "w")
    assert (done.code, done.out.strip()) == (1, "")
    assert 'it begins with "hello", not with {' in done.err
    assert "DP-LOG-001" in run("log", "info", "--log", tmp_path / "w").err


def test_a_source_that_is_not_the_files_name_is_said(run: Run, tmp_path: Path) -> None:
    events = write(tmp_path, "events.jsonl", lines(SIGN_UP))
    assert (
        'events.jsonl: 1 row, 1 new, source "crm"'
        in run("import", events, "--log", tmp_path / "w", "--as", "crm").out
    )
    assert "source" not in run("import", events, "--log", tmp_path / "w").out
