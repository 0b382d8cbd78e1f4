"""Every reader of files with garbage: changed at random, and, where atheris is installed, by a fuzzer that
watches which code it reaches."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections import Counter
from importlib.util import find_spec

from tests.sources.readers import ODDITIES, Edit, Reader, check, edited, readers

TITLE = "Sources: garbage in every reader"
_FILES_A_RUN = 5
_GUIDED_SECONDS = 15


def random_edits(chance: random.Random) -> list[Edit]:
    """Some changes, small and large."""
    return [
        (
            chance.randrange(1 << 16),
            chance.choice([-1, -1, -1, 0, 0, 1, 3, 40, 400]),
            chance.choice(ODDITIES) if chance.random() < 0.8 else chance.randbytes(chance.randrange(6)),
        )
        for _ in range(chance.choice([1, 1, 2, 3, 6]))
    ]


def run_one(reader: Reader, seed: int) -> str:
    """One changed file, always the same for a seed; what became of it. Raises AssertionError."""
    chance = random.Random(f"{reader.name} {seed}")
    content = edited(chance.choice(reader.seeds), random_edits(chance))
    try:
        outcome = check(reader, content)
    except Exception as error:
        raise AssertionError(f"{reader.name}, seed {seed}: {error}") from error
    return outcome if " " in outcome else "refused"


def run_guided(program: str, name: str, seconds: int) -> tuple[int, int]:
    """How much the fuzzer fed to what is called so, and how much code that reached. Raises AssertionError."""
    found = subprocess.run(
        [sys.executable, "-m", program, name, str(seconds)], capture_output=True, text=True
    )
    assert found.returncode == 0, f"{name}: {found.stderr[-4000:]}"
    done = re.search(r"#(\d+)\s+DONE\s+cov: (\d+)", found.stderr)
    assert done, found.stderr[-4000:]
    return int(done[1]), int(done[2])


def soak(runs: int) -> list[str]:
    """Run, and the section of the report: lines of Markdown."""
    began = time.monotonic()
    is_guided = find_spec("atheris") is not None
    rows = []
    for reader in readers().values():
        happened = Counter(run_one(reader, seed) for seed in range(runs * _FILES_A_RUN))
        counts = [f"{happened[what]:,}" for what in ("refused", "some rejected", "all kept")]
        if is_guided:
            files, reached = run_guided("bench.guided_fuzz", reader.name, _GUIDED_SECONDS)
            counts += [f"{files:,}", f"{reached:,}"]
        rows.append(f"| {reader.name} | " + " | ".join(counts) + " |")
    head = ["reader", "refused in words", "some rejected", "all kept"]
    guided = ", and those of a fuzzer that watches which code it reaches" if is_guided else ""
    head += ["files of the fuzzer", "branches reached"] if is_guided else []
    return [
        f"{runs * _FILES_A_RUN:,} changed files for each of {len(rows)} readers{guided}, in "
        f"{time.monotonic() - began:.0f} s: each ended with one coded error and nothing stored, or with "
        "every row a fact, a duplicate or a reject; imported again, each ended the same and added nothing.",
        "",
        "| " + " | ".join(head) + " |",
        "|---" + "|---:" * (len(head) - 1) + "|",
        *rows,
    ]
