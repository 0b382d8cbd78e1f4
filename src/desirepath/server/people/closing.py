"""Ending what lets somebody in: sessions, tokens, links, open streams. At once, not at the next check."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from desirepath.server.people.models import Person, SignInLink

access_changed = Signal()
"""Sent after commit with ``person_id``: whatever this person has open must ask at the door again."""


def tell_access_changed(person_id: int) -> None:
    """Have everything that the person has open closed, once this transaction is settled."""
    transaction.on_commit(lambda: access_changed.send(sender=Person, person_id=person_id))


def end_sessions(person: Person, *, but: str | None = None) -> int:
    """End the person's sessions, ``but`` the one with this key; how many there were."""
    ended = 0
    for session in UserSession.objects.filter(user=person):
        if session.session_key != but:
            session.end()
            ended += 1
    tell_access_changed(person.pk)
    return ended


def end_session(person: Person, session_id: int) -> bool:
    """End one session of the person; whether there was one."""
    session = UserSession.objects.filter(user=person, pk=session_id).first()
    if session is None:
        return False
    session.end()
    tell_access_changed(person.pk)
    return True


def shut_out(person: Person) -> None:
    """End everything that lets the person in: sessions, tokens, links, streams."""
    end_sessions(person)
    person.tokens.all().delete()
    SignInLink.objects.filter(person=person, used_at=None).update(used_at=timezone.now())
