"""Claims: what a map says at one place, and how we know it.

Every cell of a map holds claims. A claim is an assumption until somebody says from which sources it is known.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from desirepath.model.node import Node
from desirepath.model.words import BARE_FEELING, BARE_TEXT, Day, Id, Many, Offset, Text, Whole

Basis = Literal["assumption", "evidence"]
OneToFive = Annotated[Whole, Field(ge=1, le=5)]


class Source(Node):
    """Where a claim is known from.

    ``kind`` is free; the usual ones are survey, interview, review, social (what people say when asked, or in
    public) and event, purchase, ticket, email, front-line (what they do). ``n`` is how many stand behind it.
    """

    kind: Text
    id: Text | None = None
    measure: Text | None = None
    scale: Text | None = None
    n: Annotated[Whole, Field(ge=0)] | None = None
    on: Day | None = None
    url: Text | None = None
    note: Text | None = None


class Known(Node):
    """How we know something: the fields every claim can carry.

    ``basis`` absent means assumption. ``confidence`` runs from 0 to 1 as of ``confirmed_on``; how it decays
    with age is :mod:`desirepath.model.evidence`'s business. ``by`` says who said or confirmed it.
    """

    basis: Basis | None = None
    sources: Many[Source] | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    confirmed_on: Day | None = None
    by: Text | None = None

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
    """A text on the map, and how we know it. In a file, a bare string is a claim with nothing but its
    text."""

    id: Id | None = None
    text: Text


class PainPoint(Claim):
    """What hurts here: ``severity`` says how bad it is, ``importance`` how much it matters to the customer (1
    to 5)."""

    severity: OneToFive | None = None
    importance: OneToFive | None = None


class Opportunity(Claim):
    """What could be better, with its ``impact`` and ``effort`` (1 to 5)."""

    impact: OneToFive | None = None
    effort: OneToFive | None = None
    owner: Text | None = None


class Touchpoint(Claim):
    """A thing of ours that the customer meets here, and in which channel."""

    channel: Text | None = None


class Quote(Claim):
    """The customer's own words, and where they were said."""

    source: Text | None = None


class TaskPlan(Claim):
    """What one of us does at this step. ``due`` counts from the moment the step is entered; a minus means
    before."""

    owner: Text | None = None
    due: Offset | None = None


class Image(Claim):
    """A picture; its ``text`` describes it to those who cannot see it, ``src`` is a path beside the map or a
    URL."""

    src: Text


class Feeling(Known):
    """The emotion we believe the customer has here: -2 terrible, 0 neutral, +2 wonderful."""

    value: Annotated[float, Field(ge=-2, le=2)]


Said = Annotated[Claim, BARE_TEXT]
SaidPain = Annotated[PainPoint, BARE_TEXT]
SaidOpportunity = Annotated[Opportunity, BARE_TEXT]
SaidTouchpoint = Annotated[Touchpoint, BARE_TEXT]
SaidQuote = Annotated[Quote, BARE_TEXT]
SaidTask = Annotated[TaskPlan, BARE_TEXT]
SaidFeeling = Annotated[Feeling, BARE_FEELING]
