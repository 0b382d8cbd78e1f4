"""Properties once parsed are kept, and say the same as if they were not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desirepath.base.spans import from_microseconds
from desirepath.log.interaction import Interaction
from desirepath.log.store import Log, create_log
from desirepath.model.rule import Rule
from desirepath.replay import lookup
from desirepath.replay.index import build_index, open_index
from desirepath.replay.replay import replay
from tests.replay.worlds import DAY, map_of, step

VALUES: list[Any] = [1, 1.0, True, "1", None, [1], {"a": 1}, 2]
JOURNEY = map_of(
    step("one", Rule(activity="a", where={"kind": 1})),
    step("word", Rule(activity="a", where={"kind": "1"})),
    step("two", Rule(activity="a", where={"kind": 2})),
)


def some(batch: int) -> list[Interaction]:
    return [
        Interaction(
            {"customer": f"u{n % 3}"},
            from_microseconds((10 * batch + n) * DAY),
            "a",
            source="app",
            key=f"{batch}-{n}",
            properties={} if n == 7 else {"kind": value, "batch": batch},
        )
        for n, value in enumerate(VALUES)
    ]


def labels(log: Log) -> list[int]:
    return [int(label) for label in replay(JOURNEY, open_index(log, "customer")).labels()]


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The texts that were parsed."""
    texts: list[Any] = []
    parse = lookup._property

    def parse_and_tell(text: Any, key: str) -> Any:
        texts.append(text)
        return parse(text, key)

    monkeypatch.setattr(lookup, "_property", parse_and_tell)
    return texts


def test_what_is_new_is_all_that_is_parsed(tmp_path: Path, parsed: list[Any]) -> None:
    with create_log(tmp_path) as log:
        log.append(some(0))
        first = labels(log)
        assert len(parsed) == len(VALUES)
        assert labels(log) == first
        assert len(parsed) == len(VALUES)
        log.append(some(1))
        grown = labels(log)
        assert len(parsed) == 2 * len(VALUES)
        assert grown == [int(label) for label in replay(JOURNEY, build_index(log, "customer")).labels()]


def test_what_was_taken_out_of_the_log_is_not_remembered(tmp_path: Path, parsed: list[Any]) -> None:
    with create_log(tmp_path) as log:
        log.append(some(0))
        labels(log)
        log.rewrite(lambda kind, facts: facts.slice(1) if kind == "interactions" else facts)
        parsed.clear()
        assert labels(log) == [int(x) for x in replay(JOURNEY, build_index(log, "customer")).labels()]
        assert len(parsed) == 2 * (len(VALUES) - 1)


def damage_values(folder: Path) -> None:
    next(folder.glob("*.json")).write_text("{")


def damage_codes(folder: Path) -> None:
    codes = next(folder.glob("*.codes"))
    np.full(len(VALUES), 99, np.int32).tofile(codes)


def damage_nothing_left(folder: Path) -> None:
    next(folder.glob("*.codes")).unlink()


@pytest.mark.parametrize("damage", [damage_values, damage_codes, damage_nothing_left])
def test_what_is_damaged_is_parsed_again(tmp_path: Path, parsed: list[Any], damage: Any) -> None:
    with create_log(tmp_path) as log:
        log.append(some(0))
        first = labels(log)
        damage(tmp_path / "index" / "properties")
        assert labels(log) == first
        assert len(parsed) == 2 * len(VALUES)
        assert labels(log) == first
        assert len(parsed) == 2 * len(VALUES)


def test_where_nothing_can_be_kept_nobody_is_the_worse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with create_log(tmp_path) as log:
        log.append(some(0))
        first = labels(log)
        (tmp_path / "index" / "properties").rename(tmp_path / "index" / "elsewhere")
        (tmp_path / "index" / "properties").write_text("in the way")
        assert labels(log) == first
        monkeypatch.setattr(lookup, "MOST_VALUES", 0)
        (tmp_path / "index" / "properties").unlink()
        assert labels(log) == first
        assert not (tmp_path / "index" / "properties").exists()
