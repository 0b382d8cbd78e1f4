"""A measure: a number defined once, with everything one must know to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from desirepath.base.estimate import Estimate
from desirepath.measures.observed import Observed

Place = int | None
"""A step by its index in the tally's order, or None for the whole journey."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One defined number.

    ``id`` is stable and what reports call it; ``name`` is what people call it. ``question`` is what it
    answers, ``formula`` how, ``source`` where the definition comes from, ``missing`` when there is no value
    and why that is not zero. ``unit`` is the unit of its estimates. ``at`` says where it can be asked: at a
    step, of the whole journey. ``compute`` answers for a place; it is never asked of a step without a rule.
    """

    id: str
    name: str
    question: str
    formula: str
    unit: str
    source: str
    missing: str
    at: tuple[Literal["step", "journey"], ...]
    compute: Callable[[Observed, Place], Estimate]
