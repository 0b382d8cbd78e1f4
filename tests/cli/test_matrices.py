"""``desirepath retention`` and ``desirepath lifecycle``: the words, the JSON, and what cannot be asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

ESTIMATE = {"measure", "value", "low", "high", "n", "censored", "unit", "method", "reason"}
LIVED = {
    "ann": "join 5, use 6, use 13",
    "bo": "join 5, use 14",
    "cy": "join 12, use 13",
    "di": "join 13",
    "ed": "use 20",
}


@pytest.fixture
def log(tmp_path: Path, run: Run) -> Path:
    facts = [
        {"customer": who, "occurred_at": f"2026-01-{int(day):02}T09:00:00Z", "activity": what}
        for who, story in LIVED.items()
        for what, day in (words.split() for words in story.split(", "))
    ]
    (tmp_path / "events.jsonl").write_text("".join(json.dumps(fact) + "\n" for fact in facts), "utf-8")
    done = run("import", tmp_path / "events.jsonl", "--log", tmp_path / "log")
    assert done.code == 0, done.err
    return tmp_path / "log"


WEEKS = ("--since", "2026-01-05", "--until", "2026-01-26")


def test_retention_as_json_is_the_contract(log: Path, run: Run) -> None:
    done = run("retention", "--log", log, "--start", "join", "--back", "use", *WEEKS, "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert (found["format"], found["unit"]) == ("desirepath-retention/1", "week")
    assert found["columns"] == [{"first": k, "last": k} for k in range(3)]
    first, second, third = found["cohorts"]
    assert [cohort["size"] for cohort in found["cohorts"]] == [2, 2, 0]
    assert (first["label"], first["start"]) == ("2026-01-05", "2026-01-05T00:00:00+00:00")
    # In the week after, both ann and bo came; the third week is not over when the data end, on the 20th.
    shares = [cell["share"] for cell in first["cells"]]
    assert all(set(share) == ESTIMATE for share in shares)
    assert [share["value"] for share in shares] == [1.0, 1.0, None]
    assert (shares[2]["censored"], shares[2]["reason"]) == (2, "the period is not over for anybody yet")
    assert second["cells"][2]["share"]["reason"] == "the period has not begun yet"
    assert third["cells"][0]["share"]["value"] is None
    together = found["together"]
    assert [each["value"] for each in together] == [1.0, 1.0, None]
    assert (together[1]["n"], together[1]["censored"], together[1]["method"]) == (2, 2, "wilson")


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--unbounded",), [2, 2, 0]),
        (("--bracket", "1", "--bracket", "2-3"), [2, 2, 0]),
        (("--columns", "2"), [2, 2]),
        (("--windows", "rolling"), [2, 2, 0]),
        (("--segment", 'traits.plan == "pro"'), [0, 0, 0]),
        (
            ("--segment", 'activity == "join"', "--week-start", "tuesday", "--zone", "Asia/Tokyo"),
            [2, 1, 2, 0],
        ),
    ],
)
def test_every_option_counts(log: Path, run: Run, words: tuple[str, ...], wanted: list[int]) -> None:
    asked = ("--start", "join", "--back", "use", *WEEKS, *words, "--json")
    done = run("retention", "--log", log, *asked)
    assert done.code == 0, done.err
    first = max(json.loads(done.out)["cohorts"], key=lambda cohort: cohort["size"])
    assert [cell["returned"] for cell in first["cells"]] == wanted


def test_without_a_range_it_is_the_last_periods_of_the_data(log: Path, run: Run) -> None:
    found = json.loads(run("retention", "--log", log, "--start", "join", "--json").out)
    assert (len(found["cohorts"]), found["cohorts"][-1]["label"]) == (12, "2026-01-19")
    days = json.loads(run("lifecycle", "--log", log, "--unit", "day", "--json").out)["periods"]
    assert (len(days), days[-1]["label"], days[-1]["unfinished"]) == (14, "2026-01-20", True)


def test_retention_in_words_says_what_is_not_known_yet(log: Path, run: Run) -> None:
    done = run("retention", "--log", log, "--start", "join", "--back", "us", *WEEKS)
    assert done.code == 0, done.err
    for words in ("2026-01-05", "together", "not known yet on 20 January 2026", "did you mean use?"):
        assert words in done.out


def test_lifecycle_as_json_is_the_contract(log: Path, run: Run) -> None:
    done = run("lifecycle", "--log", log, "--active", "use", *WEEKS, "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["format"] == "desirepath-lifecycle/1"
    told = [
        (p["active"], p["new"], p["returning"], p["resurrecting"], p["dormant"], p["unfinished"])
        for p in found["periods"]
    ]
    assert told == [(1, 1, 0, 0, 0, False), (3, 1, 1, 1, 0, False), (1, 1, 0, 0, 3, True)]
    kept = [period["kept"] for period in found["periods"]]
    assert all(set(share) == ESTIMATE for share in kept)
    assert [share["value"] for share in kept] == [None, 1.0, None]
    assert (kept[2]["n"], kept[2]["censored"]) == (3, 3)


def test_lifecycle_in_words(log: Path, run: Run) -> None:
    done = run("lifecycle", "--log", log, "--active", "use", *WEEKS)
    assert done.code == 0, done.err
    for words in ("Customers by week", "3…", "the week is not over on 20 January 2026", "100"):
        assert words in done.out


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("DP-RPL-024", ("retention", "--start", "join", "--bracket", "3-1")),
        ("DP-RPL-024", ("retention", "--start", "join", "--bracket", "soon")),
        ("DP-RPL-024", ("retention", "--start", "join", "--columns", "0")),
        ("DP-RPL-024", ("retention", "--start", "join", "--week-start", "someday")),
        ("DP-RPL-024", ("retention", "--start", "join", "--unit", "hour", "--since", "2020-01-01")),
        ("DP-RPL-025", ("retention", "--start", "join", "--zone", "Europe/Atlantis")),
        ("DP-RPL-026", ("retention", "--start", "")),
        ("DP-EXPR-001", ("retention", "--start", "join", "--segment", "traits.plan =")),
        ("DP-CLI-004", ("retention", "--start", "join", "--since", "soon")),
        ("DP-RPL-025", ("lifecycle", "--zone", "../..")),
        ("DP-EXPR-001", ("lifecycle", "--active", 'channel = "web"')),
        ("DP-CLI-004", ("lifecycle", "--until", "2026-13-01")),
    ],
)
def test_a_question_that_cannot_be_read_is_said_with_its_code(
    log: Path, run: Run, code: str, words: tuple[str, ...]
) -> None:
    done = run(words[0], "--log", log, *words[1:])
    assert (done.code, code in done.err) == (1, True), done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", [("retention", "--start", "x"), ("lifecycle",)])
def test_a_log_of_nobody_is_no_problem(tmp_path: Path, run: Run, command: tuple[str, ...]) -> None:
    (tmp_path / "none.jsonl").write_text(
        '{"account": "acme", "occurred_at": "2026-01-01T00:00:00Z", "activity": "x"}\n', "utf-8"
    )
    assert run("import", tmp_path / "none.jsonl", "--log", tmp_path / "log").code == 0
    done = run(command[0], "--log", tmp_path / "log", *command[1:])
    assert done.code == 0, done.err
