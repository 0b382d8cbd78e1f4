"""The compiled way and the row-by-row way of reading a table accept the same rows, with the same result."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.sources import import_files
from desirepath.sources.cells import instant_reader, number_of, number_reader
from desirepath.sources.cells_in_columns import TextCells
from desirepath.sources.column_mapper import ColumnMapper
from desirepath.sources.fast_cells import (
    fast_amounts,
    fast_instants,
    fast_scores,
    fast_whole_numbers,
    instant_texts,
)
from desirepath.sources.mapping import Mapping, Value, read_mapping_text, read_zone
from desirepath.sources.splitting import UNFINISHED, split
from tests.sources.files import nothing_stored, rejected, stored

SLOW_TO_START = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))

MAPPINGS = {
    "own names": None,
    "declared": """
        missing = ["-"]
        decimal = ","
        thousands = "."
        numbers = ["plan"]
        [[fact]]
        customer = "who"
        account = {template = "a-{plan}"}
        occurred_at = {column = "when", format = "%d/%m/%Y %H:%M", zone = "Europe/Paris"}
        activity = {column = "what", map = {open = "ticket.opened", "vu" = "look"}, otherwise = "keep"}
        score = {column = "score", scale = "0..10"}
        amount = {column = "amount", currency = "EUR"}
        sequence = "n"
        objects = {ticket = "ticket", order = {template = "o-{n}"}}
    """,
    "two facts, keys": """
        yes_no = ["plan"]
        [[fact]]
        customer = "who"
        occurred_at = {column = "when", zone = "America/New_York", repeated_hour = "first"}
        activity = "what"
        solicited = "plan"
        key = ["ticket", "n"]
        properties = ["plan", "what"]
        [[fact]]
        only_if = {column = "what", is = ["open", "vu"]}
        customer = "who"
        occurred_at = {column = "when", zone = "America/New_York", repeated_hour = "first"}
        activity = {value = "ticket.opened"}
        direction = {column = "what", map = {open = "by_us", vu = "by_nobody"}, otherwise = "skip"}
        key = "ticket"
        key_prefix = "t"
        properties = {n = "n", kind = {value = "x"}}
    """,
    "no key, two facts": """
        [[fact]]
        customer = ["who", "ticket"]
        occurred_at = {column = "when", zone = "UTC"}
        activity = "what"
        actor = {column = "ticket", lower = true}
        [[fact]]
        only_if = "score"
        customer = "who"
        occurred_at = {column = "when", zone = "UTC"}
        activity = {value = "survey.answered"}
        score = {column = "score", scale = "1..5 hard"}
        properties = "none"
    """,
}
HEADER = ("who", "when", "what", "score", "amount", "n", "ticket", "plan")
OWN = (
    "customer",
    "occurred_at",
    "activity",
    "score",
    "amount",
    "sequence",
    "objects.ticket",
    "properties.plan",
)

TIMES = st.one_of(
    st.datetimes().map(lambda at: at.isoformat(" ")),
    st.datetimes().map(lambda at: at.isoformat() + "Z"),
    st.datetimes().map(lambda at: at.isoformat(timespec="milliseconds") + "+02:00"),
    st.datetimes().map(lambda at: at.strftime("%d/%m/%Y %H:%M")),
    st.sampled_from(
        [
            "2026-03-29 02:30:00",
            "2026-10-25 02:30:00",
            "25/10/2026 02:30",
            "29/03/2026 02:30",
            "1/2/2026 3:04",
            "2026-02-29",
            "2026-02-28",
            "28/02/2026 24:00",
            "9999-12-31T23:59:59Z",
            "0001-01-01 00:00:00",
            "1899-12-31T23:59:59Z",
            "2026-01-01T12:00:00.5Z",
            "2026-01-01T12:00:00.123456-11:30",
            "2026-01-01T12:00:60Z",
            "2026-W01-1",
            "20260101T120000Z",
            "2026-11-01 01:30:00",
            "",
            "-",
        ]
    ),
)
SPACE = st.sampled_from(["", "", "", " ", "\t", "\u00a0", "\u3000", "\u2009", "\x1c", "\x85"])
NUMBERS = st.one_of(
    st.integers(-12, 12).map(str),
    st.decimals(allow_nan=True, allow_infinity=True, places=3).map(str),
    st.floats().map(repr),
    st.sampled_from(
        [
            "1.234,50",
            "1,5",
            "-0",
            "-0.0",
            "007",
            "1_0",
            "+5",
            "5.",
            ".5",
            "9" * 18,
            "9" * 19,
            "1e3",
            "",
            "-",
            "٣",
        ]
    ),
)
WORDS = st.one_of(
    st.sampled_from(["open", "vu", "Open", "yes", "no", "", "-", 'say "hi"', "a,b", "x\ny", "T-9", ":", "é"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=6),
)
CELLS = st.tuples(WORDS, TIMES, WORDS, NUMBERS, NUMBERS, NUMBERS, WORDS, WORDS)
GOOD = st.tuples(
    st.sampled_from(["u1", "u2"]),
    st.sampled_from(["2026-01-01T12:00:00Z", "2026-07-01 12:00:00", "01/07/2026 12:00"]),
    st.sampled_from(["open", "vu"]),
    st.sampled_from(["", "1", "3"]),
    st.sampled_from(["", "5"]),
    st.sampled_from(["", "7"]),
    st.sampled_from(["T-1", "T-2", ""]),
    st.sampled_from(["pro", "1", ""]),
)


def table_of(header: tuple[str, ...], rows: list[tuple[str, ...]], ends: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=ends).writerows([header, *rows])
    return out.getvalue()


def read_both_ways(text: bytes, mapping: str | None) -> tuple[Any, Any]:
    """What is stored and refused, row by row and in columns."""
    results: list[Any] = []
    for block in (1 << 30, 997):
        with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
            patch.setattr("desirepath.sources.text_blocks.BLOCK", block)
            if block == 1 << 30:
                patch.setattr(ColumnMapper, "can_map", lambda mapping: False)
            folder = Path(name)
            (folder / "t.csv").write_bytes(text)
            read = read_mapping_text(mapping) if mapping else None
            try:
                report = import_files([folder / "t.csv"], folder / "log-here", mapping=read)
            except DesirepathError as error:
                results.append(
                    [(p.code, str(p.address), p.says.split(folder.name)[0]) for p in error.problems]
                )
                continue
            facts = stored(folder)
            for fact in facts:
                del fact["received_at"]
            results.append((report.rows, report.added, report.rejected, facts, rejected(report)))
    return results[0], results[1]


@SLOW_TO_START
@given(
    st.sampled_from(list(MAPPINGS)),
    st.lists(st.one_of(GOOD, CELLS), min_size=1, max_size=40),
    SPACE,
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", 'x"y,"z\n', '"a"b,c\n', "too,few\n", "\n\n", '"open']),
)
def test_both_ways_store_and_refuse_the_same(
    name: str, rows: list[tuple[str, ...]], space: str, ends: str, oddity: str
) -> None:
    padded = [(row[0] + space, space + row[1], *row[2:-1], space + row[-1]) for row in rows]
    text = table_of(OWN if name == "own names" else HEADER, padded, ends)
    text += oddity + table_of(rows[0], rows[1:], ends)
    by_rows, in_columns = read_both_ways(text.encode(), MAPPINGS[name])
    assert in_columns == by_rows


@SLOW_TO_START
@given(st.text(st.sampled_from('a,"\r\n é'), max_size=60))
@example('x"",","y')
@example('"a""b"\r\rc,d')
def test_records_are_split_as_the_csv_module_does(text: str) -> None:
    text = "h1,h2,h3\n" + text
    data = text.encode()
    starts, ends = np.zeros((80, 3), np.int32), np.zeros((80, 3), np.int32)
    begins, lines, widths = np.zeros(81, np.int64), np.zeros(80, np.int64), np.zeros(80, np.int64)
    taken, _, _, why = split(
        np.frombuffer(data, np.uint8), 0, True, ord(","), 1, starts, ends, begins, lines, widths
    )
    cells = TextCells(np.frombuffer(data, np.uint8), ("a", "b", "c"), starts[:taken], ends[:taken])
    columns = [cells.written(name).to_pylist() for name in ("a", "b", "c")]
    ours = [[column[row] for column in columns][: widths[row]] for row in range(taken)]
    theirs = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            if row:
                theirs.append(row[:3])
    except csv.Error:
        assert why != UNFINISHED
    else:
        assert why == UNFINISHED
    assert ours == theirs


@SLOW_TO_START
@given(st.lists(TIMES, min_size=1, max_size=20), st.data())
def test_a_time_that_is_read_surely_is_read_alike(cells: list[str], data: st.DataObject) -> None:
    zone = data.draw(st.sampled_from([None, "UTC", "Europe/Paris", "America/New_York", "Africa/Casablanca"]))
    pattern = data.draw(st.sampled_from([None, "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "unix"]))
    value = Value(column="x", format=pattern, zone=read_zone(zone) if zone else None)
    column, sure = fast_instants(pa.array(cells), value)
    texts = instant_texts(column).to_pylist()
    read = instant_reader(value)
    for row, cell in enumerate(cells):
        if sure[row]:
            assert texts[row] == read(cell)


def test_the_usual_times_are_read_surely() -> None:
    cells = pa.array(
        ["2026-01-31T12:00:00Z", "2026-01-31 12:00:00", "2026-01-31", "2026-01-31T12:00:00+01:00"]
    )
    assert fast_instants(cells, Value(column="x", zone=read_zone("Europe/Paris")))[1].all()
    written = Value(column="x", format="%d.%m.%Y", zone=read_zone("Europe/Paris"))
    assert fast_instants(pa.array(["31.12.2026", "1.2.2026"]), written)[1].all()


@SLOW_TO_START
@given(
    st.lists(NUMBERS, min_size=1, max_size=20),
    st.sampled_from([(".", ""), (",", "."), (".", ","), (",", "")]),
)
def test_a_number_that_is_read_surely_is_read_alike(cells: list[str], signs: tuple[str, str]) -> None:
    read = number_reader(Mapping(decimal=signs[0], thousands=signs[1]))
    column = pa.array(cells)
    amounts, sure_amounts = fast_amounts(column, *signs)
    scores, sure_scores = fast_scores(column, *signs)
    wholes, sure_wholes = fast_whole_numbers(column, signs[1])
    for row, cell in enumerate(cells):
        if sure_amounts[row]:
            assert amounts[row].as_py() == pa.scalar(read(cell)).cast(amounts.type).as_py()
        if sure_scores[row]:
            assert repr(scores[row].as_py()) == repr(float(number_of(read(cell))))
        if sure_wholes[row]:
            assert wholes[row].as_py() == number_of(read(cell))


def test_the_usual_numbers_are_read_surely() -> None:
    assert fast_amounts(pa.array(["1.234,50", "-3", "0,000000001"]), ",", ".")[1].all()
    assert fast_scores(pa.array(["9", "4.5", "-1.25"]), ".", "")[1].all()
    assert fast_whole_numbers(pa.array(["0", "17", "123456789012345"]), "")[1].all()


def test_a_long_table_is_read_in_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desirepath.sources.text_blocks.BLOCK", 1 << 12)
    monkeypatch.setattr("desirepath.sources.mapped_rows.RowMapper.map_record", None)
    rows = "".join(f"u{n},2026-01-01T12:00:{n % 60:02}Z,look\n" for n in range(1000))
    (tmp_path / "t.csv").write_text("customer,occurred_at,activity\n" + rows)
    assert import_files([tmp_path / "t.csv"], tmp_path / "log").added == 1000


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8"])
def test_a_declared_encoding_is_read_in_columns_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr("desirepath.sources.text_blocks.BLOCK", 1001)
    rows = "".join(f"Müller {n},2026-01-01T12:00:00Z,Grüße\r\n" for n in range(200))
    text = "customer,occurred_at,activity\r\n" + rows
    (tmp_path / "t.csv").write_bytes(text.encode(encoding))
    read = Mapping(encoding=encoding)
    assert import_files([tmp_path / "t.csv"], tmp_path / "log-here", mapping=read).added == 200
    assert {row["activity"] for row in stored(tmp_path)} == {"Grüße"}


def test_bytes_that_are_no_text_far_into_a_table_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desirepath.sources.text_blocks.BLOCK", 1 << 16)
    rows = b"u1,2026-01-01T12:00:00Z,look\n" * 5000
    (tmp_path / "t.csv").write_bytes(b"customer,occurred_at,activity\n" + rows + b"u\xff,x,y\n")
    with pytest.raises(DesirepathError, match="DP-SRC-003"):
        import_files([tmp_path / "t.csv"], tmp_path / "log-here")
    assert nothing_stored(tmp_path)
    assert not (tmp_path / "log-here" / "rejects").exists()
