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
from desirepath.model.words import Id, Language, Many, Span, Text, whole


class Passage(Node):
    """How a journey begins and ends for one subject."""

    starts: Many[Rule] | None = None
    """It starts with the first interaction that matches any of these; without them, with the first at any
    step."""
    succeeds: Many[Rule] | None = None
    """It succeeds with the first interaction that matches any of these."""
    fails: Many[Rule] | None = None
    """It fails with the first interaction that matches any of these."""
    horizon: Span | None = None
    """It expires when so much time has passed since its start, such as 90d."""
    again: bool = False
    """Whether the same subject may travel again afterwards."""


class ReviewPlan(Node):
    """When the map must be looked at again."""

    every: Span | None = None
    """At least so often, such as 12 months."""
    on: Many[Text] | None = None
    """And after these events, such as release, campaign or drift."""
    owner: Text | None = None
    """Who sees to it."""


def id_or_lane(value: object) -> str:
    """Which of the two forms an entry of ``lanes`` has."""
    return "<mapping>" if isinstance(value, dict | Node) else "<scalar>"


class Lane(Node):
    """A lane of the map: one of the house's own, renamed or hidden, or one of the map's own."""

    id: Id
    """The built-in lane's id, or one of your own."""
    name: Text | None = None
    """What the map calls it."""
    side: Literal["customer", "touch", "on_stage", "off_stage", "about"] | None = None
    """Where it lies: the customer's own, where we touch, what the customer sees of us, what they do not see,
    or what is said about the step."""
    hidden: bool = False
    """Whether it is kept but not drawn."""


LaneEntry = Annotated[
    Annotated[Id, Tag("<scalar>")] | Annotated[Lane, Tag("<mapping>")], Discriminator(id_or_lane)
]


class Handoff(Node):
    """Who passes the customer to whom at this step, with what information, and how soon."""

    from_: Annotated[Text | None, Field(alias="from")] = None
    """Who gives."""
    to: Text | None = None
    """Who receives, and owns the customer from then on."""
    carries: Many[Text] | None = None
    """The information that travels along."""
    within: Span | None = None
    """How much time it may take."""


class Step(Node):
    """One step of the journey: its rule, its owner, and what its lanes say."""

    id: Id
    """A stable name, unique on the map: links, edits and numbers know the step by it."""
    name: Text
    """What people call it."""
    when: Many[Rule] | None = None
    """An interaction that matches any of these is at this step. Without them the step is believed, not
    measured."""
    optional: bool = False
    """Whether skipping it is no detour."""
    repeatable: bool = False
    """Whether returning to it is no detour."""
    within: Span | None = None
    """The time we expect it to take."""
    success: Said | None = None
    """What success looks like here."""
    moment_of_truth: bool = False
    """Whether the customer makes up their mind about us here."""
    owner: Text | None = None
    """The team or person who owns the moment."""
    handoff: Handoff | None = None
    """Who passes the customer to whom here."""
    goal: Said | None = None
    """What the customer wants here."""
    doing: Many[Said] | None = None
    """What the customer does."""
    thinking: Many[Said] | None = None
    """What the customer thinks."""
    feeling: SaidFeeling | None = None
    """How the customer feels, from -2 to +2."""
    touchpoints: Many[SaidTouchpoint] | None = None
    """What of ours the customer meets."""
    channels: Many[Text] | None = None
    """Through which channels, such as email or phone."""
    on_stage: Many[Said] | None = None
    """What the customer sees of our work."""
    off_stage: Many[Said] | None = None
    """What supports it unseen."""
    pain_points: Many[SaidPain] | None = None
    """What hurts."""
    opportunities: Many[SaidOpportunity] | None = None
    """What could be better."""
    quotes: Many[SaidQuote] | None = None
    """The customer's own words."""
    tasks: Many[SaidTask] | None = None
    """What one of us does here."""
    measures: Many[Text] | None = None
    """The measures to show here, by id."""
    images: Many[Image] | None = None
    """Pictures of the moment."""
    detail: Id | None = None
    """Another map, by id, that breaks this step down."""
    cells: dict[Id, Many[Said]] | None = None
    """What the lanes of the map's own say here, by lane id."""


class Stage(Node):
    """A stretch of the journey, with the steps it is made of."""

    id: Id
    """A stable name, unique among the stages."""
    name: Text
    """What people call it."""
    goal: Said | None = None
    """What the customer wants in this stretch."""
    owner: Text | None = None
    """The team or person who owns it."""
    steps: Many[Step] = ()
    """Its steps, in the order of the journey."""


class JourneyMap(Node):
    """One persona, one scenario, the stages they go through; and the rules that bind it to a log."""

    format: Literal["desirepath/1"]
    """The version of this format."""
    id: Id
    """A stable name for the map."""
    version: Annotated[int, *whole(1)] = 1
    """Counts up with every change that is published."""
    language: Language = "en"
    """The language it is written in, as a code such as en or pt-BR."""
    title: Text
    """What people call it."""
    description: Text | None = None
    """What a newcomer should know of it."""
    persona: Id | None = None
    """Whose journey it is: the id of a persona file in the folder personas."""
    scenario: Text | None = None
    """The situation they are in."""
    travels: Id = "customer"
    """Who or what travels: a type of object in the log, such as customer, account, ticket or order."""
    owner: Text | None = None
    """The team or person who owns the map."""
    passage: Passage = Passage()
    """How a journey begins and ends."""
    review: ReviewPlan | None = None
    """When the map must be looked at again."""
    lanes: Many[LaneEntry] | None = None
    """The lanes to show, in their order. Without it: all the house knows."""
    stages: Many[Stage]
    """The stages, in the order of the journey."""

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
