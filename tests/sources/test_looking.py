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


def test_the_same_in_a_workbook(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "deals.xlsx") as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([["Deals, May"], [], HEADER.split(";"), ROW.split(";")]):
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
