"""The next best action for one account, and why: one thing, not a list.

No hidden points. What is late or urgent comes first; then an account that is stuck; then what is on the desk;
then the lowest level of health, by its worst signal; a renewal that comes near; and at last a pulse that
nobody has given for long. Each says its reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from desirepath.base.words import say_date
from desirepath.success.explaining import Explained
from desirepath.success.pace import Pace
from desirepath.success.today import ToDo, in_order

From = Literal["desk", "pace", "health", "renewal", "pulse"]
RENEWAL_AHEAD: Final = timedelta(days=90)
PULSE_HOLDS: Final = timedelta(days=90)
"""An older pulse says little of today (as newer tools give it no weight then)."""
_UTC: Final = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the account stands on a map: at which step, for how long, whose the step is (a role)."""

    map_title: str
    step: str
    stayed: timedelta
    pace: Pace
    owner: str | None


@dataclass(frozen=True, slots=True)
class Action:
    """What to do next, and why. ``comes_from`` is what says so; ``todo`` the id of the thing on the desk,
    None where it is none."""

    says: str
    reason: str
    comes_from: From
    todo: str | None = None


def next_best(
    now: datetime,
    *,
    todos: Iterable[ToDo] = (),
    places: Iterable[Place] = (),
    health: Explained | None = None,
    lowest_level: str | None = None,
    renewal: datetime | None = None,
    pulse_at: datetime | None = None,
    zone: ZoneInfo = _UTC,
) -> Action | None:
    """What to do next for an account; None where nothing asks for it.

    ``renewal`` is when its next term ends, ``pulse_at`` when somebody last gave a pulse (None: never),
    ``lowest_level`` the name of the scorecard's worst level.

    >>> from datetime import UTC
    >>> now = datetime(2026, 5, 1, tzinfo=UTC)
    >>> stuck = Place("Onboarding", "First project", timedelta(days=40), "stuck", "customer-success")
    >>> found = next_best(now, places=[stuck], pulse_at=now)
    >>> found.says, found.reason
    ('Help them on from "First project"', 'stuck there for 40 days; the step is of customer-success')
    >>> next_best(now, pulse_at=now) is None
    True
    """
    placed = in_order(todos, now, zone)
    pressing = next((one for one in placed if one.is_late or one.todo.severity == "urgent"), None)
    if pressing is not None:
        return Action(pressing.todo.says, pressing.reason, "desk", pressing.todo.id)
    stuck = max((one for one in places if one.pace == "stuck"), key=lambda one: one.stayed, default=None)
    if stuck is not None:
        of = "the step has no owner" if stuck.owner is None else f"the step is of {stuck.owner}"
        says = f'Help them on from "{stuck.step}"'
        return Action(says, f"stuck there for {_days(stuck.stayed)}; {of}", "pace")
    to_do = next((one for one in placed if one.todo.severity == "act"), None)
    if to_do is not None:
        return Action(to_do.todo.says, to_do.reason, "desk", to_do.todo.id)
    if health is not None and health.level is not None and health.level == lowest_level:
        return _about_health(health)
    if renewal is not None and now <= renewal <= now + RENEWAL_AHEAD:
        reason = f"the term ends on {say_date(renewal.date())}, in {_days(renewal - now)}"
        return Action("Prepare the renewal", reason, "renewal")
    if pulse_at is None:
        return Action("Give a pulse", "nobody has said yet how they are", "pulse")
    if now - pulse_at > PULSE_HOLDS:
        return Action("Give a pulse again", f"the last one is {_days(now - pulse_at)} old", "pulse")
    return None


def _about_health(health: Explained) -> Action:
    known = [line for line in health.lines if line.points is not None and line.weight > 0]
    worst = min(known, key=lambda line: (line.points or 0.0, -line.weight), default=None)
    score = "" if health.score is None else f" ({health.score:.0f})"
    if worst is None:
        return Action("Find out how they are", f"health is {health.level}{score}", "health")
    reason = f"health is {health.level}{score}, most by this: {worst.says or worst.rule or 'no data'}"
    return Action(f"Look into: {worst.name}", reason, "health")


def _days(span: timedelta) -> str:
    days = max(0, span.days)
    return "1 day" if days == 1 else f"{days:,} days"
