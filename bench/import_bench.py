"""Bringing a log in, beside the least that could be done with the same file.

``python -m bench.import_bench``. The limit is reading the file and parsing every line with orjson. What a
data engineer would type instead is PyArrow's own JSON reader, sorted and written as Parquet, with no check of
any line, no deduplication and no crash safety.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson
import pyarrow.json
import pyarrow.parquet

from bench.table import Row, print_rows
from desirepath.sources.importing import import_files

TITLE = "Import of JSONL"
ROWS = min(int(os.environ.get("ROWS", "500000")), 500_000)
RUNS = int(os.environ.get("RUNS", "3"))


def write_log(path: Path, rows: int) -> None:
    """A log of so many interactions of a tenth as many customers, in time order."""
    draw = random.Random(7)
    names = ["sign up", "look", "feature.used", "ticket.opened", "call.held", "buy", "login", "email.opened"]
    moment = 1_577_836_800.0
    with path.open("wb") as out:
        for number in range(rows):
            moment += draw.random() * 20
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
            line = {
                "customer": f"u{draw.randrange(rows // 10)}",
                "occurred_at": stamp,
                "activity": draw.choice(names),
                "channel": "web",
                "properties": {"page": draw.randrange(50), "plan": "pro"},
                "source": "bench",
                "key": f"k{number}",
            }
            out.write(orjson.dumps(line) + b"\n")


def parse_only(path: Path) -> None:
    """The least that could be done."""
    with path.open("rb") as lines:
        for line in lines:
            orjson.loads(line)


def arrow_to_parquet(path: Path, into: Path) -> None:
    """What a data engineer would type."""
    table = pyarrow.json.read_json(path)
    pyarrow.parquet.write_table(
        table.sort_by([("customer", "ascending"), ("occurred_at", "ascending")]), into
    )


def seconds(action: Callable[[], object]) -> float:
    """The median wall time of several runs."""
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        action()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def rows() -> list[Row]:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log.jsonl"
        write_log(log, ROWS)
        fresh = (Path(folder) / f"workspace-{number}" for number in range(RUNS + 1))
        limit = seconds(lambda: parse_only(log))
        arrow = seconds(lambda: arrow_to_parquet(log, Path(folder) / "plain.parquet"))
        ours = seconds(lambda: import_files([log], next(fresh)))
        again = seconds(lambda: import_files([log], Path(folder) / "workspace-0"))
    return [
        Row("the limit: read the file, parse each line", limit, ROWS),
        Row("PyArrow: JSON to sorted Parquet, nothing checked", arrow, ROWS),
        Row("desirepath import: checked, once, durable", ours, ROWS),
        Row("the same file again: all known already", again, ROWS),
    ]


if __name__ == "__main__":
    print_rows(f"Import of {ROWS:,} JSONL interactions", rows())
