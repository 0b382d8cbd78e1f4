"""Every webhook and every call of Segment's clients with garbage: changed at random, and, where atheris is
installed, by a fuzzer that watches which code it reaches.

Each request goes through the door in this process, truly signed (else nothing behind the signature would be
tried) or with anything in the headers that prove who sends.
"""

from __future__ import annotations

import os
import random
import tempfile
from functools import partial
from typing import Any

import django

from bench.garbage import Fed, feed, random_edits
from desirepath.base.slow import load
from desirepath.server.configuration import WORKSPACE_VARIABLE
from tests.sources.readers import edited

TITLE = "Live events: garbage at every door"
_REQUESTS_A_RUN = 10
_FED = Fed(
    one="way in",
    many="ways in",
    what="requests",
    ended="each had one answer in words, none a 5xx, nothing hung, no byte "
    "stayed held; and whatever was accepted could be stored, and was then what was read at the door.",
    program="bench.guided_fuzz_ways_in",
    guided_seconds=12,
)


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
    known = set_up()
    fed = {way.name: partial(run_one, known, way) for way in known.ways().values()}
    return feed(_FED, fed, runs * _REQUESTS_A_RUN)
