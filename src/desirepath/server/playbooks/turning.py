"""Playbooks are turned on and off, paused, drained and stopped; and everything is halted at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from desirepath.base.spans import to_microseconds
from desirepath.server.clock import workspace_time
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.people.models import Person
from desirepath.server.playbooks.kept import House, must_be_playbook, version_of
from desirepath.server.playbooks.kinds import CANNOT_DO, NOT_ON
from desirepath.server.playbooks.models import Halt, How, OutboxRow, Outcome, PlaybookRun, Switch, Target
from desirepath.server.playbooks.performing.table import CAN_DO
from desirepath.success.playbooks.moves import WITHOUT_ID, all_moves, kinds_of
from desirepath.success.playbooks.playbook import Playbook

MOST_DAYS_BACK: Final = 3
_INSIDE: Final = (*WITHOUT_ID, "start", "stop")


def switch_of(playbook: str) -> Switch:
    """How a playbook stands. Raises DP-SRV-003."""
    found = Switch.objects.filter(playbook=playbook).first()
    if found is None:
        raise NOT_FOUND.error(f"playbook {playbook}")
    return found


def cannot_do(playbook: Playbook) -> list[str]:
    """What the workspace cannot do yet: kinds of its moves, and targets that it does not call."""
    moves = [move for _, move in all_moves(playbook.moves)]
    named = {kinds_of(move)[0] for move in moves}
    targets = {("webhook", move.webhook.to) for move in moves if move.webhook is not None}
    targets |= {("chat", move.chat.channel) for move in moves if move.chat is not None}
    known = set(Target.objects.filter(is_on=True).values_list("kind", "name")) if targets else set()
    unknown = {f'{kind} "{name}"' for kind, name in targets - known}
    return sorted((named | unknown) - {*CAN_DO, *_INSIDE})


def turn_on(
    playbook: str,
    person: Person,
    *,
    version: int,
    days_back: int = 0,
    most_a_day: int | None = None,
    anyway: bool = False,
) -> Switch:
    """Turn a version on: from now on, or from so many days ago on. One that is on already goes on with it,
    from where it was; what it asked is answered.

    Raises what is wrong with it, and DP-PLY-003 where it has moves that cannot be done yet and not
    ``anyway``.
    """
    row = version_of(playbook, version)
    read = must_be_playbook(row.text, playbook, House.now())
    lacking = cannot_do(read)
    if lacking and not anyway:
        says = f"these moves cannot be done yet: {', '.join(lacking)}"
        raise CANNOT_DO.error("moves", says=says)
    since_us = to_microseconds(workspace_time().now - timedelta(days=days_back))
    with transaction.atomic():
        switch = Switch.objects.select_for_update().get(playbook=playbook)
        if switch.how in (How.ON, How.DRAINING) and not switch.asks:
            since_us = switch.since_us
        _turn(switch, person, how=How.ON, version=version, since_us=since_us, most_a_day=most_a_day, asks="")
    return switch_of(playbook)


def pause(playbook: str, person: Person) -> Switch:
    """Let it do nothing for now. Raises DP-PLY-004 where it is off."""
    return _from(playbook, person, (How.ON, How.DRAINING), how=How.PAUSED)


def resume(playbook: str, person: Person) -> Switch:
    """Let it go on: what was due is done now, what happened meanwhile begins nothing. Raises DP-PLY-004."""
    now_us = to_microseconds(workspace_time().now)
    return _from(playbook, person, (How.PAUSED,), how=How.ON, since_us=now_us)


def drain(playbook: str, person: Person) -> Switch:
    """Begin no more runs, and finish those under way. Raises DP-PLY-004."""
    return _from(playbook, person, (How.ON, How.PAUSED), how=How.DRAINING)


def stop(playbook: str, person: Person) -> Switch:
    """Turn it off at once: runs under way are stopped, and what waits in the outbox is left out."""
    now_us = to_microseconds(workspace_time().now)
    with transaction.atomic():
        switch = _from(playbook, person, tuple(How), how=How.OFF, seen_us=None, asks="")
        stopped = {"status": "stopped", "why": "stopped by hand", "due_us": None, "waiting_us": None}
        PlaybookRun.objects.filter(playbook=playbook, status="running").update(ended_us=now_us, **stopped)
        waiting = OutboxRow.objects.filter(playbook=playbook, outcome__in=(Outcome.WAITING, Outcome.OFFERED))
        waiting.update(
            outcome=Outcome.LEFT_OUT, why="the playbook was stopped", ended_at=workspace_time().now
        )
    return switch


def halt(person: Person) -> Halt:
    """Stop everything at once: nothing is decided and nothing goes out until it is lifted."""
    since = {"person": person, "at": workspace_time().now}
    return Halt.objects.get_or_create(pk=1, defaults=since)[0]


def lift_halt() -> None:
    """Let everything go on."""
    Halt.objects.all().delete()


def _from(playbook: str, person: Person, allowed: tuple[How, ...], **changes: object) -> Switch:
    with transaction.atomic():
        switch = Switch.objects.select_for_update().filter(playbook=playbook).first()
        if switch is None:
            raise NOT_FOUND.error(f"playbook {playbook}")
        if switch.how not in allowed:
            raise NOT_ON.error(f"playbook {playbook}", says=f"the playbook is {How(switch.how).label}")
        _turn(switch, person, **changes)
    return switch_of(playbook)


def _turn(switch: Switch, person: Person, **changes: object) -> None:
    """Every turn counts: whoever decided from an older one decides again."""
    Switch.objects.filter(pk=switch.pk).update(
        turn=F("turn") + 1, person=person, at=timezone.now(), **changes
    )
