"""What follows what: directly-follows counts, by times taken and by subjects, beside what others offer.

``ROWS=10000000 python -m bench.paths_bench`` prints a table. Everybody answers the same question over the
same rows (each pair of activities, how often one came straight after the other, and for how many subjects),
and the digests of the answers must be equal, or the bench stops. Two threads for everybody; the best of
several runs, warm, nothing loaded within the timed part.

How each was tuned, so that a reader can judge whether it is fair:

- *the limit* sums the columns that the kernel reads (memory-mapped, NumPy, two threads): two bytes a row, and
  three numbers a subject. Beside it stands what summing activity and time costs, ten bytes a row;
- *Desirepath* reads its replay index, which lies sorted by subject; what building it costs is said above the
  table;
- *DuckDB* and *Polars* get the same rows already sorted by subject and time, activities as small integers, in
  memory (DuckDB's own table, a Polars frame): so no time goes into reading, decoding or comparing texts. For
  both, the quickest of several ways to say it that we found is timed: a window function over a sorted
  table costs more than shifting the whole column by one and dropping pairs across subjects, which is what
  both do here, and counting subjects as distinct (pair, subject) rows;
- *chDB* runs ClickHouse over a MergeTree table ordered by subject and place, in two ways: a window over each
  subject, and arrays of each subject's activities, made while reading in order, each laid against itself
  moved by one.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
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
from desirepath.replay.discovery import count_follows, find_variants
from desirepath.replay.index import open_index
from desirepath.replay.trails import Trails, trails_of_log

THREADS = 2
RUNS = 3
LEAST_SECONDS = 2
Ways = Iterable[tuple[int, int, int, int]]

BY_LEAD = """
WITH pairs AS (
  SELECT subject, activity AS a, lead(activity) OVER (PARTITION BY subject ORDER BY place) AS b FROM rows
)
SELECT a, b, count(*) AS n, count(DISTINCT subject) AS subjects FROM pairs WHERE b IS NOT NULL GROUP BY a, b
"""
BY_SHIFT = """
WITH shifted AS (
  SELECT subject, activity AS a, lead(activity) OVER () AS b, lead(subject) OVER () AS other FROM rows
), of_subject AS (
  SELECT a, b, subject, count(*) AS n FROM shifted WHERE subject = other GROUP BY a, b, subject
)
SELECT a, b, sum(n)::BIGINT AS n, count(*) AS subjects FROM of_subject GROUP BY a, b
"""
BY_JOIN = """
WITH of_subject AS (
  SELECT l.activity AS a, r.activity AS b, l.subject, count(*) AS n
  FROM rows l POSITIONAL JOIN moved r WHERE l.subject = r.subject GROUP BY ALL
)
SELECT a, b, sum(n)::BIGINT AS n, count(*) AS subjects FROM of_subject GROUP BY a, b
"""


def digest(ways: Ways) -> str:
    """One word for an answer, whatever its order."""
    text = "\n".join(",".join(map(str, way)) for way in sorted(ways))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def best_of(work: Callable[[], Any]) -> tuple[float, Any]:
    """The best time of several runs, and of as many as fit into two seconds; and the last answer."""
    times: list[float] = []
    answer = None
    while len(times) < RUNS or sum(times) < LEAST_SECONDS:
        began = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - began)
    return min(times), answer


def sum_columns(trails: Trails, *names: str) -> int:
    """The raw limit: every value of these columns, read once and added, on as many threads."""
    columns = [getattr(part, name) for part in trails.parts for name in names]
    pieces = [piece for column in columns for piece in np.array_split(column, THREADS)]
    with ThreadPoolExecutor(THREADS) as pool:
        return int(sum(pool.map(np.sum, pieces)))


def sorted_rows(trails: Trails) -> pa.Table:
    """The rows as the others get them: by subject and in order, in small integers."""
    owner = np.concatenate([np.repeat(part.owner, part.lengths) for part in trails.parts])
    code = np.concatenate([part.code for part in trails.parts])
    return pa.table(
        {"subject": owner, "activity": code.astype(np.uint8), "place": np.arange(len(code), dtype=np.int32)}
    )


def by_duckdb(rows: pa.Table, sql: str) -> Callable[[], Ways]:
    """DuckDB over its own in-memory table."""
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given", rows)
    connection.register("given_moved", rows.slice(1))
    connection.execute("CREATE TABLE rows AS SELECT * FROM given")
    connection.execute("CREATE TABLE moved AS SELECT * FROM given_moved")
    return lambda: connection.execute(sql).fetchall()


def by_polars(rows: pa.Table) -> Callable[[], Ways]:
    """Polars over a frame in memory, lazily; POLARS_MAX_THREADS must be set before it is loaded."""
    os.environ["POLARS_MAX_THREADS"] = str(THREADS)
    pl: Any = load("polars")
    frame = pl.from_arrow(rows)

    def count() -> Ways:
        pairs = frame.lazy().select(
            pair=pl.col("activity").cast(pl.UInt16) * 256 + pl.col("activity").shift(-1),
            subject="subject",
            same=pl.col("subject") == pl.col("subject").shift(-1),
        )
        counted = (
            pairs.filter(pl.col("same"))
            .group_by("pair", "subject")
            .agg(n=pl.len())
            .group_by("pair")
            .agg(n=pl.col("n").sum(), subjects=pl.len())
            .collect()
        )
        return [(pair // 256, pair % 256, n, subjects) for pair, n, subjects in counted.iter_rows()]

    return count


BY_WINDOW = """
SELECT a, b, sum(n) AS n, count() AS subjects FROM (
  SELECT a, b, subject, count() AS n FROM (
    SELECT subject, activity AS a, leadInFrame(activity, 1, 255) OVER (
      PARTITION BY subject ORDER BY place ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING
    ) AS b FROM bench.rows
  ) WHERE b != 255 GROUP BY a, b, subject
) GROUP BY a, b
"""
BY_ARRAYS = """
SELECT intDiv(pair, 256) AS a, pair % 256 AS b, count() AS n, countIf(time = 1) AS subjects FROM (
  SELECT arrayMap((x, y) -> toUInt16(x) * 256 + y, arrayPopBack(all), arrayPopFront(all)) AS pairs,
    arrayEnumerateUniq(pairs) AS times
  FROM (SELECT groupArray(activity) AS all FROM bench.rows GROUP BY subject)
) ARRAY JOIN pairs AS pair, times AS time GROUP BY pair
"""


def by_chdb(rows: pa.Table, folder: Path) -> tuple[Callable[[], Ways], Callable[[], Ways]]:
    """ClickHouse over a MergeTree table, in this process: by a window, and by arrays of each subject."""
    session: Any = load("chdb.session").Session(str(folder / "chdb"))
    path = folder / "rows.parquet"
    pq.write_table(rows, path, compression="zstd")
    session.query("CREATE DATABASE bench")
    session.query(
        "CREATE TABLE bench.rows (subject UInt32, activity UInt8, place UInt32) "
        "ENGINE = MergeTree ORDER BY (subject, place)"
    )
    session.query(f"INSERT INTO bench.rows SELECT subject, activity, place FROM file('{path}')")
    session.query("OPTIMIZE TABLE bench.rows FINAL")
    settings = f"SETTINGS max_threads = {THREADS}, optimize_aggregation_in_order = 1"

    def asked(sql: str) -> Callable[[], Ways]:
        def count() -> Ways:
            lines = str(session.query(f"{sql} {settings}", "CSV")).split()
            return [tuple(map(int, line.split(","))) for line in lines]  # type: ignore[misc]

        return count

    return asked(BY_WINDOW), asked(BY_ARRAYS)


def ours(trails: Trails, threads: int) -> Ways:
    """Desirepath."""
    follows = count_follows(trails, threads=threads)
    columns = (follows.origin, follows.target, follows.n, follows.subjects)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def main() -> None:
    """Measure, check that all answers are one, and print."""
    rows = int(os.environ.get("ROWS", 10_000_000))
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as folder:
        log = GeneratedLog(generate(rows), Path(folder))
        began = time.perf_counter()
        trails = trails_of_log(open_index(log, "customer"))
        console.print(f"{rows:,} rows; index built in {time.perf_counter() - began:.1f} s")
        given = sorted_rows(trails)
        contestants: dict[str, Callable[[], Ways]] = {
            f"Desirepath, {THREADS} threads": lambda: ours(trails, THREADS),
            "Desirepath, one thread": lambda: ours(trails, 1),
            f"DuckDB {duckdb.__version__}, window by subject": by_duckdb(given, BY_LEAD),
            f"DuckDB {duckdb.__version__}, shifted by a window": by_duckdb(given, BY_SHIFT),
            f"DuckDB {duckdb.__version__}, positional join": by_duckdb(given, BY_JOIN),
        }
        try:
            contestants["Polars"] = by_polars(given)
        except Exception as missing:  # noqa: BLE001 - the bench goes on without what is not installed
            console.print(f"Polars is left out: {missing}")
        try:
            by_window, by_arrays = by_chdb(given, Path(folder))
            contestants |= {"chDB, window by subject": by_window, "chDB, arrays by subject": by_arrays}
        except Exception as missing:  # noqa: BLE001 - as above
            console.print(f"chDB is left out: {missing}")
        limit, _ = best_of(lambda: sum_columns(trails, "code", "starts", "ends", "owner"))
        timed = [
            Row("summing the columns it reads (the limit): activity, and where subjects begin", limit, rows)
        ]
        with_time, _ = best_of(lambda: sum_columns(trails, "code", "time_us"))
        timed.append(Row("summing activity and time (what a funnel reads)", with_time, rows))
        answers = set()
        for name, work in contestants.items():
            seconds, ways = best_of(work)
            timed.append(Row(name, seconds, rows))
            answers.add(digest(ways))
        if len(answers) != 1:
            sys.exit(f"the answers differ: {answers}")
        console.print(f"one answer: {answers.pop()}")
        seconds, found = best_of(lambda: find_variants(trails, threads=THREADS))
        timed.append(Row(f"Desirepath, the {len(found):,} variants", seconds, rows))
        print_rows("What follows what", timed)
        machine = f"Python {sys.version.split()[0]}, NumPy {np.__version__}, {THREADS} threads"
        console.print(f"{machine}, {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
