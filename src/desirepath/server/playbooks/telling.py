"""What playbooks and their receivers did, as facts of the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from desirepath.log.row_checks import Row
from desirepath.server.intake.accepting import Outcome
from desirepath.server.intake.way_in import this_way_in
from desirepath.server.playbooks.models import OutboxRow

SOURCE: Final = "playbooks"


def fact_about(
    row: OutboxRow, activity: str, *, at: datetime, key: str = "", by_customer: bool, **more: Any
) -> Row:
    """A fact about whom a row of the outbox is for, with what it came of: playbook, version and move.

    Its key is made of the row's, so that it is kept once; ``key`` tells those of one row apart. ``more`` are
    further fields; properties join those that every one has.
    """
    properties = {"playbook": row.playbook, "version": row.version, "move": row.move}
    found: Row = {
        "occurred_at": at.isoformat(),
        "activity": activity,
        "source": SOURCE,
        "direction": "by_customer" if by_customer else "by_us",
        **more,
        "properties": {**more.get("properties", {}), **properties},
        "key": f"{activity}:{row.key}{key}",
    }
    if row.person:
        found["customer"] = row.person
    if row.of == "account":
        found["account"] = row.subject
    return found


def template_of(row: OutboxRow) -> str:
    """What the words of a message are called in the log: those of one move of one version are the same."""
    return f"{row.playbook}/{row.move}/{row.version}"


def tell(facts: Sequence[Row]) -> tuple[Sequence[Outcome], bool]:
    """Write them, durably; what became of each, and whether the log has them now. Raises DP-INT-007 and -008
    where they could not be written."""
    return this_way_in().write_all(facts)
