"""The part of a map that measuring reads. Two maps that differ in their words alone have the same, and so the
same numbers: editing words measures nothing anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Final

import orjson

from desirepath.measures.measured_map import StepMeasures
from desirepath.model.journey_map import JourneyMap, Stage, Step

_TOKEN: Final = re.compile("\u27e6([^\u27e7]+)\u27e7")


def measured_part(journey: JourneyMap) -> JourneyMap:
    """The map with nothing in it but what measuring reads; steps are called by tokens of their ids.

    What is not here cannot change a number, because it is this that is measured.
    """
    stages = tuple(
        Stage(id=stage.id, name=stage.id, steps=tuple(_measured_step(step) for step in stage.steps))
        for stage in journey.stages
    )
    return JourneyMap(
        format="desirepath/1",
        id=journey.id,
        title=journey.id,
        travels=journey.travels,
        passage=journey.passage,
        stages=stages,
    )


def believed_part(journey: JourneyMap) -> JourneyMap:
    """The same with what the steps believe that can be held against the log: feelings and channels."""
    believed = {step.id: {"feeling": step.feeling, "channels": step.channels} for step in journey.steps()}
    part = measured_part(journey)
    stages = tuple(
        stage.model_copy(
            update={"steps": tuple(step.model_copy(update=believed[step.id]) for step in stage.steps)}
        )
        for stage in part.stages
    )
    return part.model_copy(update={"stages": stages})


def _measured_step(step: Step) -> Step:
    return Step(
        id=step.id,
        name=f"\u27e6{step.id}\u27e7",
        when=step.when,
        optional=step.optional,
        repeatable=step.repeatable,
        within=step.within,
    )


def fingerprint(part: JourneyMap) -> str:
    """A word for a measured part: the same for equal ones, on any machine."""
    plain = part.model_dump(mode="json")
    return hashlib.sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()


def in_words(answer: str, journey: JourneyMap) -> str:
    """An answer about a measured part (as JSON text) with the names that its steps have now."""
    names = {step.id: json.dumps(step.name, ensure_ascii=False)[1:-1] for step in journey.steps()}
    return _TOKEN.sub(lambda found: names.get(found[1], found[1]), answer)


def dress(answer: dict[str, Any], journey: JourneyMap) -> dict[str, Any]:
    """What else of a measured map's JSON (``desirepath-measure/1``) are the map's words; changed in place."""
    words = {
        step.id: StepMeasures(step.id, {}).to_json(step, stage.id)
        for stage in journey.stages
        for step in stage.steps
    }
    answer["map"] = {"id": journey.id, "version": journey.version, "title": journey.title}
    for side in filter(None, (answer, answer["against"])):
        for step in side["steps"]:
            step |= {name: words[step["id"]][name] for name in ("name", "stage", "assumed")}
    return answer
