"""How near the speed of memory is a replay? ``ROWS=10000000 python -m bench.replay_bench`` prints a table.

The raw limit is the time to sum the columns that it reads (NumPy, the same memory-mapped files, the same
threads). Everything is the best of several runs, warm.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from bench.table import Row, print_rows
from desirepath.log.schema import IDENTITIES, INSTANT, FactKind
from desirepath.model.journey_map import JourneyMap, Passage, Stage, Step
from desirepath.model.rule import Rule
from desirepath.replay.columns import Array
from desirepath.replay.index import Index, open_index
from desirepath.replay.replay import Replay, replay

TITLE = "Replay of a map of twelve steps"
ROWS = int(os.environ.get("ROWS", "10000000"))
COLUMNS = ("time_us", "activity", "channel", "level", "scale")
STEPS = 12
ACTIVITIES = 40
ROWS_PER_SUBJECT = 60
THREADS = 2
RUNS = 15


@dataclass(frozen=True)
class GeneratedLog:
    """A log in memory, beside a folder where its index may lie."""

    table: pa.Table
    path: Path
    generation: str = "1"

    def interactions(self, columns: Sequence[str] | None = None) -> pa.Table:
        return self.table if columns is None else self.table.select(columns)

    def arrivals_at(self, generation: str) -> int | None:
        return None

    def since(self, generation: str, kind: FactKind) -> pa.Table | None:
        return None

    def identities(self) -> pa.Table:
        return IDENTITIES.empty_table()

    def traits(self) -> pa.Table:
        raise NotImplementedError("nothing here asks for traits")


def generate(rows: int) -> pa.Table:
    """Interactions of many subjects in the order of time: zipf-like activities, one score in fifty."""
    random = np.random.default_rng(7)
    subjects = max(rows // ROWS_PER_SUBJECT, 1)
    weights = 1 / np.arange(1, ACTIVITIES + 1)
    activity = random.choice(ACTIVITIES, rows, p=weights / weights.sum())
    seconds = np.sort(random.integers(0, 600 * 86_400, rows))
    score = np.where(random.random(rows) < 0.02, random.integers(1, 6, rows), 0)
    return pa.table(
        {
            "customer": _names(random.integers(0, subjects, rows), subjects, "u"),
            "occurred_at": pa.array(seconds * 1_000_000).cast(INSTANT),
            "activity": _names(activity, ACTIVITIES, "activity "),
            "channel": _names(random.integers(0, 5, rows), 5, "channel "),
            "source": _names(np.zeros(rows, np.int32), 1, "source "),
            "score": pa.array(score.astype(float), mask=score == 0),
            "scale": pa.array(np.full(rows, "1..5"), mask=score == 0),
            "sequence": pa.nulls(rows, pa.int64()),
            "arrival": pa.array(np.arange(rows)),
        }
    )


def _names(codes: Array, names: int, prefix: str) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32)), pa.array([f"{prefix}{number}" for number in range(names)])
    )


def twelve_steps() -> JourneyMap:
    """A map whose steps are common and rare activities in turn, with every passage rule in use."""
    steps = tuple(
        Step(
            id=f"step-{number}",
            name=f"Step {number}",
            when=(Rule(activity=f"activity {number * 3 + 1}"),),
            optional=number in (3, 8),
            within="30d",
        )
        for number in range(STEPS)
    )
    return JourneyMap(
        format="desirepath/1",
        id="bench",
        title="Twelve steps",
        passage=Passage(
            starts=(Rule(activity="activity 0"),),
            succeeds=(Rule(activity="activity 38"),),
            fails=(Rule(activity="activity 39"),),
            horizon="500d",
            again=True,
        ),
        stages=(Stage(id="all", name="All", steps=steps),),
    )


def seconds_of(work: Callable[[], Any], runs: int = RUNS) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(runs):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def sum_columns(index: Index, names: Sequence[str]) -> int:
    """The raw limit: every value read once and added."""
    columns = [getattr(bucket, name) for bucket in index.buckets for name in names]
    with ThreadPoolExecutor(THREADS) as pool:
        return int(sum(pool.map(np.sum, columns)))


def _tables(told: Replay) -> int:
    return len(told.passages) + len(told.visits)


def rows() -> list[Row]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        log = GeneratedLog(generate(ROWS), Path(folder))
        index = open_index(log, "customer")
        journey = twelve_steps()
        replay(journey, index, threads=THREADS)  # compiles, where it must
        works: dict[str, Callable[[], Any]] = {
            "summing every column the kernel reads (the limit)": lambda: sum_columns(index, COLUMNS),
            "summing when and what alone": lambda: sum_columns(index, ("time_us", "activity")),
            "replay: the full tally": lambda: replay(journey, index, threads=THREADS),
            "the same, one thread": lambda: replay(journey, index, threads=1),
            "replay, every passage and visit too": lambda: _tables(replay(journey, index, threads=THREADS)),
        }
        return [Row(what, seconds_of(work), ROWS) for what, work in works.items()]


if __name__ == "__main__":
    print_rows(f"{TITLE}: {ROWS:,} interactions", rows())
