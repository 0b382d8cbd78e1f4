"""When did what a playbook waits for happen, to whom: read from the replay, answers, health and terms.

Each occurrence has a key that stays the same whenever it is looked for again; and one is only ever found at
an instant by what was known at that instant, so that walking through history finds what was found live.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final

import numpy as np

from desirepath.base.spans import from_microseconds, parse_span, to_microseconds
from desirepath.base.words import say_date, say_length
from desirepath.measures.book.records import NEVER, Records
from desirepath.measures.book.source import Source
from desirepath.model.expression import Expression
from desirepath.replay.binding import matching
from desirepath.replay.columns import Array, rows_and_owners
from desirepath.replay.index import Index
from desirepath.replay.lookup import Lookup
from desirepath.replay.replay import Replay
from desirepath.replay.tally import OPEN
from desirepath.success.conditions import POOR_BELOW
from desirepath.success.handoffs import Passing
from desirepath.success.playbooks.playbook import Trigger

_NOT_ENDED: Final = -1
KEYS_OF_STEPS: Final[Mapping[str, str]] = {
    "enters": "enters",
    "leaves": "leaves",
    "stalls_at": "stalls",
    "skips": "skips",
    "misses": "misses",
    "handoff_late": "handoff",
}
"""How the keys of occurrences begin, by the trigger that names a step: what, then the step."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What a playbook waits for happened to ``subject`` at ``at_us``. ``says`` in words what.

    ``due_us`` is when the term ends, of renewals. ``fits`` is whether the playbook's condition held of the
    interaction; None: it is asked of traits, at that instant.
    """

    subject: str
    key: str
    at_us: int
    says: str
    due_us: int | None = None
    fits: bool | None = None


def step_of(key: str) -> str | None:
    """The step at which something happened, by the key of the occurrence; None where it was at none.

    >>> step_of("stalls:first-login:1.2"), step_of("does:77"), step_of("started:other:enters:use:1.1")
    ('first-login', None, None)
    """
    what, _, rest = key.partition(":")
    return rest.partition(":")[0] if what in KEYS_OF_STEPS.values() else None


def span_us(text: str) -> int:
    """A length of time in microseconds.

    >>> span_us("2s")
    2000000
    """
    return round(parse_span(text).total_seconds() * 1_000_000)


def of_steps(
    told: Replay, trigger: Trigger, holds_us: int, since_us: int, until_us: int
) -> Iterator[Occurrence]:
    """Who enters, leaves, stalls at, skips or misses a step after ``since_us`` and up to ``until_us``."""
    step_id = trigger.enters or trigger.leaves or trigger.stalls_at or trigger.skips or trigger.misses
    steps = list(told.binding.steps)
    if step_id is None or step_id not in steps:
        return
    number = steps.index(step_id)
    name = next(s.name for stage in told.journey.stages for s in stage.steps if s.id == step_id)
    if trigger.misses is not None:
        yield from _missed(told, trigger, number, name, since_us, until_us)
    elif trigger.skips is not None:
        yield from _skipped(told, number, step_id, name, since_us, until_us)
    else:
        yield from _at_step(told, trigger, number, name, holds_us, since_us, until_us)


def _at_step(
    told: Replay, trigger: Trigger, number: int, name: str, holds_us: int, since_us: int, until_us: int
) -> Iterator[Occurrence]:
    visits, passages, ids = told.visits, told.passages, told.subject_ids
    here = np.flatnonzero(visits.step == number)
    passage = visits.passage[here]
    first = np.searchsorted(passage, passage)
    nth = np.arange(len(here)) - first
    entered, left, how = visits.entered_us[here], visits.left_us[here], visits.how_ended[here]
    if trigger.leaves is not None:
        # Who leaves the journey here has not moved on.
        at = np.where(how > OPEN, left, NEVER)
        what, says = "leaves", f'moved on from "{name}"'
    else:
        longer_us = holds_us
        what, says = "enters", f'came to "{name}"'
        if trigger.stalls_at is not None:
            longer_us = _too_long_us(told, trigger)
            what = "stalls"
            says = f'has been at "{name}" for {say_length(longer_us / 1e6)}'
        elif holds_us:
            says = f'came to "{name}", and is still there'
        at = entered + longer_us
        if longer_us:
            at = np.where((left > at) | (how == OPEN), at, NEVER)
    inside = np.flatnonzero((at > since_us) & (at <= until_us))
    step_id = told.binding.steps[number]
    for row in inside.tolist():
        mine = int(passage[row])
        key = f"{what}:{step_id}:{int(passages.number[mine]) + 1}.{int(nth[row]) + 1}"
        yield Occurrence(ids[int(passages.subject[mine])], key, int(at[row]), says)


def _too_long_us(told: Replay, trigger: Trigger) -> int:
    if trigger.longer_than is not None:
        return span_us(trigger.longer_than)
    promised = next(
        s.within for stage in told.journey.stages for s in stage.steps if s.id == trigger.stalls_at
    )
    return NEVER if promised is None else 2 * span_us(promised)


def _skipped(
    told: Replay, number: int, step_id: str, name: str, since_us: int, until_us: int
) -> Iterator[Occurrence]:
    """The first visit to a later step, in a passage that had not been here by then."""
    visits, passages, ids = told.visits, told.passages, told.subject_ids
    size = len(passages)
    here, later = np.full(size, NEVER), np.full(size, NEVER)
    for found, mask in ((here, visits.step == number), (later, visits.step > number)):
        np.minimum.at(found, visits.passage[mask], visits.entered_us[mask])
    inside = np.flatnonzero((later < here) & (later > since_us) & (later <= until_us))
    for row in inside.tolist():
        key = f"skips:{step_id}:{int(passages.number[row]) + 1}"
        subject = ids[int(passages.subject[row])]
        yield Occurrence(subject, key, int(later[row]), f'went on without "{name}"')


def _missed(
    told: Replay, trigger: Trigger, number: int, name: str, since_us: int, until_us: int
) -> Iterator[Occurrence]:
    visits, passages, ids = told.visits, told.passages, told.subject_ids
    within = trigger.within or "0d"
    at = passages.started_us + span_us(within)
    reached = np.full(len(passages), NEVER)
    mask = visits.step >= number
    np.minimum.at(reached, visits.passage[mask], visits.entered_us[mask])
    is_open = (passages.ended_us == _NOT_ENDED) | (passages.ended_us > at)
    inside = np.flatnonzero((reached > at) & is_open & (at > since_us) & (at <= until_us))
    for row in inside.tolist():
        key = f"misses:{trigger.misses}:{int(passages.number[row]) + 1}"
        subject = ids[int(passages.subject[row])]
        says = f'had not come to "{name}" after {say_length(span_us(within) / 1e6)}'
        yield Occurrence(subject, key, int(at[row]), says)


def of_interactions(
    index: Index,
    subjects: Sequence[str],
    lookup: Lookup,
    rows: Sequence[Array],
    condition: Expression | None,
    holds_us: int,
    since_us: int,
    until_us: int,
    zone: tzinfo,
) -> Iterator[Occurrence]:
    """Of the interactions at ``rows`` of each bucket (ascending), those in the time. With ``holds_us`` those
    that nothing of the kind followed for so long, and then. Days are told in ``zone``."""
    before = 0
    for bucket, mine in zip(index.buckets, rows, strict=True):
        ids = subjects[before : before + len(bucket.ends)]
        before += len(bucket.ends)
        if not len(mine):
            continue
        order, owners = rows_and_owners(bucket)
        is_mine = np.zeros(len(bucket.time_us), np.bool_)
        is_mine[mine] = True
        chosen = is_mine[order]
        row, owner = order[chosen], owners[chosen]
        time_us = bucket.time_us[row]
        seen = time_us <= until_us
        row, owner, time_us = row[seen], owner[seen], time_us[seen]
        at = time_us + holds_us
        is_last = np.ones(len(row), np.bool_)
        if holds_us and len(row):
            follows = (owner[1:] == owner[:-1]) & (time_us[1:] <= at[:-1])
            is_last[:-1] = ~follows
        inside = np.flatnonzero(is_last & (at > since_us) & (at <= until_us))
        fits: list[bool | None] = [None] * len(inside)
        if condition is not None and len(inside):
            fits = matching(condition, bucket, row[inside], lookup).tolist()
        for place, fit in zip(inside.tolist(), fits, strict=True):
            activity = index.names.activities[int(bucket.activity[row[place]])]
            what = activity.replace(".", " ").replace("_", " ")
            on = from_microseconds(int(time_us[place])).astimezone(zone).date()
            says = f"{what} on {say_date(on)}"
            yield Occurrence(
                ids[int(owner[place])],
                f"does:{int(bucket.arrival[row[place]])}",
                int(at[place]),
                says + (", and nothing since" if holds_us else ""),
                fits=fit,
            )


def of_answers(
    index: Index,
    subjects: Sequence[str],
    lookup: Lookup,
    asked: Sequence[str],
    condition: Expression | None,
    holds_us: int,
    since_us: int,
    until_us: int,
    zone: tzinfo,
) -> Iterator[Occurrence]:
    """Poor answers to the questions; with ``holds_us`` those that no other answer to it followed for so
    long. Days are told in ``zone``."""
    names = tuple(POOR_BELOW)
    scales = (*index.names.scales, "")
    of_scale = np.array(
        [next((n for n, one in enumerate(names) if s in POOR_BELOW[one][0]), -1) for s in scales], np.int64
    )
    below = np.array([POOR_BELOW[one][1] for one in names] + [0], np.int64)
    wanted = np.array([one in asked for one in names] + [False])
    before = 0
    for bucket in index.buckets:
        ids = subjects[before : before + len(bucket.ends)]
        before += len(bucket.ends)
        order, owners = rows_and_owners(bucket)
        question = of_scale[np.minimum(bucket.scale[order], len(of_scale) - 1)]
        answered = (bucket.level[order] >= 0) & wanted[question] & (bucket.time_us[order] <= until_us)
        row, owner, question = order[answered], owners[answered], question[answered]
        poor = bucket.level[row] < below[question]
        at = bucket.time_us[row] + holds_us
        for place in np.flatnonzero(poor & (at > since_us) & (at <= until_us)).tolist():
            if holds_us and _answered_since(place, owner, question, bucket.time_us[row], int(at[place])):
                continue
            fits = None
            if condition is not None:
                fits = bool(matching(condition, bucket, row[place : place + 1], lookup)[0])
            measure = names[int(question[place])]
            on = from_microseconds(int(bucket.time_us[row[place]])).astimezone(zone).date()
            yield Occurrence(
                ids[int(owner[place])],
                f"poor:{int(bucket.arrival[row[place]])}",
                int(at[place]),
                f"gave a poor answer ({measure}) on {say_date(on)}",
                fits=fits,
            )


def _answered_since(place: int, owner: Array, question: Array, time_us: Array, until_us: int) -> bool:
    for later in range(place + 1, len(owner)):
        if owner[later] != owner[place] or time_us[later] > until_us:
            return False
        if question[later] == question[place]:
            return True
    return False


def of_terms(records: Records, ahead: str, since_us: int, until_us: int) -> Iterator[Occurrence]:
    """Whose term ends in so long, and is neither renewed nor cancelled by then."""
    if not records.has_subscriptions:
        return
    dues, subjects, _ = Source(records).dues
    began: dict[int, int] = {}
    for due, subject in zip(dues, subjects.tolist(), strict=True):
        known_us = began.get(subject)
        if known_us is None:
            moments = records.histories[subject].moments
            known_us = moments[0].at_us if moments else due.due_us
        if due.renewed_us is not None:
            began[subject] = due.renewed_us
        # Of a term that is shorter than that: as soon as it has begun.
        at = max(due.due_us - span_us(ahead), known_us)
        decided = min(due.renewed_us or NEVER, due.lost_us or NEVER)
        if since_us < at <= until_us and at < min(decided, due.due_us):
            # The day that was named, whatever the zone is: a key by the UTC day would move with the zone.
            on = from_microseconds(due.due_us).astimezone(records.zone).date()
            says = f"the term ends on {say_date(on)}"
            key = f"renewal:{on.isoformat()}:{ahead}"
            yield Occurrence(records.subjects[subject], key, at, says, due_us=due.due_us)


def of_handoffs(passings: Sequence[Passing], step: str, since_us: int, until_us: int) -> Iterator[Occurrence]:
    """Whose handoff at a step was not accepted when it was due."""
    for one in passings:
        if one.step != step or one.due is None:
            continue
        at = to_microseconds(one.due)
        closed = None if one.closed_at is None else to_microseconds(one.closed_at)
        if since_us < at <= until_us and (closed is None or closed > at):
            begun = to_microseconds(one.opened_at)
            yield Occurrence(one.account, f"handoff:{step}:{begun}", at, "the handoff is late")


def by_time(found: Iterable[Occurrence]) -> list[Occurrence]:
    """In order of time, each key of a subject once: the earliest."""
    kept: dict[tuple[str, str], Occurrence] = {}
    for one in sorted(found, key=lambda one: (one.at_us, one.subject, one.key)):
        kept.setdefault((one.subject, one.key), one)
    return list(kept.values())
