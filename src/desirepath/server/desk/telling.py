"""Telling people that something on their desk is new: at once to who looks, once to everybody else."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from desirepath.server.live.broker import BROKER, Event
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.talk.models import Reason
from desirepath.server.talk.notifications import notify

MOST_SINGLY = 3
"""So many urgent things are told one by one; where there are more, they are counted like the rest."""


def tell_desks() -> None:
    """Tell everybody who may look at the desk that it has changed, once the transaction is committed."""
    transaction.on_commit(_tell)


def _tell() -> None:
    for person in Person.objects.filter(is_active=True, role__gte=Role.EDITOR).values_list("pk", flat=True):
        BROKER.tell(f"person:{person}", Event.of("desk", {}))


def notify_of_news(person: int, urgent: Iterable[str], others: int) -> None:
    """Tell one person what is new on their desk: urgent things singly, all others in one line.

    To be called in the transaction that opens them.
    """
    singly = list(urgent)
    if len(singly) > MOST_SINGLY:
        others, singly = others + len(singly), []
    for says in singly:
        notify([person], Reason.DESK, by=None, details={"says": f"Urgent: {says}"[:300]})
    if others:
        says = f"{others:,} new things on your desk" if others > 1 else "Something new on your desk"
        notify([person], Reason.DESK, by=None, details={"says": says})
