"""A replay that is remembered says, to the bit, what one from nothing says; or it is not remembered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desirepath.base.spans import Period, from_microseconds
from desirepath.log.interaction import Interaction
from desirepath.log.store import Log, create_log
from desirepath.log.subject import erase_subject
from desirepath.model.expression_parser import parse_expression
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import Rule
from desirepath.replay import recall as recall_module
from desirepath.replay import replay_files
from desirepath.replay.index import build_index, open_index
from desirepath.replay.recall import recall
from desirepath.replay.replay import Question, Replay, replay
from desirepath.replay.watch import Stopped, Watch
from tests.replay.test_growth import assert_same_replay
from tests.replay.worlds import DAY, map_of, step

JOURNEY = map_of(step("a"), step("b", Rule(activity="b", where={"kind": 1}), within="2d"), again=True)


@pytest.fixture(autouse=True)
def however_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall_module, "LEAST_ROWS", 0)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with create_log(tmp_path) as log:
        log.append(some("u1", "abab", 0))
        log.append(some("u2", "aab", 3))
        yield log


def some(who: str, activities: str, first: int) -> list[Interaction]:
    return [
        Interaction(
            {"customer": who},
            from_microseconds((first + day) * DAY),
            activity,
            source="app",
            key=f"{who}-{first}-{day}",
            properties={"kind": day % 2},
        )
        for day, activity in enumerate(activities)
    ]


def ask(log: Log, journey: JourneyMap = JOURNEY, **options: Any) -> Replay:
    return recall(journey, open_index(log, "customer"), **options)


def files(log: Log) -> list[Path]:
    return sorted((log.path / "index").glob("customer/columns-*/replays/*"))


def test_it_is_not_followed_again(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask(log)
    monkeypatch.setattr(recall_module, "replay", None)
    monkeypatch.setattr(recall_module, "bring_up_to_date", None)
    assert_same_replay(ask(log), first)


def test_of_a_log_that_has_grown_only_news_are_followed(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(log)
    log.append(some("u2", "b", 9))
    wanted = replay(JOURNEY, build_index(log, "customer"))
    monkeypatch.setattr(recall_module, "replay", None)
    assert_same_replay(ask(log), wanted)


@pytest.mark.parametrize("share", np.linspace(0, 1, 60, endpoint=False))
def test_a_changed_byte_is_noticed(log: Log, share: float) -> None:
    wanted = ask(log)
    (path,) = files(log)
    content = bytearray(path.read_bytes())
    content[int(share * len(content))] ^= 0x10
    path.write_bytes(content)
    index = open_index(log, "customer")
    found = replay_files.read_earlier(path, index, Question())
    if found is not None:  # between two blocks lies nothing that counts
        assert np.array_equal(found.tally.activity_at, wanted.tally.activity_at)
        assert found.lived is not None
        assert np.array_equal(found.lived.values, wanted.lived.values)
    assert_same_replay(ask(log), wanted)


@pytest.mark.parametrize("length", [0, 8, 15, 100, 5000, -1])
def test_what_is_cut_off_is_not_read(log: Log, length: int) -> None:
    wanted = ask(log)
    (path,) = files(log)
    path.write_bytes(path.read_bytes()[:length])
    assert replay_files.read_earlier(path, open_index(log, "customer"), Question()) is None
    assert_same_replay(ask(log), wanted)


def test_it_may_be_deleted(log: Log) -> None:
    wanted = ask(log)
    shutil.rmtree(files(log)[0].parent)
    assert_same_replay(ask(log), wanted)
    assert len(files(log)) == 1


def test_every_question_has_its_own(log: Log) -> None:
    for options in (
        {},
        {"segment": parse_expression('source == "app"')},
        {"segment": parse_expression('source == "crm"')},
        {"period": Period(since=from_microseconds(DAY))},
        {"as_of": datetime(1970, 1, 3, tzinfo=UTC)},
    ):
        for _ in range(2):
            assert_same_replay(ask(log, **options), replay(JOURNEY, build_index(log, "customer"), **options))
    assert len(files(log)) == 5


def test_what_a_map_merely_says_changes_nothing(log: Log) -> None:
    ask(log)
    ask(log, JOURNEY.model_copy(update={"title": "Another title", "version": 7}))
    assert len(files(log)) == 1
    for passage in ({"horizon": "3d"}, {"again": False}, {"starts": (Rule(activity="a"),)}):
        ask(log, map_of(*JOURNEY.steps(), **{"again": True, **passage}))
    ask(log, map_of(step("a"), step("b", repeatable=True), again=True))
    assert len(files(log)) == 5


def test_only_the_latest_are_kept(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay_files, "MOST_KEPT", 3)
    for day in range(6):
        ask(log, period=Period(since=from_microseconds(day * DAY)))
    assert len(files(log)) == 3


def test_nothing_is_left_of_whom_was_erased(log: Log) -> None:
    ask(log)
    before = files(log)
    erase_subject(log, "customer", "u2")
    assert_same_replay(ask(log), replay(JOURNEY, build_index(log, "customer")))
    assert not any(path.exists() for path in before)


def test_where_nothing_can_be_written_it_is_counted(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(recall_module, "write_replay", refuse)
    assert_same_replay(ask(log), replay(JOURNEY, build_index(log, "customer")))
    assert files(log) == []


def test_it_tells_how_far_it_is_and_stops_when_it_should(log: Log) -> None:
    told: list[float] = []
    ask(log, watch=Watch(4, told.append))
    assert told == sorted(told)
    assert told[-1] == 1.0
    with pytest.raises(Stopped):
        ask(log, period=Period(since=from_microseconds(DAY)), watch=Watch(4, should_stop=lambda: True))
    assert len(files(log)) == 1
