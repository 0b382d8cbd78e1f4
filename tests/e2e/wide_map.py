"""A map as wide as maps get: TechCorp's steps over and over, in sixteen lanes; and its log."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desirepath.model.journey_map import JourneyMap, Lane, Passage, Stage, Step
from desirepath.model.map_file import read_map, write_map_text
from desirepath.model.rule import Rule
from desirepath.stories import techcorp

MAP_ID = "wide"
STEPS = 60
STEPS_IN_A_STAGE = 6
ACCOUNTS = 200
FIRST_STAGE = "stage-1"
FIRST_STEP = "step-1"
"""Ids of the first of each."""


def wide_map(steps: int = STEPS) -> str:
    """The map's file: ``steps`` steps, six to a stage, sixteen lanes, every step with a rule of its own."""
    pattern = read_map(techcorp.MAP_PATH)
    known = [step for stage in pattern.stages for step in stage.steps]
    made = [_numbered(known[number % len(known)], number + 1) for number in range(steps)]
    starts = range(0, steps, STEPS_IN_A_STAGE)
    stages = tuple(
        Stage(
            id=f"stage-{number}",
            name=pattern.stages[number % len(pattern.stages)].name,
            steps=tuple(made[start : start + STEPS_IN_A_STAGE]),
        )
        for number, start in enumerate(starts, 1)
    )
    lanes = (*(pattern.lanes or ()), Lane(id="success"))
    journey = JourneyMap(
        format="desirepath/1",
        id=MAP_ID,
        title="Every step of a long first year",
        travels="account",
        passage=Passage(starts=(Rule(activity="did.1"),)),
        lanes=lanes,
        stages=stages,
    )
    return write_map_text(journey)


def write_wide_log(path: Path, steps: int = STEPS) -> Path:
    """Interactions for every step, as JSONL: each account skips and drops out as its number says."""
    began = datetime(2026, 1, 5, 9, tzinfo=UTC)
    with path.open("w", encoding="utf-8") as file:
        for account in range(ACCOUNTS):
            at = began + timedelta(hours=account)
            for step in range(1, steps + 1 - account % 40):
                if step > 1 and (account * step) % 11 == 0:
                    continue
                at += timedelta(hours=5 + (account * 7 + step) % 30)
                line = {
                    "account": f"a-{account:03}",
                    "occurred_at": at.isoformat(),
                    "activity": f"did.{step}",
                }
                file.write(json.dumps(line) + "\n")
    return path


def _numbered(step: Step, number: int) -> Step:
    """A step like this one with an id, a rule and words of its own."""
    return step.model_copy(
        update={
            "id": f"step-{number}",
            "when": (Rule(activity=f"did.{number}"),),
            "within": None,
            "optional": False,
            "handoff": None,
        }
    )
