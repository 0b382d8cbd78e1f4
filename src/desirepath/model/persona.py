"""Personas: who a map is about. Files of their own (``personas/ID.persona.yaml``), shared between maps."""

from __future__ import annotations

from typing import Literal

from desirepath.model.claim import Said, SaidQuote
from desirepath.model.node import Node
from desirepath.model.words import Id, Many, Text


class Persona(Node):
    """A kind of customer: goals, needs, expectations, frustrations, words; and who in the data is one.

    ``segment`` is an expression over traits (``traits.plan == "pro" and traits.seats >= 20``) that says which
    real customers or accounts are this persona.
    """

    format: Literal["desirepath/1"]
    id: Id
    name: Text
    role: Text | None = None
    description: Text | None = None
    segment: Text | None = None
    goals: Many[Said] | None = None
    needs: Many[Said] | None = None
    expectations: Many[Said] | None = None
    frustrations: Many[Said] | None = None
    channels: Many[Text] | None = None
    quotes: Many[SaidQuote] | None = None
    notes: Many[Said] | None = None
