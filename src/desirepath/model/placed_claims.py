"""The claims of a map, each with its place: what evidence rolls up, and what a careful reader looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desirepath.model.claim import EXAMPLE, Claim, Feeling, Known, Quote
from desirepath.model.journey_map import JourneyMap, Stage, Step
from desirepath.model.nodes import CARD_MODELS

_SINGLE = ("goal", "success", "feeling")
_LISTS = tuple(lane for lane in CARD_MODELS if lane not in ("tasks", "images"))


@dataclass(frozen=True, slots=True)
class PlacedClaim:
    """A claim and its address in the map's file."""

    address: str
    claim: Known

    @property
    def text(self) -> str:
        """What it says: its text, or the feeling's value."""
        if isinstance(self.claim, Claim):
            return self.claim.text
        return f"feeling {self.claim.value:+g}" if isinstance(self.claim, Feeling) else ""

    @property
    def is_evidence(self) -> bool:
        """Whether it rests on evidence: it says so, or it is a quote that names where it was said."""
        claim = self.claim
        if isinstance(claim, Quote) and claim.basis is None:
            return claim.source not in (None, EXAMPLE)
        return claim.is_evidence


def claims_of_step(step: Step, address: str = "") -> Iterator[PlacedClaim]:
    """The claims of a step, lane by lane. Tasks and images are none: they say what we do, not what is so.

    >>> said = {"goal": "Get live", "doing": ["Waits"], "feeling": -1}
    >>> step = Step.model_validate({"id": "a", "name": "A", **said})
    >>> [(claim.address, claim.text) for claim in claims_of_step(step)]
    [('goal', 'Get live'), ('feeling', 'feeling -1'), ('doing[0]', 'Waits')]
    """
    prefix = f"{address}." if address else ""
    for name in _SINGLE:
        claim = getattr(step, name)
        if claim is not None:
            yield PlacedClaim(f"{prefix}{name}", claim)
    lanes = {name: getattr(step, name) or () for name in _LISTS}
    lanes |= {f"cells.{lane}": claims for lane, claims in (step.cells or {}).items()}
    for name, claims in lanes.items():
        for position, claim in enumerate(claims):
            yield PlacedClaim(f"{prefix}{name}[{position}]", claim)


def claims_of_stage(stage: Stage, address: str = "") -> Iterator[PlacedClaim]:
    """The stage's own claims and those of its steps."""
    prefix = f"{address}." if address else ""
    if stage.goal is not None:
        yield PlacedClaim(f"{prefix}goal", stage.goal)
    for position, step in enumerate(stage.steps):
        yield from claims_of_step(step, f"{prefix}steps[{position}]")


def claims_of_map(journey: JourneyMap) -> Iterator[PlacedClaim]:
    """All claims of a map, in the order of the journey."""
    for position, stage in enumerate(journey.stages):
        yield from claims_of_stage(stage, f"stages[{position}]")
