"""An e-mail to people of an account, or to a customer."""

from __future__ import annotations

from datetime import datetime

from desirepath.server.playbooks.models import OutboxRow
from desirepath.server.playbooks.performing.mailing import deliver
from desirepath.success.playbooks.playbook import Move, Playbook


def send_email(row: OutboxRow, playbook: Playbook, move: Move, now: datetime) -> None:
    """Send it."""
    assert move.email is not None
    deliver(row, playbook, move, now)
