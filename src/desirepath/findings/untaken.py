"""Steps that nobody takes: because nobody does, or because their rule looks for the wrong word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desirepath.base.estimate import Estimate
from desirepath.base.nearest import nearest
from desirepath.findings.finding import Json, address_of, say_all
from desirepath.measures.estimates import share
from desirepath.measures.observed import Observed
from desirepath.model.journey_map import Step
from desirepath.replay.replay import Replay


@dataclass(frozen=True, slots=True)
class UntakenStep:
    """A step with a rule that no passage has ever visited.

    ``looks_for`` are the activities that its rules name. ``absent`` are those of them that the log does not
    hold at all, ``known_as`` the activity of the log that looks most like one of these. ``reach`` says how
    rare it may yet be.
    """

    address: str
    step: str
    name: str
    reach: Estimate
    looks_for: tuple[str, ...]
    absent: tuple[str, ...]
    known_as: str | None
    who: str
    kind: Literal["untaken_step"] = "untaken_step"

    def say(self) -> str:
        """The statement with its evidence, in words to read aloud."""
        text = f'None of {say_all(self.reach.n, self.who)} has been at "{self.name}".'
        if self.absent and len(self.absent) == len(self.looks_for):
            words = " or ".join(f'"{word}"' for word in self.absent)
            text += f" Its rule looks for {words}, which the log does not hold"
            text += f'; did you mean "{self.known_as}"?' if self.known_as else "."
        else:
            text += " The log holds what its rule names, and never so that it counts: check the rule, or ask "
            text += "whether the step belongs on the map."
        return text

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "kind": self.kind,
            "address": self.address,
            "step": self.step,
            "reach": self.reach.to_json(),
            "looks_for": list(self.looks_for),
            "absent": list(self.absent),
            "known_as": self.known_as,
            "says": self.say(),
        }


def find_untaken(told: Replay, observed: Observed, *, who: str) -> list[UntakenStep]:
    """The steps that nobody takes, in the map's order; of nobody at all, nothing can be said."""
    if not observed.started:
        return []
    return [
        _untaken(told, observed, step, who)
        for step, reached in zip(observed.steps, observed.tally.reach.tolist(), strict=True)
        if step.when and not reached
    ]


def _untaken(told: Replay, observed: Observed, step: Step, who: str) -> UntakenStep:
    known = told.index.names.activities
    words = tuple(dict.fromkeys(rule.activity for rule in step.when or () if rule.activity))
    absent = tuple(word for word in words if word not in known)
    return UntakenStep(
        address=address_of(observed.journey, step.id),
        step=step.id,
        name=step.name,
        reach=share("reach", 0, observed.started, of_none=""),
        looks_for=words,
        absent=absent,
        known_as=next((guess for word in absent if (guess := nearest(word, known))), None),
        who=who,
    )
