"""Garbage for whatever reads what others send: changes at random, and, where atheris is installed, a fuzzer
that watches which code it reaches."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec

from tests.sources.readers import ODDITIES, Edit


@dataclass(frozen=True, slots=True)
class Fed:
    """What is fed, in the words of the report: ``one`` and ``many`` that read, ``what`` they are fed, how it
    all ``ended``; and the ``program`` that guides the fuzzer, for so many seconds each."""

    one: str
    many: str
    what: str
    ended: str
    program: str
    guided_seconds: int


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


def feed(fed: Fed, runs: Mapping[str, Callable[[int], str]], times: int) -> list[str]:
    """Run each by its name with so many seeds, and the section of the report: lines of Markdown. Raises
    AssertionError where something ended as it must not."""
    began = time.monotonic()
    is_guided = find_spec("atheris") is not None
    rows = []
    for name, run in runs.items():
        happened = Counter(run(seed) for seed in range(times))
        counts = [f"{happened[what]:,}" for what in ("refused", "some rejected", "all kept")]
        if is_guided:
            inputs, reached = _run_guided(fed.program, name, fed.guided_seconds)
            counts += [f"{inputs:,}", f"{reached:,}"]
        rows.append(f"| {name} | " + " | ".join(counts) + " |")
    head = [fed.one, "refused in words", "some rejected", "all kept"]
    guided = ", and those of a fuzzer that watches which code it reaches" if is_guided else ""
    head += [f"{fed.what} of the fuzzer", "branches reached"] if is_guided else []
    return [
        f"{times:,} changed {fed.what} for each of {len(rows)} {fed.many}{guided}, in "
        f"{time.monotonic() - began:.0f} s: {fed.ended}",
        "",
        "| " + " | ".join(head) + " |",
        "|---" + "|---:" * (len(head) - 1) + "|",
        *rows,
    ]


def _run_guided(program: str, name: str, seconds: int) -> tuple[int, int]:
    """How much the fuzzer fed to what is called so, and how much code that reached. Raises AssertionError."""
    found = subprocess.run(
        [sys.executable, "-m", program, name, str(seconds)], capture_output=True, text=True
    )
    assert found.returncode == 0, f"{name}: {found.stderr[-4000:]}"
    done = re.search(r"#(\d+)\s+DONE\s+cov: (\d+)", found.stderr)
    assert done, found.stderr[-4000:]
    return int(done[1]), int(done[2])
