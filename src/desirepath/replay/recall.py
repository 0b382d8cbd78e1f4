"""Replays that are remembered: the same question asked again costs a read, and of a log that has grown only
the subjects with news."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Final

from desirepath.base.spans import Period, from_microseconds
from desirepath.model.expression import Expression
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.binding import ask, bind
from desirepath.replay.index import Index
from desirepath.replay.lookup import Lookup
from desirepath.replay.replay import EVER, Question, Replay, replay, say_compiling
from desirepath.replay.replay_files import VERSION, read_earlier, write_replay
from desirepath.replay.tally import SEMANTICS
from desirepath.replay.update import Earlier, bring_up_to_date
from desirepath.replay.watch import Watch

LEAST_ROWS: Final = 100_000
"""A smaller log is followed again sooner than a file is read."""
MOST_NEWS: Final = 0.1
"""So many rows, as a share of all, may have come at the end of the columns before a replay is kept anew."""


def recall(
    journey: JourneyMap,
    index: Index,
    *,
    segment: Expression | None = None,
    period: Period = EVER,
    as_of: datetime | None = None,
    threads: int | None = None,
    notify: Callable[[str], None] | None = None,
    watch: Watch | None = None,
) -> Replay:
    """The same as :func:`~desirepath.replay.replay.replay`, to the bit, with what the passages lived, and how
    that is spread over subjects, counted.

    What is kept of the same question beside the index is used where it can be, and kept where it cannot.
    ``watch`` is told of four phases. Raises as ``replay`` does.
    """
    say_compiling(notify)
    question = Question(segment, period, as_of)
    path = _path(journey, index, question)
    earlier = None if path is None else read_earlier(path, index, question)
    told = None
    if earlier is not None and earlier.generation == index.generation:
        told = _as_it_was(journey, earlier, index, threads)
    elif earlier is not None:
        told = bring_up_to_date(journey, earlier, index, threads=threads, watch=watch)
    is_new = told is None
    if told is None:
        counted = replay(
            journey,
            index,
            segment=segment,
            period=period,
            as_of=as_of,
            threads=threads,
            watch=watch,
        )
        told = replace(counted, known=counted.count_lived(watch), known_spread=counted.count_spread(watch))
    if path is not None and (is_new or _has_much_news(earlier, index)):
        # Where nothing can be written, nobody is the worse for it.
        with suppress(OSError):
            write_replay(path, told)
    return told


def _path(journey: JourneyMap, index: Index, question: Question) -> Path | None:
    """Where the replay is kept; its name is one word for all that the numbers depend on but the log: what a
    map merely says is not in it. None where none is kept."""
    if index.folder is None or index.interactions < LEAST_ROWS:
        return None
    steps = [
        (step.id, step.optional, step.when is None, step.repeatable, step.within) for step in journey.steps()
    ]
    passage = journey.passage
    rules = (steps, passage.starts is None, passage.horizon, passage.again, ask(journey))
    word = blake2b(repr((SEMANTICS, VERSION, rules, question)).encode(), digest_size=16)
    return index.folder / "replays" / f"{word.hexdigest()}.replay"


def _has_much_news(earlier: Earlier | None, index: Index) -> bool:
    rows = sum(len(bucket.time_us) for bucket in index.buckets)
    return earlier is not None and rows - sum(earlier.rows) > MOST_NEWS * rows


def _as_it_was(journey: JourneyMap, earlier: Earlier, index: Index, threads: int | None) -> Replay:
    """The replay that was kept of this very index."""
    return Replay(
        journey=journey,
        index=index,
        binding=bind(journey, index, Lookup(index), before=earlier.codes),
        as_of=from_microseconds(earlier.as_of_us),
        tally=earlier.tally,
        question=earlier.question,
        asked=earlier.asked,
        progress=earlier.progress,
        threads=threads,
        known=earlier.lived,
        known_spread=earlier.spread,
    )
