"""Every webhook and every call of Segment's clients with garbage: changed at random, and, where atheris is
installed, by a fuzzer that watches which code it reaches.

Each request goes through the door in this process, truly signed (else nothing behind the signature would be
tried) or with anything in the headers that prove who sends.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import Counter
from importlib.util import find_spec
from typing import Any

import django

from bench.soak_sources import random_edits, run_guided
from desirepath.base.slow import load
from desirepath.server.configuration import WORKSPACE_VARIABLE
from tests.sources.readers import edited

TITLE = "Live events: garbage at every door"
_REQUESTS_A_RUN = 10
_GUIDED_SECONDS = 12


def set_up() -> Any:
    """The module with all ways in, which needs Django."""
    os.environ.setdefault(WORKSPACE_VARIABLE, tempfile.mkdtemp(prefix="desirepath-soak-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desirepath.server.settings")
    django.setup()
    return load("tests.server.intake.ways_in")


def run_one(known: Any, way: Any, seed: int) -> str:
    """One changed request, always the same for a seed; what became of it. Raises AssertionError."""
    chance = random.Random(f"{way.name} {seed}")
    content = chance.choice(way.seeds)
    for _ in range(chance.choice([1, 1, 2, 3])):
        content = known.with_odd_value(content, chance.randrange(1 << 16), chance.choice(known.ODD_VALUES))
    if chance.random() < 0.5:
        content = edited(content, random_edits(chance))
    try:
        return str(known.check(way, content))
    except Exception as error:
        raise AssertionError(f"{way.name}, seed {seed}: {error}") from error


def soak(runs: int) -> list[str]:
    """Run, and the section of the report: lines of Markdown."""
    began = time.monotonic()
    is_guided = find_spec("atheris") is not None
    rows = []
    known = set_up()
    for way in known.ways().values():
        happened = Counter(run_one(known, way, seed) for seed in range(runs * _REQUESTS_A_RUN))
        counts = [f"{happened[what]:,}" for what in ("refused", "some rejected", "all kept")]
        if is_guided:
            requests, reached = run_guided("bench.guided_fuzz_ways_in", way.name, _GUIDED_SECONDS)
            counts += [f"{requests:,}", f"{reached:,}"]
        rows.append(f"| {way.name} | " + " | ".join(counts) + " |")
    head = ["way in", "refused in words", "some rejected", "all kept"]
    guided = ", and those of a fuzzer that watches which code it reaches" if is_guided else ""
    head += ["requests of the fuzzer", "branches reached"] if is_guided else []
    return [
        f"{runs * _REQUESTS_A_RUN:,} changed requests for each of {len(rows)} ways in{guided}, in "
        f"{time.monotonic() - began:.0f} s: each had one answer in words, none a 5xx, nothing hung, no byte "
        "stayed held; and whatever was accepted could be stored, and was then what was read at the door.",
        "",
        "| " + " | ".join(head) + " |",
        "|---" + "|---:" * (len(head) - 1) + "|",
        *rows,
    ]
