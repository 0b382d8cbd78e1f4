"""Claims: what a map says at one place, and how we know it.

Every cell of a map holds claims. A claim is an assumption until somebody says from which sources it is known.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from desirepath.model.node import Node
from desirepath.model.words import BARE_FEELING, BARE_TEXT, Day, Id, Many, Offset, Text, whole

Basis = Literal["assumption", "evidence"]
OneToFive = Annotated[int, *whole(1, 5)]
Count = Annotated[int, *whole(0)]


class Source(Node):
    """Where a claim is known from."""

    kind: Text
    """What sort of source: survey, interview, review, social (what people say when asked, or in public), or
    event, purchase, ticket, email, front-line (what they do). Other words are allowed."""
    id: Text | None = None
    """Its name in the place it comes from, such as the interview's."""
    measure: Text | None = None
    """The measure it gives, such as csat."""
    scale: Text | None = None
    """The scale of its scores, such as 1..5 or 0..10."""
    n: Count | None = None
    """How many people or cases stand behind it."""
    on: Day | None = None
    """The day it was taken."""
    url: Text | None = None
    """Where it can be read."""
    note: Text | None = None
    """Anything else a reader should know of it."""


class Known(Node):
    """How we know something: the fields that every claim can carry."""

    basis: Basis | None = None
    """Whether it is an assumption or evidence. Absent means assumption."""
    sources: Many[Source] | None = None
    """Where it is known from."""
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    """How sure we are, from 0 to 1, as of `confirmed_on`; it decays with age."""
    confirmed_on: Day | None = None
    """The day it was last confirmed."""
    by: Text | None = None
    """Who said or confirmed it."""

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """The names a file may use: first what is said, then how we know it."""
        known = tuple(Known.model_fields)
        return (*(name for name in cls.model_fields if name not in known), *known)

    @property
    def is_evidence(self) -> bool:
        """Whether the claim says that it rests on evidence."""
        return self.basis == "evidence"


class Claim(Known):
    """A text on the map, and how we know it. A bare text is a claim with nothing else."""

    id: Id | None = None
    """A stable name, for a claim that others refer to."""
    text: Text
    """What is claimed, in plain words."""


class PainPoint(Claim):
    """What hurts here. A bare text is a pain point with nothing else."""

    severity: OneToFive | None = None
    """How bad it is, from 1 (a nuisance) to 5 (they leave)."""
    importance: OneToFive | None = None
    """How much the moment matters to the customer, from 1 to 5."""


class Opportunity(Claim):
    """What could be better. A bare text is an opportunity with nothing else."""

    impact: OneToFive | None = None
    """How much it would help, from 1 to 5."""
    effort: OneToFive | None = None
    """How much work it would be, from 1 to 5."""
    owner: Text | None = None
    """Who looks after it."""


class Touchpoint(Claim):
    """A thing of ours that the customer meets here. A bare text is a touchpoint with nothing else."""

    channel: Text | None = None
    """The channel it is met in."""


EXAMPLE = "example"
"""The source of words that nobody said yet: a template shows what a quote looks like."""


class Quote(Claim):
    """The customer's own words. A bare text is a quote with nothing else."""

    source: Text | None = None
    """Where they were said, such as the name of an interview; ``example`` where nobody said them."""


class TaskPlan(Claim):
    """What one of us does at this step. A bare text is a task with nothing else."""

    owner: Text | None = None
    """Who does it."""
    due: Offset | None = None
    """When, counted from the moment the step is entered, such as 1d; a minus means before."""


class Image(Claim):
    """A picture. Its text describes it to those who cannot see it."""

    src: Text
    """A path beside the map, or a URL."""


class Feeling(Known):
    """The emotion we believe the customer has here. A bare number is a feeling with nothing else."""

    value: Annotated[float, Field(ge=-2, le=2)]
    """From -2 (terrible) over 0 (neutral) to +2 (wonderful)."""


Said = Annotated[Claim, BARE_TEXT]
SaidPain = Annotated[PainPoint, BARE_TEXT]
SaidOpportunity = Annotated[Opportunity, BARE_TEXT]
SaidTouchpoint = Annotated[Touchpoint, BARE_TEXT]
SaidQuote = Annotated[Quote, BARE_TEXT]
SaidTask = Annotated[TaskPlan, BARE_TEXT]
SaidFeeling = Annotated[Feeling, BARE_FEELING]
