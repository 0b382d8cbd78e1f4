"""What playbooks and their receivers did, as facts of the log."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from desirepath.base.problem import DesirepathError
from desirepath.log.activities import PLAYBOOKS
from desirepath.log.row_checks import Row
from desirepath.server.intake import accepting
from desirepath.server.intake.way_in import this_way_in
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.reading import read_journey
from desirepath.server.maps.models import MapRecord
from desirepath.server.playbooks.kept import read_version, version_of
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.success.playbooks.moves import move_called
from desirepath.success.playbooks.occurrences import step_of
from desirepath.success.playbooks.playbook import Ask, Playbook

_log = logging.getLogger("desirepath.server")
_MAILS: Final = ("email", "ask")
_AT_ONCE: Final = 200


def fact_about(
    row: OutboxRow, activity: str, *, at: datetime, key: str = "", by_customer: bool, **more: Any
) -> Row:
    """A fact about whom a row of the outbox is for, with what it came of: playbook, version and move.

    Its key is made of the row's, so that it is kept once; ``key`` tells those of one row apart. ``more`` are
    further fields; properties join those that every one has.
    """
    properties = {"playbook": row.playbook, "version": row.version, "move": row.move}
    found: Row = {
        "occurred_at": at.isoformat(),
        "activity": activity,
        "source": PLAYBOOKS,
        "direction": "by_customer" if by_customer else "by_us",
        **more,
        "properties": {**more.get("properties", {}), **properties},
        "key": f"{activity}:{row.key}{key}",
    }
    if row.person:
        found["customer"] = row.person
    if row.of == "account":
        found["account"] = row.subject
    return found


def template_of(row: OutboxRow) -> str:
    """What the words of a message are called in the log: those of one move of one version are the same."""
    return f"{row.playbook}/{row.move}/{row.version}"


def tell_what_was_sent(now: datetime) -> int:
    """Bring the mails that went out into the log, each once; how many there were. ``now`` is the latest that
    anything may be said to have happened.

    Where they cannot be kept they are brought the next time: sending goes on.
    """
    sent = Q(kind__in=_MAILS, outcome=Outcome.DONE)
    sent |= Q(kind="in_app", outcome__in=(Outcome.OFFERED, Outcome.DONE))
    waiting = OutboxRow.objects.filter(sent, is_told=False)
    count = 0
    while rows := list(waiting.order_by("pk")[:_AT_ONCE]):
        try:
            tell([fact for row in rows for fact in _facts_of(row, now)])
        except DesirepathError:
            _log.exception("what was sent could not be brought into the log; trying again")
            break
        OutboxRow.objects.filter(pk__in=[row.pk for row in rows]).update(is_told=True)
        count += len(rows)
    return count


def _facts_of(row: OutboxRow, now: datetime) -> list[Row]:
    if row.kind == "in_app":
        offered: dict[str, Any] = {"channel": "in_app", "properties": {"message_id": row.key}}
        return [fact_about(row, "in_app.sent", at=min(row.not_before, now), by_customer=False, **offered)]
    at = now if row.ended_at is None else min(row.ended_at, now)
    mail: dict[str, Any] = {
        "channel": "email",
        "objects": {"email": row.message_id},
        "properties": {"template": template_of(row), "message_id": row.message_id},
    }
    found = [fact_about(row, "email.sent", at=at, by_customer=False, **mail)]
    if row.kind == "ask":
        asked: dict[str, Any] = {
            "channel": "email",
            "solicited": True,
            "properties": properties_of_question(row),
        }
        found.append(fact_about(row, "survey.sent", at=at, by_customer=False, **asked))
    return found


def properties_of_question(row: OutboxRow) -> dict[str, str]:
    """What the log says of a question and of its answer: which survey it is, which question, which one ask;
    and the map and the step at which both count, wherever the account stands by then (binding.ask_where)."""
    playbook, ask = question_of(row)
    found = {"survey": ask.survey, "measure": ask.measure, "ask": row.key}
    step = ask.step or step_of(row.occurrence)
    if playbook.map is not None and step is not None:
        found |= {"map": _own_id_of(playbook.map), "step": step}
    return found


def _own_id_of(name: str) -> str:
    """The id that a map has in its file, where a playbook calls it by the workspace's."""
    record = MapRecord.objects.filter(pk=name).first()
    return name if record is None else read_journey(record).id


def question_of(row: OutboxRow) -> tuple[Playbook, Ask]:
    """The playbook of a row that asks, and its question. Raises DP-SRV-003 where there is none."""
    playbook = read_version(version_of(row.playbook, row.version).text)
    move = move_called(playbook, row.move)
    if move is None or move.ask is None:
        raise NOT_FOUND.error(f"question {row.move}")
    return playbook, move.ask


def tell(facts: Sequence[Row]) -> tuple[Sequence[accepting.Outcome], bool]:
    """Write them, durably; what became of each, and whether the log has them now. Raises DP-INT-007 and -008
    where they could not be written."""
    return this_way_in().write_all(facts)
