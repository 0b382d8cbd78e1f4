"""A mail on its way out, over SMTP or by a provider of django-anymail: marked as being sent before it goes,
and as done after.

Neither can be asked whether it took a mail. Where the work was interrupted between the two, the row says that
nobody knows, and it is not sent again by itself: at most once. Before it goes its receiver is looked at once
more: whoever has unsubscribed since gets none.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.validators import validate_email
from django.utils import timezone

from desirepath.base.slow import load
from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.server.books.belonging import traits_now
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.letters import letter_of
from desirepath.server.playbooks.limits import limits_now, written_by
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.performing.refusals import Heard, heard_of_provider, heard_of_server
from desirepath.server.playbooks.performing.rows import claim, end, try_again
from desirepath.server.playbooks.telling import template_of
from desirepath.server.playbooks.wanted import why_not_now
from desirepath.success.playbooks.playbook import Move, Playbook
from desirepath.success.playbooks.runs import On

_HAS_IT: Final = frozenset({"sent", "queued"})
_HAS_IT_NOT: Final = frozenset({"failed", "rejected", "invalid"})
"""What django-anymail calls a mail that a provider has taken, and one that it has not. Of an answer that it
cannot read it says neither."""


def deliver(row: OutboxRow, playbook: Playbook, move: Move, now: datetime) -> None:
    """Send the letter of a row to its receiver, where they still may get it; without a mail server it is
    kept, to be read in the outbox."""
    why = why_not_now(row, playbook, now)
    if why is not None:
        end(row, Outcome.LEFT_OUT, why)
        return
    if _waits_for_quiet_to_end(row, playbook, now):
        return
    if not settings.CONFIGURATION.email:
        end(row, Outcome.KEPT)
        return
    address = address_of(row.person)
    if address is None:
        end(row, Outcome.FAILED, "no e-mail address of theirs is known")
        return
    if not claim(row, Outcome.SENDING):
        return
    mail = mail_of(row, playbook, move, address)
    try:
        connection = _opened(row.key)
    except Exception as error:  # noqa: BLE001  # whatever it is: the mail was not given to anybody
        try_again(row, f"the mail server could not be reached: {_in_words(error)}")
        return
    try:
        _send(connection, mail)
    except load("anymail.exceptions").AnymailError as error:
        _end_as(row, heard_of_provider(error, settings.CONFIGURATION.email))
    except OSError as error:
        _end_as(row, heard_of_server(error))
    else:
        told = _note_what_provider_said(row, mail)
        if told & _HAS_IT or not told:
            end(row, Outcome.DONE)
        else:
            says = f"the mail provider says of it: {', '.join(sorted(told))}"
            _end_as(row, Heard("never" if told <= _HAS_IT_NOT else "unknown", says))
    finally:
        _close(connection)


def mail_of(row: OutboxRow, playbook: Playbook, move: Move, address: str) -> EmailMultiAlternatives:
    """The mail of a row: its Message-ID is made of the row's key, the same whenever it is put together.

    A provider gives what it says of the mail later the same names that the log has for it.
    """
    letter = letter_of(row, playbook, move)
    sender = written_by()
    headers = {"Message-ID": message_id_of(row), **letter.headers}
    if settings.CONFIGURATION.email == "brevo":
        headers["idempotencyKey"] = row.key
    mail = EmailMultiAlternatives(letter.subject, letter.text, sender, [address], headers=headers)
    mail.attach_alternative(letter.html, "text/html")
    mail.tags = [template_of(row)]  # type: ignore[attr-defined]  # django-anymail's own
    mail.metadata = {  # type: ignore[attr-defined]  # as above
        "customer": row.person,
        "template": template_of(row),
        "playbook": row.playbook,
        "version": str(row.version),
        "move": row.move,
        "row": row.key,
    }
    return mail


def message_id_of(row: OutboxRow) -> str:
    """The name under which mail servers know a row's mail."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return f"<{row.key}@{host}>"


def address_of(person: str) -> str | None:
    """The address of somebody: the trait ``email``, else their id where it is one."""
    for found in (traits_now(current_log().generation, "customer", person).get("email"), person):
        try:
            if isinstance(found, str):
                validate_email(found)
                return found
        except ValidationError:
            continue
    return None


def _waits_for_quiet_to_end(row: OutboxRow, playbook: Playbook, now: datetime) -> bool:
    """A mail was decided outside the quiet hours; one that waited since may have come into them. In the demo,
    where time stands still, they would never end."""
    quiet = None if settings.IS_DEMO else On(playbook, row.version, 0).quiet(_zone(), limits_now().quiet)
    if quiet is None or from_microseconds(row.at_us) > now - timedelta(minutes=10):
        return False
    over = from_microseconds(quiet.over_at(to_microseconds(now)))
    if over <= now:
        return False
    OutboxRow.objects.filter(pk=row.pk, outcome=Outcome.WAITING).update(
        not_before=timezone.now() + (over - now)
    )
    return True


def _zone() -> ZoneInfo:
    return ZoneInfo(current_log().settings.time_zone)


def _opened(key: str) -> Any:
    """A connection on which a mail can be sent, under its key where the provider knows one."""
    connection: Any = get_connection()
    connection.open()
    if isinstance(connection, SmtpBackend) and connection.connection is not None:
        connection.connection.ehlo_or_helo_if_needed()
    if settings.CONFIGURATION.email == "resend":
        connection.session.headers["Idempotency-Key"] = key
    return connection


def _send(connection: Any, mail: EmailMultiAlternatives) -> None:
    connection.send_messages([mail])


def _close(connection: Any) -> None:
    """What came of the mail is known by now: that a connection did not end well says nothing of it."""
    with suppress(OSError):
        connection.close()


def _in_words(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def _end_as(row: OutboxRow, heard: Heard) -> None:
    if heard.meaning == "later":
        try_again(row, heard.says)
    else:
        end(row, Outcome.FAILED if heard.meaning == "never" else Outcome.UNKNOWN, heard.says)


def _note_what_provider_said(row: OutboxRow, mail: EmailMultiAlternatives) -> set[str]:
    """Under which name the provider knows the mail, and how it stands with it there: told in these words."""
    status = getattr(mail, "anymail_status", None)
    given = getattr(status, "message_id", None)
    told = {str(one) for one in getattr(status, "status", None) or ()}
    OutboxRow.objects.filter(pk=row.pk).update(
        message_id=message_id_of(row) if given is None else str(given)[:300],
        provider_says=", ".join(sorted(told))[:60],
    )
    return told
