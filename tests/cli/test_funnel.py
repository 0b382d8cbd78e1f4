from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

KEYS = {"step", "reached", "rate", "mean_seconds", "median_seconds", "quartile_seconds"}
ESTIMATE = {"measure", "value", "low", "high", "n", "censored", "unit", "method", "reason"}
LOG = """\
{"customer": "ann", "occurred_at": "2026-01-01T09:00:00Z", "activity": "sign up"}
{"customer": "ann", "occurred_at": "2026-01-02T09:00:00Z", "activity": "look"}
{"customer": "ann", "occurred_at": "2026-01-05T09:00:00Z", "activity": "buy", "amount": 20, "currency": "EUR"}
{"customer": "bo", "occurred_at": "2026-01-01T09:00:00Z", "activity": "sign up"}
{"customer": "bo", "occurred_at": "2026-01-01T12:00:00Z", "activity": "ticket.opened"}
{"customer": "bo", "occurred_at": "2026-01-03T09:00:00Z", "activity": "look"}
{"customer": "cy", "occurred_at": "2026-01-20T09:00:00Z", "activity": "sign up"}
{"customer": "di", "account": "acme", "occurred_at": "2026-01-22T09:00:00Z", "activity": "look"}
"""
STEPS = ("--step", "sign up", "--step", "look", "--step", 'activity == "buy" and amount > 10')


@pytest.fixture
def log(tmp_path: Path, run: Run) -> Path:
    (tmp_path / "events.jsonl").write_text(LOG, encoding="utf-8")
    done = run("import", tmp_path / "events.jsonl", "--log", tmp_path / "log")
    assert done.code == 0, done.err
    return tmp_path / "log"


def test_funnel_as_json_is_the_contract(log: Path, run: Run) -> None:
    done = run("funnel", "--log", log, *STEPS, "--json", "--list")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert (found["mode"], found["window_seconds"], found["subjects"]) == ("ordered", 14 * 86400, 4)
    assert all(set(step) >= KEYS and set(step["rate"]) == ESTIMATE for step in found["steps"])
    assert [(step["step"], step["reached"], step["open"]) for step in found["steps"]] == [
        (1, 3, 0),
        (2, 2, 1),
        (3, 1, 1),
    ]
    assert [step["rate"]["value"] for step in found["steps"]] == [1, 2 / 3, 1 / 3]
    assert [step["mean_seconds"] for step in found["steps"]] == [None, 1.5 * 86400, 3 * 86400]
    assert [step["reached_subjects"] for step in found["steps"]] == [
        ["ann", "bo", "cy"],
        ["ann", "bo"],
        ["ann"],
    ]
    assert [step["dropped_subjects"] for step in found["steps"]] == [[], ["cy"], ["bo"]]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--window", "2h"), [3, 0, 0]),
        (("--window", "none"), [3, 2, 1]),
        (("--mode", "strict"), [3, 1, 1]),
        (("--mode", "strict", "--between", "steps"), [3, 2, 1]),
        (("--mode", "unordered"), [4, 2, 1]),
        (("--since", "2026-01-10"), [1, 0, 0]),
        (("--until", "2026-01-10"), [2, 2, 1]),
        (("--exclude", "1:2:ticket.opened"), [2, 1, 1]),
        (("--exclude", "ticket.opened", "--exclusion", "break"), [3, 1, 1]),
        (("--optional", "2", "--within", "3:3d"), [3, 2, 1]),
        (("--count", "totals", "--ties", "any", "--start", "first"), [3, 2, 1]),
        (("--where", 'activity != "look"'), [3, 0, 0]),
        (("--subject", "account"), [0, 0, 0]),
        (("--session", "36h"), [3, 1, 0]),
        (("--hold", "source"), [3, 2, 1]),
        (("--segment", 'traits.plan == "pro"'), [0, 0, 0]),
        (("--ties", "any", "--tolerance", "1h"), [3, 2, 1]),
        (("--mode", "unordered", "--anchor", "1"), [3, 2, 1]),
    ],
)
def test_every_option_counts(log: Path, run: Run, words: tuple[str, ...], wanted: list[int]) -> None:
    done = run("funnel", "--log", log, *STEPS, *words, "--json")
    assert done.code == 0, done.err
    assert [step["reached"] for step in json.loads(done.out)["steps"]] == wanted


def test_words_for_people_say_what_is_open_and_who_is_where(log: Path, run: Run) -> None:
    done = run("funnel", "--log", log, *STEPS[:4], "--step", "bui", "--list")
    assert done.code == 0, done.err
    for words in (
        "3 customers of 4",
        "67",
        "1.5",
        "may still go on",
        "did you mean buy?",
        "reached: ann, bo",
    ):
        assert words in done.out


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("DP-EXPR-001", ("--step", "sign up", "--step", 'activity = "buy"')),
        ("DP-RPL-021", ("--step", "sign up", "--step", "look", "--exclude", "2:1:x")),
        ("DP-RPL-021", ("--step", "sign up", "--step", "look", "--exclude", "1:2:")),
        ("DP-RPL-022", ("--step", "sign up", "--window", "3q")),
        ("DP-RPL-022", ("--step", "sign up", "--window", "-3d")),
        ("DP-RPL-022", ("--step", "sign up", "--step", "look", "--within", "2:soon")),
        ("DP-RPL-023", ("--step", "sign up", "--optional", "1")),
        ("DP-RPL-026", ("--step", "")),
        ("DP-RPL-026", ("--step", "sign up", "--mode", "unordered", "--anchor", "7")),
        ("DP-RPL-023", ("--step", "sign up", "--step", "look", "--anchor", "1")),
        ("DP-RPL-023", ("--step", "sign up", "--tolerance", "1s")),
        ("DP-RPL-022", ("--step", "sign up", "--session", "-1h")),
        ("DP-RPL-027", ("--step", "sign up", "--by", "")),
        ("DP-RPL-021", ("--step", "sign up", "--by", "channel", "--attribution", "sideways")),
        ("DP-RPL-026", ("--step", "sign up", "--optional", "2")),
        ("DP-RPL-026", ("--step", "sign up", "--within", "x:2d")),
        ("DP-CLI-004", ("--step", "sign up", "--since", "soon")),
        ("DP-EXPR-001", ("--step", "sign up", "--where", 'channel = "web"')),
    ],
)
def test_a_question_that_cannot_be_read_is_said_with_its_code(
    log: Path, run: Run, code: str, words: tuple[str, ...]
) -> None:
    done = run("funnel", "--log", log, *words)
    assert done.code == 1
    assert code in done.err
    assert "Traceback" not in done.err


def test_groups_and_two_segments_are_told(log: Path, run: Run) -> None:
    words = ("--by", "source", "--segment", 'activity == "sign up"', "--against", 'activity == "look"')
    done = run("funnel", "--log", log, *STEPS, *words)
    assert done.code == 0, done.err
    for told in ("Held against", "0 did the first step", "By source, share that came to each step"):
        assert told in done.out
    found = json.loads(run("funnel", "--log", log, *STEPS, *words, "--json").out)
    assert [group["steps"][0]["reached"] for group in found["breakdown"]["groups"]] == [3]
    assert found["against"]["steps"][0]["reached"] == 0


@pytest.mark.parametrize("width", [20, 40, 59, 67, 68, 80, 100])
def test_however_narrow_the_terminal_nothing_is_left_out(
    log: Path, run: Run, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    done = run("funnel", "--log", log, *STEPS)
    assert done.code == 0, done.err
    words = " ".join(done.out.split()).replace("\u00a0", " ")
    for told in ("67 %", "21 to 94", "1.5 d", "33 %", "50 %", "3 d"):
        assert told in words


def test_without_steps_or_log_the_command_says_so(tmp_path: Path, run: Run) -> None:
    assert run("funnel", "--log", tmp_path).code == 2
    assert "DP-LOG-001" in run("funnel", "--log", tmp_path, "--step", "x").err
