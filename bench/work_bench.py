"""The same questions by work done: processor seconds, which a busy machine changes much less than wall time.

``ROWS=10000000 python -m bench.work_bench``. The questions, the rows and the contestants are those of
:mod:`bench.funnel_bench`, :mod:`bench.paths_bench` and :mod:`bench.map_bench`, where it is said how each was
tuned; each with its best way there. Two threads for everybody; the seconds of all threads together, the
median of several runs taken in turn, warm. Where two contestants keep both processors busy alike, this is the
ratio of wall times on a calm machine.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from bench import funnel_bench, map_bench, paths_bench
from bench.replay_bench import COLUMNS, GeneratedLog, generate, sum_columns
from bench.table import Row, print_rows
from desirepath.replay.index import open_index
from desirepath.replay.replay import replay
from desirepath.replay.trails import trails_of_log

THREADS = 2
ROWS = int(os.environ.get("ROWS", "10000000"))
RUNS = int(os.environ.get("RUNS", 7))
Works = dict[str, Callable[[], Any]]
DUCKDB = f"DuckDB {duckdb.__version__}"


def work_of(works: Works) -> list[Row]:
    """The median processor seconds of each; the quick ones run more often."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(RUNS + 1):
        for name, work in works.items():
            is_ours = name.startswith(("Desirepath", "summing"))
            for _ in range(3 if turn and is_ours else 1):
                began = time.process_time()
                work()
                if turn:
                    taken[name].append(time.process_time() - began)
            if not is_ours and turn == 3:
                taken[name] = taken[name][:3]
    return [Row(name, statistics.median(times), ROWS) for name, times in taken.items()]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        log = GeneratedLog(funnel_bench.without_ties(generate(ROWS)), Path(folder))
        index = open_index(log, "customer")
        given, steps = funnel_bench.sorted_rows(index), funnel_bench.codes(index)
        works: Works = {
            "summing the columns it reads (the limit)": lambda: funnel_bench.sum_columns(index),
            "Desirepath": funnel_bench.by_desirepath(index, THREADS),
            "Desirepath, times too": funnel_bench.by_desirepath(index, THREADS, with_times=True),
            f"{DUCKDB}, ASOF joins": funnel_bench.in_duckdb(given, funnel_bench.asof_sql(steps)),
            "Polars, join_asof": funnel_bench.in_polars(given, steps),
            "chDB, windowFunnel": funnel_bench.in_chdb(given, steps, Path(folder)),
        }
        print_rows(f"Work: a funnel of {len(steps)} steps over {ROWS:,} interactions", work_of(works))
        trails = trails_of_log(index)
        sorted_rows = paths_bench.sorted_rows(trails)
        works = {
            "summing the columns it reads (the limit)": lambda: paths_bench.sum_columns(
                trails, "code", "starts", "ends", "owner"
            ),
            "Desirepath": lambda: paths_bench.ours(trails, THREADS),
            f"{DUCKDB}, positional join": paths_bench.by_duckdb(sorted_rows, paths_bench.BY_JOIN),
            "Polars": paths_bench.by_polars(sorted_rows),
        }
        print_rows(f"Work: what follows what, {ROWS:,} interactions", work_of(works))
        journey = map_bench.one_passage_each()
        by_sql = map_bench.by_duckdb(map_bench.sorted_rows(index), index, map_bench.WALK_BY_SUBJECT)
        works = {
            "summing the columns it reads (the limit)": lambda: sum_columns(index, COLUMNS),
            "Desirepath, the whole tally": lambda: replay(journey, index, threads=THREADS),
            f"{DUCKDB}, windows by subject": by_sql,
        }
        print_rows(f"Work: the measured map of twelve steps, {ROWS:,} interactions", work_of(works))


if __name__ == "__main__":
    main()
