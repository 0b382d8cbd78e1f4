"""The replay: a map, an index and a question in; what was counted, passage by passage, out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

import numpy as np

from desirepath.base.spans import Period, from_microseconds, to_microseconds
from desirepath.model.expression import Expression
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.binding import Binding, bind, matching
from desirepath.replay.columns import Array
from desirepath.replay.engines import local
from desirepath.replay.index import Index
from desirepath.replay.lookup import Lookup
from desirepath.replay.shapes import Passages
from desirepath.replay.tables import PassageTable, Standing, VisitTable
from desirepath.replay.tally import OPEN, OUTCOMES, Tally

COMPILE_SECONDS = 10


@dataclass(frozen=True)
class Replay:
    """What the log says about a map, for the passages that were asked for (all of them, a segment's, a
    period's).

    ``as_of`` is the instant up to which the log was seen. ``tally`` is what was counted, ``passages`` has
    one row each.
    """

    journey: JourneyMap
    index: Index
    binding: Binding
    as_of: datetime
    tally: Tally
    passages: PassageTable
    _found: tuple[Passages, ...] = field(repr=False)
    _threads: int | None = field(repr=False)

    @cached_property
    def subject_ids(self) -> tuple[str, ...]:
        """The ids of all subjects of the log; ``passages.subject`` are places in it."""
        return self.index.subject_ids

    @cached_property
    def visits(self) -> VisitTable:
        """One row per stay at a step, by passage and in order."""
        found = local.visits(self.binding, self.index, self._found, self._as_of_us, threads=self._threads)
        return VisitTable(*found)

    @property
    def _as_of_us(self) -> int:
        return to_microseconds(self.as_of)

    def tally_of(self, chosen: Array) -> Tally:
        """The tally of some of the passages, chosen by a mask over them. Masks that part the subjects add
        up."""
        edges = np.cumsum([0, *(len(found.subject) for found in self._found)])
        some = tuple(
            _take(found, chosen[low:high])
            for found, low, high in zip(self._found, edges[:-1], edges[1:], strict=True)
        )
        tally, _ = local.count(self.binding, self.index, some, self._as_of_us, threads=self._threads)
        return tally

    def labels(self) -> Array:
        """At which step its subject stood, for every interaction of the log, in the log's total order.

        The number of the step; the number of steps where the passage had not come to any yet; -1 where the
        interaction belongs to no passage (or to none that was asked for).
        """
        found = local.labels(self.binding, self.index, self._found, self._as_of_us, threads=self._threads)
        labels = np.full(self.index.log_rows, -1, np.int32)
        for bucket, places in zip(self.index.buckets, found, strict=True):
            labels[bucket.row] = places
        return labels

    def standings(self) -> tuple[Standing, ...]:
        """Where each subject stands: in its latest passage. By subject, those with a passage only."""
        passages, visits, ids = self.passages, self.visits, self.subject_ids
        steps = self.binding.steps
        latest = np.flatnonzero(np.diff(passages.subject, append=-1) != 0)
        first_visit = np.searchsorted(visits.passage, latest)
        end_visit = np.searchsorted(visits.passage, latest, side="right")

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

        return tuple(map(stand, latest.tolist(), first_visit.tolist(), end_visit.tolist()))


def replay(
    journey: JourneyMap,
    index: Index,
    *,
    segment: Expression | None = None,
    period: Period = Period(),  # noqa: B008  # frozen, and the contract's default
    as_of: datetime | None = None,
    threads: int | None = None,
    notify: Callable[[str], None] | None = None,
) -> Replay:
    """Replay the log over the map."""
    if notify is not None and not local.is_compiled():
        notify(f"compiling the replay kernel, once (about {COMPILE_SECONDS} s)")
    as_of_us = to_microseconds(as_of) if as_of else index.last_us or 0
    lookup = Lookup(index)
    binding = bind(journey, index, lookup)
    found = local.find(binding, index, as_of_us, threads=threads)
    chosen = tuple(
        _take(passages, _asked_for(number, passages, index, lookup, segment, period))
        for number, passages in enumerate(found)
    )
    tally, progress = local.count(binding, index, chosen, as_of_us, threads=threads)
    first_subject = np.cumsum([0, *(len(bucket.subjects) for bucket in index.buckets)])[:-1]
    passages = PassageTable(
        subject=_concatenate(
            [p.subject + base for p, base in zip(chosen, first_subject, strict=True)], np.int64
        ),
        number=_concatenate([p.number for p in chosen], np.int32),
        started_us=_concatenate(
            [b.time_us[p.first] for p, b in zip(chosen, index.buckets, strict=True)], np.int64
        ),
        ended_us=_concatenate([p.ended_us for p in chosen], np.int64),
        outcome=_concatenate([p.outcome for p in chosen], np.int8),
        last_step=progress.last_step,
        furthest_step=progress.furthest_step,
        interactions=_concatenate([p.end - p.first for p in chosen], np.int64),
    )
    return Replay(journey, index, binding, from_microseconds(as_of_us), tally, passages, chosen, threads)


def _concatenate(parts: list[Array], kind: type) -> Array:
    return np.concatenate([np.zeros(0, kind), *parts])


def _take(passages: Passages, chosen: Array) -> Passages:
    return Passages(*(column[chosen] for column in passages))


def _asked_for(
    number: int, passages: Passages, index: Index, lookup: Lookup, segment: Expression | None, period: Period
) -> Array:
    """The passages that started in the period, by a subject in the segment as things were known then."""
    bucket = index.buckets[number]
    started_us = bucket.time_us[passages.first]
    chosen = np.ones(len(started_us), np.bool_)
    if period.since:
        chosen &= started_us >= to_microseconds(period.since)
    if period.until:
        chosen &= started_us < to_microseconds(period.until)
    if segment is not None:
        asked = np.flatnonzero(chosen)
        chosen[asked] = matching(segment, bucket, passages.first[asked], lookup)
    return chosen
