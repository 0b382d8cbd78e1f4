"""What follows what, beside the two libraries that analysts use for it: PM4Py and retentioneering.

``PYTHON_WITH_MINING=... make bench`` names a Python that has them beside what Desirepath needs; without one
this bench is skipped. They are no requirement of ours, not even of the benches: PM4Py is under the AGPL, and
both bring much with them.

Everybody counts, over the same interactions (``MINING_ROWS``, a million), how often each activity comes
straight after each other for one customer. The counts must be equal, or the bench stops. The median of
several runs, warm. How each was tuned, so that a reader can judge whether it is fair:

- *PM4Py* gets a data frame that is already formatted (``format_dataframe``) and sorted, and is asked for
  ``discover_dfg``: reading and formatting are not timed;
- *retentioneering* gets an ``Eventstream`` that is already made, and is asked for the counts of its
  transition matrix: making it is not timed. What it adds at both ends of every path is left out;
- *Desirepath* reads its replay index, which is already built.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from bench.replay_bench import GeneratedLog, generate
from bench.table import Row, print_rows
from desirepath.base.slow import load
from desirepath.replay.discovery import count_follows
from desirepath.replay.index import open_index
from desirepath.replay.trails import Trails, trails_of_log

ROWS = int(os.environ.get("MINING_ROWS", 1_000_000))
THREADS = 2
RUNS = 3
Counts = dict[tuple[str, str], int]


def by_desirepath(trails: Trails, threads: int) -> Callable[[], Counts]:
    """Desirepath."""

    def count() -> Counts:
        found = count_follows(trails, threads=threads)
        columns = (found.origin.tolist(), found.target.tolist(), found.n.tolist())
        return {(trails.names[a], trails.names[b]): n for a, b, n in zip(*columns, strict=True)}

    return count


def frame_of(trails: Trails) -> Any:
    """The interactions as both libraries like them: by customer and in order."""
    part_columns = []
    for part in trails.parts:
        names = np.array(trails.names, object)
        # Ties are settled by a microsecond for each: nobody else has to know our order.
        place = np.arange(len(part.code)) - np.repeat(part.starts, part.lengths)
        owner = np.repeat(part.owner, part.lengths)
        part_columns.append((owner, names[part.code], part.time_us + place))
    owner, activity, time_us = (np.concatenate(columns) for columns in zip(*part_columns, strict=True))
    pandas: Any = load("pandas")
    return pandas.DataFrame(
        {
            "customer": [f"u{number}" for number in owner],
            "activity": activity,
            "at": pandas.to_datetime(time_us, unit="us", utc=True),
        }
    )


def by_pm4py(frame: Any) -> Callable[[], Counts]:
    """PM4Py."""
    pm4py: Any = load("pm4py")
    formatted = pm4py.format_dataframe(
        frame.copy(), case_id="customer", activity_key="activity", timestamp_key="at"
    )
    return lambda: dict(pm4py.discover_dfg(formatted)[0])


def by_retentioneering(frame: Any) -> Callable[[], Counts]:
    """retentioneering."""
    os.environ["RETENTIONEERING_NO_TRACK"] = "1"
    library: Any = load("retentioneering")
    schema = {"path_cols": ["customer"], "event_col": "activity", "timestamp_col": "at"}
    stream = library.Eventstream(frame.copy(), schema=schema)

    def count() -> Counts:
        matrix = stream.transition_graph_data(edge_weight="count")
        found = matrix.drop(index="path_start", columns="path_end", errors="ignore").stack()
        return {(a, b): int(n) for (a, b), n in found.items() if n and b != "path_start" and a != "path_end"}

    return count


def main() -> None:
    """Measure, check that all answers are one, and print."""
    others = {"PM4Py": by_pm4py, "retentioneering": by_retentioneering}
    with tempfile.TemporaryDirectory() as folder:
        index = open_index(GeneratedLog(generate(ROWS), Path(folder)), "customer")
        trails = trails_of_log(index)
        contestants = {
            f"Desirepath, {THREADS} threads": by_desirepath(trails, THREADS),
            "Desirepath, one thread": by_desirepath(trails, 1),
        }
        missing = []
        for name, make in others.items():
            try:
                contestants[name] = make(frame_of(trails))
            except Exception as error:  # noqa: BLE001 - the bench goes on without what is not installed
                missing.append(f"{name} is left out: {error}")
        if len(missing) == len(others):
            sys.exit(f"neither of the two is installed ({'; '.join(missing)})")
        timed, answers = [], {}
        for name, work in contestants.items():
            answers[name] = work()
            times = []
            for _ in range(RUNS if name in others else 10 * RUNS):
                began = time.perf_counter()
                work()
                times.append(time.perf_counter() - began)
            timed.append(Row(name, statistics.median(times), ROWS))
        wanted, *rest = answers.values()
        if any(answer != wanted for answer in rest):
            sys.exit("the answers differ")
        print_rows(f"What follows what, beside tools for process mining: {ROWS:,} interactions", timed)
        versions = [f"{name} {version(name.lower())}" for name in others if name in contestants]
        ways = f"{len(wanted):,} ways, {sum(wanted.values()):,} steps; {', '.join(versions)}\n"
        sys.stdout.write("\n".join([*missing, ways]))


if __name__ == "__main__":
    main()
