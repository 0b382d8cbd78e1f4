"""Ways and their explanations on many random worlds: against plain counting, and every explanation tried."""

from __future__ import annotations

import time

from tests.findings.explanations import check_costs
from tests.replay.plain_ways import check_follows, check_variants, random_trails

TITLE = "Paths and conformance: counted plainly, every explanation tried"
WORLDS_PER_RUN = 50


def soak(runs: int, *, first_seed: int = 0) -> list[str]:
    """Run, and the section of the report: lines of Markdown. Raises AssertionError with the seed."""
    began = time.monotonic()
    worlds = runs * WORLDS_PER_RUN
    ways = 0
    for seed in range(first_seed, first_seed + worlds):
        trails = random_trails(seed)
        check_follows(trails)
        check_variants(trails)
        ways += check_costs(seed)
    return [
        f"- In {worlds:,} random worlds, what follows what, after how long, and which ways are the same "
        "were what plain counting finds.",
        f"- {ways:,} random ways through random maps were explained as cheaply as the best of all "
        f"explanations does. Both in {time.monotonic() - began:.0f} s.",
    ]
