"""A written world read back with plain Python, as somebody would who does not trust the house."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from desirepath.stories.world import World

Row = dict[str, Any]


@dataclass(frozen=True)
class Written:
    world: World
    lines: dict[str, list[Row]]

    @cached_property
    def rows(self) -> list[Row]:
        return [row for rows in self.lines.values() for row in rows]

    def of_type(self, kind: str) -> list[Row]:
        return [row for row in self.rows if row.get("type", "interaction") == kind]

    def of(self, *activities: str) -> Iterator[Row]:
        return (row for row in self.rows if row.get("activity") in activities)

    @cached_property
    def customers(self) -> dict[str, str]:
        """Every alias of a customer with the customer's own id."""
        return {row["alias"]: row["object_id"] for row in self.of_type("identity")}

    @cached_property
    def accounts(self) -> dict[str, str]:
        """The account every customer belongs to."""
        belongs = (row for row in self.of_type("identity") if "belongs_to" in row)
        return {row["object_id"]: row["belongs_to"][1] for row in belongs}


def read_written(world: World) -> Written:
    return Written(
        world,
        {
            path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            for path in world.files
        },
    )


def days(row: Row, field: str = "occurred_at") -> float:
    """An instant in days since 1970."""
    return datetime.fromisoformat(row[field].replace("Z", "+00:00")).timestamp() / 86400


def day(text: str) -> float:
    return datetime.fromisoformat(f"{text}T00:00:00+00:00").timestamp() / 86400


def feeling(row: Row) -> float:
    low, high = map(int, row["scale"].split(".."))
    return float((row["score"] - low) / (high - low) * 4 - 2)


def share(flags: list[bool]) -> float:
    assert len(flags) >= 20, "too few to say anything"
    return sum(flags) / len(flags)


def mean(values: list[float]) -> float:
    assert len(values) >= 15, "too few to say anything"
    return sum(values) / len(values)
