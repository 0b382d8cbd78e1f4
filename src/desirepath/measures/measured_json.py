"""The published JSON of a measured map, read back: a picture shows the very numbers that a page has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import Period, parse_instant
from desirepath.measures.measured_map import Detour, MeasuredMap, PassageCounts, StepMeasures
from desirepath.model.journey_map import JourneyMap

_NOT_AN_ESTIMATE = frozenset({"id", "name", "stage", "channels", "assumed"})
_NOT_YET = "the map has this step since, and the numbers are older"


def read_measured(journey: JourneyMap, data: Mapping[str, Any]) -> MeasuredMap:
    """One side of a measured map, from what :meth:`~MeasuredMap.to_json` says of it.

    ``journey`` is the map as it is now. It may be younger than the numbers: of its steps that they do not
    know nothing is measured, and what they say of steps it has no more is left out. The other side and the
    differences are not read.

    Raises KeyError where the JSON is none of a measured map.
    """
    known = {step["id"]: _step(step) for step in data["steps"]}
    steps = [known.get(step.id) or _unknown_step(step.id) for step in journey.steps()]
    ids = {step.id for step in steps}
    ways = (way for way in data["detours"] if {way["from"] or way["to"], way["to"]} <= ids)
    period = {name: text and parse_instant(text) for name, text in data["period"].items()}
    return MeasuredMap(
        map=journey,
        as_of=parse_instant(data["as_of"]),
        period=Period(**period),
        segment=data["segment"],
        interactions=data["interactions"],
        passages=PassageCounts(**data["passages"]),
        overall=_estimates(data["overall"]),
        steps=tuple(steps),
        detours=tuple(
            Detour(way["kind"], way["from"], way["to"], way["n"], Estimate(**way["share"])) for way in ways
        ),
        notes=tuple(data["notes"]),
        log_interactions=data["log_interactions"],
    )


def _step(data: Mapping[str, Any]) -> StepMeasures:
    found = {name: it for name, it in data.items() if name not in _NOT_AN_ESTIMATE}
    return StepMeasures(data["id"], _estimates(found), _estimates(data["channels"]))


def _unknown_step(step_id: str) -> StepMeasures:
    return StepMeasures(step_id, {"reach": unknown("reach", _NOT_YET, unit="share")})


def _estimates(data: Mapping[str, Any]) -> dict[str, Estimate]:
    return {name: Estimate(**found) for name, found in data.items()}
