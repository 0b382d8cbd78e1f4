"""The replay: a map, an index and a question in; what was counted, passage by passage, out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

import numpy as np

from desirepath.base.spans import Period, from_microseconds, to_microseconds
from desirepath.model.expression import Expression
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.binding import Binding, bind, matching
from desirepath.replay.columns import Array, Bucket
from desirepath.replay.engines import local
from desirepath.replay.index import Index
from desirepath.replay.lived import Lived
from desirepath.replay.lookup import Lookup
from desirepath.replay.shapes import Passages, Progress
from desirepath.replay.spread import Spread
from desirepath.replay.tables import PassageTable, Standing, VisitTable
from desirepath.replay.tally import OPEN, OUTCOMES, Tally
from desirepath.replay.watch import Watch

COMPILE_SECONDS: Final = 13
EVER: Final = Period()


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked of a map and a log: see :func:`replay`."""

    segment: Expression | None = None
    period: Period = EVER
    as_of: datetime | None = None


@dataclass(frozen=True)
class Replay:
    """What the log says about a map: of all passages, or of those that were asked for.

    ``as_of`` is the instant up to which the log was seen, ``tally`` what was counted. ``asked`` and
    ``progress`` are the passages as the kernel knows them, per bucket. ``known`` is what they lived, and
    ``known_spread`` how that is spread over subjects, where somebody has counted it already.
    """

    journey: JourneyMap
    index: Index
    binding: Binding
    as_of: datetime
    tally: Tally
    question: Question
    asked: tuple[Passages, ...] = field(repr=False)
    progress: Progress = field(repr=False)
    threads: int | None = field(repr=False)
    known: Lived | None = field(default=None, repr=False)
    known_spread: Spread | None = field(default=None, repr=False)

    @property
    def subject_ids(self) -> tuple[str, ...]:
        """The ids of all subjects of the log; ``passages.subject`` are places in it."""
        return self.index.subject_ids

    @cached_property
    def passages(self) -> PassageTable:
        """One row per passage, by subject and in the order travelled."""
        return _passage_table(self.asked, self.index, self.progress)

    @cached_property
    def visits(self) -> VisitTable:
        """One row per stay at a step, by passage and in order."""
        found = local.visits(self.binding, self.index, self.asked, self._as_of_us, threads=self.threads)
        return VisitTable(*found)

    @cached_property
    def lived(self) -> Lived:
        """Exact lengths of time, who may still come, ways off the map: what the tally does not hold."""
        return self.known or self.count_lived()

    def count_lived(self, watch: Watch | None = None) -> Lived:
        """The same, counted now."""
        return local.lived(
            self.binding, self.index, self.asked, self._as_of_us, threads=self.threads, watch=watch
        )

    @cached_property
    def spread(self) -> Spread:
        """How unevenly visits, channels, tickets and answers are spread over subjects."""
        return self.known_spread or self.count_spread()

    def count_spread(self, watch: Watch | None = None) -> Spread:
        """The same, counted now."""
        return local.spread(
            self.binding, self.index, self.asked, self._as_of_us, threads=self.threads, watch=watch
        )

    @property
    def _as_of_us(self) -> int:
        return to_microseconds(self.as_of)

    def tally_of(self, chosen: Array) -> Tally:
        """The tally of some of the passages, by a mask over them; of masks that part the subjects they add
        up."""
        edges = np.cumsum([0, *(len(found.subject) for found in self.asked)])
        some = tuple(
            take(found, chosen[low:high])
            for found, low, high in zip(self.asked, edges[:-1], edges[1:], strict=True)
        )
        tally, _ = local.count(self.binding, self.index, some, self._as_of_us, threads=self.threads)
        return tally

    def labels(self, arrivals: Array | None = None) -> Array:
        """At which step its subject stood, or to which it belongs, for the interactions with these arrivals;
        None: for every interaction of the log, in the log's total order.

        The number of the step; the number of steps where the passage had not come to any yet; -1 where the
        interaction belongs to no passage (or to none that was asked for).
        """
        if arrivals is None:
            arrivals = self.index.log.interactions(["arrival"]).column("arrival").to_numpy()
        found = local.labels(self.binding, self.index, self.asked, self._as_of_us, threads=self.threads)
        by_arrival = np.full(arrivals.max(initial=-1) + 1, -1, np.int32)
        for bucket, places in zip(self.index.buckets, found, strict=True):
            inside = np.flatnonzero((places >= 0) & (bucket.arrival < len(by_arrival)))
            by_arrival[bucket.arrival[inside]] = places[inside]
        return np.asarray(by_arrival[arrivals])

    def standings(self) -> tuple[Standing, ...]:
        """Where each subject stands: in its latest passage. By subject, those with a passage only."""
        return self.standings_of(np.flatnonzero(np.diff(self.passages.subject, append=-1) != 0))

    def standings_of(self, rows: Array) -> tuple[Standing, ...]:
        """Where the passages in these rows of the table stand, or stood when they ended."""
        passages, visits, ids = self.passages, self.visits, self.subject_ids
        steps = self.binding.steps
        first_visit = np.searchsorted(visits.passage, rows)
        end_visit = np.searchsorted(visits.passage, rows, side="right")

        def stand(passage: int, low: int, high: int) -> Standing:
            last = int(passages.last_step[passage])
            ended_us = int(passages.ended_us[passage])
            since_us = visits.entered_us[high - 1] if high > low else passages.started_us[passage]
            return Standing(
                map=self.journey.id,
                map_version=self.journey.version,
                subject=ids[passages.subject[passage]],
                passage=int(passages.number[passage]) + 1,
                started_at=from_microseconds(int(passages.started_us[passage])),
                step=steps[last] if last >= 0 else None,
                since=from_microseconds(int(since_us)),
                visited=tuple(steps[step] for step in np.unique(visits.step[low:high]).tolist()),
                outcome=OUTCOMES[passages.outcome[passage]],
                ended_at=from_microseconds(ended_us) if passages.outcome[passage] != OPEN else None,
            )

        return tuple(map(stand, rows.tolist(), first_visit.tolist(), end_visit.tolist()))


def replay(
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
    """Follow every subject of ``index`` through the map, and count the passages that are asked for.

    Asked for are those that started in ``period`` and whose subject was in ``segment`` then: an expression
    over its traits as of that instant and over the interaction that began the passage. None asks for all.
    Interactions after ``as_of`` are not seen; None is the last instant of the log. The work is shared by
    ``threads`` (None: one per processor), and their number changes nothing. ``notify`` is told, before a
    wait, when the kernel has to be compiled first; ``watch`` as the work goes on, in two phases.

    Raises Stopped where ``watch`` says so, DP-RPL-002 where the map's horizon is no time to come, and
    ValueError for an ``as_of`` without a zone.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> from desirepath.model.map_file import read_map_text
    >>> from desirepath.replay.index import open_index
    >>> call = "{id: call, name: Call, when: [{activity: call.held}]}"
    >>> use = "{id: use, name: Use, when: [{activity: used}]}"
    >>> stages = "[{id: begin, name: Begin, steps: [" + call + ", " + use + "]}]"
    >>> journey = read_map_text("{format: desirepath/1, id: m, title: M, stages: " + stages + "}")
    >>> def on(day, activity):
    ...     at = datetime(2026, 1, day, tzinfo=UTC)
    ...     return Interaction({"customer": "u1"}, at, activity, source="crm", key=f"{day}")
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     added = log.append([on(1, "call.held"), on(3, "used"), on(4, "used")])
    ...     told = replay(journey, open_index(log, "customer"))
    ...     told.tally.reach.tolist(), told.tally.repeats.tolist(), told.standings()[0].step
    ([1, 1], [0, 1], 'use')
    """
    if as_of is not None and as_of.tzinfo is None:
        raise ValueError("as_of needs a zone: nobody can know which instant it is without one")
    say_compiling(notify)
    question = Question(segment, period, as_of)
    as_of_us = to_microseconds(as_of) if as_of else index.last_us or 0
    lookup = Lookup(index)
    binding = bind(journey, index, lookup)
    found = local.find(binding, index, as_of_us, threads=threads, watch=watch)
    asked = choose(found, index, lookup, question)
    lookup.keep()
    tally, progress = local.count(binding, index, asked, as_of_us, threads=threads, watch=watch)
    return Replay(
        journey=journey,
        index=index,
        binding=binding,
        as_of=from_microseconds(as_of_us),
        tally=tally,
        question=question,
        asked=asked,
        progress=progress,
        threads=threads,
    )


def say_compiling(notify: Callable[[str], None] | None) -> None:
    """Say so where the kernel has to be compiled first."""
    if notify is not None and not local.is_compiled():
        notify(f"compiling the replay kernel, once (about {COMPILE_SECONDS} s)")


def choose(
    found: tuple[Passages, ...], index: Index, lookup: Lookup, question: Question
) -> tuple[Passages, ...]:
    """Those of the passages that started in the period, by a subject in the segment as things were known
    then."""
    if question.segment is None and question.period == EVER:
        return found
    return tuple(
        take(passages, _is_asked_for(passages, bucket, lookup, question.segment, question.period))
        for passages, bucket in zip(found, index.buckets, strict=True)
    )


def _is_asked_for(
    passages: Passages, bucket: Bucket, lookup: Lookup, segment: Expression | None, period: Period
) -> Array:
    """Whether each passage started in the period, by a subject in the segment as things were known then."""
    started_us = bucket.time_us[passages.first]
    chosen = np.ones(len(started_us), np.bool_)
    if period.since:
        chosen &= started_us >= to_microseconds(period.since)
    if period.until:
        chosen &= started_us < to_microseconds(period.until)
    if segment is not None:
        in_period = np.flatnonzero(chosen)
        chosen[in_period] = matching(segment, bucket, passages.first[in_period], lookup)
    return chosen


def take(passages: Passages, chosen: Array) -> Passages:
    """Some of the passages, by a mask over them or by their places."""
    return Passages(*(column[chosen] for column in passages))


def _passage_table(asked: tuple[Passages, ...], index: Index, progress: Progress) -> PassageTable:
    """The passages of all buckets as one table; subjects count through all buckets."""
    subjects_before = np.cumsum([0, *(len(bucket.subjects) for bucket in index.buckets)])
    every = list(zip(asked, index.buckets, subjects_before[:-1], strict=True))
    return PassageTable(
        subject=np.concatenate([mine.subject + before for mine, _, before in every]),
        number=np.concatenate([mine.number for mine, _, _ in every]),
        started_us=np.concatenate([bucket.time_us[mine.first] for mine, bucket, _ in every]),
        ended_us=np.concatenate([mine.ended_us for mine, _, _ in every]),
        outcome=np.concatenate([mine.outcome for mine, _, _ in every]),
        last_step=progress.last_step,
        furthest_step=progress.furthest_step,
        interactions=np.concatenate([mine.end - mine.first for mine, _, _ in every]),
    )
