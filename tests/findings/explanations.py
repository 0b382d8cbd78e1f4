"""Maps and ways of letters, and every possible explanation of the one by the other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from desirepath.findings.alignment import explain
from desirepath.model.journey_map import JourneyMap, Step
from desirepath.model.rule import Rule
from desirepath.replay.index import build_index
from desirepath.replay.replay import Replay, replay
from tests.replay.reference import Event
from tests.replay.worlds import DAY, MemoryLog, map_of, step

ENDS = {"succeeds": (Rule(activity="won"),), "fails": (Rule(activity="lost"),)}


def told_of(journey: JourneyMap, *ways: str) -> Replay:
    """One subject per way: a letter a step, ``!`` for success, ``x`` for failure."""
    words = {"!": "won", "x": "lost"}
    events = [
        Event(at=day * DAY, activity=words.get(letter, letter), subject=f"u{number:03}")
        for number, way in enumerate(ways)
        for day, letter in enumerate("0" + way)
    ]
    events.sort(key=lambda event: event.at)
    return replay(journey, build_index(MemoryLog(events), "customer"))


def letters(*steps: str | Step, **more: object) -> JourneyMap:
    begins = {"starts": (Rule(activity="0"),)}
    return map_of(*(step(s) if isinstance(s, str) else s for s in steps), **begins, **ENDS, **more)


def every_explanation(way: Sequence[int], steps: Sequence[Step], goal: int) -> Iterator[tuple[int, int]]:
    """Cost and agreements of every way to read both from the left, written to be believed."""

    def go(i: int, j: int) -> Iterator[tuple[int, int]]:
        if i == len(way) and j == goal:
            yield 0, 0
        if j < goal:
            free = steps[j].optional or not steps[j].when
            for cost, agreed in go(i, j + 1):
                yield cost + (not free), agreed
        if i < len(way):
            back = way[i] < j and steps[way[i]].repeatable
            for cost, agreed in go(i + 1, j):
                yield cost + (not back), agreed
        if i < len(way) and j < goal and way[i] == j:
            for cost, agreed in go(i + 1, j + 1):
                yield cost, agreed + 1

    return go(0, 0)


def random_letters(seed: int) -> tuple[JourneyMap, list[str]]:
    chance = random.Random(seed)
    names = "abcd"[: chance.randint(1, 4)]
    steps = [
        step(
            name,
            when=(Rule(activity=name),) if chance.random() < 0.9 else None,
            optional=chance.random() < 0.25,
            repeatable=chance.random() < 0.3,
        )
        for name in names
    ]
    ways = [
        "".join(chance.choice(names) for _ in range(chance.randint(0, 6))) + chance.choice(["", "!", "x"])
        for _ in range(6)
    ]
    return letters(*steps), ways


def visits_of(told: Replay) -> list[list[int]]:
    passages = range(len(told.passages))
    return [told.visits.step[told.visits.passage == passage].tolist() for passage in passages]


def check_costs(seed: int) -> int:
    """Explanations of some random ways are as cheap, and agree as much, as the best of all possible ones.

    Returns how many ways there were.
    """
    journey, ways = random_letters(seed)
    told = told_of(journey, *ways)
    found = explain(told)
    steps = tuple(journey.steps())
    for passage, way in enumerate(visits_of(told)):
        goal = len(steps) if told.passages.outcome[passage] == 0 else max(way, default=-1) + 1
        best = min(every_explanation(way, steps, goal), key=lambda each: (each[0], -each[1]))
        assert (found.cost[passage], found.agreed[passage]) == best, (seed, ways[passage])
    return len(found)
