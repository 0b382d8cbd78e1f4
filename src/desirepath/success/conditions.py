"""What is wrong with whom, as alerts know it: read from the log, the board, health and the renewals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

import numpy as np

from desirepath.base.spans import from_microseconds, say_span, to_microseconds
from desirepath.base.words import count_of, say_date, say_score
from desirepath.measures.book.months import DAY_US
from desirepath.model.expression import Compare, Expression, Name
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.answers import CES, CSAT, NPS, level_of
from desirepath.replay.columns import Array, rows_and_owners
from desirepath.replay.index import Index
from desirepath.replay.matching_times import find_times
from desirepath.success.alerts import Condition, Severity
from desirepath.success.board import JourneyBoard
from desirepath.success.health import Health
from desirepath.success.renewals import Renewal

POOR_ANSWER_FOR: Final = timedelta(days=30)
RENEWAL_AHEAD: Final = timedelta(days=90)
URGENT_RENEWAL: Final = timedelta(days=30)
NEWS_FOR: Final = timedelta(days=30)
"""What has been so for longer is no news any more: it is on the board, and to be watched."""
POOR_BELOW: Final = {
    "NPS": (NPS.scales, NPS.bad_below),
    "CSAT": (CSAT.scales, level_of(2, 4)),
    "CES": (CES.scales, level_of(3, 6)),
}
"""Below which level an answer is a poor experience: detractors; 1 or 2 of 5; 1 to 3 of 7 (7 is easy)."""
_NEVER: Final = -1


@dataclass(frozen=True, slots=True)
class Rerated:
    """A scorecard that changed: health when it did, by the version in force since (``by_new``), and by the
    one before (``by_old``); ``changed_at`` is when."""

    changed_at: datetime
    by_new: Health
    by_old: Health


@dataclass(frozen=True, slots=True)
class _Answer:
    """The latest answer of a subject to one of the three questions."""

    subject: int
    asked: str
    at_us: int
    level: int
    arrival: int


def all_conditions(
    index: Index,
    now: datetime,
    *,
    journey: JourneyMap | None = None,
    board: JourneyBoard | None = None,
    health: tuple[Health, Health] | None = None,
    rerated: Rerated | None = None,
    renewals: Iterable[Renewal] = (),
    only: frozenset[str] | None = None,
    zone: tzinfo = UTC,
) -> tuple[Condition, ...]:
    """Everything that is wrong now, by subject. ``only`` are whose it may be: customers (None: anybody's).

    ``health`` is that of now and that of a week ago, ``rerated`` the change of its scorecard, where there was
    one lately: whom it rates worse has not fallen. ``journey`` names the steps of ``board``. Days
    are told in ``zone``.
    """
    found = [
        *poor_answers(index, now, zone),
        *reopened_tickets(index, now, zone),
        *failed_payments(index, now, zone),
    ]
    if board is not None:
        names = {} if journey is None else {s.id: s.name for stage in journey.stages for s in stage.steps}
        found += stuck(board, names)
    if health is not None:
        by_change = () if rerated is None else tuple(rated_worse(*health, rerated, zone))
        judged = {one.subject for one in by_change}
        found += by_change
        found += (one for one in fallen(*health) if one.subject not in judged)
    found += renewals_at_risk(renewals, now)
    chosen = (one for one in found if only is None or one.subject in only)
    return tuple(sorted(chosen, key=lambda one: one.key))


def poor_answers(index: Index, now: datetime, zone: tzinfo = UTC) -> Iterator[Condition]:
    """Whose latest answer of the last thirty days to a question was a poor one: one is enough.

    A later answer that is not poor resolves it.
    """
    subjects = index.subject_ids
    for answer in _latest_answers(index, to_microseconds(now - POOR_ANSWER_FOR), to_microseconds(now)):
        if answer.level < POOR_BELOW[answer.asked][1]:
            at = from_microseconds(answer.at_us)
            severity: Severity = "urgent" if answer.level == 0 else "act"
            says = f"gave a poor answer ({answer.asked}) on {say_date(at.astimezone(zone).date())}"
            who = subjects[answer.subject]
            yield Condition(who, "poor-answer", answer.asked, says, at, severity, answer.arrival)


def _latest_answers(index: Index, since_us: int, now_us: int) -> Iterator[_Answer]:
    names = tuple(POOR_BELOW)
    # The last one stands for what has no scale.
    scales = (*index.names.scales, "")
    asked_of = [next((n for n, one in enumerate(names) if s in POOR_BELOW[one][0]), -1) for s in scales]
    question, before = np.array(asked_of, np.int64), 0
    for bucket in index.buckets:
        rows, owners = rows_and_owners(bucket)
        level, scale, time_us = bucket.level[rows], bucket.scale[rows], bucket.time_us[rows]
        asked = question[np.minimum(scale, len(question) - 1)]
        told = np.flatnonzero((level >= 0) & (asked >= 0) & (time_us > since_us) & (time_us <= now_us))
        # Rows come in the order of time within a subject: of one key the last one stays.
        latest = {(int(owners[row]), int(asked[row])): row for row in told.tolist()}
        for (owner, number), row in latest.items():
            arrival = int(bucket.arrival[rows[row]])
            yield _Answer(owner + before, names[number], int(time_us[row]), int(level[row]), arrival)
        before += len(bucket.ends)


def reopened_tickets(index: Index, now: datetime, zone: tzinfo = UTC) -> Iterator[Condition]:
    """Who had to come back with a ticket that was called solved, and has not been helped since."""
    for subject, at in _unanswered(index, now, "ticket.reopened", "ticket.solved"):
        says = f"came back on {say_date(at.astimezone(zone).date())} with a ticket that was called solved"
        yield Condition(subject, "ticket", "reopened", says, at, _of_news(at, now, "urgent"))


def failed_payments(index: Index, now: datetime, zone: tzinfo = UTC) -> Iterator[Condition]:
    """Whose last payment failed, with none that came since."""
    for subject, at in _unanswered(index, now, "payment.failed", "payment.succeeded"):
        says = f"a payment failed on {say_date(at.astimezone(zone).date())}, and none came since"
        yield Condition(subject, "payment", "failed", says, at, _of_news(at, now, "act"))


def _unanswered(index: Index, now: datetime, bad: str, good: str) -> Iterator[tuple[str, datetime]]:
    """Whose latest of a bad thing is later than their latest of the good one, and when it was."""
    latest_bad, latest_good = (
        _latest(index, Compare(Name("field", "activity"), "==", activity), now) for activity in (bad, good)
    )
    subjects = index.subject_ids
    for place in np.flatnonzero((latest_bad != _NEVER) & (latest_bad > latest_good)).tolist():
        yield subjects[place], from_microseconds(int(latest_bad[place]))


def _latest(index: Index, what: Expression, now: datetime) -> Array:
    (found,) = find_times(index, (what,), to_microseconds(now))
    latest = np.full(len(index.subject_ids), _NEVER)
    latest[found.subject] = found.time_us
    return latest


def stuck(board: JourneyBoard, names: dict[str, str]) -> Iterator[Condition]:
    """Who is stuck at a step; to watch only, where that has been so for thirty days."""
    for column in board.columns:
        stuck_us = None if column.expected is None else column.expected.stuck_us
        for card in column.cards:
            if card.pace == "stuck" and column.step is not None and stuck_us is not None:
                says = f'has been at "{names.get(column.step, column.step)}" for {_say_days(card.stayed_us)}'
                became = card.since + timedelta(microseconds=stuck_us)
                severity = _of_news(became, board.as_of, "act")
                yield Condition(card.subject, "stuck", column.step, says, card.since, severity)


def _say_days(stayed_us: int) -> str:
    """In whole days, so that it changes once a day."""
    days = stayed_us // DAY_US
    return count_of(days, "day", "days") if days else say_span(stayed_us / 1e6)


def fallen(now: Health, before: Health) -> Iterator[Condition]:
    """Who has come into the lowest level of health within the week; and, to watch, who is in it."""
    lowest = now.card.levels[0].name
    then = dict(zip(before.subjects, before.levels, strict=True))
    for subject, level, score in zip(now.subjects, now.levels, now.scores.tolist(), strict=True):
        if level != lowest:
            continue
        was = then.get(subject)
        if was is None or was == lowest:
            says = f"health is {lowest} ({say_score(score)})"
            yield Condition(subject, "health", now.card.id, says, before.as_of, "watch", lasts=True)
        else:
            says = f"health fell from {was} to {lowest} ({say_score(score)})"
            yield Condition(subject, "health", now.card.id, says, now.as_of, "act", lasts=True)


def rated_worse(now: Health, before: Health, rerated: Rerated, zone: tzinfo = UTC) -> Iterator[Condition]:
    """Who is in the lowest level of health because the scorecard changed: by the version before they were not
    in its lowest. Whoever recovered since and fell again has fallen.
    """
    card = now.card
    lowest, was_lowest = card.levels[0].name, rerated.by_old.card.levels[0].name
    old = dict(zip(rerated.by_old.subjects, rerated.by_old.levels, strict=True))
    new = dict(zip(rerated.by_new.subjects, rerated.by_new.levels, strict=True))
    then = dict(zip(before.subjects, before.levels, strict=True))
    is_long_ago = rerated.changed_at <= before.as_of
    since = min(rerated.changed_at, now.as_of)
    day = say_date(rerated.changed_at.astimezone(zone).date())
    for subject, level in zip(now.subjects, now.levels, strict=True):
        was = old.get(subject)
        if level != lowest or new.get(subject) != lowest or was in (None, was_lowest):
            continue
        if is_long_ago and then.get(subject) != lowest:
            continue
        says = f"is rated {lowest}, not {was}, since the scorecard changed on {day}"
        yield Condition(subject, "scorecard", card.id, says, since, "act", lasts=True)


def _of_news(at: datetime, now: datetime, severity: Severity) -> Severity:
    return severity if now - at <= NEWS_FOR else "watch"


def renewals_at_risk(renewals: Iterable[Renewal], now: datetime) -> Iterator[Condition]:
    """Which terms end soon, or have ended, and are at risk."""
    for one in renewals:
        if one.call != "at risk" or one.due > now + RENEWAL_AHEAD:
            continue
        is_over = one.due < now
        severity: Severity = "urgent" if one.due <= now + URGENT_RENEWAL else "act"
        says = f"{'was' if is_over else 'is'} due for renewal on {say_date(one.due.date())}, and at risk"
        if one.reason is not None and not is_over:
            says += f": {one.reason.says or one.reason.signal}"
        since = min(one.due - RENEWAL_AHEAD, now)
        yield Condition(one.subject, "renewal", say_date(one.due.date()), says, since, severity)
