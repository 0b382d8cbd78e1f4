"""Somebody wants no more letters, or wants them after all: facts of the log, safe before the page says so."""

from __future__ import annotations

from django.utils import timezone

from desirepath.base.spans import to_microseconds
from desirepath.log.row_checks import Row
from desirepath.server.clock import workspace_time
from desirepath.server.playbooks.letters_told import stops_of
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.telling import fact_about
from desirepath.server.playbooks.wanted import is_marketing
from desirepath.server.touch.keeping import keep

LEFT, CAME_BACK = "email.unsubscribed", "email.subscribed"


def has_left(row: OutboxRow) -> bool:
    """Whether whom a row was for wants no letters now."""
    return stops_of(row.person).has_left(row.person, to_microseconds(workspace_time().now)) is not None


def leave(row: OutboxRow) -> bool:
    """Send them no more letters: none that waits already, and none that is decided from now on. False where
    nothing may be written about them any more; then nothing is sent either.

    Raises DP-INT-007 and -008 where it could not be kept.
    """
    if not has_left(row) and not _write(row, LEFT):
        return False
    _take_out_what_waits(row.person)
    return True


def come_back(row: OutboxRow) -> bool:
    """Send them letters again. What was taken out meanwhile stays out. As :func:`leave`."""
    return not has_left(row) or _write(row, CAME_BACK)


def _write(row: OutboxRow, activity: str) -> bool:
    def fact(key: str) -> Row:
        return fact_about(row, activity, at=workspace_time().now, key=key, by_customer=True, channel="email")

    return keep(row, fact, lambda: has_left(row) == (activity == LEFT))


def _take_out_what_waits(person: str) -> None:
    """Before anything is sent the log is asked once more; but an import may keep it from knowing for a
    while."""
    waiting = OutboxRow.objects.filter(person=person, kind__in=("email", "ask"), outcome=Outcome.WAITING)
    letters = [row.pk for row in waiting if is_marketing(row)]
    OutboxRow.objects.filter(pk__in=letters, outcome=Outcome.WAITING).update(
        outcome=Outcome.LEFT_OUT, why="has unsubscribed", ended_at=timezone.now()
    )
