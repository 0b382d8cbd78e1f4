"""What a lint rule looks at, and what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from desirepath.base.problem import Kind, Problem
from desirepath.model.journey_map import JourneyMap, Stage, Step
from desirepath.model.persona import Persona
from desirepath.model.rule import Rule


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """A step, its address, and the stage it is in."""

    address: str
    step: Step
    stage: Stage


@dataclass(frozen=True, slots=True)
class Look:
    """A map, as of a day, with what is known around it.

    ``persona`` is None where it is not at hand. ``activities`` and ``measures`` are the names that the log
    and the measures reserve; where they are empty nobody has said, and nothing is said about them.
    """

    journey: JourneyMap
    today: date
    persona: Persona | None = None
    activities: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    def stages(self) -> Iterator[tuple[str, Stage]]:
        """The stages with their addresses."""
        for i, stage in enumerate(self.journey.stages):
            yield f"stages[{i}]", stage

    def steps(self) -> Iterator[PlacedStep]:
        """The steps, in the order of the journey."""
        for address, stage in self.stages():
            for j, step in enumerate(stage.steps):
                yield PlacedStep(f"{address}.steps[{j}]", step, stage)

    def step_rules(self) -> Iterator[tuple[str, Rule]]:
        """The rules of the steps, with their addresses."""
        for placed in self.steps():
            for position, rule in enumerate(placed.step.when or ()):
                yield f"{placed.address}.when[{position}]", rule

    def rules(self) -> Iterator[tuple[str, Rule]]:
        """Every rule of the map: of its passage, and of its steps."""
        passage = self.journey.passage
        for name, rules in (
            ("starts", passage.starts),
            ("succeeds", passage.succeeds),
            ("fails", passage.fails),
        ):
            for position, rule in enumerate(rules or ()):
                yield f"passage.{name}[{position}]", rule
        yield from self.step_rules()

    def owners(self) -> Iterator[tuple[str, str]]:
        """Everybody who owns something on the map, with the address that says so."""
        journey = self.journey
        if journey.owner:
            yield "owner", journey.owner
        if journey.review and journey.review.owner:
            yield "review.owner", journey.review.owner
        for address, stage in self.stages():
            if stage.owner:
                yield f"{address}.owner", stage.owner
        for placed in self.steps():
            if placed.step.owner:
                yield f"{placed.address}.owner", placed.step.owner
            for lane in ("tasks", "opportunities"):
                for position, claim in enumerate(getattr(placed.step, lane) or ()):
                    if claim.owner:
                        yield f"{placed.address}.{lane}[{position}].owner", claim.owner


@dataclass(frozen=True, slots=True)
class LintRule:
    """One thing to look for: the kinds of problem it finds, and how."""

    kinds: tuple[Kind, ...]
    find: Callable[[Look], Iterator[Problem]]


def owner_of(placed: PlacedStep) -> str | None:
    """Who owns a step: its own owner, else its stage's."""
    return placed.step.owner or placed.stage.owner


def same_rule_key(rule: Rule) -> str:
    """Two rules have the same key where they say the same, in whatever order.

    >>> same_rule_key(Rule(where={"a": 1, "b": 2})) == same_rule_key(Rule(where={"b": 2, "a": 1}))
    True
    """
    where = {name: rule.where[name] for name in sorted(rule.where)} if rule.where else None
    return rule.model_copy(update={"where": where}).model_dump_json(exclude_none=True)
