"""Pace: is somebody on track at a step, behind, or stuck there?

Where the map promises a time (``within``) that is what is expected, and stuck is twice as long. Where it
promises none the data say: behind is who stays longer than three quarters do, stuck longer than 19 of 20.
Stays that are not over yet count for as long as they have lasted (Kaplan-Meier): those who are stuck are the
very ones that a mean of finished stays would leave out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from desirepath.base.spans import parse_span
from desirepath.measures.statistics.kaplan_meier import kaplan_meier
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.columns import Array
from desirepath.replay.replay import Replay
from desirepath.replay.tally import MOVED_ON

Pace = Literal["on track", "behind", "stuck", "not known"]
BEHIND: Final = 0.75
STUCK: Final = 0.95
FEWEST_STAYS: Final = 20
_ROUNDING: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Expected:
    """How long a stay at one step may last: longer than ``behind_us`` is behind, than ``stuck_us`` stuck.

    ``basis`` says where that is from: what the map promises, or how long stays in the data last. None:
    it cannot be said; of the data when so few stays ended, or so many still last.
    """

    step: str
    behind_us: int | None
    stuck_us: int | None
    basis: Literal["map", "data"]
    stays: int

    def pace(self, stayed_us: int) -> Pace:
        """What a stay of that length is.

        >>> Expected("call", 10, 20, "map", 0).pace(10), Expected("call", 10, 20, "map", 0).pace(21)
        ('on track', 'stuck')
        """
        if self.stuck_us is not None and stayed_us > self.stuck_us:
            return "stuck"
        if self.behind_us is None:
            return "not known"
        return "behind" if stayed_us > self.behind_us else "on track"


def expected_stays(told: Replay) -> Mapping[str, Expected]:
    """How long a stay may last, by step: as far as the replay can tell at its instant."""
    visits = told.visits
    stayed_us = visits.left_us - visits.entered_us
    found = {}
    for number, step in enumerate(told.binding.steps):
        promised = _promised_us(told.journey, step)
        here = visits.step == number
        over = here & (visits.how_ended == MOVED_ON)
        # Who left the journey from here did not get on: as far as is known they would be here still.
        waiting = here & ~over
        stays = int(here.sum())
        if promised is not None:
            found[step] = Expected(step, promised, 2 * promised, "map", stays)
            continue
        behind, stuck = None, None
        if int(over.sum()) >= FEWEST_STAYS:
            curve = kaplan_meier(stayed_us[over], stayed_us[waiting])
            behind, stuck = (_quantile(curve.times, curve.survival, share) for share in (BEHIND, STUCK))
        found[step] = Expected(step, behind, stuck, "data", stays)
    return found


def _promised_us(journey: JourneyMap, step_id: str) -> int | None:
    for stage in journey.stages:
        for step in stage.steps:
            if step.id == step_id and step.within is not None:
                return round(parse_span(step.within).total_seconds() * 1e6)
    return None


def _quantile(times: Array, survival: Array, share: float) -> int | None:
    """The first time by which a share of the stays is over; None where it has not been seen."""
    reached = np.flatnonzero(survival <= 1 - share + _ROUNDING)
    return int(times[reached[0]]) if len(reached) else None
