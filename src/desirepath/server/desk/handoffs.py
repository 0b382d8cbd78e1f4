"""Handoffs: what is kept of them, and what people do: tell, accept, send back, put off, take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, cast

from django.db.models import QuerySet

from desirepath.server.clock import workspace_time
from desirepath.server.desk.kinds import NOT_CARRIED, NOT_YOUR_TURN
from desirepath.server.desk.models import Handoff
from desirepath.server.desk.tasks import put_off
from desirepath.server.desk.telling import tell_desks
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.talk.models import Reason
from desirepath.server.talk.notifications import notify
from desirepath.success.handoffs import Passing, State, accept, send_back, tell

Side = Literal["giver", "receiver"]
OPEN = ("waiting", "sent back")
LONGEST_ROLE = 200
TAKEN = "took it, as nobody had it"
"""How somebody came to a side that they took themselves."""


def open_handoffs() -> QuerySet[Handoff]:
    """Those in which somebody must still do something."""
    return Handoff.objects.filter(state__in=OPEN)


def passing_of(row: Handoff) -> Passing:
    """A row as the decisions know it."""
    return Passing(
        account=row.account,
        step=row.step,
        giver=row.giver or None,
        receiver=row.receiver or None,
        carries=tuple(row.carries),
        opened_at=row.opened_at,
        due=row.due_at,
        told=row.told,
        state=cast("State", row.state),
        said=row.said,
        closed_at=row.closed_at,
    )


def put(row: Handoff, passing: Passing) -> Handoff:
    """The row as a decision has it; not saved yet. ``owner`` becomes whoever's turn it is."""
    row.giver, row.receiver = (passing.giver or "")[:LONGEST_ROLE], (passing.receiver or "")[:LONGEST_ROLE]
    row.carries, row.told = list(passing.carries), dict(passing.told)
    row.state, row.said = passing.state, passing.said
    row.opened_at, row.due_at, row.closed_at = passing.opened_at, passing.due, passing.closed_at
    row.owner = row.giving if passing.is_givers_turn else row.receiving
    return row


def tell_more(row: Handoff, told: Mapping[str, str], by: Person) -> Handoff:
    """More of what must be told; the receiver is told when it is all. Raises DP-DSK-004 for what it does not
    carry, DP-SUC-014 once it is over."""
    unknown = sorted(set(told) - set(row.carries))
    if unknown:
        raise NOT_CARRIED.error(
            unknown[0], says=f"this handoff carries: {', '.join(row.carries) or 'nothing'}"
        )
    return _keep(put(row, tell(passing_of(row), told)), by)


def take(row: Handoff, by: Person) -> Handoff:
    """The receiver knows enough, and has the account. Raises DP-DSK-001, DP-SUC-013 and -014."""
    _must_be_receiver(row, by)
    row = put(row, accept(passing_of(row), workspace_time().now))
    row.closed_by = by
    return _keep(row, by)


def return_it(row: Handoff, says: str, by: Person) -> Handoff:
    """The receiver sends it back, with what is missing or unclear. Raises DP-DSK-001 and DP-SUC-014."""
    _must_be_receiver(row, by)
    row = put(row, send_back(passing_of(row), says))
    row.said_by = by
    return _keep(row, by)


def snooze(row: Handoff, until: datetime | None, because: str, by: Person) -> Handoff:
    """Put off until then; None: no more. When it becomes somebody else's turn it is put off no more."""
    return _set(row, **put_off(until, because, by))


def passings() -> dict[str, list[Passing]]:
    """All handoffs there were, by the id of their map."""
    found: dict[str, list[Passing]] = {}
    for row in Handoff.objects.order_by("opened_at", "pk"):
        found.setdefault(row.map, []).append(passing_of(row))
    return found


def nobodys_side(row: Handoff) -> Side | None:
    """Which side of an open handoff is nobody's, and can be taken: whose turn it is, else who receives; None
    where somebody has both, or the map names no role."""
    if row.state not in OPEN:
        return None
    if row.owner_id is None and passing_of(row).is_givers_turn:
        return "giver" if row.giver and row.giving_id is None else None
    return "receiver" if row.receiver and row.receiving_id is None else None


def take_side(row: Handoff, side: Side, person: Person) -> Handoff:
    """Somebody has a side from now on, whoever the map names; of the account nothing else becomes theirs."""
    return _give(row, side, person, because=TAKEN, by=person)


def leave_side(row: Handoff, side: Side) -> Handoff:
    """Nobody has it again."""
    return _give(row, side, None, because="", by=None)


def has_taken(row: Handoff, side: Side, person: Person) -> bool:
    """Whether somebody has a side because they took it."""
    has = row.giving_id if side == "giver" else row.receiving_id
    return row.given_by_id == person.pk == has


def _give(row: Handoff, side: Side, person: Person | None, *, because: str, by: Person | None) -> Handoff:
    if side == "giver":
        row.giving = person
    else:
        row.receiving = person
    put(row, passing_of(row))
    if row.owner_id == (person.pk if person else None):
        row.owned_because = because
    names = ("giving", "receiving", "owner", "owned_because")
    return _set(row, given_by=by, **{name: getattr(row, name) for name in names})


def may_receive(row: Handoff, person: Person) -> bool:
    """Whether somebody may say that they know enough: the receiver; where there is none, anybody but the
    giver; an owner of the workspace always."""
    if person.role >= Role.OWNER:
        return True
    return row.receiving_id == person.pk if row.receiving_id else row.giving_id != person.pk


def _must_be_receiver(row: Handoff, by: Person) -> None:
    if not may_receive(row, by):
        who = f": {row.receiving}" if row.receiving else ""
        raise NOT_YOUR_TURN.error(f"handoff {row.pk}", says=f"this is for who receives the account{who}")


def _keep(row: Handoff, by: Person) -> Handoff:
    before = Handoff.objects.get(pk=row.pk)
    row.changed_at = workspace_time().now
    if row.owner_id != before.owner_id:
        row.snoozed_until = row.snoozed_by = None
        row.snoozed_because = ""
    row.save()
    if row.state in OPEN and row.owner_id not in (None, before.owner_id, by.pk):
        says = "was sent back to you" if row.state == "sent back" else "is handed over to you"
        notify([row.owner_id], Reason.DESK, by=None, details={"says": f"{row.account} {says}"})
    tell_desks()
    return row


def _set(row: Handoff, **changes: Any) -> Handoff:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    tell_desks()
    return row
