"""The kinds of moves that can be done here, and how. A new kind is a new file, and a new line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desirepath.server.playbooks.models import OutboxRow
from desirepath.server.playbooks.performing.ask import send_question
from desirepath.server.playbooks.performing.chat import write_chat
from desirepath.server.playbooks.performing.email import send_email
from desirepath.server.playbooks.performing.in_app import offer
from desirepath.server.playbooks.performing.task import make_task
from desirepath.server.playbooks.performing.trait import set_trait
from desirepath.server.playbooks.performing.webhook import call_webhook
from desirepath.success.playbooks.playbook import Move, Playbook


@dataclass(frozen=True, slots=True)
class Performer:
    """How a kind is done. ``perform(row, playbook, move, now)`` does one row, once: it takes the row, does
    it, and says what became of it.

    ``is_known_by_key``: whoever receives it knows it by the row's key and takes it once. What was interrupted
    while it was being sent is sent again then; of the other kinds nobody knows, and that is said.
    """

    perform: Callable[[OutboxRow, Playbook, Move, datetime], None]
    is_known_by_key: bool = False


PERFORMERS: Final[Mapping[str, Performer]] = {
    "task": Performer(make_task),
    "email": Performer(send_email),
    "in_app": Performer(offer),
    "ask": Performer(send_question),
    "webhook": Performer(call_webhook, is_known_by_key=True),
    "chat": Performer(write_chat),
    "set_trait": Performer(set_trait, is_known_by_key=True),
}
CAN_DO: Final = tuple(PERFORMERS)
"""Others stand in the outbox as what cannot be done yet."""
