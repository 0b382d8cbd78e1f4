"""Things of which nobody knows whether they arrived: somebody looks, and says what should be done."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from desirepath.base.spans import from_microseconds
from desirepath.server.clock import workspace_time
from desirepath.server.people.models import Person
from desirepath.server.playbooks.kinds import NOT_UNKNOWN, TOO_OLD
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.outbox import TOO_LATE


def it_arrived(row: OutboxRow, person: Person) -> OutboxRow:
    """Somebody has looked: it was done. Raises DP-PLY-021."""
    return _say(
        row, outcome=Outcome.DONE, why=f"{person} has looked: it arrived", ended_at=workspace_time().now
    )


def send_again(row: OutboxRow, person: Person) -> OutboxRow:
    """Somebody has looked: it was not done, and should be. It goes out under the same key and Message-ID.

    Raises DP-PLY-021, and DP-PLY-022 where it should have gone out too long ago.
    """
    if from_microseconds(row.at_us) < workspace_time().now - TOO_LATE:
        raise TOO_OLD.error(f"outbox {row.pk}")
    return _say(
        row,
        outcome=Outcome.WAITING,
        why=f"{person} has looked, and had it sent again",
        ended_at=None,
        not_before=timezone.now(),
    )


def _say(row: OutboxRow, **changes: object) -> OutboxRow:
    with transaction.atomic():
        mine = OutboxRow.objects.filter(pk=row.pk, outcome=Outcome.UNKNOWN)
        if not mine.update(**changes):
            raise NOT_UNKNOWN.error(f"outbox {row.pk}")
    row.refresh_from_db()
    return row
