"""The laws of the replay on many random worlds: what ``make soak`` runs for it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from tests.replay.agreement import check, meet
from tests.replay.test_growth import check_growth
from tests.replay.worlds import random_world

TITLE = "The replay"
WORLDS_PER_RUN = 50
GROWTHS_PER_RUN = 2


def soak(runs: int) -> list[str]:
    """Run every law ``runs`` times its share; AssertionError, with the seed, where one does not hold."""
    return [*agree(runs * WORLDS_PER_RUN), *grow(runs * GROWTHS_PER_RUN)]


def agree(worlds: int) -> list[str]:
    """The kernel against the slow, obvious reference: every number, visit, label and standing."""
    met: Counter[str] = Counter()
    taken = _each(range(worlds), lambda seed: meet(check(random_world(seed)), met))
    numbers = ", ".join(f"{number:,} {name}" for name, number in met.items())
    return [
        f"- The kernel says what `tests/replay/reference.py` says, on {worlds:,} random worlds: "
        f"every number, visit, label and standing ({numbers}; {taken:.0f} s)."
    ]


def grow(logs: int) -> list[str]:
    """Indexes that grow, and replays brought up to date, against those made from nothing."""
    taken = _each(range(logs), check_growth)
    return [
        f"- {logs:,} random logs, each grown five times by late, tied and scored interactions, traits and "
        f"ids that turn out to be one: after every append the grown index, the updated replay and the "
        f"remembered one equal, to the bit, those made from nothing ({taken:.0f} s)."
    ]


def _each(seeds: range, law: Callable[[int], object]) -> float:
    began = time.perf_counter()
    for seed in seeds:
        try:
            law(seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed} breaks {law}") from error
    return time.perf_counter() - began
