"""How much of a map is known: claims by basis, weighted by confidence and age, per step, stage and map.

A claim that rests on evidence weighs ``confidence x 0.5 ** (age / half-life)``; an assumption weighs nothing.
The half-life is the map's ``review.every`` (12 months where it says none), because that is when the map's own
people say that it must be looked at again: by then, evidence that nobody has confirmed since counts half. The
decay is exponential because that is what it means not to know *when* the world changed, only how fast it
does: each day takes the same share of what was still true (the half-life of knowledge; Machlup 1962).

What evidence does not say, it does not get for free: without ``confidence`` it weighs 0.5; without
``confirmed_on`` it is as old as the newest dated of its sources, and where none has a date, one half-life
old.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from desirepath.base.spans import parse_span
from desirepath.model.claim import Known
from desirepath.model.journey_map import JourneyMap
from desirepath.model.placed_claims import PlacedClaim, claims_of_map, claims_of_stage, claims_of_step

USUAL_HALF_LIFE_DAYS: Final = parse_span("12 months").days
UNSAID_CONFIDENCE: Final = 0.5
SOLICITED: Final = frozenset({"survey", "interview", "review", "social"})
"""Kinds of sources in which people say something, asked or in public."""
UNSOLICITED: Final = frozenset({"event", "purchase", "ticket", "email", "front-line"})
"""Kinds of sources that show what people do."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well some claims are known.

    ``claims`` = ``evidence`` + ``assumption``. ``stale`` counts the evidence older than its half-life.
    ``weighted_share`` (0..1) is the mean weight of all claims, None where there is no claim: nothing said is
    not nothing known. ``oldest_confirmed_on`` is the day of the evidence that was confirmed longest ago, None
    where no evidence says its day. ``solicited``, ``unsolicited`` and ``other`` count the sources named.
    """

    claims: int
    evidence: int
    assumption: int
    stale: int
    weighted_share: float | None
    oldest_confirmed_on: date | None
    solicited: int
    unsolicited: int
    other: int

    @property
    def share(self) -> float | None:
        """The plain share of evidence, 0..1; None where there is no claim."""
        return self.evidence / self.claims if self.claims else None

    def to_json(self) -> dict[str, Any]:
        """The stable JSON shape."""
        day = self.oldest_confirmed_on
        return {**asdict(self), "share": self.share, "oldest_confirmed_on": day.isoformat() if day else None}


@dataclass(frozen=True, slots=True)
class MapEvidence:
    """Coverage of the whole map, and of each stage and step by id."""

    whole: Coverage
    stages: Mapping[str, Coverage]
    steps: Mapping[str, Coverage]
    half_life_days: float

    def to_json(self) -> dict[str, Any]:
        """The stable JSON shape."""
        return {
            "map": self.whole.to_json(),
            "stages": {name: coverage.to_json() for name, coverage in self.stages.items()},
            "steps": {name: coverage.to_json() for name, coverage in self.steps.items()},
            "half_life_days": self.half_life_days,
        }


def roll_up(journey: JourneyMap, today: date) -> MapEvidence:
    """The evidence behind a map, as of a day.

    Four claims: one confirmed today with full confidence (weighs 1), one confirmed 360 days ago with
    confidence 0.8 (0.8 x 0.5 = 0.4), one assumption (0), and evidence that says neither (0.5 x 0.5 = 0.25):
    together 1.65 of 4.

    >>> from datetime import timedelta
    >>> today = date(2026, 11, 1)
    >>> doing = [
    ...     {"text": "Calls us", "basis": "evidence", "confidence": 1, "confirmed_on": "2026-11-01"},
    ...     {"text": "Waits", "basis": "evidence", "confidence": 0.8,
    ...      "confirmed_on": str(today - timedelta(days=360)), "sources": [{"kind": "survey"}]},
    ...     "Asks a colleague",
    ...     {"text": "Writes", "basis": "evidence", "sources": [{"kind": "ticket"}, {"kind": "a hunch"}]},
    ... ]
    >>> stages = [{"id": "s", "name": "S", "steps": [{"id": "a", "name": "A", "doing": doing}]}]
    >>> file = {"format": "desirepath/1", "id": "m", "title": "M", "stages": stages}
    >>> coverage = roll_up(JourneyMap.model_validate(file), today).steps["a"]
    >>> coverage.evidence, coverage.assumption, coverage.share, coverage.weighted_share
    (3, 1, 0.75, 0.4125)
    >>> coverage.stale, coverage.solicited, coverage.unsolicited, coverage.other
    (0, 1, 1, 1)
    """
    half_life = half_life_days(journey)

    def cover(claims: Iterable[PlacedClaim]) -> Coverage:
        return _cover(tuple(claims), today, half_life)

    return MapEvidence(
        whole=cover(claims_of_map(journey)),
        stages={stage.id: cover(claims_of_stage(stage)) for stage in journey.stages},
        steps={step.id: cover(claims_of_step(step)) for step in journey.steps()},
        half_life_days=half_life,
    )


def half_life_days(journey: JourneyMap) -> float:
    """After how many days evidence of this map counts half: its review's ``every``, or 12 months."""
    every = journey.review.every if journey.review else None
    days = parse_span(every).total_seconds() / 86400 if every else 0.0
    return days if days > 0 else float(USUAL_HALF_LIFE_DAYS)


def evidence_weight(claim: Known, today: date, half_life: float) -> float:
    """What one piece of evidence weighs, 0..1, as the module's head defines it. A future day counts as
    today."""
    confirmed_on = confirmed_day(claim)
    age = max((today - confirmed_on).days, 0) if confirmed_on else half_life
    confidence = UNSAID_CONFIDENCE if claim.confidence is None else claim.confidence
    return float(confidence * 0.5 ** (age / half_life))


def confirmed_day(claim: Known) -> date | None:
    """The day a claim was last confirmed: its own word, else the newest of its sources' days, else None."""
    days = [source.on for source in claim.sources or () if source.on]
    return claim.confirmed_on or max(days, default=None)


def _cover(claims: tuple[PlacedClaim, ...], today: date, half_life: float) -> Coverage:
    evidence = [placed.claim for placed in claims if placed.is_evidence]
    days = [day for claim in evidence if (day := confirmed_day(claim))]
    kinds = [
        source.kind.strip().lower().replace("_", "-") for claim in evidence for source in claim.sources or ()
    ]
    weight = sum(evidence_weight(claim, today, half_life) for claim in evidence)
    solicited = sum(kind in SOLICITED for kind in kinds)
    unsolicited = sum(kind in UNSOLICITED for kind in kinds)
    return Coverage(
        claims=len(claims),
        evidence=len(evidence),
        assumption=len(claims) - len(evidence),
        stale=sum((today - day).days > half_life for day in days),
        weighted_share=weight / len(claims) if claims else None,
        oldest_confirmed_on=min(days, default=None),
        solicited=solicited,
        unsolicited=unsolicited,
        other=len(kinds) - solicited - unsolicited,
    )
