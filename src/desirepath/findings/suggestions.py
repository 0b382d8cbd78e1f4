"""Steps that the map lacks: what customers do between its steps, often and always at about the same place.

An activity is suggested as a step where no rule of the map looks at it, where enough passages do it, and
where most of it happens at one step: what happens everywhere is a habit, not a step. What we do ourselves
(``direction`` by us) is not suggested, and neither are messages, questions and money: they go along
with a journey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.base.estimate import Estimate
from desirepath.base.words import say_count, say_duration, say_share
from desirepath.findings.finding import Json, address_of, say_all
from desirepath.findings.outcomes import OutcomeDifference, Outcomes
from desirepath.log.activities import RESERVED
from desirepath.measures.estimates import share
from desirepath.measures.observed import Observed
from desirepath.replay.columns import Array
from desirepath.replay.discovery_places import Doings, find_doings, unmapped
from desirepath.replay.index import Facts
from desirepath.replay.replay import Replay

LEAST_SHARE: Final = 0.02
LEAST_PASSAGES: Final = 5
LEAST_AT_ONE_PLACE: Final = 0.5
ALONG_WITH: Final = ("email.", "message.", "survey.", "payment.", "subscription.", "experiment.")
MOST_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class SuggestedStep:
    """An activity that could be a step of its own, between ``after`` and ``before`` (None: at the very
    beginning, or the very end).

    ``n`` counts how often it happened inside passages, ``share`` the passages that did it, ``at_place`` how
    much of it happened right after ``after``; ``usually_after_seconds`` is the median time from coming
    there. ``outcome`` compares those who did it there with the others who were there. ``address`` is that
    of the step after which it would come; empty for the beginning.
    """

    address: str
    activity: str
    after: str | None
    before: str | None
    n: int
    passages: int
    share: Estimate
    at_place: Estimate
    usually_after_seconds: float
    outcome: OutcomeDifference
    examples: tuple[str, ...]
    names: dict[str, str]
    who: str
    kind: Literal["missing_step"] = "missing_step"

    def say(self) -> str:
        """The statement with its evidence, in words to read aloud."""
        meaning = f" ({RESERVED[self.activity].meaning})" if self.activity in RESERVED else ""
        after = f'"{self.names[self.after]}"' if self.after else "the start"
        place = f'after {after} and before "{self.names[self.before]}"' if self.before else f"after {after}"
        others = "others who were there" if self.after else "others"
        return (
            f"{say_count(self.passages)} of {say_all(self.share.n, self.who)} "
            f"({say_share(self.share.value or 0)}) do something the map has no step for: "
            f'"{self.activity}"{meaning}. {say_share(self.at_place.value or 0)} of it happens {place}, '
            f"usually {say_duration(self.usually_after_seconds)} after they come there. "
            f"{self.outcome.say(others)} Examples: {', '.join(self.examples)}."
        )

    def with_outcome(self, outcome: OutcomeDifference) -> SuggestedStep:
        """The same with the outcome corrected."""
        return replace(self, outcome=outcome)

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "kind": self.kind,
            "address": self.address,
            "activity": self.activity,
            "after": self.after,
            "before": self.before,
            "n": self.n,
            "passages": self.passages,
            "share": self.share.to_json(),
            "at_place": self.at_place.to_json(),
            "usually_after_seconds": self.usually_after_seconds,
            "outcome": self.outcome.to_json(),
            "examples": list(self.examples),
            "says": self.say(),
        }


def unmapped_activities(told: Replay) -> dict[str, int]:
    """How often each activity happened inside passages that no rule of the map looks at: most first."""
    total = told.tally.activity_at.sum(axis=0)
    found = [
        (name, int(n))
        for name, n, is_unmapped in zip(told.tally.activities, total, unmapped(told), strict=True)
        if is_unmapped and n
    ]
    return dict(sorted(found, key=lambda entry: (-entry[1], entry[0])))


def suggest_steps(told: Replay, observed: Observed, outcomes: Outcomes, *, who: str) -> list[SuggestedStep]:
    """The steps that the map lacks, those of most passages first."""
    at = told.tally.activity_at
    total = at.sum(axis=0)
    candidates = unmapped(told) & (at.max(axis=0, initial=0) >= LEAST_AT_ONE_PLACE * np.maximum(total, 1))
    ours = activities_by_us(told.index.log, told.tally.activities)
    candidates &= (total >= LEAST_PASSAGES) & ~ours
    candidates &= np.array([not name.startswith(ALONG_WITH) for name in told.tally.activities], np.bool_)
    if not candidates.any():
        return []
    doings = find_doings(told, candidates)
    suggested = [
        _suggest(told, observed, outcomes, doings, activity, who)
        for activity in np.flatnonzero(candidates).tolist()
    ]
    least = max(LEAST_PASSAGES, LEAST_SHARE * observed.started)
    enough = [each for each in suggested if each.passages >= least]
    return sorted(enough, key=lambda each: (-each.passages, each.activity))


def activities_by_us(log: Facts, activities: Sequence[str]) -> Array:
    """Which of these activities are mostly done by us, as the log says."""
    table = log.interactions(["activity", "direction"])
    by_us = pc.fill_null(pc.equal(table.column("direction"), "by_us"), False)
    counted = pa.table({"activity": table.column("activity"), "by_us": by_us.cast(pa.int64())})
    mean = counted.group_by("activity").aggregate([("by_us", "mean")])
    of = dict(zip(mean.column("activity").to_pylist(), mean.column("by_us_mean").to_pylist(), strict=True))
    return np.array([of.get(name, 0.0) > 0.5 for name in activities], np.bool_)


def _suggest(
    told: Replay, observed: Observed, outcomes: Outcomes, doings: Doings, activity: int, who: str
) -> SuggestedStep:
    at = told.tally.activity_at[:, activity]
    place, steps = int(at.argmax()), observed.steps
    mine = doings.activity == activity
    here = mine & (doings.place == place)
    everyone = np.unique(doings.passage[mine])
    did = np.zeros(observed.started, np.bool_)
    did[doings.passage[here]] = True
    is_at_none = place == len(steps)
    were_there = np.ones(observed.started, np.bool_) if is_at_none else observed.has_reached(place)
    after = None if is_at_none else steps[place].id
    next_place = 0 if is_at_none else place + 1
    subjects = np.unique(told.passages.subject[np.flatnonzero(did)])[:MOST_EXAMPLES]
    return SuggestedStep(
        address=address_of(observed.journey, after) if after else "",
        activity=told.tally.activities[activity],
        after=after,
        before=steps[next_place].id if next_place < len(steps) else None,
        n=int(at.sum()),
        passages=len(everyone),
        share=share("does", len(everyone), observed.started, of_none="no passage has started"),
        at_place=share("at_place", int(at[place]), int(at.sum()), of_none="it never happened"),
        usually_after_seconds=float(np.median(doings.since_us[here])) / 1e6,
        outcome=outcomes.compare(did, were_there & ~did),
        examples=tuple(told.subject_ids[subject] for subject in subjects.tolist()),
        names={step.id: step.name for step in steps},
        who=who,
    )
