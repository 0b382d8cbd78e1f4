"""Explanations against every possible one, on small random maps; and their laws."""

from __future__ import annotations

import random

import numpy as np
import pytest

from desirepath.findings.alignment import AGREES, INSERTED, REPEATS, Explanations, explain
from desirepath.replay.index import build_index
from desirepath.replay.replay import replay
from tests.findings.explanations import check_costs, letters, random_letters, told_of
from tests.replay.worlds import random_world, step

SEEDS = range(120)


def test_the_cost_is_that_of_the_cheapest_of_all_explanations() -> None:
    for seed in SEEDS:
        check_costs(seed)


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
