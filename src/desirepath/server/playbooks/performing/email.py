"""An e-mail over SMTP: marked as being sent before it goes out, and as done after.

SMTP cannot be asked whether it took a mail. Where the work was interrupted between the two, the row says that
nobody knows, and it is not sent again by itself: at most once.
"""

from __future__ import annotations

import smtplib
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from desirepath.server.books.belonging import traits_now
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.performing.rows import MOST_TRIES, claim, end, try_again
from desirepath.success.playbooks.playbook import Email, Move, Playbook
from desirepath.success.playbooks.wording import fill, fill_html, fill_line

LEAVE: Final = 'If you want no more of these letters, answer with "unsubscribe".'
_NOT_TAKEN: Final = (
    ConnectionRefusedError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
)
"""Where the server was never given the mail: it may be tried again."""
_REFUSED: Final = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def send_email(row: OutboxRow, playbook: Playbook, move: Move, now: datetime) -> None:
    """Send it; without a mail server it is kept, to be read in the outbox."""
    assert move.email is not None
    if not settings.CONFIGURATION.email:
        end(row, Outcome.KEPT)
        return
    address = address_of(row.person)
    if address is None:
        end(row, Outcome.FAILED, "no e-mail address of theirs is known")
        return
    if not claim(row, Outcome.SENDING):
        return
    try:
        letter(row, playbook, move.email, address).send()
    except _NOT_TAKEN as error:
        try_again(row, f"the mail server could not be reached {MOST_TRIES} times: {error}")
    except _REFUSED as error:
        end(row, Outcome.FAILED, f"the mail server refused it: {type(error).__name__}")
    except (smtplib.SMTPException, OSError) as error:
        end(row, Outcome.UNKNOWN, f"the connection broke while it was being sent: {type(error).__name__}")
    else:
        end(row, Outcome.DONE)


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
