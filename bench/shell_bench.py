"""What a command costs from the shell, everything included: ``python -m bench.shell_bench``.

Each is a process of its own, as when a person types it; the median of several. A million interactions lie in
a log that is already indexed. *Warm* is any run but the first: the loops are compiled, and what was counted
is remembered beside the index. *Anew* forgets the latter before each run. *The first run ever* compiles too,
once on a machine, and says so.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.growth_bench import append
from bench.replay_bench import generate, twelve_steps
from bench.table import Row, print_rows
from desirepath.log.store import create_log
from desirepath.model.map_file import write_map_text
from desirepath.replay.index import open_index

ROWS = int(os.environ.get("SHELL_ROWS", 1_000_000))
RUNS = 5


def run(*words: str, **environment: str) -> tuple[float, str]:
    """The seconds of a command, and what it said aside."""
    command = [sys.executable, "-m", "desirepath", *words]
    began = time.perf_counter()
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **environment}
    )
    return time.perf_counter() - began, done.stderr


def median(work: Callable[[], float]) -> float:
    """The median of several runs."""
    return statistics.median(work() for _ in range(RUNS))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        workspace, journey = Path(folder) / "workspace", Path(folder) / "bench.journey.yaml"
        journey.write_text(write_map_text(twelve_steps()), "utf-8")
        with create_log(workspace) as log:
            append(log, generate(ROWS), "")
            index = open_index(log, "customer")
        measure = ("measure", str(journey), "--log", str(workspace))

        def anew() -> float:
            if index.folder is not None:
                shutil.rmtree(index.folder / "replays", ignore_errors=True)
            return run(*measure)[0]

        first, said = run(*measure, NUMBA_CACHE_DIR=str(Path(folder) / "compiled"))
        if "compiling" not in said:
            sys.exit(f"the first run ever does not say that it compiles: {said!r}")
        run(*measure)
        help_seconds = median(lambda: run("--help")[0])
        measured = [
            Row("Python alone, doing nothing", median(nothing), ROWS),
            Row("desirepath --help", help_seconds, ROWS),
            Row("desirepath measure, warm", median(lambda: run(*measure)[0]), ROWS),
            Row("desirepath measure, anew", median(anew), ROWS),
            Row("desirepath measure, the first run ever", first, ROWS),
        ]
    print_rows(f"From the shell: {ROWS:,} interactions", measured)


def nothing() -> float:
    """The seconds of a Python that does nothing."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
