"""The job that decides: what playbooks wait for happened, or a move is due; what follows is written down
once.

It reads and decides without holding anything, and writes all of it or nothing: where somebody turned a
switch, or another decided meanwhile, it begins again.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import to_microseconds
from desirepath.measures.kinds import NO_SUBJECTS
from desirepath.server.clock import workspace_time
from desirepath.server.desk.handoffs import passings
from desirepath.server.jobs.kind import Hourly, JobKind, Work
from desirepath.server.jobs.queue import enqueue
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.kept import House, ons, row_of, state_of
from desirepath.server.playbooks.limits import limits_now
from desirepath.server.playbooks.models import Halt, How, OutboxRow, Outcome, PlaybookRun, Switch
from desirepath.server.playbooks.outbox import PERFORM, perform_now
from desirepath.server.playbooks.simulating import SIMULATE, simulate_now
from desirepath.success.playbooks.advance import Advanced, advance
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.playbook import Playbook
from desirepath.success.playbooks.runs import Effect, LeftOut, On, effect_key

DECIDE: Final = "playbooks.decide"
KEY: Final = "playbooks"
_MOST_TRIES: Final = 3
_OF_A_RUN: Final = (
    "version",
    "says",
    "since_us",
    "status",
    "reason",
    "why",
    "place",
    "due_us",
    "waiting_us",
    "term_us",
    "ended_us",
)


class _TurnedError(Exception):
    """Somebody turned a switch meanwhile, or decided."""


def decide_now(work: Work) -> dict[str, int]:
    """The job."""
    for _ in range(_MOST_TRIES):
        work.stop_if_asked()
        try:
            return _decide(work)
        except _TurnedError:
            continue
    enqueue(DECIDE)
    return {"begun": 0, "effects": 0}


def _decide(work: Work) -> dict[str, int]:
    turns = dict(Switch.objects.exclude(how=How.OFF).values_list("playbook", "turn"))
    on = ons()
    if not on or Halt.objects.exists():
        return {"begun": 0, "effects": 0}
    now = workspace_time().now
    work.tell(0.2, "reading what happened")
    house = House.now()
    usable = [one for one in on if house.has_all_of(one.playbook)]
    playbooks = [one.playbook for one in usable]
    handed = passings() if any(map(waits_for_handoffs, playbooks)) else {}
    facts = Facts(current_log(), playbooks, now, maps=house.maps, cards=house.cards, passings=handed)
    work.tell(0.6, "deciding")
    try:
        found = advance(usable, state_of(usable, to_microseconds(now)), facts, limits_now())
    except DesirepathError as error:
        if error.code != NO_SUBJECTS.code:
            raise
        return {"begun": 0, "effects": 0}
    _write(found, usable, turns)
    return {"begun": len(found.changed), "effects": len(found.effects)}


def waits_for_handoffs(playbook: Playbook) -> bool:
    """Whether late handoffs begin it."""
    return any(trigger.handoff_late is not None for trigger in playbook.when)


def _write(found: Advanced, on: list[On], turns: dict[str, int]) -> None:
    of = {one.playbook.id: one.playbook.of for one in on}
    with transaction.atomic():
        for playbook in of:
            changed = Switch.objects.filter(playbook=playbook, turn=turns.get(playbook, -1)).update(
                turn=turns.get(playbook, -1) + 1,
                seen_us=found.state.seen_us.get(playbook),
                asks=found.state.asking.get(playbook, "")[:300],
            )
            if not changed:
                raise _TurnedError
        PlaybookRun.objects.bulk_create(
            [row_of(run, of[run.playbook]) for run in found.changed],
            update_conflicts=True,
            unique_fields=["playbook", "subject", "key"],
            update_fields=list(_OF_A_RUN),
            batch_size=500,
        )
        rows = [*_to_be_done(found, of), *_left_out(found, of)]
        OutboxRow.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        if rows:
            enqueue(PERFORM, key=KEY)


def _to_be_done(found: Advanced, of: dict[str, str]) -> list[OutboxRow]:
    return [_row(one, of, key=one.key, kind=one.kind, values=dict(one.values)) for one in found.effects]


def _left_out(found: Advanced, of: dict[str, str]) -> list[OutboxRow]:
    rows = []
    for one in found.left_out:
        key = effect_key(one.playbook, one.version, one.subject, one.occurrence, one.move, one.person)
        rows.append(_row(one, of, key=key, kind="", outcome=Outcome.LEFT_OUT, why=one.why[:300]))
    return rows


def _row(one: Effect | LeftOut, of: dict[str, str], **more: Any) -> OutboxRow:
    return OutboxRow(
        playbook=one.playbook,
        version=one.version,
        of=of[one.playbook],
        subject=one.subject,
        occurrence=one.occurrence,
        move=one.move,
        person=one.person or "",
        at_us=one.at_us,
        **more,
    )


JOBS: Final = (
    JobKind(DECIDE, "Decide what playbooks do", decide_now, tries=3, every=Hourly()),
    JobKind(PERFORM, "Do what playbooks decided", perform_now, tries=3, every=Hourly()),
    JobKind(SIMULATE, "Simulate a playbook on the past", simulate_now),
)
