"""Alerts: something is wrong with somebody, and somebody should know. Once.

There is one open alert per subject, rule and reason (as Gainsight keeps its open calls to action apart). What
is still wrong updates it; what is no longer wrong resolves it; what a person has put off stays put off until
then, unless it becomes worse. What somebody has closed stays closed while it lasts, unless it becomes worse
or happens again. So looking twice changes nothing, and nobody is told twice. What is only to be watched opens
nothing by itself, and keeps open what is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

Severity = Literal["watch", "act", "urgent"]
Key = tuple[str, str, str]
SEVERITIES: Final[tuple[Severity, ...]] = ("watch", "act", "urgent")


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is true of a subject now: by which rule, for which reason, in words; since when.

    ``severity`` is how bad it is. ``arrival`` is the interaction that shows it, None where none does. It
    ``lasts`` where it is a state that was seen, not something that happened: then ``since`` is no more than
    when it was looked for, and an alert that is open knows better.
    """

    subject: str
    rule: str
    reason: str
    says: str
    since: datetime
    severity: Severity
    arrival: int | None = None
    lasts: bool = False

    @property
    def key(self) -> Key:
        """What tells this alert from all others of the subject."""
        return self.subject, self.rule, self.reason


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An alert that is open: what it says, and until when it is put off (None: it is not). Where
    ``is_closed``, somebody has seen to it while it was still true."""

    condition: Condition
    opened_at: datetime
    snoozed_until: datetime | None = None
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What should happen to alerts: ``open`` and tell somebody, ``update`` in silence, ``wake`` what was put
    off (its time is over, or it became worse) and tell again, ``resolve``."""

    open: tuple[Condition, ...]
    update: tuple[Condition, ...]
    wake: tuple[Condition, ...]
    resolve: tuple[Key, ...]


def decide(already: Iterable[OpenAlert], conditions: Iterable[Condition], now: datetime) -> Decision:
    """What should happen, given the open alerts and what is true now.

    Of two conditions with one key the more severe one counts, of equals the later.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 2, tzinfo=UTC)
    >>> poor = Condition("Acme", "poor-answer", "csat", "answered 1 of 5", now, "act")
    >>> decide([], [poor], now).open == (poor,)
    True
    >>> decide([OpenAlert(poor, now)], [poor], now) == Decision((), (), (), ())
    True
    >>> decide([OpenAlert(poor, now)], [], now).resolve
    (('Acme', 'poor-answer', 'csat'),)
    """
    true_now: dict[Key, Condition] = {}
    for one in conditions:
        held = true_now.get(one.key)
        if held is None or _weight(one) > _weight(held):
            true_now[one.key] = one
    opened = {alert.condition.key: alert for alert in already}
    update, wake = [], []
    for key, alert in opened.items():
        found = true_now.get(key)
        if found is None:
            continue
        if found.lasts:
            found = replace(found, since=alert.condition.since)
        if _wakes(alert, found, now):
            wake.append(found)
        elif found != alert.condition:
            update.append(found)
    return Decision(
        open=tuple(one for key, one in true_now.items() if key not in opened and one.severity != "watch"),
        update=tuple(update),
        wake=tuple(wake),
        resolve=tuple(key for key in opened if key not in true_now),
    )


def _wakes(alert: OpenAlert, found: Condition, now: datetime) -> bool:
    """Whether an alert that is quiet is to be told again."""
    if not alert.is_closed and alert.snoozed_until is None:
        return False
    if _rank(found) > _rank(alert.condition):
        return True
    if alert.is_closed:
        return found.since > alert.condition.since
    return alert.snoozed_until is not None and alert.snoozed_until <= now


def _rank(condition: Condition) -> int:
    return SEVERITIES.index(condition.severity)


def _weight(condition: Condition) -> tuple[int, datetime]:
    return _rank(condition), condition.since
