"""Explanations against every possible one, on small random maps; and their laws."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from desirepath.findings.alignment import AGREES, INSERTED, REPEATS, Explanations, explain
from desirepath.model.journey_map import JourneyMap, Step
from desirepath.model.rule import Rule
from desirepath.replay.index import build_index
from desirepath.replay.replay import Replay, replay
from tests.replay.reference import Event
from tests.replay.worlds import DAY, MemoryLog, map_of, random_world, step

ENDS = {"succeeds": (Rule(activity="won"),), "fails": (Rule(activity="lost"),)}
SEEDS = range(250)


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


def test_the_cost_is_that_of_the_cheapest_of_all_explanations() -> None:
    for seed in SEEDS:
        journey, ways = random_letters(seed)
        told = told_of(journey, *ways)
        found = explain(told)
        steps = tuple(journey.steps())
        for passage, way in enumerate(visits_of(told)):
            goal = len(steps) if told.passages.outcome[passage] == 0 else max(way, default=-1) + 1
            best = min(every_explanation(way, steps, goal), key=lambda each: (each[0], -each[1]))
            assert (found.cost[passage], found.agreed[passage]) == best, (seed, ways[passage])


def test_without_repeatable_steps_it_is_steps_and_visits_less_twice_what_they_have_in_common() -> None:
    told = told_of(letters("a", "b", "c", "d"), "acbd!", "dcba!", "bd!", "!")
    found = explain(told)
    common = [3, 1, 2, 0]
    visits = [4, 4, 2, 0]
    assert found.agreed.tolist() == common
    assert found.cost.tolist() == [4 + seen - 2 * shared for seen, shared in zip(visits, common, strict=True)]


def test_the_parts_add_up() -> None:
    for seed in SEEDS:
        world = random_world(seed)
        told = replay(world.journey, build_index(world.log, world.log.travels))
        found = explain(told)
        visits = np.bincount(told.visits.passage, minlength=len(told.passages))
        repeats = np.bincount(told.visits.passage[found.how == REPEATS], minlength=len(told.passages))
        assert (found.agreed + found.inserted + repeats == visits).all()
        assert found.skipped_at.sum() == found.skipped.sum()
        assert found.inserted_at.sum() == found.inserted.sum() == (found.how == INSERTED).sum()
        assert (found.how == AGREES).sum() == found.agreed.sum()
        assert ((found.fitness >= 0) & (found.fitness <= 1) | ~found.compared).all()
        assert ((found.fitness == 1) == (found.compared & (found.cost == 0))).all()


@pytest.mark.parametrize("way", ["acd!", "abcd!", "acdc!", "abcdcc!", "ac", "abx", "acdcx", "a"])
def test_a_passage_that_follows_the_map_exactly_has_fitness_one(way: str) -> None:
    journey = letters("a", step("b", optional=True), step("c", repeatable=True), "d", step("e", when=None))
    assert explain(told_of(journey, way)).fitness.tolist() == [1.0]


def test_what_is_not_come_to_yet_is_not_skipped_unless_the_journey_is_over() -> None:
    found = explain(told_of(letters("a", "b", "c"), "a", "ax", "a!", "", "!"))
    assert found.skipped.tolist() == [0, 0, 2, 0, 3]
    assert found.compared.tolist() == [True, True, True, False, True]
    assert np.isnan(found.fitness[3])
    assert found.fitness[4] == 0


def test_leaving_out_a_step_never_raises_the_fitness_of_one_who_went_in_order() -> None:
    for seed in SEEDS:
        chance = random.Random(seed)
        journey = letters(
            *(
                step(name, optional=chance.random() < 0.3, repeatable=chance.random() < 0.3)
                for name in "abcde"
            )
        )
        way = "".join(name for name in "abcde" if chance.random() < 0.8)
        if not way:
            continue
        gone = chance.randrange(len(way))
        found = explain(told_of(journey, way + "!", way[:gone] + way[gone + 1 :] + "!"))
        assert found.fitness[1] <= found.fitness[0]


def test_one_more_step_that_nobody_visits_never_raises_fitness() -> None:
    for seed in SEEDS:
        journey, ways = random_letters(seed)
        steps = tuple(journey.steps())
        place = random.Random(seed).randint(0, len(steps))
        more = letters(*steps[:place], step("z"), *steps[place:])
        before, after = (explain(told_of(each, *ways)) for each in (journey, more))
        both = before.compared & after.compared
        assert (after.fitness[both] <= before.fitness[both]).all()
        assert (after.cost >= before.cost).all()


def test_alike_passages_are_explained_alike_in_whatever_order_they_come() -> None:
    journey, ways = random_letters(3)
    one = explain(told_of(journey, *ways, *ways))
    other = explain(told_of(journey, *reversed(ways)))
    assert_same(one.agreed[: len(ways)], one.agreed[len(ways) :])
    assert_same(one.cost[: len(ways)], other.cost[::-1])
    assert_same(one.skipped[: len(ways)], other.skipped[::-1])


def assert_same(one: np.ndarray, other: np.ndarray) -> None:
    assert one.tolist() == other.tolist()


def test_nobody_is_explained_by_nothing() -> None:
    found: Explanations = explain(told_of(letters("a")))
    assert (len(found), found.skipped_at.tolist(), found.inserted_at.tolist()) == (0, [0], [0])
