"""A finding: a statement with its evidence and its address in the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desirepath.base.words import count_of, plural
from desirepath.model.journey_map import JourneyMap

Json = dict[str, object]


class Finding(Protocol):
    """What every finding can do: name its kind and its place, say itself, and become JSON."""

    @property
    def kind(self) -> str:
        """One word for what was found: fit, detour, missing_step, untaken_step."""

    @property
    def address(self) -> str:
        """Where on the map: ``stages[1].steps[3]``; empty for the whole map."""

    def say(self) -> str:
        """The statement with its evidence, in words to read aloud."""

    def to_json(self) -> Json:
        """The published JSON shape."""


def address_of(journey: JourneyMap, step_id: str) -> str:
    """The address of a step. Raises KeyError.

    >>> from desirepath.model.journey_map import Stage, Step
    >>> stage = Stage(id="a", name="A", steps=(Step(id="x", name="X"), Step(id="y", name="Y")))
    >>> address_of(JourneyMap(format="desirepath/1", id="m", title="M", stages=(stage,)), "y")
    'stages[0].steps[1]'
    """
    for i, stage in enumerate(journey.stages):
        for j, step in enumerate(stage.steps):
            if step.id == step_id:
                return f"stages[{i}].steps[{j}]"
    raise KeyError(step_id)


def say_names(names: Sequence[str], *, most: int = 2) -> str:
    """Names in quotes, the first few of many.

    >>> say_names(["Sign", "Call"]), say_names(["A", "B", "C", "D"])
    ('"Sign" and "Call"', '"A", "B" and 2 more steps')
    """
    quoted = [f'"{name}"' for name in names[:most]]
    if len(names) > most:
        return f"{', '.join(quoted)} and {count_of(len(names) - most, 'more step', 'more steps')}"
    return " and ".join(quoted)


def say_all(number: int, who: str) -> str:
    """How many of those who travel there are.

    >>> say_all(2000, "account"), say_all(1, "passage")
    ('2,000 accounts', '1 passage')
    """
    return count_of(number, who, plural(who, 2))
