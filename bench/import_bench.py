"""Bringing a log in, beside DuckDB turning the same file into Parquet sorted by customer and time.

``ROWS=10000000 python -m bench.import_bench``. DuckDB's way checks no row, leaves no double out and survives
no crash; ours does all three. Both take turns, run by run, so that a busy machine is busy for both; the
median counts. *Index* is the replay index of customers, built from the store. The same log then gets 0.1 %
more rows, in a file of its own, several times over; the limit is there store and index from nothing.

Memory is that of a process of its own that imports and indexes: the most that was resident, and the most of
it that was not the content of files (which the system takes back when it needs room).
``ROWS=50000000 SHAPES=csv python -m bench.import_bench memory`` measures nothing else.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import rmtree

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bench.table import Row, print_rows
from desirepath.log.store import open_log
from desirepath.replay.index import open_index
from desirepath.sources.importing import import_files

TITLE = "Import of JSONL, CSV and Parquet"
ROWS = int(os.environ.get("ROWS", "10000000"))
RUNS = int(os.environ.get("RUNS", "3"))
SHAPES = os.environ.get("SHAPES", "csv jsonl parquet").split()
MORE = max(ROWS // 1000, 1)
_READERS = {"csv": "read_csv", "jsonl": "read_json", "parquet": "read_parquet"}
_AT_ONCE = 500_000
_ACTIVITIES = (
    "sign up",
    "look",
    "feature.used",
    "ticket.opened",
    "call.held",
    "buy",
    "login",
    "email.opened",
)
_HEADER = "customer,occurred_at,activity,channel,properties.page,properties.plan,key\n"
_START_SECONDS = 1_577_836_800
_LOOK_SECONDS = 0.01


def write_log(path: Path, first: int, rows: int) -> None:
    """So many interactions, from this number on, in time order; of a tenth as many customers as there are
    rows in all."""
    draw = np.random.default_rng(first)
    with path.open("wb") as file:
        if path.suffix == ".csv":
            file.write(_HEADER.encode())
        for low in range(first, first + rows, _AT_ONCE):
            numbers = np.arange(low, min(low + _AT_ONCE, first + rows))
            moments = _START_SECONDS + 10 * (numbers % ROWS) + draw.integers(0, 10, len(numbers))
            stamps = pc.strftime(pa.array(moments).cast(pa.timestamp("s")), format="%Y-%m-%dT%H:%M:%SZ")
            customers = _texts("u", draw.integers(0, max(ROWS // 10, 1), len(numbers)))
            activities = pa.array(_ACTIVITIES).take(
                pa.array(draw.integers(0, len(_ACTIVITIES), len(numbers)))
            )
            pages, keys = _texts("", draw.integers(0, 50, len(numbers))), _texts("k", numbers)
            if path.suffix == ".csv":
                parts = [customers, ",", stamps, ",", activities, ",web,", pages, ",pro,", keys, "\n"]
            else:
                parts = [
                    '{"customer":"',
                    customers,
                    '","occurred_at":"',
                    stamps,
                    '","activity":"',
                    activities,
                ]
                parts += [
                    '","channel":"web","properties":{"page":',
                    pages,
                    ',"plan":"pro"},"key":"',
                    keys,
                    '"}\n',
                ]
            file.write(pc.binary_join_element_wise(*parts, "").buffers()[2])


def _texts(prefix: str, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pa.array(numbers).cast(pa.string()), "")


def sort_with_duckdb(path: Path) -> None:
    """What a data engineer would type."""
    reader = _READERS[path.suffix[1:]]
    query = f"select * from {reader}('{path}') order by customer, occurred_at"
    duckdb.sql(f"copy ({query}) to '{path}.sorted' (format parquet, compression zstd)")


def bring_in(path: Path, folder: Path) -> tuple[float, float]:
    """Import into an empty folder, and index; the seconds that each took."""
    rmtree(folder, ignore_errors=True)
    began = time.perf_counter()
    import_files([path], folder)
    stored = time.perf_counter()
    open_index(open_log(folder), "customer")
    return stored - began, time.perf_counter() - stored


def measure(path: Path, folder: Path) -> tuple[list[Row], float]:
    """The rows of one shape, taking turns; and the seconds for store and index together."""
    bring_in(path, folder)  # compiled code is kept after its first use ever
    taken: dict[str, list[float]] = {"theirs": [], "store": [], "both": [], "again": []}
    for _ in range(RUNS):
        taken["theirs"].append(seconds_of(lambda: sort_with_duckdb(path)))
        store, index = bring_in(path, folder)
        taken["store"].append(store)
        taken["both"].append(store + index)
        taken["again"].append(seconds_of(lambda: import_files([path], folder)))
    median = {what: statistics.median(seconds) for what, seconds in taken.items()}
    rows = [
        Row("DuckDB: to Parquet sorted by customer and time, nothing checked", median["theirs"], ROWS),
        Row("desirepath import: checked, once, durable", median["store"], ROWS),
        Row("the same, and the index", median["both"], ROWS),
        Row("the same file again: all known already", median["again"], ROWS),
    ]
    return rows, median["both"]


def seconds_of(action: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def grow(folder: Path, scratch: Path, from_nothing: float) -> list[Row]:
    """What 0.1 % more rows cost the log in ``folder``, stored and indexed."""
    stored, both = [], []
    for turn in range(RUNS + 2):
        path = scratch / "log.csv"  # the same source
        write_log(path, ROWS + turn * MORE, MORE)
        began = time.perf_counter()
        import_files([path], folder)
        stored.append(time.perf_counter() - began)
        open_index(open_log(folder), "customer")
        both.append(time.perf_counter() - began)
    return [
        Row("store and index from nothing", from_nothing, ROWS),
        Row("0.1 % more rows: stored", statistics.median(stored), MORE),
        Row("0.1 % more rows: stored, and the index grown", statistics.median(both), MORE),
    ]


def print_memory(paths: Sequence[Path], folder: Path) -> None:
    """The most memory that importing and indexing each file takes."""
    lines = [f"## Memory of an import of {ROWS:,} interactions", ""]
    lines += ["| what | resident at most, MB | of it anonymous at most, MB |", "|---|---:|---:|"]
    for path in paths:
        rmtree(folder, ignore_errors=True)
        given = [sys.executable, "-m", "bench.import_bench", "child", str(path), str(folder)]
        told = subprocess.run(given, capture_output=True, text=True, check=True).stdout.split()
        lines.append(f"| {path.suffix[1:]}: stored, and indexed | {int(told[0]):,} | {int(told[1]):,} |")
    sys.stdout.write("\n".join(lines) + "\n\n")


def watch_memory(path: Path, folder: Path) -> None:
    """Import and index here, and say what it took."""
    most = 0
    is_over = threading.Event()

    def look() -> None:
        nonlocal most
        while not is_over.wait(_LOOK_SECONDS):
            most = max(most, _status("RssAnon"))

    watcher = threading.Thread(target=look)
    watcher.start()
    bring_in(path, folder)
    is_over.set()
    watcher.join()
    # Not ru_maxrss: that begins with what the process was before it became this program.
    sys.stdout.write(f"{_status('VmHWM') // 1024} {most // 1024}\n")


def _status(word: str) -> int:
    return int(Path("/proc/self/status").read_text("utf-8").partition(f"{word}:")[2].split()[0])


def main(scratch: Path, *, memory_only: bool) -> None:
    """Measure and print."""
    paths = [scratch / f"log.{shape}" for shape in SHAPES]
    for path in paths:
        if path.suffix == ".parquet":
            write_log(scratch / "log.csv", 0, ROWS)
            duckdb.sql(f"copy (from '{scratch}/log.csv') to '{path}' (format parquet)")
        else:
            write_log(path, 0, ROWS)
    if not memory_only:
        for path in paths:
            rows, from_nothing = measure(path, scratch / "log")
            print_rows(f"Import of {ROWS:,} interactions: {path.suffix[1:]}", rows)
            sys.stdout.write("\n")
            Path(f"{path}.sorted").unlink()
            if path.suffix == ".csv":
                (scratch / "more").mkdir()
                rows = grow(scratch / "log", scratch / "more", from_nothing)
                print_rows(f"A store and index of {ROWS:,} interactions that get 0.1 % more", rows)
                sys.stdout.write("\n")
    print_memory(paths, scratch / "log")


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        watch_memory(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name), memory_only=sys.argv[1:] == ["memory"])
