"""Whom a playbook would begin for at once, by how far back what happened counts."""

from __future__ import annotations

from datetime import timedelta

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import to_microseconds
from desirepath.measures.kinds import NO_SUBJECTS
from desirepath.server.clock import workspace_time
from desirepath.server.desk.handoffs import passings
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.kept import House, must_be_playbook, state_of, version_of
from desirepath.server.playbooks.limits import limits_now
from desirepath.server.playbooks.models import How
from desirepath.server.playbooks.shapes import ReachedOut
from desirepath.server.playbooks.turning import switch_of
from desirepath.success.playbooks.advance import advance
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.runs import On

DAYS_BACK = (1, 3)


def reached_by(playbook: str, version: int) -> list[ReachedOut]:
    """For each of the days back: how many accounts a run would begin for, by the very function that decides.
    Raises DP-SRV-003, and what is wrong with the version."""
    switch = switch_of(playbook)
    if switch.how in (How.ON, How.DRAINING) and not switch.asks:
        return []
    house, now = House.now(), workspace_time().now
    read = must_be_playbook(version_of(playbook, version).text, playbook, house)
    facts = Facts(current_log(), [read], now, maps=house.maps, cards=house.cards, passings=passings())
    found = []
    for days in DAYS_BACK:
        on = On(read, version, to_microseconds(now - timedelta(days=days)), most_a_day=switch.most_a_day)
        before = state_of([on], to_microseconds(now))
        try:
            decided = advance([on], before, facts, limits_now())
        except DesirepathError as error:
            if error.code != NO_SUBJECTS.code:
                raise
            return []
        known = {run.name for run in before.runs}
        begun = {run.subject for run in decided.changed if run.is_started and run.name not in known}
        asks = decided.state.asking.get(playbook)
        found.append(ReachedOut(days_back=days, subjects=len(begun), asks=asks))
    return found
