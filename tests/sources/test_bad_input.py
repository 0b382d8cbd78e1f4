"""Sizes, disks and bombs: one clear coded error, or rejects; never a traceback, nothing half-written."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import itertools
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has none

from desirepath.base.problem import DesirepathError
from desirepath.log.durable import TEMPORARY
from desirepath.sources.opening import OpenedFile
from tests.small_disk import small_disk
from tests.sources.files import SIGN_UP, bring, lines, nothing_stored, rejected, stored, write
from tests.sources.readers import readers

HEADER = "customer,occurred_at,activity\n"
ROW = "u{},2026-01-01T00:00:00Z,look\n"
WIDE = ["customer", "occurred_at", "activity", *(f"c{n}" for n in range(10_000))]


def refused(folder: Path, path: Path, message: str) -> None:
    """One coded error; nothing stored, nothing left."""
    with pytest.raises(DesirepathError, match=message) as caught:
        bring(folder, path)
    assert len(caught.value.problems) == 1
    assert nothing_stored(folder)
    assert not [*folder.rglob(f"*{TEMPORARY}")]


# Wide, long, endless


def test_ten_thousand_columns(tmp_path: Path) -> None:
    table = write(tmp_path, "wide.csv", ",".join(WIDE) + "\n" + ",".join("1" * len(WIDE)) + "\n")
    refused(
        tmp_path, table, "DP-SRC-008: the table has 10,003 columns, and at most 2,000 can be read; export"
    )
    with xlsxwriter.Workbook(tmp_path / "wide.xlsx") as book:
        book.add_worksheet().write_row(0, 0, WIDE)
    refused(tmp_path, tmp_path / "wide.xlsx", "DP-SRC-008: the table has 10,003 columns")


@pytest.fixture
def short_limit(monkeypatch: pytest.MonkeyPatch) -> int:
    """What is 16 MB otherwise."""
    limit = 1 << 16
    for room in ("lines", "text_blocks", "delimited", "xml_elements"):
        monkeypatch.setattr(f"desirepath.sources.{room}.LONGEST_LINE", limit)
    monkeypatch.setattr("desirepath.sources.text_blocks.BLOCK", limit // 4)
    monkeypatch.setattr("desirepath.sources.lines._CHUNK", limit // 4)
    return limit


@pytest.mark.parametrize("start", [b"", b'"', b'u1,"a",'])
@pytest.mark.parametrize("times", [0.9, 1.5, 40])
def test_a_line_of_a_table_without_an_end(
    tmp_path: Path, short_limit: int, start: bytes, times: float
) -> None:
    table = HEADER + ROW.format(1)
    table += start.decode() + "x" * int(times * short_limit) + "\n" + ROW.format(2)
    report = bring(tmp_path, write(tmp_path, "t.csv", table))
    assert (report.rows, report.added, report.rejected) == (3, 2, 1)
    (row,) = rejected(report)
    assert (row["line"], row["code"] == "DP-SRC-012") == (3, times > 1)
    assert len(str(row["row"])) <= max(100_010, short_limit)


def test_a_header_without_an_end(tmp_path: Path, short_limit: int) -> None:
    refused(tmp_path, write(tmp_path, "t.csv", "x" * 3 * short_limit), "DP-SRC-008: .*longer than 16 MB")


def test_a_text_of_an_event_log_without_an_end(tmp_path: Path, short_limit: int) -> None:
    log = '<log><trace><string key="a" value="' + "x" * 3 * short_limit + '"/></trace></log>'
    refused(
        tmp_path, write(tmp_path, "t.xes.gz", log), "DP-SRC-003: one text in the XML is longer than 16 MB"
    )


_MEMORY = """
import gzip, resource, sys
from pathlib import Path
from desirepath.base.problem import DesirepathError
from desirepath.sources import import_files
folder = Path(sys.argv[1])
with gzip.open(folder / "big.csv.gz", "wb", 1) as file:
    file.write(b"customer,occurred_at,activity\\nu1,2026-01-01T00:00:00Z,look\\n")
    for _ in range(300):
        file.write(b"x" * (1 << 20))
    file.write(b"\\nu2,2026-01-01T00:00:00Z,look\\n")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
report = import_files([folder / "big.csv.gz"], folder / "log-here")
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
print(report.added, report.rejected, grown)
"""


def test_a_line_of_300_megabytes_is_one_reject_and_not_in_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(tmp_path)], capture_output=True, text=True, check=True
    )
    added, rejects, megabytes = map(int, done.stdout.split())
    assert (added, rejects) == (2, 1)
    assert megabytes < 250


def test_an_open_quote_loses_no_row_after_it(tmp_path: Path) -> None:
    rows = 1_600_000
    with (tmp_path / "t.csv").open("w") as file:
        file.write(HEADER + ROW.format(0) + '"never closed,2026-01-01T00:00:00Z,look\n')
        file.writelines(map(ROW.format, range(1, rows)))
    assert (tmp_path / "t.csv").stat().st_size > 40 << 20
    report = bring(tmp_path, tmp_path / "t.csv")
    assert (report.added, report.rejected) == (rows, 1)
    (row,) = rejected(report)
    assert (row["line"], row["row"]) == (3, '"never closed,2026-01-01T00:00:00Z,look')
    assert "is opened and never closed; the rows after it are read as rows of their own" in row["message"]


@pytest.mark.parametrize("block", [None, 64])
def test_an_open_quote_in_a_short_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int | None
) -> None:
    if block:
        monkeypatch.setattr("desirepath.sources.text_blocks.BLOCK", block)
    table = HEADER + ROW.format(1) + '"open,2026\nits second line\n' + ROW.format(2) * 2 + '"again,2026\n'
    table += ROW.format(3) + 'u4,2026-01-01T00:00:00Z,"closed, on\ntwo lines"\n' + ROW.format(5)
    report = bring(tmp_path, write(tmp_path, "t.csv", table))
    assert [(row["line"], row["row"]) for row in rejected(report)] == [
        (3, '"open,2026\nits second line'),
        (7, '"again,2026'),
    ]
    assert [row["customer"] for row in stored(tmp_path)] == ["u1", "u2", "u2", "u3", "u4", "u5"]
    again = bring(tmp_path, tmp_path / "t.csv")
    assert (again.added, again.rejected) == (0, 2)


# Encodings and line ends


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_bom_change_nothing(tmp_path: Path, end: str, bom: bytes) -> None:
    table = HEADER.replace("\n", end) + ROW.format(1) + ROW.format(2).replace("\n", end) + ROW.format(3)
    report = bring(tmp_path, write(tmp_path, "t.csv", bom + table.encode()))
    assert (report.added, report.rejected) == (3, 0)
    rows = bom + lines(SIGN_UP).rstrip() + (b"\r\n" if end == "\r\n" else b"\n") + lines(SIGN_UP)
    assert bring(tmp_path, write(tmp_path, "t.jsonl", rows)).rejected == 0


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings_are_named_and_read_once_declared(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "t.csv", (HEADER + ROW.format("é")).encode(encoding))
    fix = f'save it as UTF-8, or say encoding = "{encoding}"'
    refused(tmp_path, path, f"DP-SRC-003: the file is text in UTF-{encoding[4:6]}; {fix}")
    assert bring(tmp_path, path, mapping=f'encoding = "{encoding}"').added == 1
    assert stored(tmp_path)[0]["customer"] == "ué"


def test_lone_surrogates(tmp_path: Path) -> None:
    refused(
        tmp_path,
        write(tmp_path, "t.csv", HEADER.encode() + b"u\xed\xa0\x80,2026-01-01T00:00:00Z,look\n"),
        "DP-SRC-003: the text is not in utf-8",
    )
    odd = lines(SIGN_UP).replace(b"u1", b"\\ud800")
    report = bring(tmp_path, write(tmp_path, "t.jsonl", odd + lines(SIGN_UP)))
    assert (report.added, report.rejected) == (1, 1)


# Values


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "t.parquet"])
def test_scores_and_years_that_nobody_means(tmp_path: Path, name: str) -> None:
    scores = ["NaN", "inf", "-inf", "1e999", "7"]
    years = ["0000", "0001", "9999", "2026"]
    rows = [{**SIGN_UP, "score": one, "scale": "0..10"} for one in scores]
    rows += [{**SIGN_UP, "occurred_at": f"{year}-12-31T23:59:59Z"} for year in years]
    path = tmp_path / name
    if name == "t.jsonl":
        text = lines(*rows).decode()
        for one in scores:
            text = text.replace(f'"{one}"', one)
        path.write_text(text)
    elif name == "t.csv":
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, ["customer", "occurred_at", "activity", "score", "scale"])
            writer.writeheader()
            writer.writerows(rows)
    else:
        micros = [-62_167_219_200_000_001, -62_135_596_800_000_000, 253_402_300_799_999_999, 0]
        noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
        table = {
            "customer": ["u1"] * 9,
            "occurred_at": pa.array([noon] * 5 + micros, pa.timestamp("us", "UTC")),
            "activity": ["look"] * 9,
            "score": [float(one) for one in scores] + [None] * 4,
            "scale": ["0..10"] * 5 + [None] * 4,
        }
        pq.write_table(pa.table(table), path)
    report = bring(tmp_path, path)
    assert (report.added, report.rejected) == (2, 7)
    assert sorted({row["score"] for row in stored(tmp_path)}, key=str) == [7.0, None]


def test_columns_of_parquet_that_cannot_be_used(tmp_path: Path) -> None:
    good = {"customer": ["u1"], "occurred_at": ["2026-01-01T00:00:00Z"], "activity": ["look"]}

    def parquet(columns: dict[str, object]) -> Path:
        pq.write_table(pa.table({**good, **columns}), tmp_path / "t.parquet")
        return tmp_path / "t.parquet"

    refused(
        tmp_path,
        parquet({"properties.raw": pa.array([b"\xff\xfe"])}),
        r'DP-SRC-003: the column "properties.raw" \(binary\) holds what is no text; leave it out',
    )
    refused(
        tmp_path,
        parquet({"customer": [["u1"]]}),
        r'DP-SRC-008: each cell of the column "customer" is several values \(list<.*; only properties',
    )
    odd = {
        "properties.deep": [{"a": [{"b": b"\xff"}]}],
        "properties.map": pa.array([[("k", 1)]], pa.map_(pa.string(), pa.int64())),
        "properties.span": pa.array([1], pa.duration("s")),
        "properties.nothing": pa.nulls(1),
    }
    assert bring(tmp_path, parquet(odd)).added == 1


def test_a_column_of_parquet_whose_name_is_no_text(tmp_path: Path) -> None:
    content = readers()["parquet"].seeds[0].replace(b"activity", b"activit\xa4")
    refused(tmp_path, write(tmp_path, "t.parquet", content), "DP-SRC-004: the Parquet file is damaged")


# Bombs


def _entities(levels: int = 9) -> str:
    names = [f"e{n}" for n in range(levels)]
    more = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise(names))
    return f'<!DOCTYPE log [<!ENTITY e0 "ha">{more}]>'


@pytest.mark.parametrize("mark", ["", "<events/>"], ids=["xes", "ocel"])
@pytest.mark.parametrize("before", ["", "<!--" + " " * 70_000 + "-->"], ids=["at the start", "further down"])
def test_billion_laughs(tmp_path: Path, mark: str, before: str) -> None:
    log = f"<?xml version='1.0'?>{before}{_entities()}<log>{mark}<trace>"
    log += '<string key="concept:name" value="&e8;"/></trace></log>'
    name = "t.xml" if mark and not before else "t.xes"
    refused(tmp_path, write(tmp_path, name, log), r"DP-SRC-00[34]: the XML (declares a document|is damaged)")


def _workbook_with(folder: Path, sheet: bytes, *, says: int | None = None) -> Path:
    """A workbook whose first sheet is this, and which declares that it has ``says`` bytes."""
    packed = bytearray(readers()["xlsx"].packed(sheet))
    if says is not None:
        archive = zipfile.ZipFile(io.BytesIO(packed))
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
        assert packed.count(size) == 2  # in the part's own header, and in the directory
        packed = packed.replace(size, says.to_bytes(4, "little"))
    (folder / "t.xlsx").write_bytes(packed)
    return folder / "t.xlsx"


def test_zip_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = readers()["xlsx"].seeds[0]
    bomb = sheet.replace(b"<sheetData>", b"<sheetData>" + b" " * (200 << 20))
    refused(tmp_path, _workbook_with(tmp_path, bomb), "DP-SRC-003: the workbook unpacks to [0-9,]* bytes in")
    lying = _workbook_with(tmp_path, bomb, says=1000)
    refused(tmp_path, lying, "DP-SRC-003: the workbook unpacks to more bytes than it declares")
    monkeypatch.setattr("desirepath.sources.workbook_size._MOST_ENTRIES", 3)
    refused(tmp_path, _workbook_with(tmp_path, sheet), "DP-SRC-003: .* parts, which no table needs")


@pytest.mark.parametrize("far", [b"XFD1048576", b"ZZZZZZZ3", b"A9999999999", b"K1000001", b"&#65;3", b"A-1"])
def test_a_cell_far_away_makes_no_sheet_of_empty_ones(tmp_path: Path, far: bytes) -> None:
    sheet = readers()["xlsx"].seeds[0]
    path = _workbook_with(tmp_path, sheet.replace(b'r="A3"', b'r="' + far + b'"'))
    refused(
        tmp_path, path, "DP-SRC-003: cells of xl/worksheets/sheet1.xml lie further apart than any table's"
    )


def test_a_workbook_without_a_sheet(tmp_path: Path) -> None:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(readers()["xlsx"].packed(b"<worksheet/>"))) as good,
        zipfile.ZipFile(target, "w") as book,
    ):
        for entry in good.infolist():
            content = good.read(entry)
            if entry.filename == "xl/workbook.xml":
                start, end = content.index(b"<sheets>"), content.index(b"</sheets>")
                content = content[:start] + b"<sheets>" + content[end:]
            book.writestr(entry, content)
    refused(tmp_path, write(tmp_path, "t.xlsx", target.getvalue()), "DP-SRC-003: the workbook has no sheet")


# Disks, rights, other programs


@pytest.mark.parametrize("is_good", [True, False], ids=["facts", "rejects"])
def test_a_disk_that_is_full(tmp_path: Path, is_good: bool) -> None:
    occurred_at, rows = ("2026-01-01T00:00:00Z", 120_000) if is_good else ("soon", 30_000)  # 4, 8 MB
    with small_disk("3m") as disk:
        cells = HEADER + "".join(f"u{n},{occurred_at},look\n" for n in range(rows))
        path = write(tmp_path, "t.csv", cells)
        command = [sys.executable, "-m", "desirepath", "import", str(path), "--log", str(disk / "log-here")]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 1
        assert "DP-LOG-006: cannot write" in done.stderr
        assert "No space left on device" in done.stderr
        assert "Traceback" not in done.stderr
        assert nothing_stored(disk)
        assert not [*disk.rglob(f"*{TEMPORARY}")]
        assert sum(one.stat().st_size for one in disk.rglob("*") if one.is_file()) < 10_000
        subprocess.run(["mount", "-o", "remount,size=99m", str(disk)], check=True)
        assert subprocess.run(command, capture_output=True).returncode == (0 if is_good else 1)
        assert nothing_stored(disk) is not is_good


@contextlib.contextmanager
def _as_nobody() -> Iterator[None]:
    os.setegid(65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.mark.parametrize("what", ["file", "log", "place", "rejects"])
def test_no_permission(tmp_path: Path, what: str) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can become somebody else")
    with tempfile.TemporaryDirectory() as name:  # pytest's own folder is closed to others
        folder, log = Path(name), Path(name) / "log-here"
        path = write(folder, "t.jsonl", lines(SIGN_UP) + b"no\n")
        if what in ("log", "rejects"):
            bring(folder, path)
        for one in (folder, *folder.rglob("*")):
            os.chown(one, 65534, 65534)
        closed = {"file": path, "log": log / "log", "place": folder, "rejects": log / "rejects"}[what]
        closed.chmod(0o555 if what == "place" else 0)
        with _as_nobody(), pytest.raises(DesirepathError, match="ermission denied") as caught:
            bring(folder, path)
        assert caught.value.code in ("DP-SRC-001", "DP-LOG-001", "DP-LOG-005", "DP-LOG-006", "DP-LOG-009")


@pytest.mark.parametrize("change", ["cut off", "emptied", "written anew", "grown"])
@pytest.mark.parametrize("name", ["jsonl", "csv", "xes", "ocel xml", "parquet", "xlsx"])
def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, change: str
) -> None:
    """It was looked at, and is another when it is read: what comes of it is facts, rejects, or an error."""
    reader = readers()[name]
    path = tmp_path / reader.file
    path.write_bytes(reader.packed(reader.seeds[0]))
    content = path.read_bytes()
    others: dict[str, Callable[[], bytes]] = {
        "cut off": lambda: content[: len(content) // 2],
        "emptied": lambda: b"",
        "written anew": lambda: bytes(reversed(content)),
        "grown": lambda: content + content[: len(content) // 3],
    }
    real = OpenedFile.__init__

    def begin(self: OpenedFile, *streams: object) -> None:
        with path.open("r+b") as file:
            file.truncate(0)
            file.write(others[change]())
        real(self, *streams)  # type: ignore[arg-type]  # the two streams

    monkeypatch.setattr(OpenedFile, "__init__", begin)
    code, seen = "", 0
    try:
        report = bring(tmp_path, path)
        seen = report.added + report.duplicates + report.rejected
    except DesirepathError as error:
        code = error.code
    assert code.startswith("DP-SRC-") if not seen else not code
    assert seen or nothing_stored(tmp_path)
    assert not [*tmp_path.rglob(f"*{TEMPORARY}")]


def test_a_gzip_within_which_the_file_is_cut_off(tmp_path: Path) -> None:
    packed = gzip.compress(
        lines(*({**SIGN_UP, "key": str(n), "text": os.urandom(40).hex()} for n in range(9000)))
    )
    (tmp_path / "t.jsonl.gz").write_bytes(packed[: len(packed) * 2 // 3])
    refused(tmp_path, tmp_path / "t.jsonl.gz", "DP-SRC-004: the compressed file ends in the middle")
