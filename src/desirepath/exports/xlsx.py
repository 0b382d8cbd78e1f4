"""A table as an XLSX workbook of one sheet: texts are texts, numbers numbers, instants dates with a format.

Written by hand as Office Open XML (ECMA-376, part 1): a cell is a value and never a formula, so that nothing
a customer wrote can run when somebody opens the file. An instant is written in UTC, as spreadsheets know no
zones.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from desirepath.log.answer import Answer

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST: Final = 32_767
"""Of a longer text a cell holds the beginning."""
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_EPOCH: Final = date(1899, 12, 30)
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PLAIN, _BOLD, _DAY, _INSTANT, _MONEY = range(5)
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_GREY: Final = ' patternType="gray125"'
_EXACT: Final = 10**15
"""A whole number from here on is written as text: a spreadsheet would round it."""


def write_xlsx(answer: Answer, *, title: str, money: Iterable[str] = ()) -> bytes:
    """The answer as a workbook; ``title`` names its sheet, ``money`` the columns that show two decimals.

    The same answer is the same bytes.

    >>> write_xlsx(Answer(("who",), (("=HYPERLINK(1)",),)), title="All")[:2]
    b'PK'
    """
    shown_as = [_MONEY if name in money else _PLAIN for name in answer.columns]
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": _workbook(title),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml", "styles", "styles.xml"),
        "xl/styles.xml": _styles(),
        "xl/worksheets/sheet1.xml": "".join(_sheet(answer, shown_as)),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(zipfile.ZipInfo(name, _WHEN), _HEAD + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet(answer: Answer, shown_as: Sequence[int]) -> Iterator[str]:
    last = f"{_column(max(len(answer.columns), 1))}{len(answer.rows) + 1}"
    yield f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews>"
    yield "<cols>"
    for number, width in enumerate(_widths(answer), start=1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    yield f'<row r="1">{"".join(_cell(1, n, name, _BOLD) for n, name in enumerate(answer.columns, 1))}</row>'
    for number, row in enumerate(answer.rows, start=2):
        cells = (_cell(number, n, value, shown_as[n - 1]) for n, value in enumerate(row, 1))
        yield f'<row r="{number}">{"".join(cells)}</row>'
    yield f'</sheetData><autoFilter ref="A1:{last}"/></worksheet>'


def _cell(row: int, column: int, value: Any, style: int) -> str:
    place = f'r="{_column(column)}{row}"'
    if value is None or (isinstance(value, float) and not isfinite(value)):
        return ""
    if isinstance(value, bool):
        return f'<c {place} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal) and -_EXACT < value < _EXACT:
        return f'<c {place} s="{style}"><v>{value}</v></c>'
    if isinstance(value, datetime):
        utc = value.astimezone(UTC)
        return f'<c {place} s="{_INSTANT}"><v>{_days(utc.date()) + _seconds(utc) / 86_400}</v></c>'
    if isinstance(value, date):
        return f'<c {place} s="{_DAY}"><v>{_days(value)}</v></c>'
    text = escape("".join(letter if _may_stand(letter) else " " for letter in str(value)[:LONGEST]))
    return f'<c {place} s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _may_stand(letter: str) -> bool:
    """Whether XML 1.0 knows the character."""
    code = ord(letter)
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _seconds(at: datetime) -> float:
    return at.hour * 3600 + at.minute * 60 + at.second


def _widths(answer: Answer) -> Iterator[int]:
    for number, name in enumerate(answer.columns):
        longest = max(
            (len(str(row[number])) for row in answer.rows[:200] if row[number] is not None), default=0
        )
        yield min(max(longest, len(name)) + 2, 60)


def _column(number: int) -> str:
    """The letters of a column counted from 1.

    >>> _column(1), _column(26), _column(28)
    ('A', 'Z', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _workbook(title: str) -> str:
    # A sheet's name has at most 31 characters, and none of these.
    name = "".join(" " if letter in "[]:*?/\\" or not _may_stand(letter) else letter for letter in title)[:31]
    name = name.strip(" '") or "Sheet"
    sheet = f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/>'
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{sheet}</sheets></workbook>'


def _relation(*kinds_and_targets: str) -> str:
    pairs = zip(kinds_and_targets[::2], kinds_and_targets[1::2], strict=True)
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _content_types() -> str:
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "xl/workbook.xml": f"{kinds}.sheet.main+xml",
        "xl/styles.xml": f"{kinds}.styles+xml",
        "xl/worksheets/sheet1.xml": f"{kinds}.worksheet+xml",
    }
    inner = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    rels = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{rels}{inner}</Types>'


def _styles() -> str:
    """In the order of the numbers above: plain, bold, a day, an instant, money."""
    fonts = '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    fill = "<fill><patternFill{}/></fill>"
    fills = f'<fills count="2">{fill.format("")}{fill.format(_GREY)}</fills>'
    formats = '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    cells = "".join(
        f'<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0" '
        'applyNumberFormat="1" applyFont="1"/>'
        for number, font in ((0, 0), (0, 1), (14, 0), (164, 0), (4, 0))
    )
    return (
        f'<styleSheet xmlns="{_MAIN}">{formats}{fonts}{fills}'
        '<borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="5">{cells}</cellXfs></styleSheet>'
    )
