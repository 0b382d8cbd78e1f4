"""A log of letters, small enough to count by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desirepath.log.interaction import Interaction
from desirepath.log.store import Log, create_log

NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)


def told(
    what: str, who: str, day: float, *, mail: str = "", source: str = "post", **properties: Any
) -> Interaction:
    """A fact about a mail, so many days after New Year's noon; ``mail`` is the mail's id."""
    activity = what if "." in what else f"email.{what}"
    objects = {"customer": who, **({"email": mail} if mail else {})}
    key = f"{activity} {who} {day} {mail} {sorted(properties.items())}"
    at = NEW_YEAR + timedelta(days=day)
    return Interaction(objects, at, activity, source=source, key=key, properties=properties)


def letter(who: str, day: float, *, move: str = "ask", version: int = 1, **more: Any) -> Interaction:
    """A mail that a playbook sent."""
    mine = {"playbook": "quiet", "move": move, "version": version, **more}
    return told("sent", who, day, source="playbooks", message_id=f"<{who}-{day}-{move}@x>", **mine)


def end(day: float) -> Interaction:
    """Something else, with which the data end."""
    return told("feature.used", "zoe", day)


def log_of(folder: Path, facts: Iterable[Interaction]) -> Log:
    """A log that holds these."""
    with create_log(folder) as log:
        log.append(list(facts))
    return log
