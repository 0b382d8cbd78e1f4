"""Compaction changes files and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.log import segments, store
from desirepath.log.compaction import FEWEST
from desirepath.log.interaction import Fact
from desirepath.log.schema import SCHEMAS
from desirepath.log.sql import ask
from desirepath.log.store import Log, create_log, open_log
from desirepath.log.writer import AppendResult
from tests.log.strategies import facts
from tests.log.test_store import tables, visit


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(facts, min_size=1, max_size=3), max_size=6))
def test_order_content_and_generation_stay(appends: Sequence[Sequence[Fact]]) -> None:
    with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
        for some in appends:
            log.append(some)
        before, generation = tables(log), log.generation
        log.compact()
        assert all(table.equals(before[kind]) for kind, table in tables(log).items())
        assert log.generation == generation
        assert len(log.segments) <= len(SCHEMAS)
        everything = [fact for some in appends for fact in some]
        assert log.append(everything) == AppendResult(0, len(everything))
        assert {path.name for path in Path(folder, "log", "segments").iterdir()} == {
            segment.name for segment in log.segments
        }


def test_many_small_appends_keep_few_segments(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        for number in range(60):
            log.append([visit(str(number))])
        assert len(log.segments) < 2 * FEWEST
        assert log.interactions(["key"]).column("key").to_pylist() == [str(number) for number in range(60)]


def test_what_came_since_a_generation_is_known_across_compactions_and_not_across_erasure(
    tmp_path: Path,
) -> None:
    with create_log(tmp_path) as log:
        generations = [log.generation]
        for number in range(30):
            log.append([visit(str(number))])
            generations.append(log.generation)
        assert len(set(generations)) == 31
        for number, generation in enumerate(generations):
            since = log.since(generation, "interactions")
            assert since is not None
            assert since.column("key").to_pylist() == [str(key) for key in range(number, 30)]
            segments = log.segments_since(generation)
            assert segments is not None
            assert (not segments) == (number == 30)
        assert log.since("never", "interactions") is None
        log.rewrite(lambda _, table: table.slice(1))
        assert log.generation not in generations
        assert log.since(generations[5], "interactions") is None
        assert log.segments_since(generations[-1]) is None


def test_a_reader_stays_at_its_content_while_files_change_under_it(tmp_path: Path) -> None:
    with create_log(tmp_path) as writer:
        for number in range(3):
            writer.append([visit(str(number))])
        reader = open_log(tmp_path)
        generation = reader.generation
        writer.append([visit("3")])
        writer.compact()
        assert reader.interactions(["key"]).column("key").to_pylist() == ["0", "1", "2"]
        assert reader.interactions().num_rows == 3
        assert reader.generation == generation
        assert reader.info().facts["interactions"] == 3
        reader.refresh()
        assert reader.interactions().num_rows == 4


def test_a_reader_does_not_keep_what_was_taken_out(tmp_path: Path) -> None:
    with create_log(tmp_path) as writer:
        writer.append([visit("0"), visit("1")])
        reader = open_log(tmp_path)
        writer.rewrite(lambda _, table: table.slice(1))
        assert reader.interactions(["key"]).column("key").to_pylist() == ["1"]
        assert reader.generation == writer.generation


def test_other_threads_read_on_while_files_change(tmp_path: Path) -> None:
    stop = Event()
    found: list[list[str]] = []

    def look(log: Log) -> None:
        while not stop.is_set():
            found.append(log.interactions(["key"]).column("key").to_pylist())
            assert ask(log, "select count(*) from interactions").rows[0][0] >= 0

    with create_log(tmp_path) as log, ThreadPoolExecutor(2) as pool:
        looking = [pool.submit(look, each) for each in (log, open_log(tmp_path))]
        for number in range(40):
            log.append([visit(str(number))])
            if number % 10 == 9:
                log.compact()
        stop.set()
        for each in looking:
            each.result()
    assert all(keys == [str(number) for number in range(len(keys))] for keys in found)


def test_threads_that_append_at_once_wait_for_each_other(tmp_path: Path) -> None:
    with create_log(tmp_path) as log, ThreadPoolExecutor(4) as pool:
        added = pool.map(lambda number: log.append([visit(str(number)), visit("same")]).added, range(20))
        assert sum(added) == 21
        assert log.interactions().num_rows == 21


def test_a_damaged_old_segment_does_not_stop_new_facts(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        for number in range(FEWEST - 1):
            log.append([visit(str(number))])
        log.segments[0].path.write_bytes(b"garbage")
        assert log.append([visit("new")]) == AppendResult(1, 0)
        with pytest.raises(DesirepathError, match="DP-LOG-005"):
            log.compact()


def test_many_segments_become_one_a_part_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much is put together, little of it is in memory at once: what is read is written soon."""
    monkeypatch.setattr(segments, "_ROWS_TOGETHER", 32)
    read, written, most = 0, 0, 0
    parts, write_table = segments.Segment.parts, pq.ParquetWriter.write_table

    def reading(self: segments.Segment) -> Iterator[pa.Table]:
        nonlocal read
        for part in parts(self):
            read += part.num_rows
            yield part

    def writing(self: pq.ParquetWriter, table: pa.Table, row_group_size: int | None = None) -> None:
        nonlocal written, most
        most = max(most, read - written)
        written += table.num_rows
        write_table(self, table, row_group_size=row_group_size)

    monkeypatch.setattr(store, "FEWEST", 100)
    with create_log(tmp_path) as log:
        for number in range(12):
            log.append([visit(f"{number}-{place}") for place in range(50)])
        before = tables(log)
        with monkeypatch.context() as watched:
            watched.setattr(segments.Segment, "parts", reading)
            watched.setattr(pq.ParquetWriter, "write_table", writing)
            log.compact()
        (one,) = log.segments
        assert (one.rows, read, written) == (600, 600, 600)
        assert most <= 2 * 32
        with pq.ParquetFile(one.path) as file:
            groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
        assert groups == [32] * 18 + [24]
        assert all(table.equals(before[kind]) for kind, table in tables(log).items())


def test_a_damaged_segment_stops_a_merge_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        for number in range(3):
            log.append([visit(str(number))])
        content = bytearray(log.segments[2].path.read_bytes())
        content[4:40] = bytes(36)
        log.segments[2].path.write_bytes(content)
        there = sorted(path.name for path in (tmp_path / "log" / "segments").iterdir())
        with pytest.raises(DesirepathError, match="DP-LOG-005"):
            log.compact()
        assert sorted(path.name for path in (tmp_path / "log" / "segments").iterdir()) == there
