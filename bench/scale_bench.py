"""Ten times the interactions: how many times the work, and how much memory?

``SIZES=10000000,50000000,100000000 python -m bench.scale_bench`` writes the columns of an index straight to
disk, memory-maps them as a kept index is, and asks of each size, in a process of its own, the funnel of six
steps, what follows what, the replay of a map of twelve steps, and all measures of that map from nothing. The
median of several runs, warm: the columns lie in the page cache. Processor seconds of both threads together,
which a busy machine changes much less than wall time. *Memory* is the most anonymous memory
(``RssAnon``) that the process ever had: what is mapped from files does not count, as the system may take it
back. "Before" is what Python, NumPy, Arrow and the compiled loops take with nothing asked.

The limit is here the smallest size; a time beside it that grows no more than the interactions do is as it
should be.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from bench.funnel_bench import STEPS as FUNNEL_STEPS
from bench.funnel_bench import by_desirepath
from bench.replay_bench import ACTIVITIES, ROWS_PER_SUBJECT, GeneratedLog, twelve_steps
from desirepath.base.spans import Period
from desirepath.measures.measure_map import Group, measure_replay
from desirepath.replay.columns import ROW_COLUMNS, Bucket, Names
from desirepath.replay.discovery import count_follows
from desirepath.replay.index import MOST_BUCKETS, ROWS_PER_BUCKET, Index
from desirepath.replay.replay import replay
from desirepath.replay.trails import trails_of_log

TITLE = "Ten times the interactions"
SIZES = [int(size) for size in os.environ.get("SIZES", "10000000,50000000,100000000").split(",")]
THREADS = 2
RUNS = int(os.environ.get("RUNS", 7))
NAMES = Names(
    tuple(f"activity {number}" for number in range(ACTIVITIES)),
    tuple(f"channel {number}" for number in range(5)),
    ("source 0",),
    ("1..5",),
)


def write_bucket(folder: Path, number: int, rows: int) -> None:
    """The columns of one bucket: the same kinds of interactions as in the other benches."""
    random = np.random.default_rng((7, number))
    folder.mkdir()
    owner = random.integers(0, max(rows // ROWS_PER_SUBJECT, 1), rows)
    seconds = random.integers(0, 600 * 86_400, rows)
    key = np.sort(owner << 32 | seconds)
    weights = 1 / np.arange(1, ACTIVITIES + 1)
    scored = random.random(rows) < 0.02
    columns = {
        "time_us": (key & 0xFFFFFFFF) * 1_000_000,
        "activity": random.choice(ACTIVITIES, rows, p=weights / weights.sum()),
        "channel": random.integers(0, 5, rows),
        "source": np.zeros(rows),
        "level": np.where(scored, random.integers(0, 5, rows) * 105, -1),
        "scale": np.where(scored, 0, 65_535),
        "arrival": np.zeros(rows),
    }
    for name, values in columns.items():
        values.astype(ROW_COLUMNS[name]).tofile(folder / name)
    np.cumsum(np.bincount(key >> 32)).tofile(folder / "ends")


def open_bucket(folder: Path) -> Bucket:
    """The same, memory-mapped."""
    columns = {
        name: np.asarray(np.memmap(folder / name, kind, mode="r"))
        for name, kind in ROW_COLUMNS.items()
        if name != "sequence"
    }
    starts = np.concatenate([[0], np.fromfile(folder / "ends", np.int64)])
    starts.flags.writeable = False
    sequence = np.zeros(0, np.int64)
    sequence.flags.writeable = False
    return Bucket(
        pa.array(np.arange(len(starts) - 1)).cast(pa.string()),
        starts,
        starts[1:],
        **columns,
        sequence=sequence,
    )


class MostMemory:
    """Watches the anonymous memory of this process, in megabytes, from another thread."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.005):
            self.most = max(self.most, anonymous_mb())

    def stop(self) -> float:
        """The most there was."""
        self._over.set()
        self._thread.join()
        return self.most


def anonymous_mb() -> float:
    """The anonymous memory of this process now."""
    status = Path("/proc/self/status").read_text("utf-8")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon")) / 1000


def ask(folder: Path, rows: int) -> dict[str, Any]:
    """Ask everything of one size: median seconds, and the most memory beside what there was before."""
    buckets = tuple(open_bucket(path) for path in sorted(folder.iterdir()))
    last_us = max(int(bucket.time_us.max()) for bucket in buckets)
    index = Index(GeneratedLog(pa.table({}), folder), "customer", NAMES, buckets, rows, last_us)
    journey, trails = twelve_steps(), trails_of_log(index)

    def measure() -> object:
        told = replay(journey, index, threads=THREADS)
        return measure_replay(journey, told, group=Group(None, Period()))

    works: dict[str, Callable[[], object]] = {
        f"a funnel of {len(FUNNEL_STEPS)} steps": by_desirepath(index, THREADS),
        "what follows what": lambda: count_follows(trails, threads=THREADS),
        "the replay of twelve steps": lambda: replay(journey, index, threads=THREADS),
        "all measures of it": measure,
    }
    before = anonymous_mb()
    memory = MostMemory()
    taken: dict[str, list[float]] = {what: [] for what in works}
    for run in range(RUNS + 1):
        for what, work in works.items():
            began = time.process_time()
            work()
            if run:
                taken[what].append(time.process_time() - began)
            gc.collect()
    seconds = {what: statistics.median(times) for what, times in taken.items()}
    return {"seconds": seconds, "before": before, "most": memory.stop()}


def measure_size(rows: int) -> dict[str, Any]:
    """Write the columns of one size and ask everything of them in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        parts = min(MOST_BUCKETS, 1 << max((rows - 1) // ROWS_PER_BUCKET, 0).bit_length())
        for number in range(parts):
            write_bucket(Path(folder) / f"{number:02}", number, rows // parts)
        command = [sys.executable, "-m", "bench.scale_bench", folder, str(rows)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return found


def main() -> None:
    """Measure every size in turn, and print."""
    free = shutil.disk_usage(tempfile.gettempdir()).free
    found = {}
    for rows in SIZES:
        if rows * 40 > free:
            sys.exit(f"{rows:,} interactions need {rows * 40 / 1e9:.0f} GB of disk for a while")
        found[rows] = measure_size(rows)
    first = SIZES[0]
    lines = [f"## {TITLE}", ""]
    lines += [
        "| interactions | what | processor seconds | interactions/s | times the smallest | times the rows |"
    ]
    lines += ["|---:|---|---:|---:|---:|---:|"]
    for rows, told in found.items():
        for what, seconds in told["seconds"].items():
            ratio, more = seconds / found[first]["seconds"][what], rows / first
            lines.append(
                f"| {rows:,} | {what} | {seconds:.3f} | {rows / seconds:,.0f} | {ratio:.2f} | {more:.0f} |"
            )
    lines += [
        "",
        "| interactions | anonymous memory, MB | of which before anything was asked |",
        "|---:|---:|---:|",
    ]
    lines += [f"| {rows:,} | {told['most']:.0f} | {told['before']:.0f} |" for rows, told in found.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(ask(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
