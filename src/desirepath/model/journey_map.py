"""The journey map as believed: what its file says, as frozen values.

A map has stages, stages have steps, and a step's lanes hold claims. Nothing here reads or writes a file (see
:mod:`desirepath.model.map_file`) and nothing here changes: edits make new maps
(:mod:`desirepath.model.edits`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from desirepath.model.claim import (
    Image,
    Said,
    SaidFeeling,
    SaidOpportunity,
    SaidPain,
    SaidQuote,
    SaidTask,
    SaidTouchpoint,
)
from desirepath.model.migrations import FORMAT as FORMAT
from desirepath.model.node import Node
from desirepath.model.rule import Rule
from desirepath.model.words import Id, Language, Many, Span, Text, Whole


class Passage(Node):
    """How a journey begins and ends for one subject.

    A passage starts with the first interaction that matches any of ``starts`` (without it: that matches any
    step), succeeds or fails with the first that matches ``succeeds`` or ``fails``, and expires when
    ``horizon`` has passed since its start. With ``again`` a subject may travel again afterwards.
    """

    starts: Many[Rule] | None = None
    succeeds: Many[Rule] | None = None
    fails: Many[Rule] | None = None
    horizon: Span | None = None
    again: bool = False


class ReviewPlan(Node):
    """When the map must be looked at again: at least ``every`` so often, and ``on`` these events."""

    every: Span | None = None
    on: Many[Text] | None = None
    owner: Text | None = None


def id_or_lane(value: object) -> str:
    """Which of the two forms an entry of ``lanes`` has."""
    return "<mapping>" if isinstance(value, dict | Node) else "<scalar>"


class Lane(Node):
    """A lane of the map: one of the house's own, renamed or hidden, or one of the map's own.

    ``side`` places a lane of the map's own on the blueprint: the customer's own, on-stage (what the customer
    sees of us), off-stage (what they do not see), or about the map itself.
    """

    id: Id
    name: Text | None = None
    side: Literal["customer", "touch", "on_stage", "off_stage", "about"] | None = None
    hidden: bool = False


LaneEntry = Annotated[
    Annotated[Id, Tag("<scalar>")] | Annotated[Lane, Tag("<mapping>")], Discriminator(id_or_lane)
]


class Handoff(Node):
    """Who passes the customer to whom at this step, with what information, and how soon."""

    from_: Annotated[Text | None, Field(alias="from")] = None
    to: Text | None = None
    carries: Many[Text] | None = None
    within: Span | None = None


class Step(Node):
    """One step of the journey: its rule, its owner, and what its lanes say.

    ``when`` is any-of; a step without it is believed but not measured. ``optional`` steps may be skipped
    without a detour, ``repeatable`` ones visited again; ``within`` is the time we expect it to take.
    ``detail`` names another map that breaks this step down. ``cells`` holds the lanes of the map's own, by
    lane id.
    """

    id: Id
    name: Text
    when: Many[Rule] | None = None
    optional: bool = False
    repeatable: bool = False
    within: Span | None = None
    success: Said | None = None
    moment_of_truth: bool = False
    owner: Text | None = None
    handoff: Handoff | None = None
    goal: Said | None = None
    doing: Many[Said] | None = None
    thinking: Many[Said] | None = None
    feeling: SaidFeeling | None = None
    touchpoints: Many[SaidTouchpoint] | None = None
    channels: Many[Text] | None = None
    on_stage: Many[Said] | None = None
    off_stage: Many[Said] | None = None
    pain_points: Many[SaidPain] | None = None
    opportunities: Many[SaidOpportunity] | None = None
    quotes: Many[SaidQuote] | None = None
    tasks: Many[SaidTask] | None = None
    measures: Many[Text] | None = None
    images: Many[Image] | None = None
    detail: Id | None = None
    cells: dict[Id, Many[Said]] | None = None


class Stage(Node):
    """A stretch of the journey, with the steps it is made of."""

    id: Id
    name: Text
    goal: Said | None = None
    owner: Text | None = None
    steps: Many[Step] = ()


class JourneyMap(Node):
    """One persona, one scenario, the stages they go through; and the rules that bind it to a log."""

    format: Literal["desirepath/1"]
    id: Id
    version: Annotated[Whole, Field(ge=1)] = 1
    language: Language = "en"
    title: Text
    description: Text | None = None
    persona: Id | None = None
    scenario: Text | None = None
    travels: Id = "customer"
    owner: Text | None = None
    passage: Passage = Passage()
    review: ReviewPlan | None = None
    lanes: Many[LaneEntry] | None = None
    stages: Many[Stage]

    def steps(self) -> Iterator[Step]:
        """All steps in the order of the journey."""
        for stage in self.stages:
            yield from stage.steps

    def step(self, step_id: str) -> Step:
        """The step with this id. Raises KeyError."""
        for step in self.steps():
            if step.id == step_id:
                return step
        raise KeyError(step_id)
