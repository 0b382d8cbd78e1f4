"""Messages in the product: which wait for somebody, and what they did with them.

A product says who looks at it with a signature that only its own server can make: the HMAC-SHA256 of the
customer's id under a secret of the connection. So nobody sees, or closes, what is somebody else's.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final, Literal

from django.db.models import QuerySet
from django.utils import timezone

from desirepath.base.problem import DesirepathError
from desirepath.log.row_checks import Row
from desirepath.server.clock import workspace_time
from desirepath.server.intake.known import KNOWN, Key
from desirepath.server.intake.models import Connection, Place
from desirepath.server.playbooks.kept import read_version, version_of
from desirepath.server.playbooks.models import Halt, How, OutboxRow, Outcome, Switch
from desirepath.server.playbooks.performing.in_app import SHOWN_FOR
from desirepath.server.playbooks.telling import fact_about
from desirepath.server.playbooks.wanted import called_now, why_not_now
from desirepath.server.touch.keeping import keep
from desirepath.success.playbooks.moves import move_called
from desirepath.success.playbooks.playbook import InApp, Playbook
from desirepath.success.playbooks.wording import fill_line, fill_prose

KIND: Final = "in_app"
"""The kind of the connections over which products show messages."""
MOST_AT_ONCE: Final = 5
_NOTED_EVERY: Final = timedelta(minutes=1)
Deed = Literal["seen", "clicked", "dismissed"]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as the product shows it: words, and a link where it has one."""

    id: str
    title: str
    text: str
    button: str | None
    link: str | None


def key_for(said: str, origin: str, now: datetime) -> Key | None:
    """The key, where a page of this origin may use it; None for one that is unknown, paused, for servers, or
    for other pages. A key that names no pages may be used by none."""
    KNOWN.keep_fresh()
    key = KNOWN.now.key(said, now)
    if key is None or key.sender.kind != KIND or key.sender.is_paused or key.place != Place.BROWSER:
        return None
    return key if origin in key.origins else None


def is_signed(key: Key, customer: str, signature: str, now: datetime) -> bool:
    """Whether the signature is of this customer's id, under one of the connection's secrets. It takes as long
    whether it is or not."""
    is_right = False
    for hook in KNOWN.now.hooks.values():
        if hook.sender.id != key.sender.id:
            continue
        for secret, expires_at in hook.secrets:
            expected = hmac.new(secret.encode(), customer.encode(), sha256).hexdigest()
            is_same = hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
            is_right |= is_same and (expires_at is None or expires_at > now)
    return is_right


def note_use(key: Key, now: datetime) -> None:
    """The product asks: its light is green. It is written down once a minute."""
    mine = Connection.objects.filter(pk=key.sender.id)
    mine.filter(first_event_at=None).update(first_event_at=now)
    mine.exclude(last_event_at__gt=now - _NOTED_EVERY).update(last_event_at=now)


def messages_for(customer: str) -> list[Message]:
    """What waits for somebody, the oldest first; nothing while everything is halted, of playbooks that are
    paused, and of what they do not want any more."""
    if Halt.objects.exists():
        return []
    return list(_shown(customer))


def _shown(customer: str) -> Iterator[Message]:
    paused = Switch.objects.filter(how=How.PAUSED).values("playbook")
    rows = _of(customer).filter(outcome=Outcome.OFFERED, not_before__gt=timezone.now() - SHOWN_FOR)
    now = workspace_time().now
    for row in rows.exclude(playbook__in=paused).order_by("at_us", "pk")[:MOST_AT_ONCE]:
        found = _words(row)
        if found is None:
            continue
        playbook, message = found
        if why_not_now(row, playbook, now) is None:
            yield Message(
                id=row.key,
                title=fill_line(message.title, row.values),
                text=fill_prose(message.text, row.values),
                button=message.button,
                link=message.link,
            )


def did(customer: str, message: str, deed: Deed) -> bool:
    """Keep what somebody did with a message of theirs, once; False where they have no such message, or
    nothing may be kept of them. Raises DP-INT-007 and -008 where it could not be kept."""
    row = _of(customer).filter(key=message, outcome__in=(Outcome.OFFERED, Outcome.DONE)).first()
    if row is None:
        return False

    def fact(key: str) -> Row:
        more = {"channel": "in_app", "properties": {"message_id": row.key}}
        return fact_about(row, f"in_app.{deed}", at=workspace_time().now, by_customer=True, key=key, **more)

    if not keep(row, fact, lambda: True):
        return False
    still = OutboxRow.objects.filter(pk=row.pk, outcome=Outcome.OFFERED)
    still.update(outcome=Outcome.DONE, ended_at=timezone.now())
    return True


def _of(customer: str) -> QuerySet[OutboxRow]:
    """The messages to somebody, under whichever of their ids they were decided."""
    return OutboxRow.objects.filter(kind=KIND, person__in={customer, called_now(customer)})


def _words(row: OutboxRow) -> tuple[Playbook, InApp] | None:
    try:
        playbook = read_version(version_of(row.playbook, row.version).text)
    except DesirepathError:
        return None
    move = move_called(playbook, row.move)
    return None if move is None or move.in_app is None else (playbook, move.in_app)
