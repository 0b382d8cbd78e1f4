"""Checking a file: where everything is, and what stands beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desirepath.model.check import check_map

TODAY = date(2026, 11, 1)
MAP = """\
# our first map
format: desirepath/1
id: m
title: Getting live
persona: ops-lead
scenario: The first 90 days
passage:
  starts: [{activity: contract.signed}]
  succeeds: [{activity: feature.used}]
stages:
  - id: late
    name: Late
    owner: cs
    steps:
      - id: live
        name: Going live
        when: [{activity: feature.used}]
        moment_of_truth: true
        success: Five people use it
        detail: m-live
        doing:
          - {text: Signs in, confirmed_on: 2024-01-01}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "m.journey.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def found(path: Path) -> list[tuple[str, int | None, int | None]]:
    return [(problem.code, problem.line, problem.column) for problem in check_map(path, TODAY)]


def persona(folder: Path, text: str) -> Path:
    path = folder / "personas" / "ops-lead.persona.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def test_findings_come_in_the_order_of_the_file_each_with_its_line(tmp_path: Path) -> None:
    problems = check_map(write(tmp_path, MAP), TODAY)
    assert [(problem.code, problem.line) for problem in problems] == [
        ("DP-MAP-101", 5),
        ("DP-MAP-126", 20),
        ("DP-MAP-110", 22),
    ]
    assert {problem.file for problem in problems} == {str(tmp_path / "m.journey.yaml")}
    assert all(problem.column for problem in problems)


def test_with_its_files_beside_it_a_good_map_has_no_findings(tmp_path: Path) -> None:
    persona(tmp_path, "{format: desirepath/1, id: ops-lead, name: Olga}")
    (tmp_path / "m-live.journey.yaml").write_text("", encoding="utf-8")
    assert found(write(tmp_path, MAP.replace("2024-01-01", "2026-10-01"))) == []


def test_a_field_that_is_not_there_is_placed_where_it_should_be(tmp_path: Path) -> None:
    codes = found(write(tmp_path, MAP.replace("    owner: cs\n", "")))
    (line,) = [line for code, line, _ in codes if code == "DP-MAP-105"]
    assert line == 14


def test_errors_of_structure_come_alone_and_in_order(tmp_path: Path) -> None:
    broken = MAP.replace("title:", "titel:").replace("moment_of_truth: true", "moment_of_truth: perhaps")
    problems = check_map(write(tmp_path, broken), TODAY)
    assert {problem.severity for problem in problems} == {"error"}
    lines = [problem.line or 0 for problem in problems]
    assert lines == sorted(lines)
    assert {4, 18} <= set(lines)


def test_what_is_wrong_with_the_persona_is_told_of_its_own_file(tmp_path: Path) -> None:
    path = persona(tmp_path, "format: desirepath/1\nid: ops-lead\nnam: Olga\n")
    problems = check_map(write(tmp_path, MAP), TODAY)
    assert {problem.file for problem in problems[-2:]} == {str(path)}
    assert problems[-1].line == 3


def test_the_normative_example_only_misses_its_neighbours(shared: Path) -> None:
    path = shared / "examples" / "onboarding.journey.yaml"
    assert [problem.code for problem in check_map(path, TODAY)] == ["DP-MAP-101", "DP-MAP-126"]


def test_what_is_not_there_or_no_map_is_said_not_raised(tmp_path: Path) -> None:
    assert [problem.code for problem in check_map(tmp_path / "none.journey.yaml", TODAY)] == ["DP-MAP-001"]
    for garbage in ("", "[1, 2", "stages: 7", "\x00", "- - -"):
        problems = check_map(write(tmp_path, garbage), TODAY)
        assert problems
        assert {problem.severity for problem in problems} == {"error"}
