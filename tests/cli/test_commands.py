from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desirepath.base.spans import Period, parse_instant
from desirepath.cli.main import COMMANDS
from desirepath.cli.words import today
from desirepath.exports.lived_svg import draw_lived_svg
from desirepath.log.store import open_log
from desirepath.measures.measure_map import measure_map
from desirepath.model.map_file import read_map
from tests.cli.conftest import Run

HELPDESK = Path(__file__).parents[1] / "worlds" / "helpdesk.journey.yaml"
ESTIMATE = {"measure", "value", "low", "high", "n", "censored", "unit", "method", "reason"}

MAP = """\
format: desirepath/1
id: tiny
title: Two steps
travels: customer
passage:
  starts: [{activity: sign up}]
  succeeds: [{activity: buy}]
  horizon: 30d
stages:
  - id: one
    name: One
    steps:
      - {id: join, name: Join, when: [{activity: sign up}], success: An account, owner: sales}
      - {id: look, name: Look, when: [{activity: look}], success: Something liked, owner: sales}
"""
LOG = """\
{"customer": "u1", "occurred_at": "2020-01-01T12:00:00Z", "activity": "sign up", "properties": {"a": 1}}
{"customer": "u1", "occurred_at": "2020-01-02T12:00:00Z", "activity": "look"}
{"customer": "u1", "occurred_at": "2020-01-03T12:00:00Z", "activity": "buy"}
{"customer": "u2", "occurred_at": "2020-01-01T12:00:00Z", "activity": "sign up"}
{"customer": "u3", "occurred_at": "2020-01-20T12:00:00Z", "activity": "sign up"}
{"customer": "u4", "occurred_at": "2020-02-01T12:00:00Z", "activity": "look"}
"""
LOG += (
    '{"type": "traits", "object_type": "customer", "object_id": "u1", '
    '"occurred_at": "2019-12-01T00:00:00Z", "traits": {"plan": "pro"}}\n'
)


@pytest.fixture
def tiny(tmp_path: Path, run: Run) -> tuple[Path, Path]:
    map_path, log = tmp_path / "tiny.journey.yaml", tmp_path / "workspace"
    map_path.write_text(MAP, encoding="utf-8")
    (tmp_path / "events.jsonl").write_text(LOG, encoding="utf-8")
    done = run("import", tmp_path / "events.jsonl", "--log", log)
    assert done.code == 0, done.err
    return map_path, log


def test_help_shows_every_command_and_how_to_start(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    assert all(name in done.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_with_an_example(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert done.code == 0
    assert f"desirepath {name}" in done.out
    assert "Example" in done.out


def test_help_is_quick_because_it_loads_nothing() -> None:
    heavy = "{'numpy', 'numba', 'pyarrow', 'pydantic', 'lxml'}"
    code = f"import sys, desirepath.cli.main; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_measure_as_json_is_the_contract(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("measure", tiny[0], "--log", tiny[1], "--json")
    assert done.code == 0, done.err
    measured = json.loads(done.out)
    assert measured["map"]["id"] == "tiny"
    # u1 bought; u2's thirty days were over on 31 January; u3 is still under way; u4 never signed up.
    assert measured["passages"] == {
        "subjects": 3, "started": 3, "succeeded": 1, "failed": 0, "expired": 1, "open": 1,
    }  # fmt: skip
    join, look = measured["steps"]
    assert (join["id"], look["id"]) == ("join", "look")
    assert set(look["reach"]) == ESTIMATE
    assert (join["reach"]["value"], look["reach"]["n"]) == (1.0, 3)
    assert look["reach"]["value"] == pytest.approx(1 / 3)
    assert look["reach"]["censored"] == 1
    assert look["feeling"]["value"] is None
    assert look["feeling"]["reason"]


def test_a_segment_keeps_whose_traits_match(tiny: tuple[Path, Path], run: Run) -> None:
    done = run("measure", tiny[0], "--log", tiny[1], "--segment", 'traits.plan == "pro"', "--json")
    assert json.loads(done.out)["passages"]["started"] == 1


def test_a_period_keeps_who_started_in_it(tiny: tuple[Path, Path], run: Run) -> None:
    done = run(
        "measure", tiny[0], "--log", tiny[1], "--since", "2020-01-10", "--until", "2020-02-01", "--json"
    )
    assert json.loads(done.out)["passages"]["started"] == 1


def test_measure_shows_words_and_writes_a_page(tiny: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    shown = run("measure", tiny[0], "--log", tiny[1])
    assert shown.code == 0, shown.err
    assert "Look" in shown.out
    written = run("measure", tiny[0], "--log", tiny[1], "-o", tmp_path / "report.html")
    assert written.code == 0, written.err
    assert "<table" in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["tiny.svg", "tiny.html"])
def test_draw_writes_a_picture_with_and_without_a_log(
    tiny: tuple[Path, Path], run: Run, tmp_path: Path, name: str
) -> None:
    assert run("draw", tiny[0], "-o", tmp_path / name).code == 0
    believed = (tmp_path / name).read_text(encoding="utf-8")
    assert run("draw", tiny[0], "--log", tiny[1], "-o", tmp_path / name).code == 0
    assert (tmp_path / name).read_text(encoding="utf-8") != believed


def test_draw_writes_what_was_lived_alone(tiny: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    asked = (
        "draw",
        tiny[0],
        "--log",
        tiny[1],
        "-o",
        tmp_path / "tiny.svg",
        "--lived",
        "--since",
        "2020-01-01",
    )
    assert run(*asked, "--theme", "dark").code == 0
    drawn = (tmp_path / "tiny.svg").read_text(encoding="utf-8")
    measured = measure_map(read_map(tiny[0]), open_log(tiny[1]), period=Period(parse_instant("2020-01-01")))
    assert drawn == draw_lived_svg(measured, theme="dark", today=today())


def test_importing_twice_adds_nothing(tiny: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    again = json.loads(run("import", tmp_path / "events.jsonl", "--log", tiny[1], "--json").out)
    assert (again["added"], again["duplicates"]) == (0, 7)


def test_new_lists_and_writes_templates_that_pass_the_check(run: Run, tmp_path: Path) -> None:
    listed = run("new", "--list")
    assert "saas-onboarding" in listed.out
    target = tmp_path / "onboarding.journey.yaml"
    assert run("new", "saas-onboarding", "-o", target).code == 0
    assert list((tmp_path / "personas").glob("*.persona.yaml"))
    checked = run("check", target, "--json")
    assert checked.code == 0, checked.out
    assert json.loads(checked.out)["errors"] == 0
    refused = run("new", "saas-onboarding", "-o", target)
    assert refused.code == 1
    assert "DP-CLI-002" in refused.err


def test_check_counts_errors_in_its_exit_code(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.journey.yaml"
    broken.write_text(MAP.replace("id: look,", "id: join,").replace("title:", "titel:"), encoding="utf-8")
    done = run("check", broken)
    assert done.code == 1
    assert "DP-MAP-014" in done.out
    assert 'did you mean "title"' in done.out
    assert f"{broken}:3:" in done.out


def test_diff_says_what_changed(run: Run, tmp_path: Path) -> None:
    old, new = tmp_path / "old.journey.yaml", tmp_path / "new.journey.yaml"
    old.write_text(MAP, encoding="utf-8")
    new.write_text(
        MAP.replace("owner: sales}\n      - {id: look", "owner: support}\n      - {id: look"),
        encoding="utf-8",
    )
    said = run("diff", old, new)
    assert said.code == 0
    assert "sales" in said.out
    assert "support" in said.out
    assert len(json.loads(run("diff", old, new, "--json").out)["changes"]) == 1
    assert run("diff", old, old).out.strip() == "nothing changed"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("measure", HELPDESK, "--log", "nowhere"), "DP-CLI-001"),
        (("draw", HELPDESK, "-o", "picture.bmp"), "DP-CLI-003"),
        (("measure", HELPDESK, "--log", "nowhere", "--since", "yesterday"), "DP-CLI-001"),
        (("new", "no-such-template"), "DP-TPL-001"),
        (("demo", "--world", "atlantis"), "DP-CLI-006"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run: Run, words: tuple[object, ...], code: str) -> None:
    done = run(*words)
    assert done.code == 1
    assert code in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert "Traceback" not in done.err


def test_a_wrong_word_is_a_usage_error(run: Run) -> None:
    assert run("mesure").code == 2
    assert run("check").code == 2


@pytest.mark.shared
def test_the_help_desk_log_measures_the_map_drawn_by_hand(shared: Path, run: Run, tmp_path: Path) -> None:
    log = tmp_path / "workspace"
    assert run("import", shared / "data" / "process" / "helpdesk.xes.gz", "--log", log).code == 0
    measured = json.loads(run("measure", HELPDESK, "--log", log, "--json").out)
    assert measured["interactions"] <= 21_348
    passages = measured["passages"]
    # 4,580 tickets; four begin with something that the map does not take for a beginning.
    assert 4_570 <= passages["started"] <= 4_580
    assert passages["started"] == sum(passages[end] for end in ("succeeded", "failed", "expired", "open"))
    steps = {step["id"]: step for step in measured["steps"]}
    assert steps["insert"]["reach"]["value"] == pytest.approx(118 / passages["started"], abs=0.001)
    assert steps["triage"]["reach"]["value"] > 0.9
    assert run("draw", HELPDESK, "--log", log, "-o", tmp_path / "helpdesk.html").code == 0


def test_a_picture_beside_the_map_is_drawn_and_one_elsewhere_is_not(run: Run, tmp_path: Path) -> None:
    dot = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
        "e221bc330000000049454e44ae426082"
    )
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "desk.png").write_bytes(dot)
    (tmp_path / "secret.png").write_bytes(dot)
    map_path = folder / "tiny.journey.yaml"
    image = "owner: sales, images: [{text: A desk, src: %s}]}\n      - {id: look"
    for src, is_drawn in (("desk.png", True), ("../secret.png", False)):
        map_path.write_text(MAP.replace("owner: sales}\n      - {id: look", image % src), encoding="utf-8")
        assert run("draw", map_path, "-o", tmp_path / "a.svg").code == 0
        assert ("data:image/png" in (tmp_path / "a.svg").read_text(encoding="utf-8")) is is_drawn


def test_output_that_cannot_hold_every_character_says_it_plainly(tiny: tuple[Path, Path]) -> None:
    command = [sys.executable, "-m", "desirepath", "measure", str(tiny[0]), "--log", str(tiny[1])]
    for encoding in ("cp1252", "ascii"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        assert b"###" in done.stdout


def test_options_without_effect_are_refused(tiny: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    assert "DP-CLI-007" in run("measure", tiny[0], "--log", tiny[1], "--json", "-o", page).err
    assert "DP-CLI-007" in run("draw", tiny[0], "-o", page, "--theme", "dark").err
    assert "DP-CLI-007" in run("draw", tiny[0], "--log", tiny[1], "-o", page, "--lived").err
    for option in (("--lived",), ("--segment", "always"), ("--since", "2026-01-01")):
        assert "DP-CLI-007" in run("draw", tiny[0], "-o", tmp_path / "a.svg", *option).err


def test_a_file_that_cannot_be_written_is_named_as_it_was_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tiny.journey.yaml").write_text(MAP, encoding="utf-8")
    assert run("draw", tmp_path / "tiny.journey.yaml", "-o", tmp_path / "new" / "a.svg").code == 0
    (tmp_path / "folder.svg").mkdir()
    done = run("draw", tmp_path / "tiny.journey.yaml", "-o", tmp_path / "folder.svg")
    assert done.code == 1
    assert f"{tmp_path / 'folder.svg'}: error: DP-CLI-005" in done.err
    assert not list(tmp_path.glob("*.part"))


def test_one_map_that_is_missing_does_not_hide_another(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tiny.journey.yaml").write_text(MAP, encoding="utf-8")
    found = json.loads(run("check", tmp_path / "tiny.journey.yaml", "nowhere.journey.yaml", "--json").out)
    assert {problem["file"] for problem in found["problems"]} == {
        str(tmp_path / "tiny.journey.yaml"),
        "nowhere.journey.yaml",
    }


def test_a_stopped_command_says_that_nothing_is_half_written(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "desirepath", "demo", "--into", str(tmp_path)]
    # What runs in the background of a shell is begun deaf to Ctrl-C, and so would be what it begins.
    hears = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, hears)
    with running:
        while not list(tmp_path.glob("*/*")) and running.poll() is None:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        said = running.communicate(timeout=60)[1]
    assert running.returncode == 130
    assert "nothing is half-written" in said
    assert "Traceback" not in said
