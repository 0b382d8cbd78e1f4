"""The Tally: what a replay counted. Integers only, so that tallies add up over disjoint subjects, to the bit.

Notation: S steps in the map's order, A activities, C channels, K scales, H bins of time (see
:mod:`~desirepath.replay.bins`), L levels of a score.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desirepath.replay.bins import BINS

Counts = NDArray[np.int64]

SUCCEEDED: Final = 0
FAILED: Final = 1
EXPIRED: Final = 2
OPEN: Final = 3
OUTCOMES: Final = ("succeeded", "failed", "expired", "open")

MOVED_ON: Final = 4
"""How a visit ended, beside the four outcomes of its passage: the subject moved on to another step."""

SEMANTICS: Final = 1
"""Changes whenever the same map and log would be counted otherwise; what is kept says which it has."""

LEVELS: Final = 421
"""A score is counted as one of 421 levels of its scale, 0 the worst end and 420 the best: 420 divides by
1..7, 10, 12, so the whole numbers of every usual scale are exact. Feeling = level / 105 - 2."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over the passages of some subjects: ``a + b`` is the tally of both, ``a - b`` takes one out.

    ``steps``, ``activities``, ``channels`` and ``scales`` name the axes; tallies add only where they are
    equal. Index S on a step axis marked S+1 means "under way, but not yet at any step". Index C on the
    channel axis means "channel not known".
    """

    steps: tuple[str, ...]
    activities: tuple[str, ...]
    channels: tuple[str, ...]
    scales: tuple[str, ...]

    subjects: Counts
    """() subjects with at least one passage."""
    interactions: Counts
    """() interactions inside those passages."""
    outcomes: Counts
    """(4,) passages by how they stand: succeeded, failed, expired, open."""
    reach: Counts
    """(S,) passages that visited the step at least once."""
    in_order: Counts
    """(S,) passages that visited the step after every earlier step that is not optional, one after the
    other; visits in between do no harm. A step without a rule stands in nobody's way."""
    visits: Counts
    """(S,) stays at the step: entered from somewhere else."""
    repeats: Counts
    """(S,) interactions that matched the step while already there: neither visits nor moves."""
    passed: Counts
    """(S,) passages that reached some later step."""
    skipped: Counts
    """(S,) of those passed, the ones that had not visited the step before they first went beyond it; always 0
    for a step that is optional or has no rule."""
    returned: Counts
    """(S,) passages that moved back to the step from a later one at least once, repeatable or not."""
    transitions: Counts
    """(S+1, S+4) moves from a step (S: from the start) to a step, or to an outcome (columns S..S+3)."""
    transition_passages: Counts
    """(S+1, S) passages that made the move at least once."""
    dwell: Counts
    """(S, 5, H) visits by how they ended (the four outcomes, then MOVED_ON) and how long they lasted.

    OPEN visits are censored: they lasted at least so long."""
    late: Counts
    """(S, 2) of the visits to a step with ``within``: column 0 those known to have been in time or late,
    column 1 those known to be late (an open visit already past ``within`` is known to be late, a younger
    one is in neither)."""
    first_reach: Counts
    """(S, H) time from the passage's start to the first visit of the step, of the passages that reached
    it."""
    duration: Counts
    """(4, H) passages by how they stand and how long they took; OPEN ones are censored at the end of the
    data."""
    activity_at: Counts
    """(S+1, A) interactions by the step where their subject stood."""
    channel_visits: Counts
    """(S, C+1) visits by the channel of the interaction that began them."""
    scores: Counts
    """(S+1, K, L) scores by the step where their subject stood, their scale and their level."""
    feeling: Counts
    """(S+1, 6) moments of the levels over subjects, for a mean whose interval knows that one subject's
    answers are alike: subjects that answered, sum n, sum s, sum n^2, sum n*s, sum s^2 (n a subject's
    answers, s their levels' sum), over every scale that has a direction."""

    @classmethod
    def empty(
        cls,
        steps: tuple[str, ...],
        activities: tuple[str, ...] = (),
        channels: tuple[str, ...] = (),
        scales: tuple[str, ...] = (),
    ) -> Tally:
        """The tally of nobody.

        >>> int(Tally.empty(("kickoff",)).subjects)
        0
        """
        s, a, c, k = len(steps), len(activities), len(channels), len(scales)
        shapes: dict[str, tuple[int, ...]] = {
            "subjects": (),
            "interactions": (),
            "outcomes": (4,),
            "reach": (s,),
            "in_order": (s,),
            "visits": (s,),
            "repeats": (s,),
            "passed": (s,),
            "skipped": (s,),
            "returned": (s,),
            "transitions": (s + 1, s + 4),
            "transition_passages": (s + 1, s),
            "dwell": (s, 5, BINS),
            "late": (s, 2),
            "first_reach": (s, BINS),
            "duration": (4, BINS),
            "activity_at": (s + 1, a),
            "channel_visits": (s, c + 1),
            "scores": (s + 1, k, LEVELS),
            "feeling": (s + 1, 6),
        }
        counts = (np.zeros(shapes[count.name], np.int64) for count in fields(cls)[4:])
        return cls(steps, activities, channels, scales, *counts)

    def with_names(
        self, activities: tuple[str, ...], channels: tuple[str, ...], scales: tuple[str, ...]
    ) -> Tally:
        """The same counts over more names: each axis begins with the names that it has now.

        >>> one = Tally.empty(("kickoff",), channels=("web",))
        >>> one.with_names((), ("web", "phone"), ()).channel_visits.shape
        (1, 3)
        """
        wider = Tally.empty(self.steps, activities, channels, scales)
        for count in fields(self)[4:]:
            mine, room = getattr(self, count.name), getattr(wider, count.name)
            room[tuple(slice(size) for size in mine.shape)] = mine
        # The last channel stands for those not known, and is the last again.
        here = len(self.channels)
        wider.channel_visits[:, here] = 0
        wider.channel_visits[:, -1] = self.channel_visits[:, -1]
        return wider

    def __add__(self, other: Tally) -> Tally:
        return self._combine(other, 1)

    def __sub__(self, other: Tally) -> Tally:
        return self._combine(other, -1)

    def _combine(self, other: Tally, sign: int) -> Tally:
        for axis in fields(self)[:4]:
            if getattr(self, axis.name) != getattr(other, axis.name):
                raise ValueError(f"tallies over different {axis.name} do not add up")
        counts = (
            np.asarray(getattr(self, count.name) + sign * getattr(other, count.name))
            for count in fields(self)[4:]
        )
        return Tally(self.steps, self.activities, self.channels, self.scales, *counts)
