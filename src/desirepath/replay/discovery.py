"""Discovery: the ways that subjects take of their own, read off the log: what follows what, how long it
takes, and which journeys are the same.

Everything here is asked of trails (:mod:`~desirepath.replay.trails`), so that the ways of subjects through a
log and those of passages through a map are counted by one definition.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np

from desirepath.base.compiled import is_kept
from desirepath.base.slow import load
from desirepath.replay.columns import Array
from desirepath.replay.engines.local import in_threads
from desirepath.replay.trails import Part, Trails

KERNEL: Final = "desirepath.replay.discovery_kernel"
MOST_IN_A_TABLE: Final = 1024
"""So many names still fit into a table of all pairs (8 MB); beyond, pairs are sorted."""
ROWS_PER_PIECE: Final = 1 << 18
MOST_PIECES: Final = 8
UNBOUNDED: Final = 1 << 62

Result = TypeVar("Result")


def is_compiled() -> bool:
    """Whether discovery lies compiled on this machine, so that it starts at once."""
    return is_kept(load(KERNEL).fingerprint_trails)


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows what: whole numbers over the trails of a set of subjects; of disjoint sets they add up.

    A *way* leads from one code straight to the next of the same trail. Way w goes from ``origin[w]`` to
    ``target[w]``, was taken ``n[w]`` times, by ``subjects[w]`` different subjects; ways come by origin, then
    target, and only those that were taken. ``total`` (A,) counts every code, ``begins`` and ``ends`` the
    trails that begin and end with it.
    """

    names: tuple[str, ...]
    origin: Array
    target: Array
    n: Array
    subjects: Array
    total: Array
    begins: Array
    ends: Array

    def __add__(self, other: Follows) -> Follows:
        return self._with(other, 1)

    def __sub__(self, other: Follows) -> Follows:
        return self._with(other, -1)

    def _with(self, other: Follows, sign: int) -> Follows:
        if self.names != other.names:
            raise ValueError("what follows what adds up only over the same names")
        width = max(len(self.names), 1)
        pairs = np.concatenate([each.origin * width + each.target for each in (self, other)])
        ways, place = np.unique(pairs, return_inverse=True)
        sums = np.zeros((2, len(ways)), np.int64)
        np.add.at(sums[0], place, np.concatenate([self.n, sign * other.n]))
        np.add.at(sums[1], place, np.concatenate([self.subjects, sign * other.subjects]))
        stay = sums[0] != 0
        return Follows(
            names=self.names,
            origin=ways[stay] // width,
            target=ways[stay] % width,
            n=sums[0][stay],
            subjects=sums[1][stay],
            total=self.total + sign * other.total,
            begins=self.begins + sign * other.begins,
            ends=self.ends + sign * other.ends,
        )


def count_follows(trails: Trails, *, threads: int | None = None) -> Follows:
    """Count what follows what. How many ``threads`` share the work (None: one per processor) changes nothing.

    The definition is that of the directly-follows graph: W. van der Aalst, Process Mining (2016), 5.2.
    """
    if len(trails.names) <= MOST_IN_A_TABLE:
        return _tabled_follows(trails, threads)
    found = [_sorted_follows(trails.names, part) for part in trails.parts]
    return sum(found, start=_nothing(trails.names))


def _tabled_follows(trails: Trails, threads: int | None) -> Follows:
    names = trails.names

    def no_tables() -> tuple[Array, Array]:
        return np.zeros((2, len(names), len(names)), np.int64), np.zeros((2, len(names)), np.int64)

    def count(share: tuple[Part, int, int]) -> tuple[Array, Array]:
        part, low, high = share
        tables, edges = no_tables()
        columns = (part.starts, part.ends, part.code, part.owner)
        load(KERNEL).count_follows(*columns, low, high, *tables, edges)
        return tables, edges

    # One pool of threads for all parts: making one for each costs as much as the counting.
    shares = [(part, *ends) for part in trails.parts for ends in _ranges(part, by_owner=True)]
    (n, subjects), (begins, ends) = no_tables()
    for tables, edges in in_threads(count, shares, threads):
        n, subjects = n + tables[0], subjects + tables[1]
        begins, ends = begins + edges[0], ends + edges[1]
    origin, target = np.nonzero(n)
    # What does not begin a trail follows something.
    total = begins + n.sum(axis=0)
    return Follows(names, origin, target, n[origin, target], subjects[origin, target], total, begins, ends)


def _sorted_follows(names: tuple[str, ...], part: Part) -> Follows:
    pairs, _, trail = _pairs(names, part)
    ways, place, n = np.unique(pairs, return_inverse=True, return_counts=True)
    owners = int(part.owner.max(initial=0)) + 1
    taken_by = np.unique(place * owners + part.owner[trail]) // owners
    subjects = np.bincount(taken_by, minlength=len(ways))
    return _follows(names, part, ways // len(names), ways % len(names), n, subjects)


def _pairs(names: tuple[str, ...], part: Part) -> tuple[Array, Array, Array]:
    """Every step from one code to the next of its trail, as one number; the row it leads to; its trail."""
    steps = np.maximum(part.lengths - 1, 0)
    trail = np.repeat(np.arange(len(steps)), steps)
    before = np.cumsum(steps) - steps
    rows = part.starts[trail] + 1 + np.arange(len(trail)) - before[trail]
    return part.code[rows - 1].astype(np.int64) * len(names) + part.code[rows], rows, trail


def _follows(
    names: tuple[str, ...], part: Part, origin: Array, target: Array, n: Array, subjects: Array
) -> Follows:
    travelled = part.lengths > 0

    def count(codes: Array) -> Array:
        return np.bincount(codes, minlength=len(names)).astype(np.int64)

    begins = count(part.code[part.starts[travelled]])
    total = begins.copy()
    # What does not begin a trail follows something.
    np.add.at(total, target, n)
    ends = count(part.code[part.ends[travelled] - 1])
    return Follows(
        names,
        origin.astype(np.int64),
        target.astype(np.int64),
        n,
        subjects.astype(np.int64),
        total,
        begins,
        ends,
    )


def _nothing(names: tuple[str, ...]) -> Follows:
    no_way, of_none = np.zeros(0, np.int64), np.zeros(len(names), np.int64)
    return Follows(names, no_way, no_way, no_way, no_way, of_none, of_none, of_none)


@dataclass(frozen=True, slots=True)
class Gaps:
    """How long each way takes, way by way as in :class:`Follows`: exact, in microseconds.

    ``total_us`` are whole numbers without bound (centuries of many subjects do not fit 64 bits). The median
    and the 95th percentile lie between two times where need be (Hyndman and Fan's definition 7).
    """

    total_us: tuple[int, ...]
    median_us: Array
    p95_us: Array


def measure_gaps(trails: Trails, follows: Follows) -> Gaps:
    """How long each way of ``follows`` (counted over the same trails) takes. Needs 8 bytes per step."""
    place = np.cumsum(np.concatenate([[0], follows.n]))
    gaps = np.empty(int(place[-1]), np.int64)
    width = len(trails.names)
    cursor = place[:-1].copy()
    if width <= MOST_IN_A_TABLE:
        way_of = np.full((width, width), -1, np.int32)
        way_of[follows.origin, follows.target] = np.arange(len(follows.n))
        for part in trails.parts:
            load(KERNEL).gather_gaps(part.starts, part.ends, part.code, part.time_us, way_of, cursor, gaps)
    else:
        ways = follows.origin * width + follows.target
        for part in trails.parts:
            pairs, rows, _ = _pairs(trails.names, part)
            order = np.argsort(pairs, kind="stable")
            way = np.searchsorted(ways, pairs[order])
            rank = np.arange(len(way)) - np.searchsorted(way, way)
            gaps[cursor[way] + rank] = (part.time_us[rows] - part.time_us[rows - 1])[order]
            cursor += np.bincount(way, minlength=len(ways))
    of_way = np.split(gaps, place[1:-1]) if len(follows.n) else []
    return Gaps(
        total_us=tuple((int((each >> 32).sum()) << 32) + int((each & 0xFFFFFFFF).sum()) for each in of_way),
        median_us=np.array([np.quantile(each, 0.5) for each in of_way]),
        p95_us=np.array([np.quantile(each, 0.95) for each in of_way]),
    )


@dataclass(frozen=True, slots=True)
class Variants:
    """Which trails are the same. ``variant_of`` (T,) is each trail's variant; per variant ``trails`` counts
    them, ``subjects`` their different subjects, ``example`` is the first of them, ``length`` its codes.

    ``goes_on`` says that its trails were cut at the longest length asked for: they go on, each its own way.
    """

    variant_of: Array
    trails: Array
    subjects: Array
    example: Array
    length: Array
    goes_on: Array

    def __len__(self) -> int:
        return len(self.trails)


def find_variants(
    trails: Trails, *, collapse: bool = False, longest: int | None = None, threads: int | None = None
) -> Variants:
    """Find the distinct trails.

    ``collapse`` takes consecutive repeats of one code as one. ``longest`` looks at so many codes only: then
    a trail that goes on is never the same as one that ends there. Trails are compared by fingerprints of
    128 bits: two different ones among a thousand million share one with a chance of 1 in 10^20.
    """
    prints = np.zeros((len(trails), 2), np.uint64)
    length = np.zeros(len(trails), np.int64)
    before = 0
    for part in trails.parts:
        here = slice(before, before + len(part.owner))

        def walk(low: int, high: int, part: Part = part, here: slice = here) -> None:
            load(KERNEL).fingerprint_trails(
                part.starts,
                part.ends,
                part.code,
                low,
                high,
                collapse,
                longest or UNBOUNDED,
                prints[here],
                length[here],
            )

        _in_threads(walk, part, threads)
        before = here.stop
    return _group(prints, length, trails.owner)


def _group(prints: Array, length: Array, owner: Array) -> Variants:
    """Trails with one fingerprint are one variant; variants are numbered by their first trail."""
    order = np.lexsort((prints[:, 1], prints[:, 0]))
    ordered = prints[order]
    begins = np.ones(len(order), np.bool_)
    begins[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    # The sort is stable, so that the first trail of each group is its lowest.
    example = order[begins]
    number = np.empty(len(example), np.int64)
    number[np.argsort(example)] = np.arange(len(example))
    variant_of = np.empty(len(order), np.int64)
    variant_of[order] = number[np.cumsum(begins) - 1]
    example = np.sort(example)
    owners = int(owner.max(initial=0)) + 1
    pairs = np.unique(variant_of * owners + owner)
    return Variants(
        variant_of=variant_of,
        trails=np.bincount(variant_of, minlength=len(example)),
        subjects=np.bincount(pairs // owners, minlength=len(example)),
        example=example,
        length=np.abs(length[example]),
        goes_on=length[example] < 0,
    )


def sequence_of(trails: Trails, trail: int, *, collapse: bool = False, longest: int | None = None) -> Array:
    """The codes of one trail as :func:`find_variants` saw them with the same options."""
    codes = trails.codes_of(trail)
    if collapse and len(codes):
        codes = codes[np.concatenate([[True], codes[1:] != codes[:-1]])]
    return codes[:longest]


def _in_threads(work: Callable[[int, int], Result], part: Part, threads: int | None) -> list[Result]:
    """Do ``work`` on ranges of trails, of about as many rows each; the results in their order."""
    return in_threads(lambda ends: work(*ends), _ranges(part, by_owner=False), threads)


def _ranges(part: Part, *, by_owner: bool) -> list[tuple[int, int]]:
    """Ranges of trails; ``by_owner`` never parts the trails of one subject."""
    if not len(part.owner):
        return []
    ends = np.cumsum(part.lengths)
    pieces = min(max(int(ends[-1]) // ROWS_PER_PIECE, 1), MOST_PIECES)
    cuts = np.searchsorted(ends, np.arange(1, pieces) * ends[-1] // pieces)
    if by_owner:
        cuts = np.searchsorted(part.owner, part.owner[cuts])
    return list(pairwise(sorted({0, *cuts.tolist(), len(part.owner)})))
