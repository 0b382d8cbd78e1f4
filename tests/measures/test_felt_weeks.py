"""The feeling of a step week by week, on a log that can be counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desirepath.base.spans import to_microseconds
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.measures.felt_weeks import FeltWeek, felt_weeks
from desirepath.measures.observed import Observed
from desirepath.measures.step_shape import step_shape
from desirepath.model.map_file import read_map_text
from desirepath.replay.index import open_index
from desirepath.replay.moments import all_labels
from desirepath.replay.replay import replay

MAP = (
    "{format: desirepath/1, id: m, title: M, stages: [{id: s, name: S, steps: ["
    "{id: use, name: Use, when: [{activity: used}]}, {id: stay, name: Stay, when: [{activity: renewed}]}]}]}"
)


def did(who: str, day: datetime, what: str, score: float | None = None) -> Interaction:
    scale = None if score is None else "1..5"
    return Interaction(
        {"customer": who}, day, what, source="app", key=f"{who}-{day}", score=score, scale=scale
    )


def weeks(folder: Path, *facts: Interaction) -> tuple[tuple[FeltWeek, ...], Observed]:
    with create_log(folder) as log:
        log.append(list(facts))
        told = replay(read_map_text(MAP), open_index(log, "customer"))
    observed = Observed.of_replay(told)
    return felt_weeks(told, 0, all_labels(told), observed.as_of_us), observed


def test_each_week_has_the_answers_given_at_the_step_in_it(tmp_path: Path) -> None:
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    found, observed = weeks(
        tmp_path,
        *(did(who, monday.replace(hour=hour), "used") for who, hour in (("a", 1), ("b", 2))),
        did("a", monday, "asked", 1),  # the worst: -2
        did("b", monday.replace(hour=10), "asked", 3),  # neither: 0
        did("b", monday.replace(day=10), "asked", 5),  # the best: +2, a week later
        did("a", monday.replace(day=11), "renewed"),
        did("a", monday.replace(day=12), "asked", 5),  # at the next step: not here
    )
    assert len(found) == 26
    first, second = found[-2:]
    assert (first.monday, first.n, first.feeling) == (date(2026, 3, 2), 2, -1)
    assert first.low is not None
    assert first.high is not None
    assert -2 <= first.low < -1 < first.high <= 2
    assert second == FeltWeek(date(2026, 3, 9), 2, None, None, 1)  # one alone shows no spread
    assert found[0] == FeltWeek(date(2025, 9, 15), None, None, None, 0)
    assert sum(one.n for one in found) == int(observed.tally.feeling[0, 1])


@pytest.mark.parametrize("score", [None, 4.0])
def test_where_nobody_answered_lately_there_is_nothing(tmp_path: Path, score: float | None) -> None:
    long_ago, now = datetime(2025, 1, 6, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    found, _ = weeks(tmp_path, did("a", long_ago, "used", score), did("b", now, "used"))
    assert found == ()


@pytest.mark.parametrize(
    ("zone", "last"), [("UTC", 1), ("Europe/Berlin", 2), ("America/New_York", 0), ("Asia/Kolkata", 2)]
)
def test_weeks_begin_at_midnight_of_the_zone(tmp_path: Path, zone: str, last: int) -> None:
    """Weeks in which the clocks change have an hour more or less, and none is lost."""
    at = [datetime(2026, 3, 29, 23, tzinfo=UTC), datetime(2026, 3, 30, 1, tzinfo=UTC)]
    with create_log(tmp_path) as log:
        log.append([did(f"u{n}", one, "used", 3) for n, one in enumerate(at)])
        told = replay(read_map_text(MAP), open_index(log, "customer"))
    now_us = to_microseconds(datetime(2026, 3, 31, 12, tzinfo=UTC))
    felt = felt_weeks(told, 0, all_labels(told), now_us, ZoneInfo(zone))
    assert [(one.monday, one.n) for one in felt[-2:]] == [
        (date(2026, 3, 23), 2 - last),
        (date(2026, 3, 30), last),
    ]
    shape = step_shape(replace(Observed.of_replay(told), as_of_us=now_us), 0, ZoneInfo(zone))
    assert [(one.monday, one.visits) for one in shape.weeks] == [(one.monday, one.n) for one in felt]
