"""What one more interaction in a thousand costs: ``ROWS=10000000 python -m bench.growth_bench``.

A log on the disk is indexed, replayed and measured from nothing; then 0.1 % more interactions arrive, spread
over subjects and instants, and everything is brought up to date. Wall time, each once: a second growth would
not be the same. The limit is here the index from nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow as pa

from bench.replay_bench import generate, twelve_steps
from bench.table import Row, print_rows
from desirepath.log.rows import FactTable
from desirepath.log.schema import INTERACTIONS
from desirepath.log.store import Log, create_log
from desirepath.measures.measure_map import measure_map
from desirepath.replay.index import open_index
from desirepath.replay.replay import replay
from desirepath.replay.update import update

TITLE = "A log that grows by one in a thousand"
ROWS = int(os.environ.get("ROWS", "10000000"))
_AT_ONCE = 500_000

Result = TypeVar("Result")


def append(log: Log, given: pa.Table, word: str) -> None:
    """Append interactions; ``word`` makes their keys their own."""
    with log.transaction() as transaction:
        for low in range(0, given.num_rows, _AT_ONCE):
            transaction.add(FactTable("interactions", _complete(given.slice(low, _AT_ONCE), f"{word}{low}-")))


def _complete(given: pa.Table, word: str) -> pa.Table:
    rows = given.num_rows
    known = {name: given.column(name) for name in given.column_names}
    known["received_at"] = given.column("occurred_at")
    known["key"] = pa.array([f"{word}{number}" for number in range(rows)])
    known["schema"] = pa.array(np.ones(rows, np.int16))
    fields = [field for field in INTERACTIONS if field.name != "arrival"]
    columns = [known.get(field.name, pa.nulls(rows, field.type)).cast(field.type) for field in fields]
    return pa.table(columns, names=[field.name for field in fields])


def timed(what: str, work: Callable[[], Result], into: list[Row]) -> Result:
    """Do it once, and note how long it took."""
    began = time.perf_counter()
    result = work()
    into.append(Row(what, time.perf_counter() - began, ROWS))
    return result


def rows() -> list[Row]:
    """Measure."""
    measured: list[Row] = []
    journey, given = twelve_steps(), generate(ROWS)
    news = given.take(pa.array(np.sort(np.random.default_rng(8).integers(0, ROWS, max(ROWS // 1000, 1)))))
    with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
        append(log, given, "first-")
        replay(journey, open_index(log, "customer"))  # compiles, where it must
        shutil.rmtree(Path(folder) / "index")
        index = timed("the index from nothing", lambda: open_index(log, "customer"), measured)
        told = timed("a replay of it", lambda: replay(journey, index), measured)
        timed("all measures of it", lambda: measure_map(journey, log), measured)
        append(log, news, "then-")
        index = timed("0.1 % more: the index grows", lambda: open_index(log, "customer"), measured)
        timed("0.1 % more: the replay is brought up to date", lambda: update(told, index), measured)
        timed("0.1 % more: all measures again, in full", lambda: measure_map(journey, log), measured)
    return measured


if __name__ == "__main__":
    print_rows(f"{TITLE}: {ROWS:,} interactions", rows())
