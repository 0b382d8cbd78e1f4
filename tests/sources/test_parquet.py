"""Parquet in: what a CSV of the same cells would bring, and typed columns keep their type."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.store import open_log
from tests.sources.files import bring, rejected, stored, write

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def parquet(folder: Path, columns: dict[str, object], name: str = "t.parquet") -> Path:
    pq.write_table(pa.table(columns), folder / name)
    return folder / name


def test_typed_columns_keep_their_type(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        {
            "customer": ["u1", "u2"],
            "occurred_at": pa.array([NOON, NOON], pa.timestamp("ns", "Europe/Paris")),
            "activity": pa.array(["look", "buy"]).dictionary_encode(),
            "amount": pa.array([Decimal("49.90"), None], pa.decimal128(10, 2)),
            "score": pa.array([9.0, None]),
            "solicited": [True, None],
            "properties.seats": [3, 4],
            "properties.share": [0.25, None],
            "properties.is_new": [False, True],
            "properties.tags": [["a", "b"], None],
        },
    )
    assert bring(tmp_path, path).added == 2
    first, second = stored(tmp_path)
    assert first["properties"] == '{"is_new":false,"seats":3,"share":0.25,"tags":["a","b"]}'
    assert second["properties"] == '{"is_new":true,"seats":4}'
    assert (first["occurred_at"], first["score"], first["amount"], first["solicited"]) == (
        NOON,
        9.0,
        Decimal("49.9"),
        True,
    )
    assert bring(tmp_path, path).duplicates == 2


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_instants_are_what_they_are_when_spelled_out(tmp_path: Path, unit: str) -> None:
    several = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}[unit]
    seconds = [1_767_268_800, None, -3_000_000_000, 8_000_000_000, 1_767_268_801, 0]
    ticks = [None if second is None else second * several + several // 3 for second in seconds]
    instants = pa.array(ticks, pa.timestamp(unit, "Europe/Paris"))
    spelled = [
        None if second is None else f"{datetime.fromtimestamp(second, UTC):%Y-%m-%dT%H:%M:%S}.333333Z"
        for second in seconds
    ]
    if unit in ("s", "ms"):
        spelled = [text and text.replace("333333", "000000" if unit == "s" else "333000") for text in spelled]
    of = {"customer": [f"u{n}" for n in range(6)], "activity": ["look"] * 6}
    typed = bring(tmp_path / "typed", parquet(tmp_path, {**of, "occurred_at": instants}))
    texts = bring(
        tmp_path / "texts", parquet(tmp_path, {**of, "occurred_at": pa.array(spelled, pa.string())})
    )
    columns = ("customer", "occurred_at", "key")
    assert stored(tmp_path / "typed", *columns) == stored(tmp_path / "texts", *columns)
    assert typed.added == 3
    assert [row["line"] for row in rejected(typed)] == [row["line"] for row in rejected(texts)] == [2, 3, 4]


def test_a_csv_and_the_parquet_of_it_are_the_same_facts(tmp_path: Path) -> None:
    rows = "".join(f"u{n % 7},2026-01-01T12:00:{n % 60:02}Z,look,{n}\n" for n in range(500))
    table = write(tmp_path, "t.csv", "customer,occurred_at,activity,key\n" + rows)
    pq.write_table(pyarrow.csv.read_csv(table), tmp_path / "t.parquet")
    assert bring(tmp_path, table).added == 500
    assert bring(tmp_path, tmp_path / "t.parquet").duplicates == 500


def test_an_instant_without_a_zone_needs_one(tmp_path: Path) -> None:
    columns = {"who": ["u1"], "at": pa.array([datetime(2026, 7, 1, 12)], pa.timestamp("us"))}  # noqa: DTZ001
    path = parquet(tmp_path, columns)
    mapping = '[[fact]]\ncustomer = "who"\noccurred_at = AT\nactivity = {value = "look"}'
    with pytest.raises(DesirepathError, match="DP-SRC-007"):
        bring(tmp_path, path, mapping=mapping.replace("AT", '"at"'))
    declared = '{column = "at", zone = "Europe/Paris"}'
    assert bring(tmp_path, path, mapping=mapping.replace("AT", declared)).added == 1
    assert stored(tmp_path)[0]["occurred_at"] == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_garbage_in_columns_is_refused_row_by_row(tmp_path: Path) -> None:
    columns = {
        "customer": ["u1"] * 5,
        "occurred_at": pa.array([0, 2**62, -(2**62), 1, None], pa.timestamp("us", "UTC")),
        "activity": ["look"] * 5,
        "score": [float("nan"), 1.0, 1.0, 5.0, 1.0],
        "scale": ["1..5"] * 5,
    }
    report = bring(tmp_path, parquet(tmp_path, columns))
    assert (report.added, report.rejected) == (1, 4)
    assert [one["line"] for one in rejected(report)] == [1, 2, 3, 5]


def test_the_segments_of_a_log_can_be_read_into_another(tmp_path: Path) -> None:
    rows = (
        "customer,occurred_at,activity,objects.ticket,properties.plan\nu1,2026-01-01T12:00:00Z,look,T-1,pro\n"
    )
    bring(tmp_path, write(tmp_path, "t.csv", rows))
    (segment,) = open_log(tmp_path / "log-here").segments
    other = tmp_path / "other"
    other.mkdir()
    assert bring(other, segment.path).added == 1
    (again,), (first,) = stored(other), stored(tmp_path)
    assert again == first


@pytest.mark.parametrize("cut", [4, 100, -20, -1])
def test_a_cut_or_damaged_file_leaves_nothing(tmp_path: Path, cut: int) -> None:
    path = parquet(tmp_path, {"customer": ["u1"], "occurred_at": [NOON], "activity": ["look"]})
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(DesirepathError, match="DP-SRC-004"):
        bring(tmp_path, path)
