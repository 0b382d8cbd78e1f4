"""A first look at a table that somebody has made by hand: a title above it, lines left empty in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has none

from desirepath.sources.looking import look_into
from tests.sources.files import bring, write

HEADER, ROW = "Ticket;Kunde;Wann;Was", "7;ann@example.test;25.03.2026 09:00;opened"
TITLES = {
    "alone": "Exported on 3 May, by Ann, for Ben\n",
    "with its empty cells": "Exported on 3 May;;;\n",
    "and an empty line": "Exported on 3 May;;;\n;;;\n\n",
    "in two cells": "Report: Tickets;Exported on 3 May\n\n",
    "in many lines": 'Report:;Tickets;;\nFilter, as asked:;open, all;;\n\nBy:;"Ann ""A"""\n' + 9 * "-\n",
}


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_a_title_above_a_table_is_not_its_header(tmp_path: Path, title: str) -> None:
    path = write(tmp_path, "tickets.csv", f"{title}{HEADER}\n{ROW}\n{ROW}\n")
    look = look_into(path)
    assert look.sample is not None
    assert look.planned is not None
    assert (look.sample.header, len(look.sample.rows)) == (tuple(HEADER.split(";")), 2)
    decided = replace(look.planned.plan, zone="UTC", activity="ticket.opened")
    report = bring(tmp_path, path, mapping=decided.to_mapping())
    assert (report.added, report.rejected) == (2, 0)


def test_a_mapping_finds_its_header_whatever_stands_above_it(tmp_path: Path) -> None:
    mapping = 'delimiter = ";"\nzone = "UTC"\n[[fact]]\ncustomer = "Kunde"\nactivity = "Was"\n'
    mapping += 'occurred_at = {column = "Wann", format = "%d.%m.%Y %H:%M"}'
    for place, title in enumerate(["", *TITLES.values(), "A;B;C;D;E;F\n"]):
        path = write(tmp_path, f"t{place}.csv", f"{title}{HEADER}\n{ROW}\nX;{ROW}\n")
        report = bring(tmp_path, path, mapping=mapping, source=f"t{place}")
        assert (report.added, report.rejected) == (1, 1)
        assert f'"line":{title.count(chr(10)) + 3},' in report.rejects[0].read_text().replace(": ", ":")


def test_a_table_with_a_row_too_wide_keeps_its_first_row_as_header(tmp_path: Path) -> None:
    look = look_into(write(tmp_path, "t.csv", "Wer,Wann\nAnn Arbor,2026-03-01,zu viel\nBea,2026-03-01\n"))
    assert look.sample is not None
    assert look.sample.header == ("Wer", "Wann")


@pytest.mark.parametrize("title", [["Deals, May"], ["Report:", "Deals"]])
def test_the_same_in_a_workbook(tmp_path: Path, title: list[str]) -> None:
    with xlsxwriter.Workbook(tmp_path / "deals.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([title, [], HEADER.split(";"), ROW.split(";")]):
            sheet.write_row(place, 0, row)
    look = look_into(tmp_path / "deals.xlsx")
    assert look.sample is not None
    assert look.sample.header == tuple(HEADER.split(";"))


@pytest.mark.parametrize("rows", [5, 5000])
def test_lines_left_empty_are_no_rows(tmp_path: Path, rows: int) -> None:
    mapping = 'delimiter = ";"\nzone = "UTC"\n[[fact]]\ncustomer = "Kunde"\nactivity = "Was"\n'
    mapping += 'occurred_at = {column = "Wann", format = "%d.%m.%Y %H:%M"}'
    lines = [f"{n};{ROW.partition(';')[2]}\n" for n in range(rows)]
    lines[2:2] = [";;;\n", ";\n", "\n", ";;;;;;\n"]
    path = write(tmp_path, "t.csv", f"{HEADER}\n{''.join(lines)};;;\n")
    report = bring(tmp_path, path, mapping=mapping)
    assert (report.added, report.rejected) == (rows, 0)


TOTALS = {
    "in its columns": "Grand total;;;405 records\n",
    "in one cell": "Report generated on 3 May by Ann\n",
    "of both kinds": ";;;\nSumme:;2;;\n\n405 records;;;\n-- \n",
}


@pytest.mark.parametrize("below", TOTALS.values(), ids=TOTALS)
@pytest.mark.parametrize("rows", [3, 5000])
def test_a_total_below_a_table_is_told_and_is_no_row_to_mend(tmp_path: Path, below: str, rows: int) -> None:
    lines = "".join(f"{n};{ROW.partition(';')[2]}\n" for n in range(rows))
    path = write(tmp_path, "t.csv", f"{HEADER}\n{lines}{below}")
    look = look_into(path)
    assert look.planned is not None
    assert look.sample is not None
    assert len(look.sample.rows) == min(rows, 4000)
    mapping = replace(look.planned.plan, zone="UTC", activity="ticket.opened").to_mapping()
    report = bring(tmp_path, path, mapping=mapping)
    assert (report.added, report.rejected) == (rows, 0)
    assert [one.code for one in report.files[0].warnings if one.code == "DP-SRC-026"] == ["DP-SRC-026"]
    assert f"line {rows + 2 + below.startswith(';;;')} " in report.files[0].warnings[-1].says


def test_a_row_that_only_begins_like_a_total_is_kept_or_refused(tmp_path: Path) -> None:
    mapping = 'delimiter = ";"\nzone = "UTC"\n[[fact]]\naccount = "Ticket"\nactivity = "Was"\n'
    mapping += 'occurred_at = {column = "Wann", format = "%d.%m.%Y %H:%M"}'
    rows = ["Total;;25.03.2026 09:00;opened", "TotalEnergies;x;;opened", "Total;b;;opened", "Bea;;;"]
    report = bring(tmp_path, write(tmp_path, "t.csv", "\n".join([HEADER, *rows])), mapping=mapping)
    assert (report.added, report.rejected) == (1, 2)
