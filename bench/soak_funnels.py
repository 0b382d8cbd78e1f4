"""Funnels on many random worlds: the kernel against trying every chain, its quick walk against its full."""

from __future__ import annotations

import time

from tests.replay.funnel_worlds import count_worlds

TITLE = "Funnels: every chain tried"
WORLDS_PER_RUN = 50


def soak(runs: int, *, first_seed: int = 0) -> list[str]:
    """Run, and the section of the report: lines of Markdown. Raises AssertionError with the seed."""
    began = time.monotonic()
    met = count_worlds(runs * WORLDS_PER_RUN, first_seed)
    told = ", ".join(f"{number:,} {name}" for name, number in met.items())
    return [
        f"The kernel said what a slow reference says that tries every chain, of every subject: {told}; in "
        f"{time.monotonic() - began:.0f} s."
    ]
