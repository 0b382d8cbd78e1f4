"""Conformance: how well a map explains what customers do, and where they go their own way.

Of each passage the visits are explained by the map at the least cost (:mod:`~desirepath.findings.alignment`):
a skip and a visit that is not on the map there cost one each, optional steps may be skipped and repeatable
ones visited again for nothing. Its *fitness* is agreed / (agreed + skipped + inserted): of all that map and
passage hold, the share on which they agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from desirepath.base import slow
from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import Period, to_microseconds
from desirepath.base.words import plural, say_count, say_estimate, say_share
from desirepath.findings.alignment import Explanations, explain
from desirepath.findings.detours import DetourFinding, find_detours
from desirepath.findings.finding import Finding, Json, say_all
from desirepath.findings.kinds import NOT_A_LENGTH
from desirepath.findings.outcomes import Outcomes, corrected
from desirepath.findings.suggestions import SuggestedStep, suggest_steps, unmapped_activities
from desirepath.findings.untaken import UntakenStep, find_untaken
from desirepath.log.store import Log
from desirepath.measures.estimates import share
from desirepath.measures.observed import Observed
from desirepath.measures.statistics.ratio_of_means import Moments, ratio_of_means
from desirepath.model.expression_parser import parse_expression
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.index import open_index
from desirepath.replay.replay import Replay, replay

if TYPE_CHECKING:
    import pandas as pd

FORMAT: Final = "desirepath-conformance/1"
TOP_DETOURS: Final = 10
_EXACT: Final = 10**6
_EVER: Final = Period()


@dataclass(frozen=True, slots=True)
class StepFit:
    """How often a step was skipped where it was due, and visited where the map does not have it."""

    id: str
    name: str
    skipped: int
    inserted: int

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {"id": self.id, "skipped": self.skipped, "inserted": self.inserted}


@dataclass(frozen=True, slots=True)
class MapFit:
    """How well the map explains the passages that have come to any step, or are over.

    ``fitness`` is their mean, ``exact`` the share of them that follow the map exactly, ``steps`` where the
    others part from it.
    """

    fitness: Estimate
    exact: Estimate
    steps: tuple[StepFit, ...]
    who: str
    kind: Literal["fit"] = "fit"
    address: str = ""

    def say(self) -> str:
        """The statement with its evidence, in words to read aloud."""
        if self.fitness.value is None or self.exact.value is None:
            who = plural(self.who, 2)
            return f"How well the map explains what {who} do cannot be said: {self.fitness.reason}."
        text = (
            f"{_say(self.exact)} of {say_all(self.exact.n, self.who)} follow the map exactly, as "
            f"far as they have come. On average map and journey agree on {_say(self.fitness)} of their steps."
        )
        skipped = max(self.steps, key=lambda step: step.skipped, default=None)
        if skipped and skipped.skipped:
            text += f' Most often skipped: "{skipped.name}" (by {say_count(skipped.skipped)}).'
        inserted = max(self.steps, key=lambda step: step.inserted, default=None)
        if inserted and inserted.inserted:
            times = "once" if inserted.inserted == 1 else f"{say_count(inserted.inserted)} times"
            text += f' Most often visited out of turn: "{inserted.name}" ({times}).'
        return f"{text} That is few: read with care." if self.exact.is_small else text

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "kind": self.kind,
            "address": self.address,
            "fitness": self.fitness.to_json(),
            "exact": self.exact.to_json(),
            "steps": [step.to_json() for step in self.steps],
            "says": self.say(),
        }


@dataclass(frozen=True, slots=True)
class Conformance:
    """A map held against what happened: its fit, and every finding, most important first.

    ``detours`` come by travellers, ``suggested_steps`` by passages, ``untaken_steps`` in the map's order.
    ``unmapped_activities`` counts all that passages did that no rule of the map looks at.
    """

    map: JourneyMap
    as_of: datetime
    fit: MapFit
    detours: tuple[DetourFinding, ...]
    suggested_steps: tuple[SuggestedStep, ...]
    untaken_steps: tuple[UntakenStep, ...]
    unmapped_activities: Mapping[str, int]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them: the fit, then detours whose outcome differs for sure, then the rest."""
        sure = [each for each in self.detours if each.outcome.is_sure and not each.outcome.is_small]
        rest = [each for each in self.detours if each not in sure]
        return (self.fit, *sure, *rest, *self.suggested_steps, *self.untaken_steps)

    def say(self) -> str:
        """Every finding, a paragraph each."""
        return "\n\n".join(finding.say() for finding in self.findings)

    def to_json(self) -> Json:
        """The published JSON shape, ``desirepath-conformance/1``: keys are only ever added."""
        return {
            "format": FORMAT,
            "map": {"id": self.map.id, "version": self.map.version, "title": self.map.title},
            "as_of": self.as_of.isoformat().replace("+00:00", "Z"),
            "fit": self.fit.to_json(),
            "detours": [detour.to_json() for detour in self.detours],
            "suggested_steps": [step.to_json() for step in self.suggested_steps],
            "untaken_steps": [step.to_json() for step in self.untaken_steps],
            "unmapped_activities": dict(self.unmapped_activities),
        }

    def to_frame(self) -> pd.DataFrame:
        """The findings as a pandas table: kind, address, and what each says.

        Raises DP-BASE-001 where pandas is not installed.
        """
        rows = [
            {"kind": found.kind, "address": found.address, "says": found.say()} for found in self.findings
        ]
        frame: pd.DataFrame = slow.load("pandas", extra="notebook").DataFrame(rows)
        return frame


def check_conformance(
    journey: JourneyMap,
    log: Log,
    *,
    segment: str | None = None,
    period: Period = _EVER,
    top: int = TOP_DETOURS,
    notify: Callable[[str], None] | None = None,
) -> Conformance:
    """Replay the log over the map and hold the one against the other.

    ``segment`` and ``period`` say whose passages, as for
    :func:`~desirepath.measures.measure_map.measure_map`; ``top`` is how many detours to report and to
    compare. Raises DesirepathError where the segment cannot be read (DP-EXPR-) or ``top`` is below 1
    (DP-FND-002).

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> from desirepath.model.map_file import read_map_text
    >>> steps = ", ".join("{id: %s, name: %s, when: [{activity: %s}]}" % (x, x.upper(), x) for x in "abc")
    >>> stages = "[{id: all, name: All, steps: [" + steps + "]}]"
    >>> journey = read_map_text("{format: desirepath/1, id: m, title: M, stages: " + stages + "}")
    >>> def did(who, day, activity):
    ...     at = datetime(2026, 1, day, tzinfo=UTC)
    ...     return Interaction({"customer": who}, at, activity, source="app", key=f"{who}{day}")
    >>> lived = [did("ann", 1, "a"), did("ann", 2, "b"), did("bob", 1, "a"), did("bob", 2, "c")]
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     added = log.append(lived)
    ...     found = check_conformance(journey, log)
    >>> found.fit.exact.value, round(found.fit.fitness.value, 3)
    (0.5, 0.833)
    >>> found.detours[0].origin, found.detours[0].target, found.detours[0].past
    ('a', 'c', ('b',))
    """
    parsed = parse_expression(segment) if segment is not None else None
    told = replay(journey, open_index(log, journey.travels), segment=parsed, period=period, notify=notify)
    return conformance_of(told, top=top)


def conformance_of(told: Replay, *, top: int = TOP_DETOURS) -> Conformance:
    """The same of a replay."""
    if top < 1:
        raise NOT_A_LENGTH.error("top", says=f"top is {top}")
    journey = told.journey
    who = "passage" if journey.passage.again else journey.travels
    observed = Observed.of(journey, told.tally, told.passages, told.visits, to_microseconds(told.as_of))
    outcomes = Outcomes.of(told)
    detours = find_detours(observed, outcomes, top=top, who=who)
    suggested = suggest_steps(told, observed, outcomes, who=who)
    # What is looked at together is corrected together.
    adjusted = corrected([*(each.outcome for each in detours), *(each.outcome for each in suggested)])
    return Conformance(
        map=journey,
        as_of=told.as_of,
        fit=_fit(told, explain(told), who),
        detours=tuple(map(DetourFinding.with_outcome, detours, adjusted)),
        suggested_steps=tuple(map(SuggestedStep.with_outcome, suggested, adjusted[len(detours) :])),
        untaken_steps=tuple(find_untaken(told, observed, who=who)),
        unmapped_activities=unmapped_activities(told),
    )


def _fit(told: Replay, found: Explanations, who: str) -> MapFit:
    steps = zip(told.journey.steps(), found.skipped_at.tolist(), found.inserted_at.tolist(), strict=True)
    compared = found.compared
    n = int(compared.sum())
    nobody = "nobody has come to any step yet"
    return MapFit(
        fitness=_mean_fitness(told.passages.subject[compared], found.fitness[compared])
        if n
        else unknown("fitness", nobody, unit="share"),
        exact=share("exact_fit", int((compared & (found.cost == 0)).sum()), n, of_none=nobody),
        steps=tuple(StepFit(step.id, step.name, skipped, inserted) for step, skipped, inserted in steps),
        who=who,
    )


def _mean_fitness(subject: np.ndarray, fitness: np.ndarray) -> Estimate:
    """The mean over passages; its interval knows that one subject's passages are alike."""
    _, whose = np.unique(subject, return_inverse=True)
    counts = np.bincount(whose)
    sums = np.bincount(whose, weights=np.round(fitness * _EXACT)).astype(np.int64)
    pairs = list(zip(counts.tolist(), sums.tolist(), strict=True))
    result = ratio_of_means(
        Moments(
            subjects=len(pairs),
            n=sum(n for n, _ in pairs),
            s=sum(s for _, s in pairs),
            nn=sum(n * n for n, _ in pairs),
            ns=sum(n * s for n, s in pairs),
            ss=sum(s * s for _, s in pairs),
        )
    )
    mean, half = result.mean / _EXACT, result.half_width
    return Estimate(
        "fitness",
        mean,
        None if half is None else max(mean - half / _EXACT, 0.0),
        None if half is None else min(mean + half / _EXACT, 1.0),
        n=len(fitness),
        unit="share",
        method="ratio of means, by subject",
    )


def _say(estimate: Estimate) -> str:
    """A share with its interval, unless that is too narrow to be seen."""
    bounds = [say_share(bound) for bound in (estimate.low, estimate.high) if bound is not None]
    return say_share(estimate.value or 0) if len(set(bounds)) < 2 else say_estimate(estimate)
