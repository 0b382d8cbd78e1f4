"""Four accounts, small enough to count by hand: who signed in when, what they answered, what they pay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import Log, create_log

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def on(day: float) -> datetime:
    """The instant so many days after the beginning."""
    return BEGIN + timedelta(days=day)


def did(
    account: str,
    day: float,
    activity: str,
    *,
    person: str | None = None,
    score: float | None = None,
    **properties: object,
) -> Interaction:
    """One interaction of an account."""
    objects = {"account": account} | ({"customer": person} if person else {})
    scale = None if score is None else "1..5"
    return Interaction(
        objects,
        on(day),
        activity,
        score=score,
        scale=scale,
        properties=properties,
        source="test",
        key=f"{account} {day} {activity} {person}",
    )


def seats(account: str, day: float, count: int) -> Traits:
    """How many seats an account has, from a day on."""
    return Traits("account", account, on(day), {"seats": count}, "test", f"{account} {day}")


def log_of(folder: Path, facts: Sequence[Interaction | Traits]) -> Log:
    """A log that holds these."""
    log = create_log(folder)
    log.append(facts)
    return log
