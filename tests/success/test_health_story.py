"""When an account came into another level of health, counted by hand."""

from __future__ import annotations

from pathlib import Path

from desirepath.log.store import open_log
from desirepath.replay.index import open_index
from desirepath.success.health_story import health_story
from desirepath.success.measure_health import measure_health
from desirepath.success.measure_one import measure_one
from desirepath.success.scorecard_file import read_scorecard_text
from tests.success.test_back_test import CARD
from tests.success.world import did, log_of, on


def test_it_fell_when_nobody_came_and_rose_when_they_did(tmp_path: Path) -> None:
    used = [did("a", day, "used") for day in (0, 8, 16, 40, 47, 54)]
    log_of(tmp_path, [*used, did("b", 1, "used"), did("b", 56, "used")]).close()
    log, card = open_log(tmp_path), read_scorecard_text(CARD)
    alone = measure_one(log, open_index(log, "account"), "a", card=card)
    assert alone is not None
    assert alone.health is not None
    told = health_story(alone.health, "a")
    # Weeks end on the days 14, 21, 28, ... 56; nobody came in the ten days up to day 28, and again up to 42.
    poor, good = (level.name for level in card.levels)
    assert [(one.at, one.before, one.after, one.is_worse) for one in told] == [
        (on(14), None, good, False),
        (on(28), good, poor, True),
        (on(42), poor, good, False),
    ]
    assert [part.moved for part in told[1].change.parts] == [-100]
    assert not any(one.is_by_hand for one in told)
    everybody = measure_health(log, card)
    assert health_story(everybody, "a") == told
