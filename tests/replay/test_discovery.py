"""Discovery against plain counting, on random worlds; and its laws."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from desirepath.base.spans import from_microseconds
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.model.rule import Rule
from desirepath.replay import discovery
from desirepath.replay.discovery import Follows, count_follows, find_variants, measure_gaps, sequence_of
from desirepath.replay.discovery_places import Doings, find_doings
from desirepath.replay.index import Index, build_index, open_index
from desirepath.replay.replay import replay
from desirepath.replay.trails import Part, Trails, trails_of_log, trails_of_passages
from tests.replay.plain_ways import check_follows, check_variants, plain, random_trails, ways
from tests.replay.reference import Event
from tests.replay.worlds import DAY, MemoryLog, map_of, step

SEEDS = range(60)


@pytest.mark.parametrize("in_tables", [True, False])
def test_follows_and_gaps_are_what_plain_counting_finds(
    monkeypatch: pytest.MonkeyPatch, in_tables: bool
) -> None:
    if not in_tables:
        monkeypatch.setattr(discovery, "MOST_IN_A_TABLE", 0)
    for seed in SEEDS:
        check_follows(random_trails(seed))


def test_variants_are_what_comparing_every_trail_finds() -> None:
    for seed in SEEDS:
        check_variants(random_trails(seed))


def test_counts_of_parted_subjects_add_up_and_can_be_taken_out_again() -> None:
    for seed in SEEDS:
        trails = random_trails(seed)
        whole = count_follows(trails)
        chance = random.Random(seed)
        side = {owner: chance.random() < 0.5 for owner, _, _ in plain(trails)}
        here, there = (
            count_follows(packed([trail for trail in plain(trails) if side[trail[0]] is chosen], trails))
            for chosen in (True, False)
        )
        assert_equal(here + there, whole)
        assert_equal(there + here, whole)
        assert_equal(whole - there, here)


def test_rows_between_trails_belong_to_nobody() -> None:
    for seed in SEEDS:
        trails = random_trails(seed)
        gapped = packed([*plain(trails), (10**6, [0] * 50, list(range(50)))], trails)
        (part,) = gapped.parts
        assert_equal(
            count_follows(trails), count_follows(Trails(trails.names, (without_last(part),), trails.index))
        )


def without_last(part: Part) -> Part:
    return Part(part.starts[:-1], part.ends[:-1], part.code, part.time_us, part.owner[:-1])


def packed(chosen: list[tuple[int, list[int], list[int]]], trails: Trails) -> Trails:
    starts = np.cumsum([0, *(len(codes) for _, codes, _ in chosen)])
    code = np.array([code for _, codes, _ in chosen for code in codes], np.uint16)
    time_us = np.array([at for _, _, instants in chosen for at in instants], np.int64)
    owner = np.array([owner for owner, _, _ in chosen], np.int32)
    return Trails(trails.names, (Part(starts[:-1], starts[1:], code, time_us, owner),), trails.index)


def assert_equal(one: Follows, other: Follows) -> None:
    assert ways(one) == ways(other)
    for name in ("total", "begins", "ends"):
        assert getattr(one, name).tolist() == getattr(other, name).tolist()


def test_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "ROWS_PER_PIECE", 3)
    for seed in SEEDS:
        trails = random_trails(seed)
        assert_equal(count_follows(trails, threads=1), count_follows(trails, threads=3))
        one, three = (find_variants(trails, threads=threads) for threads in (1, 3))
        assert one.variant_of.tolist() == three.variant_of.tolist()


def test_times_of_centuries_do_not_overflow() -> None:
    century = 36_525 * DAY
    events = [
        Event(at=century * turn, activity="a", subject=f"u{number}", channel=None)
        for turn in (0, 1)
        for number in range(3_000)
    ]
    trails = trails_of_log(build_index(MemoryLog(events), "customer"))
    assert measure_gaps(trails, count_follows(trails)).total_us == (3_000 * century,)
    assert 3_000 * century > 2**63


def test_a_passage_that_came_to_no_step_is_an_empty_trail() -> None:
    journey = map_of(step("a"), starts=({"activity": "start"},))
    events = [Event(at=0, activity="start", subject="u1", channel=None)]
    trails = trails_of_passages(replay(journey, build_index(MemoryLog(events), "customer")))
    assert (len(trails), trails.rows) == (1, 0)
    found = find_variants(trails)
    assert (found.trails.tolist(), found.length.tolist()) == ([1], [0])
    assert count_follows(trails).begins.tolist() == [0]


def test_an_index_that_has_grown_shows_the_same_ways(tmp_path: Path) -> None:
    chance = random.Random(1)
    for attempt in range(6):
        with create_log(tmp_path / f"log {attempt}") as log:
            for batch in range(3):
                log.append(
                    Interaction(
                        {"customer": chance.choice("uvwxyz")},
                        from_microseconds(chance.randint(0, 9) * DAY),
                        chance.choice("abcd"),
                        source="app",
                        key=f"{batch} {number}",
                    )
                    for number in range(12)
                )
                grown, fresh = (trails_of_log(make(log, "customer")) for make in (open_index, build_index))
                assert spelled(grown) == spelled(fresh)
                assert len(find_doings_everywhere(grown.index)) == fresh.rows


def spelled(trails: Trails) -> tuple[object, ...]:
    """Counts and times by name, and who went each way by id: whatever the codes and the layout are."""
    follows, names = count_follows(trails), trails.names
    gaps, found = measure_gaps(trails, follows), find_variants(trails)
    counted = {
        (names[a], names[b]): (n, subjects, total)
        for (a, b), (n, subjects), total in zip(
            ways(follows), ways(follows).values(), gaps.total_us, strict=True
        )
    }
    went = {
        trails.subject_id(int(owner)): tuple(names[code] for code in sequence_of(trails, trail).tolist())
        for trail, owner in enumerate(trails.owner)
    }
    return counted, went, sorted(found.trails.tolist()), trails.rows, len(trails)


def find_doings_everywhere(index: Index) -> Doings:
    told = replay(map_of(step("never"), starts=(Rule(),)), index)
    return find_doings(told, np.ones(len(index.names.activities), np.bool_))


def test_the_95th_percentile_lies_where_one_in_twenty_takes_longer() -> None:
    events = [
        Event(at=at, activity="a", subject=f"u{number:02}")
        for number in range(21)
        for at in (0, number * DAY)
    ]
    events.sort(key=lambda event: event.at)
    trails = trails_of_log(build_index(MemoryLog(events), "customer"))
    gaps = measure_gaps(trails, count_follows(trails))
    assert (gaps.median_us.tolist(), gaps.p95_us.tolist()) == ([10 * DAY], [19 * DAY])
