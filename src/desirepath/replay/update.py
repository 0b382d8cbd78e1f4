"""A replay brought up to date: only the subjects with news are followed again.

What was counted of a subject before its news is taken out of the tally, and what is counted of it now put
in. Of everybody else nothing changes but how long those under way have waited.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.log.schema import FactKind
from desirepath.model.expression import names_of
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.binding import Binding, Codes, ask, bind
from desirepath.replay.columns import Array
from desirepath.replay.engines import local
from desirepath.replay.index import Facts, Index
from desirepath.replay.lived import Lived
from desirepath.replay.lookup import Lookup
from desirepath.replay.replay import Question, Replay, choose, replay, take
from desirepath.replay.shapes import Passages, Progress
from desirepath.replay.spread import Spread
from desirepath.replay.tally import EXPIRED, OPEN, Tally
from desirepath.replay.watch import Watch

_IDS = ("customer", "account", "objects")


def update(told: Replay, index: Index, *, watch: Watch | None = None) -> Replay:
    """The same question asked of a later index of the same log: equal, to the bit, to a replay from nothing.

    Only subjects with news are followed, where ``index`` is the one of ``told`` grown; else, or where the
    question fixes ``as_of``, or where traits that it asks for were learned since, all are.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> from desirepath.model.map_file import read_map_text
    >>> from desirepath.replay.index import open_index
    >>> stages = "[{id: begin, name: Begin, steps: [{id: use, name: Use, when: [{activity: used}]}]}]"
    >>> journey = read_map_text("{format: desirepath/1, id: m, title: M, stages: " + stages + "}")
    >>> def used(day):
    ...     at = datetime(2026, 1, day, tzinfo=UTC)
    ...     return Interaction({"customer": "u1"}, at, "used", source="crm", key=f"{day}")
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     added = log.append([used(2)])
    ...     told = replay(journey, open_index(log, "customer"))
    ...     added = log.append([used(1), used(3)])
    ...     int(told.tally.repeats[0]), int(update(told, open_index(log, "customer")).tally.repeats[0])
    (0, 2)
    """
    found = bring_up_to_date(told.journey, Earlier.of(told), index, threads=told.threads, watch=watch)
    question = told.question
    return found or replay(
        told.journey,
        index,
        segment=question.segment,
        period=question.period,
        as_of=question.as_of,
        threads=told.threads,
        watch=watch,
    )


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a replay knew when its index, in ``folder``, was of this ``generation`` and had so many ``rows``
    in each bucket."""

    question: Question
    folder: Path | None
    generation: str
    rows: tuple[int, ...]
    as_of_us: int
    codes: Codes | None
    tally: Tally
    asked: tuple[Passages, ...]
    progress: Progress
    lived: Lived | None
    spread: Spread | None

    @classmethod
    def of(cls, told: Replay) -> Earlier:
        """What this replay knows."""
        index = told.index
        rows = tuple(len(bucket.time_us) for bucket in index.buckets)
        as_of_us, codes = to_microseconds(told.as_of), told.binding.codes
        known = (told.tally, told.asked, told.progress, told.known, told.known_spread)
        return cls(told.question, index.folder, index.generation, rows, as_of_us, codes, *known)

    def can_grow_into(self, journey: JourneyMap, index: Index) -> bool:
        """Whether ``index`` is the one it was of, grown, and nothing else that was asked for has changed."""
        question = self.question
        if question.as_of is not None or index.folder is None or index.folder != self.folder:
            return False
        if any(len(bucket.time_us) < was for bucket, was in zip(index.buckets, self.rows, strict=True)):
            return False
        asks = [*ask(journey), *([] if question.segment is None else [question.segment])]
        names = [name for expression in asks for name in names_of(expression)]
        if any(name.scope == "traits" for name in names):
            kinds: tuple[FactKind, ...] = ("traits", "identities")
            return all(_nothing_came(index.log, self.generation, kind) for kind in kinds)
        # Who an interaction names may change, too, when two ids turn out to be one.
        return not any(name.key in _IDS for name in names) or _nothing_came(
            index.log, self.generation, "identities"
        )


def bring_up_to_date(
    journey: JourneyMap, earlier: Earlier, index: Index, *, threads: int | None, watch: Watch | None
) -> Replay | None:
    """The replay of a later index; None where everything has to be followed again."""
    if not earlier.can_grow_into(journey, index):
        return None
    then_us, now_us = earlier.as_of_us, index.last_us or 0
    lookup = Lookup(index)
    binding = bind(journey, index, lookup, before=earlier.codes)
    owners = [bucket.owners(mine.first) for bucket, mine in zip(index.buckets, earlier.asked, strict=True)]
    stays = [owner >= 0 for owner in owners]
    # What belongs to nobody any more lies where it lay, and means what it meant.
    old = tuple(take(mine, ~stay) for mine, stay in zip(earlier.asked, stays, strict=True))
    touched = tuple(
        np.flatnonzero(bucket.starts[:-1] >= was)
        for bucket, was in zip(index.buckets, earlier.rows, strict=True)
    )
    found = local.find(binding, index, now_us, subjects=touched, threads=threads, watch=watch)
    new = choose(found, index, lookup, earlier.question)
    lookup.keep()
    counted_old, _ = local.count(binding, index, old, then_us, threads=threads)
    counted_new, new_progress = local.count(binding, index, new, now_us, threads=threads, watch=watch)

    still = tuple(
        take(mine._replace(subject=owner.astype(np.int32)), stay)
        for mine, owner, stay in zip(earlier.asked, owners, stays, strict=True)
    )
    still_progress = _choose_progress(earlier.progress, np.concatenate(stays))
    later = tuple(
        _waited(mine, binding.horizon_us, bucket.time_us, now_us)
        for mine, bucket in zip(still, index.buckets, strict=True)
    )
    ends = _ends_of_waiting(binding, index, still, later, still_progress, then_us, now_us)
    names = index.names
    tally = earlier.tally.with_names(names.activities, names.channels, names.scales)
    asked, progress = _interleave(later, new, still_progress, new_progress)
    lived = None
    if earlier.lived is not None:
        # The passages that have expired since lived something new, too, with no news of their own.
        over = [was.outcome != now.outcome for was, now in zip(still, later, strict=True)]
        gone = tuple(
            _joined((mine, take(was, gone))) for mine, was, gone in zip(old, still, over, strict=True)
        )
        fresh = tuple(
            _joined((mine, take(now, gone))) for mine, now, gone in zip(new, later, over, strict=True)
        )
        lived = earlier.lived.changed(
            gone=local.lived(binding, index, _by_subject(gone), then_us, threads=threads),
            fresh=local.lived(binding, index, _by_subject(fresh), now_us, threads=threads, watch=watch),
        )
    spread = None
    if earlier.spread is not None:
        # Nothing in it changes by waiting.
        wider = earlier.spread.with_channels(len(names.channels))
        spread_old = local.spread(binding, index, old, then_us, threads=threads)
        spread = wider - spread_old + local.spread(binding, index, new, now_us, threads=threads)
    return Replay(
        journey=journey,
        index=index,
        binding=binding,
        as_of=from_microseconds(now_us),
        tally=tally - counted_old + counted_new + ends,
        question=earlier.question,
        asked=asked,
        progress=progress,
        threads=threads,
        known=lived,
        known_spread=spread,
    )


def _ends_of_waiting(
    binding: Binding,
    index: Index,
    still: tuple[Passages, ...],
    later: tuple[Passages, ...],
    progress: Progress,
    then_us: int,
    now_us: int,
) -> Tally:
    """What changes in the tally of passages without news, only because time went by."""
    are_open = [mine.outcome == OPEN for mine in still]
    started_us = np.concatenate(
        [
            bucket.time_us[mine.first[is_open]]
            for bucket, mine, is_open in zip(index.buckets, still, are_open, strict=True)
        ]
    )
    waiting = _choose_progress(progress, np.concatenate(are_open))

    def ends_of(passages: tuple[Passages, ...], at_us: int) -> Tally:
        mine = _joined(tuple(take(some, is_open) for some, is_open in zip(passages, are_open, strict=True)))
        return local.count_ends(binding, index, started_us, mine, waiting, at_us)

    return ends_of(later, now_us) - ends_of(still, then_us)


def _by_subject(passages: tuple[Passages, ...]) -> tuple[Passages, ...]:
    return tuple(take(mine, np.argsort(mine.subject, kind="stable")) for mine in passages)


def _nothing_came(log: Facts, since: str, kind: FactKind) -> bool:
    came = log.since(since, kind)
    return came is not None and came.num_rows == 0


def _waited(passages: Passages, horizon_us: int, time_us: Array, now_us: int) -> Passages:
    """The same passages, with nothing new but the time that went by: some have expired."""
    expires_us = time_us[passages.first] + horizon_us
    expired = (passages.outcome == OPEN) & (expires_us <= now_us)
    return passages._replace(
        outcome=np.where(expired, EXPIRED, passages.outcome).astype(np.int8),
        ended_us=np.where(expired, expires_us, passages.ended_us),
    )


def _joined(parts: tuple[Passages, ...]) -> Passages:
    return Passages(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _choose_progress(progress: Progress, chosen: Array) -> Progress:
    return Progress(*(column[chosen] for column in progress))


def _interleave(
    still: tuple[Passages, ...], new: tuple[Passages, ...], still_progress: Progress, new_progress: Progress
) -> tuple[tuple[Passages, ...], Progress]:
    """The passages of both, per bucket by subject; and their progress in the same order."""
    asked, places = [], []
    before_still, before_new = 0, len(still_progress.last_step)
    for mine, other in zip(still, new, strict=True):
        both = _joined((mine, other))
        order = np.argsort(both.subject, kind="stable")
        asked.append(take(both, order))
        place = np.concatenate(
            [before_still + np.arange(len(mine.subject)), before_new + np.arange(len(other.subject))]
        )
        places.append(place[order])
        before_still, before_new = before_still + len(mine.subject), before_new + len(other.subject)
    every = Progress(*(np.concatenate(columns) for columns in zip(still_progress, new_progress, strict=True)))
    return tuple(asked), _choose_progress(every, np.concatenate(places))
