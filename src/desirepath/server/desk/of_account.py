"""What is on the desk for one account, for its page: whoever has it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from desirepath.server.accounts.todos import TO_DOS
from desirepath.server.clock import workspace_time
from desirepath.server.desk.alerts import open_alerts
from desirepath.server.desk.day import HANDOFF_RULE, Row, to_do
from desirepath.server.desk.handoffs import open_handoffs
from desirepath.server.desk.models import Task
from desirepath.server.desk.seeing import may_see
from desirepath.server.people.models import Person
from desirepath.success.today import ToDo


def to_dos_of(person: Person, of: str, account: str) -> Sequence[ToDo]:
    """What is to be done for an account and is not put off, as far as the person may see it."""
    mine, time = Q(of=of, account=account), workspace_time()
    awake = mine & (Q(snoozed_until=None) | Q(snoozed_until__lte=time.now))
    rows: list[Row] = [*may_see(person, Task.objects.filter(awake, done_at=None))]
    rows += may_see(person, open_alerts().filter(awake).exclude(rule=HANDOFF_RULE))
    rows += may_see(person, open_handoffs().filter(awake))
    return [to_do(row, time.zone) for row in rows]


TO_DOS.append(to_dos_of)
