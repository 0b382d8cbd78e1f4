"""The outbox: does what was decided, each thing once, whatever crashes in between.

A task is made in the transaction that marks it as done: exactly once. A mail is marked as being sent before
it goes out, and as done after; SMTP cannot be asked whether it took it. So where the work was interrupted
between the two, the row says that nobody knows, and it is not sent again by itself: at most once.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from desirepath.base.spans import from_microseconds, parse_span
from desirepath.model.expression import Value
from desirepath.server.books.belonging import traits_now
from desirepath.server.books.roster import roster
from desirepath.server.desk import tasks
from desirepath.server.desk.models import Came, Severity
from desirepath.server.jobs.kind import Work
from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.server.playbooks.clock import playbook_time
from desirepath.server.playbooks.kept import read_version, version_of
from desirepath.server.playbooks.models import Halt, How, OutboxRow, Outcome, Switch
from desirepath.success.playbooks.moves import TO_PEOPLE, all_moves
from desirepath.success.playbooks.playbook import Email, Move, Playbook, Task
from desirepath.success.playbooks.wording import fill, fill_html, fill_line

PERFORM: Final = "playbooks.perform"
TOO_LATE: Final = timedelta(days=3)
"""A message that should have gone out longer ago than this, because nobody served, does not any more."""
MOST_TRIES: Final = 8
CAN_DO: Final = ("task", "email")
"""The kinds of moves that are done by now; others stand in the outbox as what cannot be done yet."""
USUAL_ROLE: Final = "customer-success"
LONGEST: Final = timedelta(minutes=2)
"""No mail takes longer to be sent: what was begun before that was interrupted."""
_AGAIN_AFTER: Final = timedelta(minutes=2)
_AT_ONCE: Final = 200
_NOT_TAKEN: Final = (
    ConnectionRefusedError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)
"""Where the server was never given the mail: it may be tried again."""
_REFUSED: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def perform_now(work: Work) -> dict[str, int]:
    """The job."""
    now = timezone.now()
    interrupted = OutboxRow.objects.filter(outcome=Outcome.SENDING, not_before__lt=now - LONGEST)
    interrupted.update(
        outcome=Outcome.UNKNOWN, why="it was interrupted while it was being sent", ended_at=now
    )
    done = 0
    while not Halt.objects.exists():
        rows = _waiting()
        if not rows:
            break
        for row in rows:
            work.stop_if_asked()
            if Halt.objects.exists():
                break
            perform(row)
            done += 1
    return {"done": done}


def _waiting() -> list[OutboxRow]:
    """What can be done now; of a paused playbook nothing."""
    paused = Switch.objects.filter(how=How.PAUSED).values("playbook")
    rows = OutboxRow.objects.filter(outcome=Outcome.WAITING, not_before__lte=timezone.now())
    return list(rows.exclude(playbook__in=paused).order_by("at_us", "pk")[:_AT_ONCE])


def perform(row: OutboxRow) -> None:
    """Do one thing, once."""
    now = playbook_time()
    if row.kind not in CAN_DO:
        _end(row, Outcome.CANNOT, f"moves of this kind ({row.kind}) cannot be done here yet")
        return
    if row.kind in TO_PEOPLE and from_microseconds(row.at_us) < now - TOO_LATE:
        _end(row, Outcome.LATE, "it should have gone out more than three days ago")
        return
    playbook = read_version(version_of(row.playbook, row.version).text)
    move = next((one for _, one in all_moves(playbook.moves) if one.id == row.move), None)
    if move is None:
        _end(row, Outcome.FAILED, "the playbook has no such move")
    elif move.task is not None:
        _make_task(row, playbook, move.task, now)
    else:
        _send(row, playbook, move)


def _make_task(row: OutboxRow, playbook: Playbook, task: Task, now: datetime) -> None:
    role = task.role or USUAL_ROLE
    owned = roster(now, row.of).owner(row.subject, role, _traits(row.of, row.subject), now)
    owner = None if owned.person is None else Person.objects.filter(pk=_pk(owned.person)).first()
    if owner is not None and (not owner.is_active or owner.role < Role.EDITOR):
        owner = None
    zone = ZoneInfo(current_log().settings.time_zone)
    due = from_microseconds(row.at_us) + parse_span(task.due or "1d")
    soon = parse_span(task.due or "1d") <= timedelta(days=1)
    with transaction.atomic():
        if not _claim(row, Outcome.DONE):
            return
        tasks.create(
            fill_line(task.title, row.values)[:300],
            by=None,
            owner=owner,
            of=row.of,
            account=row.subject,
            words=fill(task.note or "", row.values),
            due_on=due.astimezone(zone).date(),
            severity=Severity.URGENT if soon else Severity.ACT,
            came=Came.PLAYBOOK,
            key=f"playbook:{row.key}",
            map_id=playbook.map or "",
            owned_because=owned.reason[:300],
        )


def _pk(person: str) -> int:
    return int(person) if person.isdecimal() else 0


def _traits(of: str, subject: str) -> Mapping[str, Value]:
    return traits_now(current_log().generation, of, subject)


def _claim(row: OutboxRow, outcome: Outcome) -> bool:
    """Take a row that waits; of two that try, one gets it."""
    mine = OutboxRow.objects.filter(pk=row.pk, outcome=Outcome.WAITING)
    now = timezone.now()
    ended = now if outcome == Outcome.DONE else None
    return bool(mine.update(outcome=outcome, tries=row.tries + 1, not_before=now, ended_at=ended))


def _end(row: OutboxRow, outcome: Outcome, why: str = "") -> None:
    still = OutboxRow.objects.filter(
        pk=row.pk, outcome__in=(Outcome.WAITING, Outcome.SENDING, Outcome.UNKNOWN)
    )
    still.update(outcome=outcome, why=why[:300], ended_at=timezone.now())


def _send(row: OutboxRow, playbook: Playbook, move: Move) -> None:
    assert move.email is not None
    if not settings.CONFIGURATION.email:
        _end(row, Outcome.KEPT)
        return
    address = address_of(row.person)
    if address is None:
        _end(row, Outcome.FAILED, "no e-mail address of theirs is known")
        return
    if not _claim(row, Outcome.SENDING):
        return
    try:
        letter(row, playbook, move.email, address).send()
    except _NOT_TAKEN as error:
        _try_again(row, str(error))
    except _REFUSED as error:
        _end(row, Outcome.FAILED, f"the mail server refused it: {type(error).__name__}")
    except (smtplib.SMTPException, OSError) as error:
        _end(row, Outcome.UNKNOWN, f"the connection broke while it was being sent: {type(error).__name__}")
    else:
        _end(row, Outcome.DONE)


def _try_again(row: OutboxRow, why: str) -> None:
    if row.tries + 1 >= MOST_TRIES:
        _end(row, Outcome.FAILED, f"the mail server could not be reached {MOST_TRIES} times: {why}")
        return
    OutboxRow.objects.filter(pk=row.pk, outcome=Outcome.SENDING).update(
        outcome=Outcome.WAITING, not_before=timezone.now() + _AGAIN_AFTER * 2**row.tries
    )


def address_of(person: str) -> str | None:
    """The address of somebody: the trait ``email``, else their id where it is one."""
    for found in (_traits("customer", person).get("email"), person):
        try:
            if isinstance(found, str):
                validate_email(found)
                return found
        except ValidationError:
            continue
    return None


def letter(row: OutboxRow, playbook: Playbook, email: Email, address: str) -> EmailMultiAlternatives:
    """The mail of one row: its Message-ID is made of the row's key, the same whenever it is put together."""
    sender = settings.DEFAULT_FROM_EMAIL
    host = sender.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {"Message-ID": f"<{row.key}@{host}>"}
    text, rich = fill(email.text, row.values), fill_html(email.text, row.values)
    if playbook.purpose == "marketing":
        plain = sender.rpartition("<")[2].rstrip(">")
        headers["List-Unsubscribe"] = f"<mailto:{plain}?subject=unsubscribe>"
        text += f"\n-- \n{LEAVE}\n"
        rich += f"\n<p><small>{LEAVE}</small></p>"
    mail = EmailMultiAlternatives(
        fill_line(email.subject, row.values)[:200], text, sender, [address], headers=headers
    )
    mail.attach_alternative(rich, "text/html")
    return mail


LEAVE: Final = 'If you want no more of these letters, answer with "unsubscribe".'
