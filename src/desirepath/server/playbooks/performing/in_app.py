"""A message in the product: it waits there for whom it is for, until the product shows it.

Being shown is told by the product (``touch``), once. What nobody came by to see within thirty days is not
shown any more, and that is said.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.performing.rows import claim
from desirepath.success.playbooks.playbook import Move, Playbook

SHOWN_FOR: Final = timedelta(days=30)


def offer(row: OutboxRow, playbook: Playbook, move: Move, now: datetime) -> None:
    """Let it wait to be shown."""
    assert move.in_app is not None
    claim(row, Outcome.OFFERED)


def give_up_old() -> int:
    """Show no more what nobody has seen in time; how many that are."""
    old = OutboxRow.objects.filter(outcome=Outcome.OFFERED, not_before__lt=timezone.now() - SHOWN_FOR)
    why = f"nobody came by to see it within {SHOWN_FOR.days} days"
    return old.update(outcome=Outcome.LATE, why=why, ended_at=timezone.now())
