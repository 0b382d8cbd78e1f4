"""Bringing a log in, beside DuckDB turning the same file into Parquet sorted by customer and time.

``python -m bench.import_bench``. DuckDB's way checks no row, leaves no double out and survives no crash; ours
does all three. Both take turns, run by run, so that a busy machine is busy for both; the median counts.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import orjson

from bench.table import Row, print_rows
from desirepath.sources.importing import import_files

TITLE = "Import of JSONL, CSV and Parquet"
ROWS = min(int(os.environ.get("ROWS", "2000000")), 10_000_000)
RUNS = int(os.environ.get("RUNS", "3"))
_READERS = {"csv": "read_csv", "jsonl": "read_json", "parquet": "read_parquet"}


def write_logs(folder: Path, rows: int) -> None:
    """A log of so many interactions of a tenth as many customers, in time order, in each shape."""
    draw = random.Random(7)
    names = ["sign up", "look", "feature.used", "ticket.opened", "call.held", "buy", "login", "email.opened"]
    moment = 1_577_836_800.0
    with (folder / "log.jsonl").open("wb") as lines, (folder / "log.csv").open("w") as table:
        table.write("customer,occurred_at,activity,channel,properties.page,properties.plan,key\n")
        for number in range(rows):
            moment += draw.random() * 20
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
            who, what, page = draw.randrange(rows // 10), draw.choice(names), draw.randrange(50)
            line = {
                "customer": f"u{who}",
                "occurred_at": stamp,
                "activity": what,
                "channel": "web",
                "properties": {"page": page, "plan": "pro"},
                "key": f"k{number}",
            }
            lines.write(orjson.dumps(line) + b"\n")
            table.write(f"u{who},{stamp},{what},web,{page},pro,k{number}\n")
    duckdb.sql(f"copy (from '{folder}/log.csv') to '{folder}/log.parquet' (format parquet)")


def sort_with_duckdb(path: Path) -> None:
    """What a data engineer would type."""
    reader = _READERS[path.suffix[1:]]
    query = f"select * from {reader}('{path}') order by customer, occurred_at"
    duckdb.sql(f"copy ({query}) to '{path}.sorted' (format parquet, compression zstd)")


def medians(actions: Sequence[Callable[[], object]]) -> list[float]:
    """The median wall time of each, taking turns."""
    taken: list[list[float]] = [[] for _ in actions]
    for _ in range(RUNS):
        for action, times in zip(actions, taken, strict=True):
            began = time.perf_counter()
            action()
            times.append(time.perf_counter() - began)
    return [statistics.median(times) for times in taken]


def rows_of(path: Path) -> list[Row]:
    """Measure one shape."""
    fresh = (path.parent / f"{path.name}-{number}" for number in range(RUNS + 1))
    warm = next(fresh)
    import_files([path], warm)  # compiled code is kept after its first use ever
    theirs, ours, again = medians(
        [
            lambda: sort_with_duckdb(path),
            lambda: import_files([path], next(fresh)),
            lambda: import_files([path], warm),
        ]
    )
    return [
        Row("DuckDB: to Parquet sorted by customer and time, nothing checked", theirs, ROWS),
        Row("desirepath import: checked, once, durable", ours, ROWS),
        Row("the same file again: all known already", again, ROWS),
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        write_logs(Path(name), ROWS)
        for shape in _READERS:
            print_rows(f"Import of {ROWS:,} interactions: {shape}", rows_of(Path(name) / f"log.{shape}"))
