"""Personas: who a map is about. Files of their own (``personas/ID.persona.yaml``), shared between maps."""

from __future__ import annotations

from typing import ClassVar, Literal

from desirepath.model.claim import Said, SaidQuote
from desirepath.model.node import Node
from desirepath.model.words import Id, Many, Text


class Persona(Node):
    """A kind of customer: goals, needs, expectations, frustrations, words; and who in the data is one."""

    CALLED: ClassVar[str] = "persona"

    format: Literal["desirepath/1"]
    """The version of this format."""
    id: Id
    """A stable name, the same as in the file's name; maps know the persona by it."""
    name: Text
    """What people call them."""
    role: Text | None = None
    """What they do, or are to us."""
    description: Text | None = None
    """Who they are, in a few sentences."""
    segment: Text | None = None
    """An expression over traits that says which real customers are this persona:
    traits.plan == "pro" and traits.seats >= 20."""
    goals: Many[Said] | None = None
    """What they want to reach."""
    needs: Many[Said] | None = None
    """What they need for it."""
    expectations: Many[Said] | None = None
    """What they take for granted."""
    frustrations: Many[Said] | None = None
    """What stands in their way."""
    channels: Many[Text] | None = None
    """The channels they use."""
    quotes: Many[SaidQuote] | None = None
    """Their own words."""
    notes: Many[Said] | None = None
    """Anything else that was found out."""
