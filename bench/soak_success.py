"""Movements of MRR on many random worlds: they add up, in time and over accounts, to the cent."""

from __future__ import annotations

import time

from tests.measures.test_success_laws import check_additions

TITLE = "Success measures: movements of MRR add up"
WORLDS_PER_RUN = 50


def soak(runs: int, *, first_seed: int = 0) -> list[str]:
    """Run, and the section of the report: lines of Markdown. Raises AssertionError with the seed."""
    began = time.monotonic()
    worlds = runs * WORLDS_PER_RUN
    movements = sum(check_additions(seed) for seed in range(first_seed, first_seed + worlds))
    return [
        f"In {worlds:,} random worlds with {movements:,} movements of MRR, start + new + expansion - "
        "contraction - churn + reactivation was the end, to the cent; for all accounts and for any of them, "
        f"in one period and in its two parts ({time.monotonic() - began:.0f} s).",
    ]
