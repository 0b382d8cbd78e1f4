from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import MAP
from tests.log.traces import traces

LINES = """\
{"customer": "ada@example.test", "account": "acme", "occurred_at": "2026-01-02T12:00Z", "activity": "sign up"}
{"customer": "visitor-7f3a", "occurred_at": "2026-01-01T12:00:00Z", "activity": "look", "text": "my diary"}
{"customer": "ben@example.test", "occurred_at": "2026-01-03T12:00:00Z", "activity": "look", "text": "=1+1"}
{"customer": "ada@example.test", "occurred_at": "when?", "activity": "look"}
{"type": "identity", "customer": "ada@example.test", "alias": "visitor-7f3a", "occurred_at": "2026-01-02T12Z"}
"""
LINES += (
    '{"type": "traits", "customer": "ada@example.test", "traits": {"plan": "pro"},'
    ' "occurred_at": "2026-01-05T00:00:00Z"}\n'
)


@pytest.fixture
def workspace(tmp_path: Path, run: Run) -> Path:
    (tmp_path / "app.jsonl").write_text(LINES, encoding="utf-8")
    (tmp_path / "tiny.journey.yaml").write_text(MAP, encoding="utf-8")
    done = run("import", tmp_path / "app.jsonl", "--log", tmp_path / "workspace")
    assert done.code == 0, done.err
    done = run("measure", tmp_path / "tiny.journey.yaml", "--log", tmp_path / "workspace", "--json")
    assert done.code == 0, done.err
    return tmp_path / "workspace"


def test_a_subject_is_shown_now_and_as_of_a_day(workspace: Path, run: Run) -> None:
    shown = run("subject", "show", "visitor-7f3a", "--log", workspace)
    assert shown.code == 0, shown.err
    for word in (
        "ada@example.test",
        "also known as visitor-7f3a",
        "belongs to acme",
        "plan",
        "pro",
        "sign up",
    ):
        assert word in shown.out
    now = json.loads(run("subject", "show", "ada@example.test", "--log", workspace, "--json").out)
    assert now["first_seen"] == "2026-01-01T12:00:00+00:00"
    assert now["traits"]["plan"]["value"] == "pro"
    then = run("subject", "show", "ada@example.test", "--log", workspace, "--as-of", "2026-01-03", "--json")
    assert json.loads(then.out)["traits"] == {}
    unknown = run("subject", "show", "ada@example.test", "--log", workspace, "--as-of", "2025-01-01")
    assert (unknown.code, unknown.out) == (1, "")
    assert "DP-LOG-010" in unknown.err


def test_a_subject_is_exported_and_then_erased_everywhere(workspace: Path, run: Run, tmp_path: Path) -> None:
    assert (workspace / "index").is_dir()
    saved = tmp_path / "ada.json"
    assert run("subject", "export", "ada@example.test", "--log", workspace, "-o", saved).code == 0
    exported = json.loads(saved.read_text(encoding="utf-8"))
    assert [len(exported[part]) for part in ("interactions", "traits", "identities", "rejects")] == [
        2,
        1,
        1,
        1,
    ]
    assert "DP-CLI-002" in run("subject", "export", "ada@example.test", "--log", workspace, "-o", saved).err
    done = run("subject", "erase", "visitor-7f3a", "--log", workspace, "--suppress")
    assert done.code == 0, done.err
    assert "2 interactions, 1 traits, 1 identities" in done.out
    assert not traces(workspace, ["ada@example.test", "visitor-7f3a", "my diary"])
    report = run("import", tmp_path / "app.jsonl", "--log", workspace, "--as", "elsewhere", "--json")
    assert report.code == 0, report.err
    told = json.loads(report.out)
    assert [told[name] for name in ("added", "suppressed", "rejected")] == [1, 5, 0]
    assert not traces(workspace, ["ada@example.test", "visitor-7f3a", "my diary"])
    again = run("subject", "erase", "visitor-7f3a", "--log", workspace, "--json")
    assert sum(json.loads(again.out)["facts"].values()) == 0
    let_in = run("subject", "unsuppress", "visitor-7f3a", "--log", workspace)
    assert "1 id let in again" in let_in.out
    assert "not suppressed" in run("subject", "unsuppress", "visitor-7f3a", "--log", workspace).out
    assert "1 id suppressed" in run("subject", "suppress", "visitor-7f3a", "--log", workspace).out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "ada", "--as-of", "soon"), "DP-CLI-004"),
        (("show", "customer:"), "DP-LOG-020"),
        (("erase", "1:2"), "DP-LOG-020"),
        (("erase", ""), "DP-LOG-020"),
        (("show", "account:nobody"), "DP-LOG-010"),
    ],
)
def test_who_is_not_named_well_is_told_so(
    workspace: Path, run: Run, words: tuple[str, ...], code: str
) -> None:
    done = run("subject", *words, "--log", workspace)
    assert (done.code, done.out) == (1, "")
    assert code in done.err


def test_an_id_with_a_colon_is_not_taken_for_erased(workspace: Path, run: Run) -> None:
    done = run("subject", "erase", "auth0:zed", "--log", workspace)
    assert done.code == 0
    assert 'nothing is known of auth0 "zed"' in done.out
    assert "customer:auth0:zed" in done.out


@pytest.mark.parametrize("action", ["show", "export", "erase", "suppress", "unsuppress"])
def test_a_folder_without_a_log_stays_one(tmp_path: Path, run: Run, action: str) -> None:
    done = run("subject", action, "ada", "--log", tmp_path)
    assert done.code == 1
    assert "DP-LOG-001" in done.err
    assert not list(tmp_path.iterdir())
