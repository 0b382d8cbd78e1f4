"""What becomes of a row of the outbox, step by step: each happens to a row that still stands as it is
believed to, or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from desirepath.server.clock import workspace_time
from desirepath.server.playbooks.models import OutboxRow, Outcome

MOST_TRIES: Final = 8
_AGAIN_AFTER: Final = timedelta(minutes=2)


def claim(row: OutboxRow, outcome: Outcome) -> bool:
    """Take a row that waits; of two that try, one gets it."""
    mine = OutboxRow.objects.filter(pk=row.pk, outcome=Outcome.WAITING)
    now: datetime = timezone.now()
    ended = workspace_time().now if outcome == Outcome.DONE else None
    return bool(mine.update(outcome=outcome, why="", tries=row.tries + 1, not_before=now, ended_at=ended))


def end(row: OutboxRow, outcome: Outcome, why: str = "") -> None:
    """That is what became of it."""
    still = OutboxRow.objects.filter(
        pk=row.pk, outcome__in=(Outcome.WAITING, Outcome.SENDING, Outcome.UNKNOWN)
    )
    still.update(outcome=outcome, why=why[:300], ended_at=workspace_time().now)


def try_again(row: OutboxRow, why: str, *, after: timedelta | None = None) -> None:
    """Let it wait, longer each time (or ``after`` so long); after so many tries it has failed, and ``why``
    says so."""
    if row.tries + 1 >= MOST_TRIES:
        end(row, Outcome.FAILED, f"tried {MOST_TRIES} times: {why}")
        return
    pause = _AGAIN_AFTER * 2**row.tries if after is None else after
    OutboxRow.objects.filter(pk=row.pk, outcome=Outcome.SENDING).update(
        outcome=Outcome.WAITING, not_before=timezone.now() + pause, why=why[:300]
    )


def put_off(row: OutboxRow, until: datetime) -> None:
    """Let one that waits wait until then; that is no try."""
    OutboxRow.objects.filter(pk=row.pk, outcome=Outcome.WAITING).update(not_before=until)
