"""The next best action for one account, and why: one thing, not a list.

No hidden points. What is late or urgent comes first; then an account that is stuck; then what is on the desk;
then the lowest level of health, by its worst signal; a renewal that comes near; and at last a pulse that
nobody has given for long. Each is a whole sentence, a deed and whom it is done to, and says its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from desirepath.base.words import say_date, say_score
from desirepath.success.explaining import Explained
from desirepath.success.pace import Pace
from desirepath.success.today import Placed, ToDo, in_order

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
    name: str = "the account",
    contact: str | None = None,
    me: str | None = None,
    people: Mapping[str, str] | None = None,
    left: datetime | None = None,
) -> Action | None:
    """What to do next for an account; None where nothing asks for it.

    ``renewal`` is when its next term ends, ``pulse_at`` when somebody last gave a pulse (None: never),
    ``lowest_level`` the name of the scorecard's worst level. ``name`` is what the account is called,
    ``contact`` whom of its people to speak to (None: nobody is known by name). ``me`` is who asks, as things
    on the desk name their owners, ``people`` what those are called: a handoff that is somebody else's turn
    asks nothing of me. ``left`` is when it stopped being a customer (None: it is one); then only
    the desk asks.

    >>> from datetime import UTC
    >>> now = datetime(2026, 5, 1, tzinfo=UTC)
    >>> stuck = Place("Onboarding", "First project", timedelta(days=40), "stuck", "sales")
    >>> found = next_best(now, places=[stuck], pulse_at=now, name="Acme", contact="Maria")
    >>> found.says, found.reason
    ('Help Maria on from "First project"', 'Acme has been stuck there for 40 days; the step is of sales')
    >>> next_best(now, pulse_at=now) is None
    True
    """
    whom = contact or name
    todos = tuple(todos)
    elsewhere = [
        one for one in todos if one.kind == "handoff" and me is not None and one.owner not in (me, None)
    ]
    placed = in_order((one for one in todos if one not in elsewhere), now, zone)
    if left is not None:
        to_do = next((one for one in placed if one.todo.severity != "watch"), None)
        if to_do is not None:
            return _of_desk(to_do, name, whom, [])
        return Action(
            "Nothing is due", f"{name} has left on {say_date(left.astimezone(zone).date())}", "renewal"
        )
    stuck = max((one for one in places if one.pace == "stuck"), key=lambda one: one.stayed, default=None)
    is_poor = health is not None and health.level is not None and health.level == lowest_level
    behind = [] if stuck is None else [f'stuck at "{stuck.step}" for {_days(stuck.stayed)}']
    if health is not None and is_poor:
        behind.insert(0, _say_health(health))
    pressing = next((one for one in placed if one.is_late or one.todo.severity == "urgent"), None)
    if pressing is not None:
        return _of_desk(pressing, name, whom, behind)
    if stuck is not None:
        of = "the step has no owner" if stuck.owner is None else f"the step is of {stuck.owner}"
        says = f'Help {whom} on from "{stuck.step}"'
        return Action(says, f"{name} has been stuck there for {_days(stuck.stayed)}; {of}", "pace")
    to_do = next((one for one in placed if one.todo.severity == "act"), None)
    if to_do is not None:
        return _of_desk(to_do, name, whom, behind)
    if health is not None and is_poor:
        return Action(f"Ask {whom} how things go", _say_health(health), "health")
    if renewal is not None and now <= renewal <= now + RENEWAL_AHEAD:
        says = f"Prepare the renewal on {say_date(renewal.date())} with {whom}"
        return Action(says, f"the term of {name} ends in {_days(renewal - now)}", "renewal")
    if elsewhere:
        waiting = in_order(elsewhere, now, zone)[0]
        whose = (people or {}).get(waiting.todo.owner or "", "somebody else")
        says = f"Nothing for you: the handoff of {name} waits for {whose}"
        return Action(says, f"it is the turn of {whose} at “{waiting.todo.says}”", "desk", waiting.todo.id)
    if pulse_at is None:
        return Action(f"Give {name} a pulse", "nobody has said yet how they are", "pulse")
    if now - pulse_at > PULSE_HOLDS:
        return Action(f"Give {name} a pulse again", f"the last one is {_days(now - pulse_at)} old", "pulse")
    return None


def _of_desk(one: Placed, name: str, whom: str, behind: list[str]) -> Action:
    """What a thing on the desk asks for. A person has written a task as a deed; an alert says what is wrong,
    so that the deed is ours to say. ``behind`` is what may be the cause, for a renewal at risk."""
    todo, reason = one.todo, one.reason
    if todo.kind == "handoff":
        tell = f"Tell what the next one must know, and hand {name} over"
        says = f"Take {name} over, or send it back" if todo.about == "told" else tell
    elif todo.kind == "alert":
        says, reason = _of_alert(todo, name, whom, behind)
        reason = f"{reason}; {one.reason}" if one.is_late else reason
    else:
        says = todo.says
    return Action(says, reason, "desk", todo.id)


def _of_alert(todo: ToDo, name: str, whom: str, behind: list[str]) -> tuple[str, str]:
    if todo.rule == "renewal":
        why = f", because {' and '.join(behind)}" if behind else ""
        on = "" if todo.about is None else f" on {todo.about}"
        return f"Call {whom} about the renewal{on}", f"it is at risk{why}"
    told = f"{name} {todo.says}"
    match todo.rule:
        case "poor-answer":
            return f"Call {whom} about the poor answer", told
        case "ticket":
            return f"Call {whom} about the ticket that came back", told
        case "payment":
            return f"Ask {whom} about the payment that failed", todo.says
        case "stuck":
            return f"Help {whom} on from where they are stuck", told
        case "health":
            return f"Ask {whom} how things go", todo.says
        case "scorecard":
            return f"Look at {name} as the new scorecard does", told
        case _:
            return f"Look into what {name} is in need of", todo.says


def _say_health(health: Explained) -> str:
    known = [line for line in health.lines if line.points is not None and line.weight > 0]
    worst = min(known, key=lambda line: (line.points or 0.0, -line.weight), default=None)
    score = "" if health.score is None else f" ({say_score(health.score)})"
    if worst is None:
        return f"health is {health.level}{score}"
    return f"health is {health.level}{score}, most by this: {worst.says or worst.rule or worst.name}"


def _days(span: timedelta) -> str:
    days = max(0, span.days)
    return "1 day" if days == 1 else f"{days:,} days"
