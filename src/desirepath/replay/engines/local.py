"""The engine of this machine: the kernel on as many threads as there are processors, over pieces of whole
subjects."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np

from desirepath.base.compiled import is_kept
from desirepath.base.slow import load
from desirepath.replay.binding import PASSAGE_QUESTIONS, Binding
from desirepath.replay.columns import Array, Bucket, frozen
from desirepath.replay.index import Index
from desirepath.replay.lived import Lived, gathered, put_in_order, read_lived, ways_of
from desirepath.replay.shapes import (
    BELONGS,
    SEVERAL,
    Counts,
    Passages,
    Progress,
    Rows,
    Rules,
    Travelled,
    Visits,
)
from desirepath.replay.spread import KERNEL as SPREAD
from desirepath.replay.spread import Spread, votes_by_scale
from desirepath.replay.tally import Tally
from desirepath.replay.watch import Watch

ROWS_PER_PIECE: Final = 1 << 18
KERNEL: Final = "desirepath.replay.kernel"
LIVED: Final = "desirepath.replay.lived_kernel"
TICKET: Final = "ticket.opened"

Share = TypeVar("Share")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Piece:
    """The subjects ``low`` to before ``high`` of one bucket: what one thread takes at a time."""

    bucket: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some passages of one bucket, all of their subjects': what one thread follows at a time."""

    bucket: int
    passages: Passages


def is_compiled() -> bool:
    """Whether the kernels lie compiled on this machine, so that the next replay starts at once."""
    return all(
        is_kept(kernel)
        for kernel in (load(KERNEL).count_passages, load(LIVED).read_visits, load(SPREAD).add_up)
    )


def find(
    binding: Binding,
    index: Index,
    as_of_us: int,
    *,
    subjects: Sequence[Array] | None = None,
    threads: int | None = None,
    watch: Watch | None = None,
) -> tuple[Passages, ...]:
    """The passages of ``subjects`` (places per bucket, ascending; None: of every subject), per bucket: by
    subject, and in the order in which they were travelled."""

    def find_in(piece: Piece) -> Passages:
        rows = _rows(index, binding, piece.bucket)
        mine = np.arange(piece.low, piece.high)
        if subjects is not None:
            low, high = np.searchsorted(subjects[piece.bucket], [piece.low, piece.high])
            mine = subjects[piece.bucket][low:high]
        room = len(mine)
        while True:
            found = _no_passages(room)
            count = load(KERNEL).find_passages(rows, rules, mine, as_of_us, found)
            if count <= room:
                return Passages(*(column[:count] for column in found))
            room = count

    rules = _rules(binding)
    pieces = pieces_of(index)
    found = in_threads(find_in, pieces, threads, watch)
    return tuple(
        _join(
            [part for piece, part in zip(pieces, found, strict=True) if piece.bucket == bucket],
            _no_passages(0),
        )
        for bucket in range(len(index.buckets))
    )


def count(
    binding: Binding,
    index: Index,
    passages: Sequence[Passages],
    as_of_us: int,
    *,
    threads: int | None = None,
    watch: Watch | None = None,
) -> tuple[Tally, Progress]:
    """Follow the passages (of whole subjects, by subject) and count. How many threads share the work changes
    no number, to the bit."""
    # One tally per thread and not per part: emptying and adding up tallies costs as much as many rows.
    of_thread = threading.local()
    tallies = [empty_tally(binding, index)]

    def count_in(part: Part) -> Progress:
        if not hasattr(of_thread, "counts"):
            tally = empty_tally(binding, index)
            of_thread.counts = Counts(*(getattr(tally, name) for name in Counts._fields))
            tallies.append(tally)
        progress = _no_progress(len(part.passages.subject))
        rows = _rows(index, binding, part.bucket)
        load(KERNEL).count_passages(rows, rules, part.passages, as_of_us, of_thread.counts, progress)
        return progress

    rules = _rules(binding)
    counted = in_threads(count_in, _parts_of(passages), threads, watch)
    return sum(tallies[1:], start=tallies[0]), _join(counted, _no_progress(0))


def count_ends(
    binding: Binding, index: Index, started_us: Array, passages: Passages, progress: Progress, as_of_us: int
) -> Tally:
    """Of these passages count only how they stand at ``as_of_us``: what changes by waiting, with no news."""
    tally = empty_tally(binding, index)
    counts = Counts(*(getattr(tally, name) for name in Counts._fields))
    load(KERNEL).count_ends(
        binding.within_us, started_us, passages.ended_us, passages.outcome, progress, as_of_us, counts
    )
    return tally


def visits(
    binding: Binding, index: Index, passages: Sequence[Passages], as_of_us: int, *, threads: int | None = None
) -> Visits:
    """Every visit of the passages, in their order; ``passage`` counts through all buckets."""

    def visits_in(part: Part) -> tuple[int, Visits]:
        found = _visits_of(part, index, binding, rules, as_of_us)
        return len(part.passages.subject), Visits(*(column.copy() for column in found))

    rules = _rules(binding)
    before = 0
    parts = []
    for passages_here, part in in_threads(visits_in, _parts_of(passages), threads):
        parts.append(part._replace(passage=part.passage + before))
        before += passages_here
    return _join(parts, _room_for_visits(0))


def lived(
    binding: Binding,
    index: Index,
    passages: Sequence[Passages],
    as_of_us: int,
    *,
    threads: int | None = None,
    watch: Watch | None = None,
) -> Lived:
    """What the passages lived, with the exact lengths in order; their visits are never all in memory."""

    def lived_in(part: Part) -> Lived:
        mine = part.passages
        started_us = index.buckets[part.bucket].time_us[mine.first]
        found = _visits_of(part, index, binding, rules, as_of_us)
        return read_lived(Travelled(started_us, mine.ended_us, mine.outcome), found, ways)

    rules = _rules(binding)
    ways = ways_of(may_be_passed=binding.may_be_passed, repeatable=binding.repeatable)
    found = gathered(in_threads(lived_in, _parts_of(passages), threads, watch), len(binding.steps))
    return put_in_order(found, lambda work, groups: in_threads(work, groups, threads))


def spread(
    binding: Binding,
    index: Index,
    passages: Sequence[Passages],
    as_of_us: int,
    *,
    threads: int | None = None,
    watch: Watch | None = None,
) -> Spread:
    """How unevenly what the passages (of whole subjects, by subject) hold is spread over their subjects."""
    names = index.names
    ticket = names.activities.index(TICKET) if TICKET in names.activities else -1
    votes = votes_by_scale(names.scales)

    def spread_in(part: Part) -> Spread:
        rows, mine = _rows(index, binding, part.bucket), part.passages
        # Only what lies inside the passages is written, and read.
        places = np.empty(len(rows.time_us), np.int32)
        load(KERNEL).trace_passages(rows, rules, mine, as_of_us, _room_for_visits(0), places)
        found = Spread.empty(len(binding.steps), len(names.channels))
        load(SPREAD).add_up(
            rows,
            mine,
            places,
            rules.only_step,
            *votes,
            ticket,
            *(getattr(found, f.name) for f in fields(found)),
        )
        return found

    rules = _rules(binding)
    none = Spread.empty(len(binding.steps), len(names.channels))
    return sum(in_threads(spread_in, _parts_of(passages), threads, watch), start=none)


def labels(
    binding: Binding, index: Index, passages: Sequence[Passages], as_of_us: int, *, threads: int | None = None
) -> tuple[Array, ...]:
    """Per bucket and interaction: the step where its subject stood, or to which it belongs; S: under way, at
    none yet; -1: in no passage."""

    def label(part: Part) -> None:
        rows = _rows(index, binding, part.bucket)
        no_visits, mine = _room_for_visits(0), part.passages
        load(KERNEL).trace_passages(rows, rules, mine, as_of_us, no_visits, places[part.bucket])

    rules = _rules(binding)
    places = tuple(np.full(len(bucket.time_us), -1, np.int32) for bucket in index.buckets)
    in_threads(label, _parts_of(passages), threads)
    if (rules.only_step <= BELONGS).any():
        for found, match in zip(places, binding.match, strict=True):
            belongs = BELONGS - rules.only_step[match]
            elsewhere = (belongs >= 0) & (found >= 0)
            found[elsewhere] = belongs[elsewhere]
    return places


def _visits_of(part: Part, index: Index, binding: Binding, rules: Rules, as_of_us: int) -> Visits:
    """The visits of some passages, which count from 0."""
    mine = part.passages
    room = _room_for_visits(int((mine.end - mine.first).sum()))
    rows = _rows(index, binding, part.bucket)
    count = load(KERNEL).trace_passages(rows, rules, mine, as_of_us, room, _NO_LABELS)
    return Visits(*(column[:count] for column in room))


def empty_tally(binding: Binding, index: Index) -> Tally:
    """The tally of nobody, over the axes of this map and this log."""
    names = index.names
    return Tally.empty(binding.steps, names.activities, names.channels, names.scales)


def _rows(index: Index, binding: Binding, number: int) -> Rows:
    bucket = index.buckets[number]
    return Rows(
        starts=bucket.starts,
        ends=bucket.ends,
        time_us=bucket.time_us,
        activity=bucket.activity,
        channel=bucket.channel,
        level=bucket.level,
        scale=bucket.scale,
        match=binding.match[number],
    )


def _rules(binding: Binding) -> Rules:
    """The binding as the kernel reads it: per code the flags, and the steps one after the other."""
    steps = len(binding.steps)
    answers = binding.answers
    matched = [[question for question in yes if question < steps] for yes in answers]
    passage = range(steps, steps + PASSAGE_QUESTIONS)
    flags = [sum(1 << question - steps for question in yes if question in passage) for yes in answers]
    belongs = [next((BELONGS - q + passage.stop for q in yes if q >= passage.stop), -1) for yes in answers]
    only = [
        SEVERAL if len(codes) > 1 else codes[0] if codes else elsewhere
        for codes, elsewhere in zip(matched, belongs, strict=True)
    ]
    return Rules(
        flags=np.array(flags, np.uint8),
        only_step=np.array(only, np.int32),
        first_step=np.cumsum([0, *(len(codes) for codes in matched)], dtype=np.int32),
        steps=np.array([step for codes in matched for step in codes], np.int32),
        may_be_passed=binding.may_be_passed,
        within_us=binding.within_us,
        horizon_us=binding.horizon_us,
        again=binding.again,
    )


def pieces_of(index: Index) -> list[Piece]:
    """All subjects of the index, cut into pieces of about as many interactions each."""
    return [
        piece for number, bucket in enumerate(index.buckets) for piece in _pieces_of_bucket(number, bucket)
    ]


def _pieces_of_bucket(number: int, bucket: Bucket) -> Iterator[Piece]:
    before = np.concatenate([[0], np.cumsum(bucket.ends - bucket.starts[:-1])])
    cuts = np.searchsorted(before, np.arange(0, before[-1], ROWS_PER_PIECE))
    edges = np.unique([*cuts.tolist(), len(bucket.subjects)]).tolist()
    for low, high in pairwise(edges):
        yield Piece(number, low, high)


def _parts_of(passages: Sequence[Passages]) -> list[Part]:
    """The passages of every bucket, cut between subjects into parts of about as many interactions each."""
    parts = []
    for number, mine in enumerate(passages):
        before = np.concatenate([[0], np.cumsum(mine.end - mine.first)])
        # The passages in which a part would end, were it cut at once.
        cuts = np.searchsorted(before, np.arange(ROWS_PER_PIECE, before[-1], ROWS_PER_PIECE), "right") - 1
        edges = np.searchsorted(mine.subject, mine.subject[cuts])
        for low, high in pairwise(sorted({0, *edges.tolist(), len(mine.subject)})):
            parts.append(Part(number, Passages(*(frozen(column[low:high]) for column in mine))))
    return parts


def in_threads(
    work: Callable[[Share], Result],
    pieces: Sequence[Share],
    threads: int | None,
    watch: Watch | None = None,
) -> list[Result]:
    """The results in the order of the pieces, whichever thread took which. ``watch`` is told how much of this
    phase is done."""

    def watched(piece: Share) -> Result:
        if watch is None:
            return work(piece)
        watch.must_go_on()
        result = work(piece)
        watch.done(1 / len(pieces))
        return result

    workers = min(threads or processors(), len(pieces))
    if workers < 2:
        return [watched(piece) for piece in pieces]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(watched, pieces))


def processors() -> int:
    """How many threads run at once on this machine, as far as this process may use it."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


Columns = TypeVar("Columns", Passages, Progress, Visits)


def _join(parts: list[Columns], none: Columns) -> Columns:
    """All parts as one; empties ``parts``, so that each column goes as soon as it is copied."""
    columns = [list(column) for column in zip(none, *parts, strict=True)]
    parts.clear()
    return type(none)(*(np.concatenate(columns.pop(0)) for _ in none))


def _no_passages(room: int) -> Passages:
    small, large = np.zeros(room, np.int32), np.zeros(room, np.int64)
    return Passages(
        subject=small,
        number=small.copy(),
        first=large,
        end=large.copy(),
        ended_us=large.copy(),
        outcome=np.zeros(room, np.int8),
    )


def _no_progress(room: int) -> Progress:
    small, large = np.zeros(room, np.int32), np.zeros(room, np.int64)
    return Progress(last_step=small, furthest_step=small.copy(), since_us=large)


def _room_for_visits(room: int) -> Visits:
    """Not emptied: most of it is never written."""
    return Visits(
        passage=np.empty(room, np.int64),
        step=np.empty(room, np.int32),
        entered_us=np.empty(room, np.int64),
        left_us=np.empty(room, np.int64),
        how_ended=np.empty(room, np.int8),
    )


_NO_LABELS: Final = np.zeros(0, np.int32)
