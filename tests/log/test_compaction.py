"""Compaction changes files and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
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
