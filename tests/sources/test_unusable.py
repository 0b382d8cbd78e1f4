"""Files, lines and cells that cannot be used: said in plain words, and nothing else suffers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.store import create_log
from desirepath.sources.importing import SomeUnusableError
from tests.sources.files import SIGN_UP, bring, lines, rejected, stored, write

TRAITS = """[[fact]]
kind = "traits"
customer = "Kunde"
occurred_at = {column = "Wann", format = "%d.%m.%Y", zone = "UTC"}
traits = ["Plan"]
"""


def test_a_file_that_cannot_be_used_does_not_stop_the_others(tmp_path: Path) -> None:
    first = write(tmp_path, "a.jsonl", lines(SIGN_UP))
    empty = write(tmp_path, "b.jsonl", b"")
    bad = write(tmp_path, "c.jsonl", b"[1]\n{}\n")
    last = write(tmp_path, "d.jsonl", lines(SIGN_UP))
    with pytest.raises(SomeUnusableError) as caught:
        bring(tmp_path, first, empty, bad, last)
    assert [problem.code for problem in caught.value.problems] == ["DP-SRC-002", "DP-SRC-007"]
    assert [Path(file.file).name for file in caught.value.report.files] == ["a.jsonl", "d.jsonl"]
    assert len(stored(tmp_path)) == 2


def test_an_import_without_one_usable_row_leaves_no_log_behind(tmp_path: Path) -> None:
    bad = write(tmp_path, "c.jsonl", b"[1]\n{}\n")
    with pytest.raises(DesirepathError, match="DP-SRC-007"):
        bring(tmp_path, bad)
    assert [path.name for path in (tmp_path / "log-here").iterdir()] == ["rejects"]
    with pytest.raises(DesirepathError, match="DP-SRC-001"):
        bring(tmp_path / "other", tmp_path / "nowhere.jsonl")
    assert not (tmp_path / "other").exists()


def test_settings_and_a_log_that_were_there_stay(tmp_path: Path) -> None:
    bad = write(tmp_path, "c.jsonl", b"[1]\n{}\n")
    folder = tmp_path / "log-here"
    folder.mkdir()
    (folder / "desirepath.toml").write_text("# mine\n", encoding="utf-8")
    with pytest.raises(DesirepathError, match="DP-SRC-007"):
        bring(tmp_path, bad)
    assert (folder / "desirepath.toml").read_text(encoding="utf-8") == "# mine\n"
    create_log(folder).close()
    with pytest.raises(DesirepathError, match="DP-SRC-007"):
        bring(tmp_path, bad)
    assert (folder / "log" / "manifest.json").exists()


@pytest.mark.parametrize(
    "line",
    [
        b'{"customer": "k4", "customer": "k5", "occurred_at": "2026-01-01T00:00:00Z", "activity": "x"}',
        b'{"customer" : "k4", "customer" : "k5", "occurred_at": "2026-01-01T00:00:00Z", "activity": "x"}',
        b'{"customer": "k4", "\\u0063ustomer": "k5", "occurred_at": "2026-01-01T00:00:00Z", "activity": "x"}',
    ],
)
def test_a_name_that_stands_twice_in_a_line_is_refused(tmp_path: Path, line: bytes) -> None:
    report = bring(tmp_path, write(tmp_path, "a.jsonl", lines(SIGN_UP) + line + b"\n"))
    assert (report.added, report.rejected) == (1, 1)
    assert (rejected(report)[0]["code"], rejected(report)[0]["line"]) == ("DP-SRC-018", 2)
    assert 'says "customer" twice' in rejected(report)[0]["message"]


def test_a_name_that_stands_twice_further_down_is_refused_and_texts_are_no_names(tmp_path: Path) -> None:
    twice = lines({**SIGN_UP, "properties": {"plan": "a"}}).replace(b'"plan":"a"', b'"plan":"a","plan":"b"')
    text = lines(
        {**SIGN_UP, "text": 'it said "customer": "customer": twice', "properties": {"customer": "x"}}
    )
    spaced = b'{ "customer" :\t"u3" , "occurred_at" : "2026-01-01T00:00:00Z" , "activity" : "x" }\n'
    report = bring(tmp_path, write(tmp_path, "a.jsonl", twice + text + spaced))
    assert (report.added, report.rejected) == (2, 1)
    assert 'says "plan" twice' in rejected(report)[0]["message"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"hello", 'it begins with "hello", not with {'),
        (b'{"customer": "u1', "a quotation mark is missing"),
        (b'{"customer": "u1", ', "it ends in the middle"),
        (b'{"customer": nobody}', "what stands from its character 14 on does not fit: nobody}"),
        (b'{"customer": "\xff"}', "the line is not text in UTF-8"),
    ],
)
def test_what_is_wrong_with_json_is_said_in_plain_words(tmp_path: Path, line: bytes, says: str) -> None:
    report = bring(tmp_path, write(tmp_path, "a.jsonl", lines(SIGN_UP) + line + b"\n"))
    assert says in rejected(report)[0]["message"]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (";04.01.2026;pro", 'the column "Kunde" is empty: nobody can tell whose this is; fill the cell in'),
        ("u1;;pro", 'the column "Wann" is empty'),
        ("u1;30.02.2026;pro", 'there is no such day: "30.02.2026"; write the day that was meant'),
        ("u1;2.13.2026;pro", "is not written as %d.%m.%Y"),
    ],
)
def test_a_cell_is_named_by_its_column(tmp_path: Path, row: str, says: str) -> None:
    table = f"Kunde;Wann;Plan\nu0;01.01.2026;free\n{row}\n"
    report = bring(tmp_path, write(tmp_path, "t.csv", table), mapping='delimiter = ";"\n' + TRAITS)
    assert (report.added, report.rejected) == (1, 1)
    assert says in rejected(report)[0]["message"]


@pytest.mark.parametrize("odd", ["   ", "a\0b", "a\x1bb", "\u00a0"])
@pytest.mark.parametrize(
    "row",
    [
        {**SIGN_UP, "customer": "?"},
        {**SIGN_UP, "objects": {"ticket": "?"}},
        {"type": "traits", "account": "?", "occurred_at": "2026-01-01T00:00:00Z", "traits": {}},
        {"type": "identity", "customer": "u1", "alias": "?"},
        {"type": "identity", "customer": "u1", "belongs_to": ["account", "?"]},
    ],
)
def test_blanks_and_control_characters_are_nobodys_id(tmp_path: Path, odd: str, row: dict[str, Any]) -> None:
    content = lines(SIGN_UP) + lines(row).replace(b'"?"', orjson.dumps(odd))
    report = bring(tmp_path, write(tmp_path, "a.jsonl", content))
    assert (report.added, report.rejected) == (1, 1)
    assert "only blanks" in rejected(report)[0]["message"] or "control" in rejected(report)[0]["message"]


def test_control_characters_in_long_tables_are_refused_too(tmp_path: Path) -> None:
    row = "u{},2026-01-01T12:00:00Z,look\n"
    table = "customer,occurred_at,activity\n" + "".join(map(row.format, range(200_000)))
    report = bring(tmp_path, write(tmp_path, "long.csv", table.replace("u77,", "u\x0177,")))
    assert (report.added, report.rejected, rejected(report)[0]["line"]) == (199_999, 1, 79)
