"""Every reader of files, with examples that may be changed at will, and the law that holds whatever comes."""

from __future__ import annotations

import gzip
import io
import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter  # type: ignore[import-untyped]  # it has none

from desirepath.base.problem import DesirepathError
from desirepath.log.durable import TEMPORARY
from desirepath.log.store import open_log
from desirepath.sources import import_files
from desirepath.sources.mapping import Mapping, read_mapping_text
from desirepath.sources.tools.listed import TOOLS
from tests.sources.cases import EXAMPLES
from tests.sources.files import SIGN_UP, lines, nothing_stored, rejected

CUSTOMERS = [{**SIGN_UP, "customer": f"u{n}", "score": n, "scale": "0..10", "text": "é"} for n in range(4)]
TABLE = b"""customer,occurred_at,activity,score,scale,amount,currency,properties.plan,objects.order
u1,2026-01-01T12:00:00Z,look,7,0..10,9.90,EUR,"pro, large",o1
u2,2026-01-01T13:00:00+01:00,buy,,,,,"two
lines",
"""
EXPORTED = b"""Report: Deals, exported on 3 May

Date,Time,Account,Event,Deal
11/03/2026,2:15 PM,a1,won,"$1,234.50"
11/25/2026,9:05 AM,a2,Won,($7)

Grand total,,,405 records,
"""
EXPORTED_MEANS = """thousands = ","
spellings = {Event = {Won = "won"}}
[[fact]]
account = "Account"
occurred_at = {template = "{Date} {Time}", format = "%m/%d/%Y %I:%M %p"}
activity = "Event"
amount = {column = "Deal", currency = "USD"}
"""
OTHERS = [{"ts": 1767225600 + n, "user": {"id": f"u{n}"}, "event": "x", "tags": ["a", 1]} for n in range(4)]
OTHERS_MEAN = """[[fact]]
customer = "user.id"
occurred_at = {column = "ts", format = "unix"}
activity = "event"
"""
XES = b"""<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0"><trace><string key="concept:name" value="c1"/><int key="size" value="3"/>
<event><string key="concept:name" value="a &amp; b"/><date key="time:timestamp" value="2026-01-01T12:00:00Z"/>
<float key="cost" value="2.5"/><boolean key="late" value="true"/></event></trace></log>
"""
OCEL = {
    "objectTypes": [{"name": "customer", "attributes": [{"name": "plan", "type": "string"}]}],
    "eventTypes": [{"name": "place order", "attributes": [{"name": "items", "type": "integer"}]}],
    "objects": [
        {
            "id": "c1",
            "type": "customer",
            "attributes": [{"name": "plan", "time": "1970-01-01T00:00:00Z", "value": "free"}],
            "relationships": [{"objectId": "a1", "qualifier": "works for"}],
        },
        {"id": "a1", "type": "account"},
    ],
    "events": [
        {
            "id": "e1",
            "type": "place order",
            "time": "2026-01-05T12:00:00Z",
            "attributes": [{"name": "items", "value": 3}],
            "relationships": [{"objectId": "c1", "qualifier": "by"}],
        }
    ],
}
OCEL_XML = b"""<?xml version='1.0'?><log><object-types><object-type name='customer'><attributes>
<attribute name='plan' type='string'/></attributes></object-type></object-types><event-types/>
<objects><object id='c1' type='customer'><attributes><attribute name='plan' time='1970-01-01T00:00:00Z'>free
</attribute></attributes><objects><relationship object-id='c1' qualifier='is'/></objects></object></objects>
<events><event id='e1' type='place order' time='2026-01-05T12:00:00Z'><attributes/><objects>
<relationship object-id='c1' qualifier=''/></objects></event></events></log>
"""
OCEL_TABLES = """
CREATE TABLE event (ocel_id TEXT, ocel_type TEXT);
CREATE TABLE object (ocel_id TEXT, ocel_type TEXT);
CREATE TABLE event_map_type (ocel_type TEXT, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT, ocel_type_map TEXT);
CREATE TABLE event_object (ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
CREATE TABLE event_Order (ocel_id TEXT, ocel_time TIMESTAMP, amount REAL, weight INTEGER);
CREATE TABLE object_Customer (ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT, plan TEXT);
INSERT INTO event_map_type VALUES ('place order', 'Order');
INSERT INTO object_map_type VALUES ('customer', 'Customer');
INSERT INTO event VALUES ('e1', 'place order');
INSERT INTO object VALUES ('c1', 'customer');
INSERT INTO event_Order VALUES ('e1', '2026-01-05 12:00:00', 9.5, 3);
INSERT INTO object_Customer VALUES ('c1', '1970-01-01 00:00:00', NULL, 'free');
INSERT INTO event_object VALUES ('e1', 'c1', 'by');
"""
_WORD = re.compile(rb"""[^\s"',:;{}\[\]<>=]+|"[^"]*"|'[^']*'""")
_COMMANDS = re.compile("[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
_MEMORY = Path("/dev/shm")
_SHEET = "xl/worksheets/sheet1.xml"
ODDITIES = (
    b"", b"null", b"true", b"[]", b"{}", b'""', b'" "', b"0", b"-1", b"7.5", b"NaN", b"1e999", b"-Infinity",
    b"99999999999999999999", b"123456789012345", b'"\\ud800"', b'"\\u0000"', b"\xff", b"\x00", b"\x1b",
    b"\xef\xbb\xbf", b"\xff\xfe", b"{", b"}", b"[", b"]", b",", b"\t", b"\n", b"\r", b"\r\n", b'"', b"'",
    b"<", b">", b"&", b"&a;", b"&#0;", b"&#x1F600;", b"<![CDATA[", b"<!DOCTYPE log>", b"<trace/>", b"<a:b/>",
    b'[{"id": {}}]', b'{"id": [1]}', b'"0000-01-01T00:00:00Z"', b"0001-01-01", b'"9999-12-31T23:59:59-23:59"',
    b"2026-02-30", b"1969-12-31T23:59:60Z", b"12/31/2026 11:59 PM", b"\xe2\x80\xae", b"\xed\xa0\x80",
    b"a" * 300, b";",
)  # fmt: skip
"""What stands in files that nobody expected."""

Edit = tuple[int, int, bytes]
"""At which word, how many bytes of it go away (-1: the word), and what comes instead."""


@dataclass(frozen=True)
class Reader:
    """One reader: what its files are called, good ones, and how their ``content`` becomes a file."""

    name: str
    file: str
    seeds: tuple[bytes, ...]
    mapping: str | Mapping | None = None
    packed: Callable[[bytes], bytes] = bytes


def edited(content: bytes, edits: Sequence[Edit]) -> bytes:
    """The content with changes where its words are."""
    for place, cut, what in edits:
        words = [found.span() for found in _WORD.finditer(content)] or [(0, 0)]
        start, end = words[place % len(words)]
        content = content[:start] + what + content[end if cut < 0 else start + cut :]
    return content


def check(reader: Reader, content: bytes) -> str:
    """Import the content, twice: one coded error and nothing stored, or every row a fact, a duplicate or a
    reject. Says what happened."""
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as name:
        folder = Path(name)
        (folder / reader.file).write_bytes(reader.packed(content))
        outcome, kept = _once(reader, folder)
        assert (outcome, kept) == _once(reader, folder), "the second import was not like the first"
        assert not [*folder.rglob(f"*{TEMPORARY}")], "a temporary file was left behind"
        return outcome


def _once(reader: Reader, folder: Path) -> tuple[str, int]:
    """What happened, and how many facts are there."""
    report, problems = None, []
    try:
        report = import_files(
            [folder / reader.file], folder / "log-here", mapping=reader.mapping, zone=ZoneInfo("UTC")
        )
    except DesirepathError as error:
        problems = [*error.problems]
    if report is None:
        assert nothing_stored(folder)
        assert not [one for one in problems if _COMMANDS.search(str(one))], problems
        (code,) = {problem.code for problem in problems}
        assert code.startswith("DP-SRC-")
        return code, 0
    facts = sum(open_log(folder / "log-here").info().facts.values())
    assert report.added in (0, facts)
    assert len(rejected(report)) == report.rejected <= report.rows
    return ("some rejected" if report.rejected else "all kept"), facts


@cache
def _workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet("Tickets")
        sheet.write_row(0, 0, ["customer", "occurred_at", "activity", "score"])
        sheet.write_row(1, 0, ["u1", datetime(2026, 1, 1, 12, 30), "look", 3.5])  # noqa: DTZ001 -- Excel
        sheet.write_row(2, 0, ["u2", "2026-07-02T09:00:00Z", "buy", None])
    return target.getvalue()


def _sheet_in_workbook(sheet: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as good, zipfile.ZipFile(target, "w") as book:
        for entry in good.infolist():
            book.writestr(entry, sheet if entry.filename == _SHEET else good.read(entry))
    return target.getvalue()


def _sheet() -> bytes:
    with zipfile.ZipFile(io.BytesIO(_workbook())) as book:
        return book.read(_SHEET)


def _parquet() -> bytes:
    target = io.BytesIO()
    rows = {
        "customer": ["u1", "u2"],
        "occurred_at": pa.array([datetime(2026, 1, 1, tzinfo=UTC)] * 2, pa.timestamp("us", "UTC")),
        "activity": pa.array(["look", "buy"]).dictionary_encode(),
        "score": [1.5, None],
        "scale": ["0..10", None],
        "properties.tags": [["a"], None],
    }
    pq.write_table(pa.table(rows), target, compression="none")
    return target.getvalue()


def _database() -> bytes:
    database = sqlite3.connect(":memory:")
    try:
        database.executescript(OCEL_TABLES)
        return database.serialize()
    finally:
        database.close()


def _examples(tool: str) -> tuple[bytes, ...]:
    return tuple(
        path.read_bytes() for path in sorted(EXAMPLES.glob(f"{tool}.*")) if path.suffix in (".json", ".jsonl")
    )


@cache
def readers() -> dict[str, Reader]:
    """Every reader by its name."""
    found = [
        Reader("jsonl", "a.jsonl", (lines(*CUSTOMERS),)),
        Reader("jsonl.gz", "a.jsonl.gz", (lines(*CUSTOMERS),), packed=gzip.compress),
        Reader("json lines of others", "a.jsonl", (lines(*OTHERS),), mapping=read_mapping_text(OTHERS_MEAN)),
        Reader("json list", "a.json", (json.dumps(OTHERS).encode(),), mapping=read_mapping_text(OTHERS_MEAN)),
        Reader("json list of ours", "a.json", (json.dumps(CUSTOMERS).encode(),)),
        Reader("csv as people export it", "a.csv", (EXPORTED,), mapping=read_mapping_text(EXPORTED_MEANS)),
        Reader("rejects", "a.rejects.jsonl", (_rejects(),)),
        Reader("csv", "a.csv", (TABLE,)),
        Reader("tsv", "a.tsv", (TABLE.replace(b",", b"\t"),)),
        Reader("csv of a tool", "a.csv", (_example("zendesk-tickets.csv"),), mapping="zendesk-tickets"),
        Reader("csv with two headers", "a.csv", (_example("surveymonkey.csv"),), mapping="surveymonkey"),
        Reader("xlsx", "a.xlsx", (_sheet(),), packed=_sheet_in_workbook),
        Reader("xlsx archive", "a.xlsx", (_workbook(),)),
        Reader("parquet", "a.parquet", (_parquet(),)),
        Reader("xes", "a.xes", (XES,)),
        Reader("xes.gz", "a.xes.gz", (XES,), packed=gzip.compress),
        Reader("gzip", "a.xes.gz", (gzip.compress(XES),)),
        Reader("ocel json", "a.json", (json.dumps(OCEL).encode(),)),
        Reader("ocel xml", "a.xml", (OCEL_XML,)),
        Reader("ocel sqlite", "a.sqlite", (_database(),)),
        *(Reader(tool.name, "a.json", _examples(tool.name)) for tool in TOOLS),
    ]
    return {reader.name: reader for reader in found}


def _example(name: str) -> bytes:
    return (EXAMPLES / name).read_bytes()


def _rejects() -> bytes:
    said = {"code": "DP-SRC-013", "message": "no", "source": "app"}
    mended = {"line": 2, **said, "row": SIGN_UP, "was": "0123456789abcdef"}
    table = {
        "line": 3,
        **said,
        "row": {**SIGN_UP, "score": ""},
        "table": "own names",
        "repeats": ["content:1#2"],
    }
    return lines(mended, table, {"line": 4, **said, "row": {"id": 1}, "tool": "stripe"})
