"""A letter to oneself, to see it as it arrives: marked as a test, in no log, counted by no limit."""

from __future__ import annotations

from html import escape
from typing import Final

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.http import HttpRequest

from desirepath.base.slow import load
from desirepath.server.kinds import TOO_MANY
from desirepath.server.people.models import Person
from desirepath.server.playbooks.kept import read_version
from desirepath.server.playbooks.kinds import NO_MOVE, NO_TEST
from desirepath.server.playbooks.letters import letter_of
from desirepath.server.playbooks.limits import written_by
from desirepath.server.playbooks.links import TEST_KEY
from desirepath.server.playbooks.models import OutboxRow
from desirepath.server.playbooks.previewing import seen_by
from desirepath.server.playbooks.shapes import TestLetterOut
from desirepath.success.playbooks.moves import move_called

_RATES: Final = {"letter": "20/h/user"}


def may_send_another(request: HttpRequest, person: Person) -> None:
    """Counts it. Raises DP-SRV-005 of somebody who has had enough of them within an hour."""
    usage = ratelimit.consume(
        request, app="desirepath.tests", action="letter", config=_RATES, user=person, limit_get=True
    )
    if usage is None:
        raise TOO_MANY.error(says="that were twenty test letters within an hour", fix="wait a while")


def send_test_letter(text: str, move_id: str, subject: str | None, person: Person) -> TestLetterOut:
    """Send the letter of a move to this person's own address, in the words it has for the subject's first
    receiver. Raises DP-PLY-024, and what :func:`.previewing.seen_by` raises."""
    playbook = read_version(text)
    move = move_called(playbook, move_id)
    if move is None or not (move.email or move.ask):
        raise NO_MOVE.error("move", says=f'"{move_id}" is no letter', fix="name a move that is an e-mail")
    if not settings.CONFIGURATION.email:
        fix = "enter one under [server], or read the letter in its preview"
        raise NO_TEST.error(says="there is no mail server", fix=fix)
    if not person.email_is_vouched:
        raise NO_TEST.error(says="nobody has confirmed that your address is yours")
    found, people = seen_by(playbook, move, subject, person)
    if not people:
        raise NO_TEST.error("subject", says=f"nobody of {found} is whom it is to", fix="choose another")
    row = OutboxRow(
        key=TEST_KEY, playbook=playbook.id, version=0, of=playbook.of, subject=found, move=move_id,
        person=people[0].person or "", values=people[0].values,
    )  # fmt: skip
    letter = letter_of(row, playbook, move)
    note = f"This is a test, to {person.email} alone. Its links do nothing."
    mail = EmailMultiAlternatives(
        f"[Test] {letter.subject}", f"{note}\n\n{letter.text}", written_by(), [person.email]
    )
    mail.attach_alternative(f"<p><em>{escape(note)}</em></p>\n{letter.html}", "text/html")
    try:
        connection = get_connection()
        connection.open()
    except Exception as error:
        raise NO_TEST.error(says=f"the mail server could not be reached: {error}") from error
    try:
        connection.send_messages([mail])
        connection.close()
    except load("anymail.exceptions").AnymailError as error:
        raise NO_TEST.error(says=f"the mail provider did not take it: {str(error)[:200]}") from error
    except OSError as error:
        raise NO_TEST.error(says=f"the mail server did not take it: {error}") from error
    return TestLetterOut(to=person.email, subject=found)
