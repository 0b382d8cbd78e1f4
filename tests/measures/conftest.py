"""A world small enough to count by hand: six customers, five steps, days counted from New Year's Day 2026.

u1  start 0   sign 1 (web)  setup 2      use 3        won 5
u2  start 0   sign 2 (web)  use 6        ticket 7     lost 9
u3  start 20  use 24        sign 25      answers 6 of 0..10 on 40 (the data's last moment)
u4  start 0   sign 3                                  (nothing more: expires on 30)
u5  start 35                                          (nothing yet)
u6  start 30  sign 32 (phone)  is asked on 33, answers 5 of 1..5 on 33
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desirepath.log.interaction import Fact, Interaction, Traits
from desirepath.log.store import Log, create_log
from desirepath.model.journey_map import JourneyMap

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def journey() -> JourneyMap:
    steps = [
        {"id": "sign", "name": "Signs up", "when": ({"activity": "sign"},), "feeling": {"value": 0.5}},
        {"id": "setup", "name": "Sets up", "when": ({"activity": "setup"},), "optional": True},
        {"id": "use", "name": "Uses it", "when": ({"activity": "use"},), "within": "2d"},
        {"id": "habit", "name": "Has the habit"},
        {"id": "pay", "name": "Pays", "when": ({"activity": "pay"},)},
    ]
    return JourneyMap.model_validate(
        {
            "format": "desirepath/1",
            "id": "hand",
            "title": "Counted by hand",
            "passage": {
                "starts": ({"activity": "start"},),
                "succeeds": ({"activity": "won"},),
                "fails": ({"activity": "lost"},),
                "horizon": "30d",
            },
            "stages": (
                {"id": "begin", "name": "Beginning", "steps": tuple(steps[:3])},
                {"id": "stay", "name": "Staying", "steps": tuple(steps[3:])},
            ),
        }
    )


def facts() -> Iterator[Fact]:
    lived: dict[str, list[tuple[float, str, dict[str, Any]]]] = {
        "u1": [(0, "start", {}), (1, "sign", WEB), (2, "setup", {}), (3, "use", {}), (5, "won", {})],
        "u2": [(0, "start", {}), (2, "sign", WEB), (6, "use", {}), (7, "ticket.opened", {}), (9, "lost", {})],
        "u3": [
            (20, "start", {}),
            (24, "use", {}),
            (25, "sign", {}),
            (40, "review.posted", {"score": 6.0, "scale": "0..10"}),
        ],
        "u4": [(0, "start", {}), (3, "sign", {})],
        "u5": [(35, "start", {})],
        "u6": [
            (30, "start", {}),
            (32, "sign", {"channel": "phone"}),
            (33, "survey.sent", {}),
            (33.5, "survey.answered", {"score": 5.0, "scale": "1..5"}),
        ],
    }
    for customer, events in lived.items():
        plan = "pro" if customer in {"u1", "u2", "u3"} else "free"
        yield Traits("customer", customer, NEW_YEAR, {"plan": plan}, source="crm", key=customer)
        for day, activity, more in events:
            yield Interaction(
                {"customer": customer},
                NEW_YEAR + timedelta(days=day),
                activity,
                source="app",
                key=f"{customer}-{day}",
                **more,
            )


WEB = {"channel": "web"}


@pytest.fixture(scope="session")
def log(tmp_path_factory: pytest.TempPathFactory) -> Log:
    path: Path = tmp_path_factory.mktemp("hand")
    with create_log(path) as log:
        log.append(facts())
    return log
