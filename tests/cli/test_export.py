from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from lxml import etree

from tests.cli.conftest import Run
from tests.cli.test_subject import workspace

__all__ = ["workspace"]


@pytest.mark.parametrize("shape", ["ocel-json", "ocel-xml", "ocel-sqlite"])
def test_what_goes_out_comes_in_again(workspace: Path, tmp_path: Path, run: Run, shape: str) -> None:
    out = tmp_path / "new" / "out"
    done = run("export", "--log", workspace, "--format", shape, "-o", out)
    assert done.code == 0, done.err
    assert f"wrote {out}" in done.err
    assert run("import", out, "--log", tmp_path / "again").code == 0
    infos = [
        json.loads(run("log", "info", "--log", log, "--json").out) for log in (workspace, tmp_path / "again")
    ]
    assert infos[0]["facts"] == infos[1]["facts"]
    done = run("import", out, "--log", workspace, "--json")
    assert json.loads(done.out)["added"] == 0


def test_xes_has_a_trace_for_each_subject(workspace: Path, tmp_path: Path, run: Run) -> None:
    done = run("export", "--log", workspace, "--format", "xes", "-o", tmp_path / "out.xes")
    assert done.code == 0, done.err
    log = etree.parse(tmp_path / "out.xes").getroot()
    assert len(log.findall("{*}trace")) == 2
    assert len(log.findall("{*}trace/{*}event")) == 3
    assert {one.get("prefix") for one in log.findall("{*}extension")} >= {
        "concept",
        "time",
        "org",
        "desirepath",
    }
    keys = {one.get("key") for one in log.iterfind("{*}trace/{*}event/*")}
    assert keys >= {"concept:name", "time:timestamp"}


def test_a_database_has_the_tables_that_the_standard_names(workspace: Path, tmp_path: Path, run: Run) -> None:
    run("export", "--log", workspace, "--format", "ocel-sqlite", "-o", tmp_path / "out.sqlite")
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as database:
        names = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert database.execute("SELECT count(*) FROM event").fetchone() == (3,)
        lists = {"event", "object", "event_map_type", "object_map_type", "event_object", "object_object"}
        assert names > lists
        for what in ("event", "object"):
            for kind, short in database.execute(f"SELECT * FROM {what}_map_type").fetchall():
                held = database.execute(f"SELECT count(DISTINCT ocel_id) FROM {what}_{short}").fetchone()
                counted = database.execute(f"SELECT count(*) FROM {what} WHERE ocel_type = ?", (kind,))
                assert held == counted.fetchone()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--format", "xes", "--subject", "custmer"], 1, 'did you mean "customer"?'),
        (["--format", "ocel-json", "--subject", "account"], 1, "DP-CLI-007"),
        (["--format", "pdf"], 2, "xes"),
    ],
)
def test_what_cannot_be_written_is_said(
    workspace: Path, tmp_path: Path, run: Run, words: list[str], code: int, says: str
) -> None:
    done = run("export", "--log", workspace, *words, "-o", tmp_path / "out")
    assert done.code == code
    assert says in done.err
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_there_stays_unless_it_may_go(workspace: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out.json"
    out.write_text("mine")
    done = run("export", "--log", workspace, "--format", "ocel-json", "-o", out)
    assert (done.code, out.read_text()) == (1, "mine")
    assert "DP-CLI-002" in done.err
    assert run("export", "--log", workspace, "--format", "ocel-json", "-o", out, "--force").code == 0
    assert json.loads(out.read_text())["events"]
