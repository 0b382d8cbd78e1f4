"""What a playbook changes: how many reach its goal, of those it acts for and of those it leaves alone.

Who is left alone is drawn by lot (:func:`.runs.is_held_out`), so a difference is the playbook's doing, or
chance. Each account counts once, with the first time it would have begun: those left alone have no run that a
second could come too soon after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final, Literal

from desirepath.base.estimate import ENOUGH, Estimate, unknown
from desirepath.measures.statistics.mover import mover
from desirepath.measures.statistics.wilson import wilson
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.occurrences import span_us
from desirepath.success.playbooks.playbook import Playbook
from desirepath.success.playbooks.runs import Run

SEEN_WITH: Final = 2.8
"""1.96 + 0.84: a difference of so many standard errors is found four times of five, by a test at 5 % (Fleiss,
Levin, Paik, Statistical Methods for Rates and Proportions, 2003, chapter 4)."""
Verdict = Literal["nobody left alone", "too few", "chance", "more", "fewer"]
_MEASURE: Final = "goal_reached"


@dataclass(frozen=True, slots=True)
class Proof:
    """How many reached the goal in time: of those whom it acts for (in a simulation: would have acted for),
    and of those left alone; and the ``difference``, first less second, after Newcombe.

    Only those count whose time is over; ``waiting`` is of how many it is not. ``smallest`` is the smallest
    difference that could be told from chance with so many of each (None: nobody is left alone, or nothing is
    known).
    """

    meant: Estimate
    held_out: Estimate
    difference: Estimate
    smallest: float | None
    waiting: int = 0

    @property
    def verdict(self) -> Verdict:
        """What may be said: of fewer than thirty of either nothing, whatever the numbers look like."""
        low, high = self.difference.low, self.difference.high
        if self.held_out.n == 0 and self.meant.n > 0:
            return "nobody left alone"
        if min(self.meant.n, self.held_out.n) < ENOUGH or low is None or high is None:
            return "too few"
        return "more" if low > 0 else "fewer" if high < 0 else "chance"


def prove(playbook: Playbook, runs: Iterable[Run], facts: Facts, known_us: int) -> Proof | None:
    """The proof of these runs, refused ones aside; the log tells nothing after ``known_us``. None without a
    goal."""
    if not playbook.goal:
        return None
    within_us = span_us(playbook.goal_within)
    first: dict[str, Run] = {}
    for run in runs:
        held = first.get(run.subject)
        if run.status != "refused" and (held is None or run.since_us < held.since_us):
            first[run.subject] = run
    reached, total = Counter[bool](), Counter[bool]()
    for run in first.values():
        until_us = run.since_us + within_us
        if until_us > known_us:
            continue
        is_alone = run.status == "held out"
        total[is_alone] += 1
        found = facts.first_did(playbook.of, playbook.goal, run.subject, run.since_us, until_us)
        reached[is_alone] += found is not None
    meant, alone = _share(reached[False], total[False]), _share(reached[True], total[True])
    waiting = len(first) - total.total()
    return Proof(meant, alone, _difference(meant, alone), _smallest(reached, total), waiting)


def _share(k: int, n: int) -> Estimate:
    if not n:
        return unknown(_MEASURE, "nobody's time is over yet", unit="share")
    low, high = wilson(k, n)
    return Estimate(_MEASURE, k / n, low, high, n=n, unit="share", method="wilson")


def _difference(meant: Estimate, alone: Estimate) -> Estimate:
    n = meant.n + alone.n
    if meant.value is None or alone.value is None:
        return unknown(_MEASURE, "one of the two groups is empty", unit="share", n=n)
    low, high = mover(meant.value, (meant.low, meant.high), alone.value, (alone.low, alone.high))
    return Estimate(_MEASURE, meant.value - alone.value, low, high, n=n, unit="share", method="newcombe")


def _smallest(reached: Counter[bool], total: Counter[bool]) -> float | None:
    if not (total[True] and total[False]):
        return None
    share = reached.total() / total.total()
    spread = sqrt(share * (1 - share) * (1 / total[True] + 1 / total[False]))
    return SEEN_WITH * spread or None
