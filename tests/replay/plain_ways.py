"""Plain counting of ways, to be believed by reading it; and discovery held against it."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import pairwise
from statistics import median

import numpy as np

from desirepath.replay.discovery import Follows, count_follows, find_variants, measure_gaps, sequence_of
from desirepath.replay.index import build_index
from desirepath.replay.replay import replay
from desirepath.replay.trails import Trails, trails_of_log, trails_of_passages
from tests.replay.worlds import random_world


def plain(trails: Trails) -> list[tuple[int, list[int], list[int]]]:
    """Owner, codes and instants of every trail, as lists."""
    return [
        (int(owner), part.code[low:high].tolist(), part.time_us[low:high].tolist())
        for part in trails.parts
        for owner, low, high in zip(part.owner, part.starts, part.ends, strict=True)
    ]


def random_trails(seed: int) -> Trails:
    """Of a random world: all activities of each customer, or the steps of each passage."""
    world = random_world(seed)
    index = build_index(world.log, world.log.travels)
    return trails_of_log(index) if seed % 2 else trails_of_passages(replay(world.journey, index))


def ways(follows: Follows) -> dict[tuple[int, int], tuple[int, int]]:
    columns = (follows.origin, follows.target, follows.n, follows.subjects)
    return {
        (a, b): (n, subjects)
        for a, b, n, subjects in zip(*(column.tolist() for column in columns), strict=True)
    }


def check_follows(trails: Trails) -> None:
    """Counts and times of what follows what equal those of plain counting."""
    taken, owners, gaps = Counter[tuple[int, int]](), defaultdict(set), defaultdict(list)
    for owner, codes, instants in plain(trails):
        for way, (before, after) in zip(pairwise(codes), pairwise(instants), strict=True):
            taken[way] += 1
            owners[way].add(owner)
            gaps[way].append(after - before)
    follows = count_follows(trails)
    assert ways(follows) == {way: (n, len(owners[way])) for way, n in taken.items()}
    travelled = [codes for _, codes, _ in plain(trails) if codes]
    for found, wanted in (
        (follows.begins, [codes[0] for codes in travelled]),
        (follows.ends, [codes[-1] for codes in travelled]),
        (follows.total, [code for codes in travelled for code in codes]),
    ):
        counted = Counter(wanted)
        assert found.tolist() == [counted[code] for code in range(len(trails.names))]
    times = measure_gaps(trails, follows)
    assert list(times.total_us) == [sum(gaps[way]) for way in sorted(gaps)]
    assert times.median_us.tolist() == [float(median(map(Fraction, gaps[way]))) for way in sorted(gaps)]


def check_variants(trails: Trails) -> None:
    """Variants equal what comparing every trail finds, whatever the options."""
    for collapse in (False, True):
        for longest in (None, 1, 3):
            seen: dict[tuple[bool, tuple[int, ...]], list[int]] = defaultdict(list)
            for owner, codes, _ in plain(trails):
                kept = [
                    code
                    for place, code in enumerate(codes)
                    if not (collapse and place and codes[place - 1] == code)
                ]
                cut = longest is not None and len(kept) > longest
                seen[cut, tuple(kept[:longest])].append(owner)
            found = find_variants(trails, collapse=collapse, longest=longest)
            assert [
                (
                    bool(cut),
                    tuple(sequence_of(trails, example, collapse=collapse, longest=longest).tolist()),
                    count,
                    subjects,
                )
                for cut, example, count, subjects in zip(
                    found.goes_on, found.example, found.trails, found.subjects, strict=True
                )
            ] == [(*key, len(owners), len(set(owners))) for key, owners in seen.items()]
            assert found.length.tolist() == [len(codes) for _, codes in seen]
            numbers = np.bincount(found.variant_of, minlength=len(found))
            assert numbers.tolist() == found.trails.tolist()
