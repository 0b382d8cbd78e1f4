"""A task that a playbook made rings the bell of whoever it belongs to: once for each look at the outbox, in
one line where there are many."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from desirepath.server.desk.models import Severity, Task
from desirepath.server.desk.telling import notify_of_news
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.performing.task import key_of

NEWS_FOR: Final = timedelta(days=1)
"""What was made longer ago is no news any more, whoever did not hear of it."""
_AT_ONCE: Final = 500


def ring_for_tasks() -> None:
    """Tell people of the tasks that were made for them since the last time, each once whatever crashes:
    that they were told and that it is noted are one transaction."""
    lately = timezone.now() - NEWS_FOR
    made = OutboxRow.objects.filter(outcome=Outcome.DONE, not_before__gt=lately, kind="task", is_told=False)
    if not made.exists():
        return
    with transaction.atomic():
        rows = list(made.select_for_update().order_by("pk").values_list("pk", "key"))
        urgent: dict[int, list[str]] = {}
        others: Counter[int] = Counter()
        for first in range(0, len(rows), _AT_ONCE):
            some = dict(rows[first : first + _AT_ONCE])
            tasks = Task.objects.filter(key__in=map(key_of, some.values()), done_at=None).exclude(owner=None)
            for owner, severity, title in tasks.order_by("pk").values_list("owner", "severity", "title"):
                if severity == Severity.URGENT:
                    urgent.setdefault(owner, []).append(title)
                else:
                    others[owner] += 1
            OutboxRow.objects.filter(pk__in=some).update(is_told=True)
        for person in sorted(urgent.keys() | others.keys()):
            notify_of_news(person, urgent.get(person, []), others[person])
