"""A question to a customer: an e-mail with a link for each answer. What they answer is kept by ``touch``."""

from __future__ import annotations

from datetime import datetime

from desirepath.server.playbooks.models import OutboxRow
from desirepath.server.playbooks.performing.mailing import deliver
from desirepath.success.playbooks.playbook import Move, Playbook


def send_question(row: OutboxRow, playbook: Playbook, move: Move, now: datetime) -> None:
    """Ask, once. No answer is no answer: nobody is asked again."""
    assert move.ask is not None
    deliver(row, playbook, move, now)
