"""A funnel of six steps, beside what a user would pick instead:
``ROWS=10000000 python -m bench.funnel_bench``.

Everybody answers the same question over the same rows: how many customers came from step 1 to 2 ... to 6 in
this order inside 180 days of a first step, whichever first step leads furthest. The answers must be equal, or
the bench stops. Desirepath counts from the very first start too, and who is still under way; the times of
every step, averaged per customer, are a line of their own.

Two threads for everybody; the median of several runs, taken in turn, warm, nothing loaded within the timed
part. How each was tuned, so that a reader can judge whether it is fair:

- *the limit* sums the columns that the funnel reads, time and activity (memory-mapped, NumPy, two threads);
- *Desirepath* reads its replay index, which lies sorted by customer; the question is parsed and bound inside
  the timed part;
- *DuckDB* and *Polars* get the same rows sorted by customer and time, customers, activities and times as
  integers, in memory. For DuckDB the better of two ways is what to compare with: a chain of ASOF joins from
  every first step (only the latest first step kept at each), and nested windows over integer epochs (the
  canonical SQL). Polars: a chain of ``join_asof``, each side filtered and sorted once;
- *chDB* runs ClickHouse's own ``windowFunnel`` over a MergeTree table ordered by customer and time, with no
  index granularity to win by; instants of one customer differ, so that its reading of ties does not matter.
"""

from __future__ import annotations

import hashlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from rich.console import Console

from bench.replay_bench import GeneratedLog, generate
from bench.table import Row, print_rows
from desirepath.base.slow import load
from desirepath.log.schema import INSTANT
from desirepath.replay.funnel import follow_funnel
from desirepath.replay.funnel_question import FunnelQuestion, FunnelStep
from desirepath.replay.funnel_words import read_when
from desirepath.replay.index import Index, open_index

THREADS = 2
RUNS = int(os.environ.get("RUNS", 5))
WINDOW_US = 180 * 86_400_000_000
STEPS = [f"activity {number}" for number in (2, 6, 10, 17, 24, 32)]
Answer = list[int]


def digest(answer: Answer) -> str:
    """One word for an answer."""
    return hashlib.sha256(",".join(map(str, answer)).encode()).hexdigest()[:10]


def without_ties(interactions: pa.Table) -> pa.Table:
    """The same interactions at instants of which hardly any two are alike."""
    instants = np.random.default_rng(11).integers(0, 600 * 86_400_000_000, len(interactions))
    place = interactions.schema.get_field_index("occurred_at")
    return interactions.set_column(place, "occurred_at", pa.array(np.sort(instants)).cast(INSTANT))


def sum_columns(index: Index) -> int:
    """The raw limit: every value that the funnel reads, read once and added, on as many threads."""
    columns = [column for bucket in index.buckets for column in (bucket.time_us, bucket.activity)]
    pieces = [piece for column in columns for piece in np.array_split(column, THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        return sum(int(total) for total in pool.map(np.sum, pieces))


def by_desirepath(index: Index, threads: int, *, with_times: bool = False) -> Callable[[], Answer]:
    """Desirepath."""

    def count() -> Answer:
        steps = tuple(FunnelStep(name, read_when(name)) for name in STEPS)
        found = follow_funnel(index, FunnelQuestion(steps, WINDOW_US), threads=threads)
        if with_times:
            found.took_us(len(STEPS) - 1)
        return [int(n) for n in found.reached]

    return count


def sorted_rows(index: Index) -> pa.Table:
    """The rows as the others get them: by customer and in order, in integers."""
    before = 0
    parts = []
    for bucket in index.buckets:
        lengths = bucket.ends - bucket.starts[:-1]
        customer = np.repeat(np.arange(before, before + len(lengths), dtype=np.int32), lengths)
        parts.append(
            pa.table(
                {"customer": customer, "ts": bucket.time_us, "activity": bucket.activity.astype(np.uint8)}
            )
        )
        before += len(lengths)
    return pa.concat_tables(parts).combine_chunks()


def codes(index: Index) -> list[int]:
    """The activities of the steps as the index knows them."""
    return [index.names.activities.index(name) for name in STEPS]


def in_duckdb(rows: pa.Table, sql: str) -> Callable[[], Answer]:
    """DuckDB over its own in-memory table."""
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given", rows)
    connection.execute("CREATE TABLE rows AS SELECT * FROM given")
    return lambda: [n for (n,) in connection.execute(sql).fetchall()]


def asof_sql(steps: list[int]) -> str:
    """From every first step to the next second one after it, and so on; of those that meet, the latest
    start."""
    parts = [f"c0 AS (SELECT customer, ts AS began, ts FROM rows WHERE activity = {steps[0]})"]
    for k, code in enumerate(steps[1:], 1):
        parts.append(
            f"e{k} AS (SELECT customer, ts FROM rows WHERE activity = {code}), "
            f"c{k} AS (SELECT c.customer, max(c.began) AS began, e.ts FROM c{k - 1} c ASOF JOIN e{k} e "
            f"ON c.customer = e.customer AND c.ts < e.ts WHERE e.ts - c.began <= {WINDOW_US} "
            "GROUP BY c.customer, e.ts)"
        )
    counts = " UNION ALL ".join(
        f"SELECT {k} AS k, count(DISTINCT customer) AS n FROM c{k}" for k in range(len(steps))
    )
    return f"WITH {', '.join(parts)} SELECT n FROM ({counts}) ORDER BY k"


def windows_sql(steps: list[int]) -> str:
    """The latest first step that has led to each step so far, as nested windows; integers, one sort."""
    listed = ", ".join(map(str, steps))
    told = [f"w0 AS (SELECT customer, ts, activity FROM rows WHERE activity IN ({listed}))"]
    for k, code in enumerate(steps):
        came = (
            f"CASE WHEN activity = {code} THEN ts END"
            if k == 0
            else f"CASE WHEN activity = {code} AND ts - s{k - 1} <= {WINDOW_US} THEN s{k - 1} END"
        )
        kept = "".join(f", s{j}" for j in range(k))
        told.append(
            f"w{k + 1} AS (SELECT customer, ts, activity{kept}, max({came}) OVER "
            "(PARTITION BY customer ORDER BY ts "
            f"ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s{k} FROM w{k})"
        )
    sums = ", ".join(f"count(DISTINCT customer) FILTER (s{k} IS NOT NULL)" for k in range(len(steps)))
    return f"WITH {', '.join(told)} SELECT unnest([{sums}]) FROM w{len(steps)}"


def in_polars(rows: pa.Table, steps: list[int]) -> Callable[[], Answer]:
    """Polars over a frame in memory; POLARS_MAX_THREADS must be set before it is loaded."""
    os.environ["POLARS_MAX_THREADS"] = str(THREADS)
    pl: Any = load("polars")
    frame = pl.from_arrow(rows)

    def count() -> Answer:
        chain = frame.filter(pl.col("activity") == steps[0]).select("customer", "ts", began="ts")
        counts = [chain["customer"].n_unique()]
        for code in steps[1:]:
            later = frame.filter(pl.col("activity") == code).select("customer", next="ts")
            chain = (
                chain.join_asof(
                    later,
                    left_on="ts",
                    right_on="next",
                    by="customer",
                    strategy="forward",
                    allow_exact_matches=False,
                    check_sortedness=False,
                )
                .filter(pl.col("next") - pl.col("began") <= WINDOW_US)
                .group_by("customer", "next", maintain_order=True)
                .agg(pl.col("began").max())
                .select("customer", "began", ts="next")
            )
            counts.append(chain["customer"].n_unique())
        return counts

    return count


def in_chdb(rows: pa.Table, steps: list[int], folder: Path) -> Callable[[], Answer]:
    """ClickHouse's windowFunnel over a MergeTree table, in this process."""
    session: Any = load("chdb.session").Session(str(folder / "chdb"))
    path = folder / "rows.parquet"
    pq.write_table(rows, path, compression="zstd")
    session.query("CREATE DATABASE bench")
    session.query(
        "CREATE TABLE bench.rows (customer UInt32, ts UInt64, activity UInt8) "
        "ENGINE = MergeTree ORDER BY (customer, ts)"
    )
    session.query(f"INSERT INTO bench.rows SELECT * FROM file('{path}')")
    session.query("OPTIMIZE TABLE bench.rows FINAL")
    listed = ", ".join(map(str, steps))
    asked = ", ".join(f"activity = {code}" for code in steps)
    counts = ", ".join(f"countIf(level >= {k})" for k in range(1, len(steps) + 1))
    sql = (
        f"SELECT {counts} FROM (SELECT windowFunnel({WINDOW_US})(ts, {asked}) AS level FROM bench.rows "
        f"WHERE activity IN ({listed}) GROUP BY customer) "
        f"SETTINGS max_threads = {THREADS}, optimize_aggregation_in_order = 1"
    )
    return lambda: [int(n) for n in str(session.query(sql, "CSV")).strip().split(",")]


def median_times(contestants: dict[str, Callable[[], Any]]) -> tuple[dict[str, float], dict[str, Any]]:
    """Median seconds and last answer of each, taken in turn, after one run to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    answers = {}
    for turn in range(RUNS + 1):
        for name, work in contestants.items():
            for _ in range(3 if turn and name.startswith(("Desirepath", "summing")) else 1):
                began = time.perf_counter()
                answers[name] = work()
                if turn:
                    taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in taken.items()}, answers


def main() -> None:
    """Measure, check that all answers are one, and print."""
    rows = int(os.environ.get("ROWS", 10_000_000))
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(GeneratedLog(without_ties(generate(rows)), Path(folder)), "customer")
        given, steps = sorted_rows(index), codes(index)
        limit = "summing the columns it reads (the limit)"
        contestants: dict[str, Callable[[], Any]] = {
            limit: lambda: sum_columns(index),
            f"Desirepath, {THREADS} threads": by_desirepath(index, THREADS),
            "Desirepath, one thread": by_desirepath(index, 1),
            "Desirepath, times too": by_desirepath(index, THREADS, with_times=True),
            f"DuckDB {duckdb.__version__}, ASOF joins": in_duckdb(given, asof_sql(steps)),
            f"DuckDB {duckdb.__version__}, nested windows": in_duckdb(given, windows_sql(steps)),
        }
        others: dict[str, Callable[[], Callable[[], Answer]]] = {
            "Polars, join_asof": lambda: in_polars(given, steps),
            "chDB, windowFunnel": lambda: in_chdb(given, steps, Path(folder)),
        }
        for name, make in others.items():
            try:
                contestants[name] = make()
            except Exception as missing:  # noqa: BLE001 - the bench goes on without what is not installed
                console.print(f"{name} is left out: {missing}")
        seconds, answers = median_times(contestants)
        del answers[limit]
        found = {name: digest(answer) for name, answer in answers.items()}
        if len(set(found.values())) != 1:
            sys.exit(f"the answers differ: {answers}")
        reached = " / ".join(f"{n:,}" for n in next(iter(answers.values())))
        console.print(f"one answer, {found.popitem()[1]}: {reached}")
        print_rows(
            f"A funnel of {len(STEPS)} steps over {rows:,} interactions",
            [Row(name, taken, rows) for name, taken in seconds.items()],
        )
        machine = f"Python {sys.version.split()[0]}, NumPy {np.__version__}, {THREADS} threads"
        console.print(f"{machine}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
