"""What must hold of the measures of any log, on random worlds full of ties, repeats, overlaps and ends."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period, from_microseconds, to_microseconds
from desirepath.measures.catalogue import MEASURES
from desirepath.measures.detours import detours, ways_off_the_map
from desirepath.measures.differences import differences
from desirepath.measures.measure_map import Group, measure_replay, overall, step_measures
from desirepath.measures.measured_map import MeasuredMap
from desirepath.measures.observed import Observed
from desirepath.replay.index import build_index
from desirepath.replay.replay import Replay, replay
from desirepath.replay.tables import PassageTable, VisitTable
from tests.measures.slow_reading import SlowReading
from tests.replay.reference import follow
from tests.replay.worlds import DAY, World, random_world

worlds = st.integers(0, 10**9).map(random_world)
EVERYBODY = Group(None, Period())
LIMITS: dict[str, tuple[float, float]] = {
    "share": (0, 1),
    "feeling": (-2, 2),
    "points": (-100, 100),
    "seconds": (0, 1e12),
    "per visit": (0, 1e12),
    "count": (0, 1e12),
}


def replay_of(world: World) -> Replay:
    index = build_index(world.log, world.log.travels)
    question = world.question
    return replay(
        world.journey,
        index,
        segment=question.expression,
        period=question.period,
        as_of=None if question.as_of is None else from_microseconds(question.as_of),
        threads=1,
    )


def observed_of(world: World) -> Observed:
    replayed = replay_of(world)
    as_of_us = to_microseconds(replayed.as_of)
    return Observed.of(world.journey, replayed.tally, replayed.passages, replayed.visits, as_of_us)


def estimates(measured: MeasuredMap) -> Iterator[Estimate]:
    yield from measured.overall.values()
    for step in measured.steps:
        yield from step.estimates.values()
        yield from step.channels.values()
    for detour in measured.detours:
        yield detour.share


@settings(max_examples=60, deadline=None)
@given(worlds)
def test_every_interval_holds_its_value_and_stays_in_range(world: World) -> None:
    measured = measure_replay(world.journey, replay_of(world), group=EVERYBODY)
    for estimate in estimates(measured):
        if estimate.value is None:
            assert estimate.reason
            assert estimate.low is None
            assert estimate.high is None
            continue
        least, most = LIMITS[estimate.unit]
        low = least if estimate.low is None else estimate.low
        high = most if estimate.high is None else estimate.high
        assert least <= low <= estimate.value <= high <= most, estimate
        assert isfinite(estimate.value)
        assert estimate.reason is None
        assert 0 <= estimate.censored <= estimate.n
        # Missing is not zero: a value rests on something, but for a plain count.
        assert estimate.n > 0 or estimate.measure == "standing", estimate
    json.dumps(measured.to_json(), allow_nan=False)


@settings(max_examples=60, deadline=None)
@given(worlds)
def test_columns_and_counts_say_the_same(world: World) -> None:
    observed = observed_of(world)
    tally, lived = observed.tally, observed.lived
    slow = SlowReading(observed.steps, observed.passages, observed.visits, observed.as_of_us)
    for index, step in enumerate(observed.steps):
        columns = [
            slow.has_reached[index],
            slow.in_order[index],
            slow.has_returned[index],
            slow.went_on(index),
        ]
        of_all = [tally.reach, tally.in_order, tally.returned, lived.went_on]
        of_open = [lived.open_reach, lived.open_in_order, lived.open_returned, lived.open_went_on]
        for column, count, under_way in zip(columns, of_all, of_open, strict=True):
            assert column.sum() == count[index]
            assert (column & slow.is_open).sum() == under_way[index]
        assert len(slow.rows_of(index)) == tally.visits[index]
        assert (slow.first_beyond[index] < len(slow.visits)).sum() == tally.passed[index]
        past = (slow.first_visit[index] > slow.first_beyond[index]).sum()
        assert past == lived.gone_past[index]
        assert tally.skipped[index] == (past if step.when and not step.optional else 0)
        assert lived.stayed[index] == slow.stayed(index)
        stays, standing = slow.lasts_us(index)
        assert lived.stays_us(index).tolist() == stays
        assert (observed.as_of_us - lived.standing_since_us(index)[::-1]).tolist() == standing
    for place in (None, *range(len(observed.steps))):
        came, left, under_way_us = slow.ends_us(place)
        assert lived.came_after_us(place).tolist() == came
        assert observed.ended_without_us(place).tolist() == left
        assert observed.under_way_without_us(place).tolist() == under_way_us
        for age_us in (0, DAY, 5 * DAY):
            followed = sum(us >= age_us for us in (*came, *left, *under_way_us))
            assert observed.followed_to(place, age_us) == followed
    moves: Counter[tuple[int, int]] = Counter()
    number = {step.id: index for index, step in enumerate(observed.steps)}
    for detour in detours(observed):
        origin = len(number) if detour.from_step is None else number[detour.from_step]
        moves[origin, number[detour.to_step]] += detour.n
    assert all(n <= tally.transitions[move] for move, n in moves.items())
    listed = {(way.from_step, way.to_step): way.by for way in ways_off_the_map(observed)}
    for (origin, target), by in listed.items():
        assert len(by) == lived.off_map[origin + 1, target]
        assert len(set(by.tolist())) == lived.off_map_passages[origin + 1, target]
        assert slow.is_open[list(set(by.tolist()))].sum() == lived.off_map_open[origin + 1, target]
    assert len(listed) == np.count_nonzero(lived.off_map)


@settings(max_examples=60, deadline=None)
@given(worlds)
def test_reach_in_order_never_grows_along_the_map(world: World) -> None:
    observed = observed_of(world)
    must = [
        step_measures(observed, index).estimates["in_order_reach"]
        for index, step in enumerate(observed.steps)
        if step.when and not step.optional
    ]
    for before, after in pairwise(must):
        if before.value is not None:
            assert after.value is not None
            assert after.value <= before.value


@settings(max_examples=60, deadline=None)
@given(worlds)
def test_conversion_and_detours_are_what_the_slow_reading_finds(world: World) -> None:
    observed = observed_of(world)
    as_of = observed.as_of_us
    runs = follow(
        world.journey,
        world.log.events,
        as_of,
        lambda place, event: world.question.is_asked_for(world.log.learned, event),
    )
    steps = tuple(world.journey.steps())
    must = [bool(step.when) and not step.optional for step in steps]
    for index, step in enumerate(steps):
        if not step.when:
            continue
        before = next((b for b in range(index - 1, -1, -1) if must[b]), None)
        asked = went_on = censored = 0
        for run in runs:
            way = [visit.step for visit in run.visits]
            if before is not None and before not in way:
                continue
            goes_on = index in (way if before is None else way[way.index(before) :])
            asked += 1
            went_on += goes_on
            censored += run.outcome == "open" and not goes_on
        conversion = step_measures(observed, index).estimates["conversion"]
        if asked == 0:
            assert conversion.value is None
        else:
            assert (conversion.n, conversion.censored) == (asked, censored)
            assert conversion.value == went_on / asked
    travelled: Counter[tuple[str, int, int]] = Counter()
    for run in runs:
        here, been = -1, set[int]()
        for visit in run.visits:
            if visit.step < here:
                travelled["return", here, visit.step] += 1
            elif any(must[between] and between not in been for between in range(here + 1, visit.step)):
                travelled["skip", here, visit.step] += 1
            here = visit.step
            been.add(here)
    number = {step.id: index for index, step in enumerate(steps)}
    found = {
        (d.kind, -1 if d.from_step is None else number[d.from_step], number[d.to_step]): d.n
        for d in detours(observed)
    }
    assert found == dict(travelled)


def part_of(replayed: Replay, chosen: Any, world: World) -> Observed:
    """What was observed of some passages only."""
    passages, visits = replayed.passages, replayed.visits
    places = np.cumsum(chosen) - 1
    kept = chosen[visits.passage]
    return Observed.of(
        world.journey,
        replayed.tally_of(chosen),
        PassageTable(*(getattr(passages, name)[chosen] for name in PassageTable.__slots__)),
        VisitTable(
            places[visits.passage[kept]],
            *(getattr(visits, name)[kept] for name in VisitTable.__slots__ if name != "passage"),
        ),
        to_microseconds(replayed.as_of),
    )


@settings(max_examples=60, deadline=None)
@given(worlds)
def test_who_is_under_way_may_still_come_and_nobody_else(world: World) -> None:
    measured = measure_replay(world.journey, replay_of(world), group=EVERYBODY)
    pairs = [(s.estimates["reach"], s.estimates["reach_within"]) for s in measured.steps]
    for so_far, within in [*pairs, (measured.overall["success_rate"], measured.overall["success_within"])]:
        if so_far.value is None or within.value is None:
            continue
        assert (so_far.n, so_far.censored) == (within.n, within.censored)
        most = so_far.value + so_far.censored / so_far.n
        assert so_far.value - 1e-9 <= within.value <= most + 1e-9
        if not so_far.censored:
            assert within.value == pytest.approx(so_far.value)
            assert (within.low, within.high) == pytest.approx((so_far.low, so_far.high), abs=0.02)


@settings(max_examples=40, deadline=None)
@given(worlds, st.integers(0, 3))
def test_measuring_the_union_is_adding_the_parts(world: World, chosen_by: int) -> None:
    replayed = replay_of(world)
    mask = replayed.passages.subject % 2 == 0 if chosen_by else replayed.passages.subject < 0
    whole = observed_of(world)
    one, two = (part_of(replayed, part, world) for part in (mask, ~mask))
    added = one.tally + two.tally
    for index in range(len(whole.steps)):
        all_, first, second = (step_measures(o, index).estimates for o in (whole, one, two))
        for measure, estimate in all_.items():
            if estimate.unit == "share" and measure not in ("response_rate", "reach_within"):
                assert estimate.n == first[measure].n + second[measure].n
                assert estimate.censored == first[measure].censored + second[measure].censored
                assert _k(estimate) == pytest.approx(_k(first[measure]) + _k(second[measure]))
        # What needs counts only is the same, to the bit, from counts that were added up.
        again = Observed.of(world.journey, added, whole.passages, whole.visits, whole.as_of_us)
        assert step_measures(again, index) == step_measures(whole, index)
    assert overall(whole) == overall(again) if whole.steps else True


def _k(estimate: Estimate) -> float:
    return 0.0 if estimate.value is None else estimate.value * estimate.n


@settings(max_examples=60, deadline=None)
@given(worlds)
def test_a_group_does_not_differ_from_itself(world: World) -> None:
    measured = measure_replay(world.journey, replay_of(world), group=EVERYBODY)
    for pair in differences(measured, measured):
        assert pair.difference.value == 0
        assert pair.adjusted_p == 1
        assert pair.difference.low is None or pair.difference.low <= 0
        assert pair.difference.high is None or pair.difference.high >= 0


@settings(max_examples=60, deadline=None)
@given(worlds, worlds)
def test_swapping_the_sides_turns_the_differences_round(world: World, other: World) -> None:
    if len(tuple(world.journey.steps())) != len(tuple(other.journey.steps())):
        return
    here, there = (measure_replay(w.journey, replay_of(w), group=EVERYBODY) for w in (world, other))
    forth, back = differences(here, there), differences(there, here)
    assert [(d.step, d.measure) for d in forth] == [(d.step, d.measure) for d in back]
    for one, two in zip(forth, back, strict=True):
        assert one.difference.value == -(two.difference.value or 0)
        assert one.adjusted_p == two.adjusted_p


def test_the_units_are_the_measures_own() -> None:
    units = {measure.id: measure.unit for measure in MEASURES}
    for seed in range(40):
        world = random_world(seed)
        measured = measure_replay(world.journey, replay_of(world), group=EVERYBODY)
        for step in measured.steps:
            for name, estimate in step.estimates.items():
                assert (estimate.measure, estimate.unit) == (name, units[name])
