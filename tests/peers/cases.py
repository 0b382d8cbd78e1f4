"""The peers' own cases, read from beside the project: events in, expected counts out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from desirepath.base.spans import to_microseconds
from desirepath.model.expression import ALWAYS, And, Compare, Expression, Name, OneOf, Or
from desirepath.replay.index import Index, build_index
from tests.replay.reference import Event
from tests.replay.worlds import MemoryLog

FOLDER = Path(__file__).parents[3] / "shared" / "peers"
ACTIVITY = Name("field", "activity")


def read_cases(name: str) -> list[Any]:
    """Parameters for a test, one per case; one that is skipped where the cases are not there."""
    path = FOLDER / name
    if not path.is_file():
        return [
            pytest.param(None, marks=pytest.mark.skip(reason="the peers' cases are not beside the project"))
        ]
    return [pytest.param(case, id=case["id"]) for case in json.loads(path.read_text("utf-8"))]


def instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def through(text: str) -> datetime:
    """The first instant after a range that ends with this day, or with this instant."""
    is_day = len(text) == len("2020-01-31")
    return instant(text) + (timedelta(days=1) if is_day else timedelta(microseconds=1))


def index_of(events: Iterable[dict[str, Any]]) -> Index:
    """The log of a case in order of time; at one instant in the order of the case."""
    made = [
        Event(
            to_microseconds(instant(event["timestamp"])),
            event["event"],
            event["person"],
            properties=event["properties"],
        )
        for event in events
    ]
    return build_index(MemoryLog(sorted(made, key=lambda event: event.at)), "customer")


def is_event(name: str, properties: Any = ()) -> Expression:
    """The event of this name with these properties: a mapping, or a list of key and value."""
    pairs = (
        properties.items() if isinstance(properties, dict) else [(p["key"], p["value"]) for p in properties]
    )
    return And((Compare(ACTIVITY, "==", name), *(has(key, value) for key, value in pairs)))


def has(key: str, value: Any) -> Expression:
    name = Name("properties", key)
    return OneOf(name, tuple(value)) if isinstance(value, list) else Compare(name, "==", value)


def has_all(properties: Any) -> Expression | None:
    """The filter of a whole case."""
    if not properties:
        return None
    pairs = (
        properties.items() if isinstance(properties, dict) else [(p["key"], p["value"]) for p in properties]
    )
    return And(tuple(has(key, value) for key, value in pairs))


def any_event(names: Iterable[str]) -> Expression:
    return Or(tuple(is_event(name) for name in names)) or ALWAYS
