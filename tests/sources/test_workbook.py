"""XLSX in: one sheet, named where there are several; dates, whole numbers; bombs refused unopened."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has none
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from tests.sources.files import bring, rejected, stored

MAPPING = """
numbers = ["seats"]
[[fact]]
customer = "who"
occurred_at = {column = "when", FORMATzone = "Europe/Paris"}
activity = {value = "look"}
"""


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


ROWS: list[list[Any]] = [
    ["who", "when", "seats", "is_new", "note"],
    [17, datetime(2026, 7, 1, 12, 30), 3.0, True, ""],  # noqa: DTZ001 -- Excel knows no zones
    ["u2", "2026-07-02 09:00", 2.5, False, "é"],
    ["u3", date(2026, 1, 1), None, None, None],
    ["u4", "soon", None, None, None],
]


def test_a_sheet_is_read_like_a_table(tmp_path: Path) -> None:
    report = bring(
        tmp_path, workbook(tmp_path / "t.xlsx", Tickets=ROWS), mapping=MAPPING.replace("FORMAT", "")
    )
    assert (report.rows, report.added, report.rejected) == (4, 3, 1)
    third, first, second = stored(tmp_path)
    assert (first["customer"], first["occurred_at"]) == ("17", datetime(2026, 7, 1, 10, 30, tzinfo=UTC))
    assert first["properties"] == '{"is_new":"true","seats":3}'
    assert second["properties"] == '{"is_new":"false","note":"é","seats":2.5}'
    assert third["occurred_at"] == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert rejected(report)[0]["line"] == 5


def test_a_real_date_needs_no_format_and_a_written_one_keeps_its(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["who", "when"], ["u1", datetime(2026, 3, 4)], ["u2", "04/03/2026"]]  # noqa: DTZ001
    mapping = MAPPING.replace("FORMAT", 'format = "%d/%m/%Y", ')
    assert bring(tmp_path, workbook(tmp_path / "t.xlsx", A=rows), mapping=mapping).added == 2
    assert {row["occurred_at"].day for row in stored(tmp_path)} == {3}  # midnight in Paris


def test_which_sheet_is_said_never_guessed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", Notes=[["nothing here"]], Tickets=ROWS)
    mapping = MAPPING.replace("FORMAT", "")
    with pytest.raises(DesirepathError, match="several sheets: Notes, Tickets"):
        bring(tmp_path, path, mapping=mapping)
    with pytest.raises(DesirepathError, match='no sheet "Ticket"; its sheets are'):
        bring(tmp_path, path, mapping='sheet = "Ticket"' + mapping)
    assert bring(tmp_path, path, mapping='sheet = "Tickets"' + mapping).added == 3


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", A=ROWS)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * (100 << 20))
    with pytest.raises(DesirepathError, match=r"DP-SRC-003: the workbook unpacks to 1.* bytes"):
        bring(tmp_path, path)


def test_another_archive_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("a.csv", "x")
    with pytest.raises(DesirepathError, match="a zip archive, but not an Excel workbook"):
        bring(tmp_path, tmp_path / "t.xlsx")


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 6000), st.binary(max_size=8))
def test_a_damaged_workbook_ends_in_words(tmp_path: Path, at: int, garbage: bytes) -> None:
    whole = workbook(tmp_path / "t.xlsx", A=ROWS).read_bytes()
    damaged = tmp_path / "d.xlsx"
    damaged.write_bytes(whole[:at] + garbage)
    with suppress(DesirepathError):  # anything else fails the test
        bring(tmp_path, damaged, mapping=MAPPING.replace("FORMAT", ""))
