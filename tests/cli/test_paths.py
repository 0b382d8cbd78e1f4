from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_commands import tiny

__all__ = ["tiny"]

KEYS = {
    "subjects",
    "interactions",
    "activities",
    "variants",
    "top_variants",
    "starts",
    "ends",
    "transitions",
}


def test_paths_as_json_is_the_contract(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("paths", "--log", tiny[1], "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert set(found) >= KEYS
    assert (found["subjects"], found["interactions"], found["variants"]) == (4, 6, 3)
    assert found["activities"] == {"sign up": 3, "look": 2, "buy": 1}
    assert [(way["sequence"], way["subjects"]) for way in found["top_variants"]] == [
        (["sign up"], 2),
        (["look"], 1),
        (["sign up", "look", "buy"], 1),
    ]
    assert found["starts"] == {"sign up": 3, "look": 1}
    assert found["ends"] == {"sign up": 2, "buy": 1, "look": 1}
    assert [(way["from"], way["to"], way["n"]) for way in found["transitions"]] == [
        ("look", "buy", 1),
        ("sign up", "look", 1),
    ]


def test_with_a_map_ways_are_of_steps(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("paths", "--log", tiny[1], "--map", tiny[0], "--json", "--top", "1")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert (found["map"], found["activities"]) == ("tiny", {"join": 3, "look": 1})
    assert [way["sequence"] for way in found["top_variants"]] == [["join"]]
    held = found["conformance"]
    assert held["format"] == "desirepath-conformance/1"
    # u1 went from step to step, the others have come to the first: nobody skipped anything.
    assert (held["fit"]["exact"]["value"], held["fit"]["exact"]["n"]) == (1.0, 3)


def test_with_a_map_people_read_how_well_it_explains_them(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("paths", "--log", tiny[1], "--map", tiny[0])
    assert done.code == 0, done.err
    assert "of 3 customers follow the map exactly" in done.out


@pytest.mark.parametrize(
    ("words", "subjects", "activities"),
    [
        (("--until", "2020-01-03"), 2, {"sign up": 2, "look": 1}),
        (("--since", "2020-01-02"), 3, {"look": 2, "buy": 1, "sign up": 1}),
        (("--segment", 'activity == "sign up"'), 3, {"sign up": 3, "buy": 1, "look": 1}),
        (("--segment", 'activity == "look"', "--since", "2020-01-02"), 2, {"look": 2, "buy": 1}),
        (("--segment", 'traits.plan == "pro"', "--until", "2020-01-03"), 1, {"look": 1, "sign up": 1}),
        (("--since", "2030-01-01"), 0, {}),
    ],
)
def test_a_period_and_a_segment_choose_whose_ways(
    tiny: tuple[Path, Path], run: Run, words: tuple[str, ...], subjects: int, activities: dict[str, int]
) -> None:
    done = run("paths", "--log", tiny[1], *words, "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert (found["subjects"], found["activities"]) == (subjects, activities)


def test_sessions_are_ways_of_their_own(tiny: tuple[Path, Path], run: Run) -> None:
    found = json.loads(run("paths", "--log", tiny[1], "--session", "1d", "--json").out)
    assert (found["subjects"], found["passages"]) == (4, 4)
    found = json.loads(run("paths", "--log", tiny[1], "--session", "23h", "--json").out)
    assert (found["subjects"], found["passages"], found["variants"]) == (4, 6, 3)
    assert found["transitions"] == []
    assert "4 customers, 6 sessions" in run("paths", "--log", tiny[1], "--session", "23h").out


def test_what_follows_is_told_as_a_share_of_both_sides(tiny: tuple[Path, Path], run: Run) -> None:
    found = json.loads(run("paths", "--log", tiny[1], "--json").out)
    ways = {(way["from"], way["to"]): (way["of_origin"], way["of_target"]) for way in found["transitions"]}
    # One of two looks led to the only purchase; one of three sign-ups to one of two looks.
    assert ways == {("look", "buy"): (1 / 2, 1.0), ("sign up", "look"): (1 / 3, 1 / 2)}


def test_with_a_map_they_choose_whose_passages(tiny: tuple[Path, Path], run: Run) -> None:
    words = ("--map", tiny[0], "--until", "2020-01-02", "--segment", 'traits.plan == "pro"')
    done = run("paths", "--log", tiny[1], *words, "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["passages"] == 1


def test_people_read_shares_and_names(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("paths", "--log", tiny[1], "--top", "2")
    assert done.code == 0, done.err
    assert "4 customers, 6 interactions, 3 different ways" in done.out
    assert "50 %  2 customers" in done.out.replace("\u00a0", " ")
    assert "and 1 other way" in done.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--subject", "ticket"), "DP-FND-001"),
        (("--subject", "../.."), "DP-FND-001"),
        (("--top", "0"), "DP-FND-002"),
        (("--longest", "-1"), "DP-FND-002"),
        (("--map", "nowhere.yaml"), "DP-CLI-001"),
        (("--session", "soon"), "DP-RPL-022"),
        (("--segment", "traits.plan ="), "DP-EXPR-001"),
        (("--since", "soon"), "DP-CLI-004"),
    ],
)
def test_what_cannot_be_followed_is_said(
    tiny: tuple[Path, Path], run: Run, words: tuple[str, ...], code: str
) -> None:
    done = run("paths", "--log", tiny[1], *words)
    assert (done.code, done.out) == (1, "")
    assert code in done.err


def test_a_map_and_another_subject_contradict(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("paths", "--log", tiny[1], "--map", tiny[0], "--subject", "account")
    assert (done.code, "DP-FND-003" in done.err) == (1, True)
    assert run("paths", "--log", tiny[1], "--map", tiny[0], "--subject", "customer").code == 0


def test_a_map_and_sessions_contradict(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("paths", "--log", tiny[1], "--map", tiny[0], "--session", "1h")
    assert (done.code, "DP-FND-003" in done.err) == (1, True)


def test_names_that_would_break_the_page_do_not(tmp_path: Path, run: Run) -> None:
    facts = [
        {"customer": "u", "occurred_at": "2020-01-01T12:00:00Z", "activity": "[bold]a[/bold]\nb"},
        {"customer": "u", "occurred_at": "2020-01-02T12:00:00Z", "activity": "\u001b[31mred"},
    ]
    (tmp_path / "odd.jsonl").write_text("".join(json.dumps(fact) + "\n" for fact in facts), encoding="utf-8")
    assert run("import", tmp_path / "odd.jsonl", "--log", tmp_path / "odd").code == 0
    done = run("paths", "--log", tmp_path / "odd")
    assert "They begin with: [bold]a[/bold] b (" in done.out
    assert "\u001b" not in done.out
