"""A table as a workbook: what goes in is what a spreadsheet reads, and nothing in it can run."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from desirepath.exports.xlsx import write_xlsx
from desirepath.log.answer import Answer


def read(content: bytes) -> tuple[str, list[list[Any]]]:
    """The name of the sheet and its rows, as another program reads them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    (name,) = book.sheet_names
    return name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_every_kind_of_value_comes_back() -> None:
    told = Answer(
        ("account", "cents", "due", "at", "is", "gap"),
        (
            ("Ærø & <Søn> 株式会社", Decimal("12.30"), date(2026, 2, 28), at(9, 30), True, None),
            ("second", -4, date(1999, 12, 31), at(23, 59), False, "why"),
        ),
    )
    name, rows = read(write_xlsx(told, title="Renewals: 2026/27", money=("cents",)))
    assert name == "Renewals  2026 27"
    assert rows[0] == list(told.columns)
    assert rows[1] == ["Ærø & <Søn> 株式会社", 12.3, date(2026, 2, 28), utc(9, 30), True, ""]
    assert rows[2][1:] == [-4, date(1999, 12, 31), utc(23, 59), False, "why"]


def at(hour: int, minute: int) -> datetime:
    """An instant of another zone: the sheet has it in UTC."""
    return datetime(2026, 1, 5, hour, minute, tzinfo=UTC).astimezone(timezone(timedelta(hours=9)))


def utc(hour: int, minute: int) -> datetime:
    """The same as a spreadsheet has it: without a zone."""
    return at(hour, minute).astimezone(UTC).replace(tzinfo=None)


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", '=HYPERLINK("http://x")'])
def test_nothing_is_a_formula(text: str) -> None:
    content = write_xlsx(Answer((text,), ((text,),)), title=text)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = ElementTree.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    assert not [one for one in sheet.iter() if one.tag.endswith("}f")]
    assert read(content)[1] == [[text], [text]]


def test_a_number_too_large_for_a_spreadsheet_stays_whole() -> None:
    assert read(write_xlsx(Answer(("id",), ((12345678901234567890,),)), title="x"))[1][1] == [
        "12345678901234567890"
    ]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.tuples(texts, st.none() | st.integers(-(10**9), 10**9)), max_size=5), texts)
def test_any_text_can_be_written_and_the_same_is_the_same(
    rows: list[tuple[str, int | None]], title: str
) -> None:
    told = Answer(("text", "number"), tuple(rows))
    content = write_xlsx(told, title=title)
    assert content == write_xlsx(told, title=title)
    _, found = read(content)
    for (text, number), line in zip(rows, found[1:], strict=True):
        plain = "".join(c if c.isprintable() else " " for c in text)
        assert "".join(c if c.isprintable() else " " for c in str(line[0])).split() == plain.split()
        assert (line[1] if line[1] != "" else None) == number
