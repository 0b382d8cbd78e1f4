from __future__ import annotations

import json
from pathlib import Path

import pytest

from desirepath.log.store import open_log
from tests.cli.conftest import Run
from tests.log.traces import traces


def test_a_note_has_its_place_and_is_erased_with_whom_it_is_about(tmp_path: Path, run: Run) -> None:
    words = ("Did not know whom to call", "--quote", "I gave up", "--quote", "=Twice", "--about", "ada")
    more = ("--about", "account:acme", "--on", "2026-04-12", "--by", "ann", "--id", "interview-2026-04-12")
    done = run("note", "add", *words, *more, "--log", tmp_path)
    assert (done.code, done.out) == (0, "kept as interview-2026-04-12\n"), done.err
    assert "left as it is" in run("note", "add", *words, *more, "--log", tmp_path).out
    assert (
        "kept as interview-2026-04-13-"
        in run("note", "add", "", "--quote", "Ok", "--on", "2026-04-13", "--log", tmp_path).out
    )
    found = json.loads(run("note", "list", "--log", tmp_path, "--json").out)
    assert [(row["id"][:20], row["about"], row["by"]) for row in found] == [
        ("interview-2026-04-12", "ada", "ann"), ("interview-2026-04-13", None, None),
    ]  # fmt: skip
    assert found[0]["quotes"] == '["I gave up","=Twice"]'
    (first, _) = open_log(tmp_path).interactions(["activity", "solicited", "account"]).to_pylist()
    assert first == {"activity": "interview.held", "solicited": True, "account": "acme"}
    assert run("subject", "erase", "ada", "--log", tmp_path, "--suppress").code == 0
    assert not traces(tmp_path, ["I gave up", "whom to call"])
    assert "not kept" in run("note", "add", *words, "--id", "other", "--log", tmp_path).out


def test_days_begin_where_the_workspace_is(tmp_path: Path, run: Run) -> None:
    (tmp_path / "desirepath.toml").write_text('format = 1\ntime_zone = "Europe/Paris"\n', encoding="utf-8")
    release = ("--kind", "release", "--title", "Version 2", "--on", "2026-01-31", "--property", "team=core=x")
    assert run("context", "add", *release, "--log", tmp_path).out == "kept\n"
    assert run("context", "add", *release, "--log", tmp_path).out == "it is there already\n"
    outage = ("--kind", "outage", "--title", "Mail", "--on", "2026-01-01T12:00:00Z", "--until", "2026-01-02")
    assert run("context", "add", *outage, "--log", tmp_path).code == 0
    found = json.loads(run("context", "list", "--log", tmp_path, "--json").out)
    assert [(row["kind"], row["on"], row["until"]) for row in found] == [
        ("outage", "2026-01-01T12:00:00+00:00", "2026-01-01T23:00:00+00:00"),
        ("release", "2026-01-30T23:00:00+00:00", None),
    ]
    assert found[1]["properties"] == '{"team":"core=x"}'


CONTEXT = ("context", "add", "--kind", "release", "--title", "V2")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("note", "add", "  "), "DP-CLI-011"),
        (("note", "add", "x", "--on", "yesterday"), "DP-LOG-014"),
        (("note", "add", "x", "--on", "2026-02-30"), "DP-LOG-014"),
        (("note", "add", "x", "--on", "9999-12-31"), "DP-LOG-0"),
        (("note", "add", "x", "--on", "2026-01-01T12:00:00"), "DP-LOG-014"),
        (("note", "add", "x", "--about", "account:"), "DP-LOG-020"),
        ((*CONTEXT, "--on", "soon"), "DP-LOG-014"),
        ((*CONTEXT, "--on", "2026-01-02", "--until", "2026-01-01"), "DP-CLI-004"),
        ((*CONTEXT, "--on", "2026-01-02", "--property", "novalue"), "DP-CLI-012"),
        (("context", "add", "--kind", "", "--title", "V2", "--on", "2026-01-02"), "DP-LOG-007"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(
    tmp_path: Path, run: Run, words: tuple[str, ...], code: str
) -> None:
    done = run(*words, "--log", tmp_path)
    assert (done.code, done.out) == (1, "")
    assert code in done.err
