"""A replay brought up to date: only the subjects with news are followed again.

What was counted of a subject before its news is taken out of the tally, and what is counted of it now put
in. Of everybody else nothing changes but how long those under way have waited.
"""

from __future__ import annotations

from dataclasses import replace as with_changes

import numpy as np

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.log.schema import FactKind
from desirepath.model.expression import And, Compare, Contains, Expression, Name, Not, OneOf, Or
from desirepath.replay.binding import ask, bind
from desirepath.replay.columns import Array
from desirepath.replay.engines import local
from desirepath.replay.index import Facts, Index
from desirepath.replay.lookup import Lookup
from desirepath.replay.replay import Replay, choose, replay, take
from desirepath.replay.shapes import Passages, Progress
from desirepath.replay.tally import EXPIRED, OPEN

_IDS = ("customer", "account", "objects")


def update(told: Replay, index: Index) -> Replay:
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
    question = told.question
    if not _can_update(told, index):
        return replay(
            told.journey,
            index,
            segment=question.segment,
            period=question.period,
            as_of=question.as_of,
            threads=told.threads,
        )
    before = told.index
    then_us, now_us = to_microseconds(told.as_of), index.last_us or 0
    lookup = Lookup(index)
    binding = bind(told.journey, index, lookup, before=told.binding)
    owners = [bucket.owners(mine.first) for bucket, mine in zip(index.buckets, told.asked, strict=True)]
    stays = [owner >= 0 for owner in owners]
    old = tuple(take(mine, ~stay) for mine, stay in zip(told.asked, stays, strict=True))
    touched = tuple(
        np.flatnonzero(bucket.starts[:-1] >= len(was.time_us))
        for bucket, was in zip(index.buckets, before.buckets, strict=True)
    )
    found = local.find(binding, index, now_us, subjects=touched, threads=told.threads)
    new = choose(found, index, lookup, question)
    lookup.keep()
    counted_old, _ = local.count(told.binding, before, old, then_us, threads=told.threads)
    counted_new, new_progress = local.count(binding, index, new, now_us, threads=told.threads)

    still = tuple(
        take(mine._replace(subject=owner.astype(np.int32)), stay)
        for mine, owner, stay in zip(told.asked, owners, stays, strict=True)
    )
    still_progress = _choose_progress(told.progress, np.concatenate(stays))
    later = tuple(
        _waited(mine, binding.horizon_us, bucket.time_us, now_us)
        for mine, bucket in zip(still, index.buckets, strict=True)
    )
    waiting = (_joined(still), _joined(later))
    started_us = np.concatenate(
        [bucket.time_us[mine.first] for bucket, mine in zip(index.buckets, still, strict=True)]
    )
    is_open = waiting[0].outcome == OPEN
    ends_then, ends_now = (
        local.count_ends(
            binding,
            index,
            started_us[is_open],
            take(some, is_open),
            _choose_progress(still_progress, is_open),
            at_us,
        )
        for some, at_us in zip(waiting, (then_us, now_us), strict=True)
    )
    names = index.names
    tally = (told.tally - counted_old).with_names(names.activities, names.channels, names.scales)
    asked, progress = _interleave(later, new, still_progress, new_progress)
    return with_changes(
        told,
        index=index,
        binding=binding,
        as_of=from_microseconds(now_us),
        tally=tally + counted_new - ends_then + ends_now,
        asked=asked,
        progress=progress,
    )


def _can_update(told: Replay, index: Index) -> bool:
    if told.question.as_of is not None or index.folder is None or index.folder != told.index.folder:
        return False
    segment = told.question.segment
    asks = [*ask(told.journey), *([] if segment is None else [segment])]
    names = [name for expression in asks for name in _names(expression)]
    then = told.index.generation
    if any(name.scope == "traits" for name in names):
        return _nothing_came(index.log, then, "traits") and _nothing_came(index.log, then, "identities")
    # Who an interaction names may change, too, when two ids turn out to be one.
    return not any(name.key in _IDS for name in names) or _nothing_came(index.log, then, "identities")


def _nothing_came(log: Facts, since: str, kind: FactKind) -> bool:
    came = log.since(since, kind)
    return came is not None and came.num_rows == 0


def _names(expression: Expression) -> list[Name]:
    match expression:
        case And(parts) | Or(parts):
            return [name for part in parts for name in _names(part)]
        case Not(inner):
            return _names(inner)
        case Compare(name) | OneOf(name) | Contains(name):
            return [name]


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
