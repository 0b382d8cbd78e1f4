"""One conversation with support: opened, answered, solved, sometimes opened again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desirepath.stories.chance import Chance
from desirepath.stories.clock import HOUR
from desirepath.stories.feeds import Feeds


@dataclass(frozen=True, slots=True)
class Desk:
    """How quick support is: median hours to the first answer and on to the solution; how often in vain."""

    answer_hours: float
    solve_hours: float
    reopens: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """When it was solved for good, how many hours the first answer took, and whether it came back."""

    solved_at: int
    answer_hours: float
    reopened: bool


def converse(
    feeds: Feeds,
    chance: Chance,
    at: int,
    desk: Desk,
    customer: str,
    account: str | None,
    *,
    ticket: str,
    topic: str,
    channel: str,
    text: str,
    answer: str,
) -> Outcome:
    """A conversation that begins ``at`` with the customer's ``text``."""
    objects = {"ticket": ticket}
    properties = {"topic": topic}
    common: dict[str, Any] = {"objects": objects, "channel": channel, "properties": properties}
    ours = {**common, "direction": "by_us", "actor": "support"}
    theirs = {**common, "direction": "by_customer"}
    feeds.interaction("support", at, "ticket.opened", customer, account, text=text, solicited=False, **theirs)
    hours = chance.spread(desk.answer_hours, 2.2)
    replied = at + 30 + int(hours * HOUR)
    feeds.interaction("support", replied, "ticket.replied", customer, account, text=answer, **ours)
    if chance.yes(0.4):
        back = replied + int(chance.wait(2 * HOUR)) + 60
        feeds.interaction("support", back, "ticket.replied", customer, account, **theirs)
        replied = back + int(chance.spread(desk.answer_hours, 2.0) * HOUR)
        feeds.interaction("support", replied, "ticket.replied", customer, account, **ours)
    solved = replied + int(chance.spread(desk.solve_hours, 2.0) * HOUR)
    feeds.interaction("support", solved, "ticket.solved", customer, account, **ours)
    reopened = chance.yes(desk.reopens)
    if reopened:
        again = solved + int(chance.wait(20 * HOUR)) + 60
        feeds.interaction("support", again, "ticket.reopened", customer, account, **theirs)
        solved = again + int(chance.spread(desk.solve_hours, 2.0) * HOUR)
        feeds.interaction("support", solved, "ticket.solved", customer, account, **ours)
    return Outcome(solved, hours, reopened)
