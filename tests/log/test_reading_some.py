"""Whoever wants a few facts of a long segment reads only the parts of the file that hold them."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.log import segments
from desirepath.log.interaction import Interaction
from desirepath.log.picking import pick_interactions
from desirepath.log.store import Log, create_log
from desirepath.log.subject import erase_subject
from tests.success.world import on

ROWS = 300


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    """A segment in many parts, some of whose facts were erased."""
    patch = pytest.MonkeyPatch()
    patch.setattr(segments, "_ROWS_TOGETHER", 32)
    facts = [
        Interaction({"customer": f"u{number // 100}"}, on(number), "did", source="a", key=str(number))
        for number in range(ROWS)
    ]
    with create_log(tmp_path_factory.mktemp("some")) as log:
        log.append(facts)
        erase_subject(log, "customer", "u1")
    patch.undo()
    return log


@given(st.lists(st.integers(-5, ROWS + 5), unique=True, max_size=20))
def test_the_same_as_if_all_were_read(log: Log, arrivals: list[int]) -> None:
    there = [arrival for arrival in arrivals if 0 <= arrival < ROWS and not 100 <= arrival < 200]
    assert [row["arrival"] for row in pick_interactions(log, arrivals)] == there
    stored = log.interactions_at(pa.array(sorted(arrivals), pa.int64()))
    assert stored.column("arrival").to_pylist() == sorted(there)


def test_only_the_parts_that_hold_some_are_read(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[list[int]] = []
    whole = pq.ParquetFile.read_row_groups

    def counted(self: object, groups: list[int], columns: object = None) -> pa.Table:
        read.append(groups)
        return whole(self, groups, columns)

    monkeypatch.setattr(pq.ParquetFile, "read_row_groups", counted)
    assert len(pick_interactions(log, [3, 4, 290])) == 3
    assert [len(groups) for groups in read] == [2]
