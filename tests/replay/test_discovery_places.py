"""What passages do, and where: against the labels and the plain reference, on random worlds."""

from __future__ import annotations

from collections import Counter

import numpy as np

from desirepath.model.rule import Rule
from desirepath.replay.discovery_places import find_doings, unmapped
from desirepath.replay.index import build_index
from desirepath.replay.replay import replay
from tests.replay.reference import Event
from tests.replay.worlds import DAY, MemoryLog, map_of, random_world, step


def test_doings_are_the_activities_that_the_tally_counts_where_it_counts_them() -> None:
    for seed in range(60):
        world = random_world(seed)
        told = replay(world.journey, build_index(world.log, world.log.travels))
        activities = told.index.names.activities
        found = find_doings(told, np.ones(len(activities), np.bool_))
        at = np.zeros_like(told.tally.activity_at)
        np.add.at(at, (found.place, found.activity), 1)
        assert (at == told.tally.activity_at).all()
        inside = np.bincount(found.passage, minlength=len(told.passages))
        assert inside.tolist() == told.passages.interactions.tolist()
        assert (found.since_us >= 0).all()


def test_an_activity_is_unmapped_where_none_of_its_interactions_means_anything() -> None:
    journey = map_of(step("a"), step("b", Rule(activity="b", channel="web")), succeeds=(Rule(activity="c"),))
    events = [
        Event(at=0, activity="a"),
        Event(at=DAY, activity="b", channel="phone"),
        Event(at=2 * DAY, activity="d"),
        Event(at=3 * DAY, activity="c"),
    ]
    told = replay(journey, build_index(MemoryLog(events), "customer"))
    assert unmapped(told).tolist() == [False, True, True, False]
    found = find_doings(told, unmapped(told))
    assert found.since_us.tolist() == [DAY, 2 * DAY]
    assert Counter(found.place.tolist()) == {0: 2}
