"""What one more interaction in a thousand costs: ``ROWS=10000000 python -m bench.growth_bench``.

Interactions are added to a log on the disk, which is indexed and measured from nothing; then 0.1 % more come,
spread over subjects and instants (they touch some 6 % of all subjects), and the same map is measured again.
Wall time, each once: a second growth would not be the same; the readings of an unchanged log are the median
of several. The limit is here all of it from nothing.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pyarrow as pa

from bench.replay_bench import generate, twelve_steps
from bench.table import Row, print_rows
from desirepath.log.rows import FactTable
from desirepath.log.schema import INTERACTIONS
from desirepath.log.store import Log, create_log
from desirepath.measures.measure_map import measure_map
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.index import open_index

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
        compile_all(journey)
        timed("adding all interactions to a log", lambda: append(log, given, "first-"), measured)
        timed("the index from nothing", lambda: open_index(log, "customer"), measured)
        timed("all measures from nothing", lambda: measure_map(journey, log), measured)
        measured.append(Row("all measures again, nothing new", again(journey, log), ROWS))
        timed("0.1 % more: adding it", lambda: append(log, news, "then-"), measured)
        timed("0.1 % more: the index grows", lambda: open_index(log, "customer"), measured)
        timed("0.1 % more: all measures again", lambda: measure_map(journey, log), measured)
        measured.append(Row("all measures again, nothing newer", again(journey, log), ROWS))
    seconds = [row.seconds for row in measured]
    return [
        Row("adding, indexing and measuring from nothing (the limit)", sum(seconds[:3]), ROWS),
        Row("the same of 0.1 % more", sum(seconds[4:7]), ROWS),
        Row("indexing and measuring alone, from nothing", sum(seconds[1:3]), ROWS),
        Row("the same of 0.1 % more, already added", sum(seconds[5:7]), ROWS),
        *measured,
    ]


def compile_all(journey: JourneyMap) -> None:
    """Compile what has to be, on a small log that grows."""
    given = generate(200_000)
    with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
        for word, part in (("first-", given), ("then-", given.slice(0, 50))):
            append(log, part, word)
            measure_map(journey, log)


def again(journey: JourneyMap, log: Log) -> float:
    """The median seconds of measuring a log that is as it was."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        measure_map(journey, log)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


if __name__ == "__main__":
    print_rows(f"{TITLE}: {ROWS:,} interactions", rows())
