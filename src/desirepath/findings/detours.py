"""The detours: ways that the map does not draw, who travels them, and what goes with them.

What a detour is, and how many travel it, :mod:`desirepath.measures.detours` says: skips over steps and
returns to earlier ones. Its outcome is compared with that of the others who *moved on from the same step*,
another way: both had come as far, and neither had stopped there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.base.words import say_count, say_share
from desirepath.findings.finding import Json, address_of, say_all, say_names
from desirepath.findings.outcomes import OutcomeDifference, Outcomes
from desirepath.measures.detours import Way, detour_of, ways_off_the_map
from desirepath.measures.observed import Array, Observed
from desirepath.replay.tally import FAILED, SUCCEEDED

LEAST_TRAVELLERS: Final = 5
LEAST_SHARE: Final = 0.01


@dataclass(frozen=True, slots=True)
class DetourFinding:
    """A detour with its traffic and its outcome.

    ``n`` counts how often it was travelled, ``travellers`` the passages that did at least once, which is
    ``share`` of all. ``origin`` is None where it begins the journey. ``past`` are the steps it skips.
    ``address`` is that of the step it leads to.
    """

    address: str
    way: Literal["skip", "return"]
    origin: str | None
    target: str
    past: tuple[str, ...]
    n: int
    travellers: int
    share: Estimate
    outcome: OutcomeDifference
    names: dict[str, str]
    who: str
    kind: Literal["detour"] = "detour"

    def say(self) -> str:
        """The statement with its evidence, in words to read aloud."""
        origin = self.names[self.origin] if self.origin else ""
        target = self.names[self.target]
        past = f", past {say_names([self.names[step] for step in self.past])}" if self.past else ""
        if self.way == "return":
            way = f'come back from "{origin}" to "{target}"'
        elif self.origin:
            way = f'go from "{origin}" straight to "{target}"{past}'
        else:
            way = f'begin at "{target}"{past}'
        often = f", {say_count(self.n)} times in all" if self.n > self.travellers else ""
        others = "who went on from there another way" if self.origin else "who began elsewhere"
        return (
            f"{say_count(self.travellers)} of {say_all(self.share.n, self.who)} "
            f"({say_share(self.share.value or 0)}) {way}{often}. {self.outcome.say(others)}"
        )

    def with_outcome(self, outcome: OutcomeDifference) -> DetourFinding:
        """The same with the outcome corrected."""
        return replace(self, outcome=outcome)

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "kind": self.kind,
            "address": self.address,
            "way": self.way,
            "from": self.origin,
            "to": self.target,
            "past": list(self.past),
            "n": self.n,
            "travellers": self.travellers,
            "share": self.share.to_json(),
            "outcome": self.outcome.to_json(),
            "says": self.say(),
        }


def find_detours(observed: Observed, outcomes: Outcomes, *, top: int, who: str) -> list[DetourFinding]:
    """The ``top`` detours of most travellers; of equally many the one earlier on the map first.

    A way that fewer than five passages took, and not one in a hundred, is an anecdote: not reported.
    """
    ways = [(len(way.travellers), way) for way in ways_off_the_map(observed)]
    least = min(LEAST_TRAVELLERS, LEAST_SHARE * observed.started)
    ways = [each for each in ways if each[0] >= least]
    ways.sort(key=lambda each: (-each[0], each[1].from_step, each[1].to_step))
    return [_finding(observed, outcomes, way, who) for _, way in ways[:top]]


def _finding(observed: Observed, outcomes: Outcomes, way: Way, who: str) -> DetourFinding:
    detour = detour_of(observed, way)
    travelled = np.zeros(observed.started, np.bool_)
    travelled[way.travellers] = True
    return DetourFinding(
        address=address_of(observed.journey, detour.to_step),
        way=detour.kind,
        origin=detour.from_step,
        target=detour.to_step,
        past=tuple(
            step.id
            for step in observed.steps[way.from_step + 1 : way.to_step]
            if step.when and not step.optional
        ),
        n=detour.n,
        travellers=len(way.travellers),
        share=detour.share,
        outcome=outcomes.cannot_say("coming there ends the journey, so that it is the outcome itself")
        if _is_an_end(observed, way.to_step)
        else outcomes.compare(travelled, _moved_on(observed, way.from_step) & ~travelled),
        names={step.id: step.name for step in observed.steps},
        who=who,
    )


def _moved_on(observed: Observed, step: int) -> Array:
    """(P,) passages that left the step for another at least once; -1: that came to any step at all."""
    passage, at = observed.visits.passage, observed.visits.step
    found = np.zeros(observed.started, np.bool_)
    if step < 0:
        found[passage] = True
    else:
        followed = np.flatnonzero(passage[1:] == passage[:-1])
        found[passage[followed[at[followed] == step]]] = True
    return found


def _is_an_end(observed: Observed, step: int) -> bool:
    """Whether every visit to the step ends its passage at once, in success or failure."""
    rows = observed.rows_of(step)
    how = observed.visits.how_ended[rows]
    at_once = observed.visits.left_us[rows] == observed.visits.entered_us[rows]
    return bool((at_once & ((how == SUCCEEDED) | (how == FAILED))).all())
