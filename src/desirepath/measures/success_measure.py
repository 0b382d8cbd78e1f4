"""A success measure: a number about customers over the log, defined once. It is tied to no step of a map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book

Group = Literal["coming", "using", "asking", "staying", "money"]

GROUPS: Final[dict[Group, str]] = {
    "coming": "Coming and getting started",
    "using": "Using it",
    "asking": "What they say and ask",
    "staying": "Staying and leaving",
    "money": "What it is worth",
}
"""The groups in the order they are shown, and what people call them."""


@dataclass(frozen=True, slots=True)
class SuccessMeasure:
    """One defined number.

    ``id`` is stable and what reports call it; ``name`` is what people call it, with ``{subjects}`` for those
    who are counted. ``question`` is what it answers, ``formula`` how, ``source`` where the definition comes
    from, ``missing`` when there is no value and why that is not zero. ``unit`` is the unit of its estimates;
    ``money`` stands for the currency of the reports. ``better`` says which way is good, None where that
    depends. ``compute`` answers for a book of business.
    """

    id: str
    name: str
    group: Group
    question: str
    formula: str
    unit: str
    source: str
    missing: str
    compute: Callable[[Book], Estimate]
    better: Literal["more", "less"] | None = None
