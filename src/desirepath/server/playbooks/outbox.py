"""The outbox: does what was decided, each thing once, whatever crashes in between.

How each kind of move is done stands in ``performing``. What was interrupted while it was being sent is sent
again only where its receiver knows it by its key; else the row says that nobody knows: at most once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from desirepath.base.spans import from_microseconds
from desirepath.server.clock import workspace_time
from desirepath.server.jobs.kind import Work
from desirepath.server.playbooks.kept import read_version, version_of
from desirepath.server.playbooks.models import Halt, How, OutboxRow, Outcome, Switch
from desirepath.server.playbooks.performing.in_app import give_up_old
from desirepath.server.playbooks.performing.rows import end
from desirepath.server.playbooks.performing.table import PERFORMERS
from desirepath.server.playbooks.ringing import ring_for_tasks
from desirepath.server.playbooks.telling import tell_what_was_sent
from desirepath.success.playbooks.moves import TO_PEOPLE, move_called

PERFORM: Final = "playbooks.perform"
TOO_LATE: Final = timedelta(days=3)
"""A message that should have gone out longer ago than this, because nobody served, does not any more."""
LONGEST: Final = timedelta(minutes=2)
"""Nothing takes longer to be sent: what was begun before that was interrupted."""
_KNOWN_BY_KEY: Final = tuple(kind for kind, how in PERFORMERS.items() if how.is_known_by_key)
_AT_ONCE: Final = 200


def perform_now(work: Work) -> dict[str, int]:
    """The job."""
    _take_up_what_was_interrupted()
    give_up_old()
    tell_what_was_sent(workspace_time().now)
    ring_for_tasks()
    done = 0
    while not Halt.objects.exists():
        rows = list(_due().order_by("at_us", "pk")[:_AT_ONCE])
        if not rows:
            break
        for row in rows:
            work.stop_if_asked()
            if Halt.objects.exists():
                break
            perform(row)
            done += 1
        tell_what_was_sent(workspace_time().now)
    ring_for_tasks()
    return {"done": done}


def is_anything_due() -> bool:
    """Whether there is something to do: something waits, or was interrupted."""
    if Halt.objects.exists():
        return False
    return _due().exists() or _interrupted().exists()


def _interrupted() -> QuerySet[OutboxRow]:
    return OutboxRow.objects.filter(outcome=Outcome.SENDING, not_before__lt=timezone.now() - LONGEST)


def _due() -> QuerySet[OutboxRow]:
    """What can be done now; of a paused playbook nothing."""
    paused = Switch.objects.filter(how=How.PAUSED).values("playbook")
    rows = OutboxRow.objects.filter(outcome=Outcome.WAITING, not_before__lte=timezone.now())
    return rows.exclude(playbook__in=paused)


def _take_up_what_was_interrupted() -> None:
    why = "it was interrupted while it was being sent"
    interrupted = _interrupted()
    interrupted.filter(kind__in=_KNOWN_BY_KEY).update(outcome=Outcome.WAITING, why=why)
    interrupted.update(outcome=Outcome.UNKNOWN, why=why, ended_at=timezone.now())


def perform(row: OutboxRow) -> None:
    """Do one thing, once."""
    now = workspace_time().now
    how = PERFORMERS.get(row.kind)
    if how is None:
        end(row, Outcome.CANNOT, f"moves of this kind ({row.kind}) cannot be done here yet")
        return
    if row.kind in TO_PEOPLE and from_microseconds(row.at_us) < now - TOO_LATE:
        end(row, Outcome.LATE, "it should have gone out more than three days ago")
        return
    playbook = read_version(version_of(row.playbook, row.version).text)
    move = move_called(playbook, row.move)
    if move is None:
        end(row, Outcome.FAILED, "the playbook has no such move")
    else:
        how.perform(row, playbook, move, now)
