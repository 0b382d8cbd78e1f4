"""Notifications by mail: each once, at once or gathered once a day, and none to whoever wants none.

A notification is marked as mailed before its mail goes out: a crash in between loses a mail, and sends none
twice; where the mail server refuses, the mark is taken back and it is tried again. What has been read is not
mailed, nor what is about a map that one may no longer see.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from desirepath.server.people.models import Person
from desirepath.server.talk.models import HowMailed, MailChoice, Notification
from desirepath.server.talk.notifications import NotificationOut, notifications_of, show_notifications

NOT_LATER_THAN: Final = timedelta(days=3)
"""What is older is not mailed any more: whoever turns mails on again is not flooded."""
MOST_IN_A_MAIL: Final = 50
_SALT: Final = "desirepath.unsubscribe"
_DIGESTS_APART: Final = timedelta(hours=20)


def send_instantly() -> int:
    """Mail what waits for those who want it at once; how many mails that were."""
    return _send_to(Person.objects.filter(mail_choice__how=HowMailed.INSTANTLY))


def send_digests() -> int:
    """Mail what waits for those who want it once a day, which is everybody who chose nothing else."""
    lately = timezone.now() - _DIGESTS_APART
    others = MailChoice.objects.filter(~Q(how=HowMailed.DAILY) | Q(digest_at__gt=lately))
    return _send_to(Person.objects.exclude(pk__in=others.values("person")))


def unsubscribe_path(person: Person) -> str:
    """The address, without the server's, at which a person wants no more mails, signed in or not."""
    return reverse("unsubscribe", args=[signing.dumps(person.pk, salt=_SALT)])


def read_unsubscribe(token: str) -> Person | None:
    """Whose mails the link of a mail is about; None for one that we did not make."""
    try:
        return Person.objects.filter(pk=signing.loads(token, salt=_SALT)).first()
    except signing.BadSignature:
        return None


def _send_to(people: QuerySet[Person]) -> int:
    if not settings.CONFIGURATION.email:
        return 0  # no mail server: they are read in the workspace
    since = timezone.now() - NOT_LATER_THAN
    waiting = Notification.objects.filter(mailed_at=None, read_at=None, at__gte=since)
    some = people.filter(pk__in=waiting.values("person"), is_active=True)
    return sum(_send(person, since) for person in some)


def _send(person: Person, since: datetime) -> bool:
    """Mail what waits for one person; whether there was something."""
    now = timezone.now()
    waiting = notifications_of(person).filter(mailed_at=None, read_at=None, at__gte=since)
    ids = list(waiting.values_list("pk", flat=True)[:MOST_IN_A_MAIL])
    mine = Notification.objects.filter(pk__in=ids, mailed_at=None)
    # Of two that mail at once, each takes what the other has not: the mark says which.
    if not mine.update(mailed_at=now):
        return False
    taken = notifications_of(person).filter(pk__in=ids, mailed_at=now).order_by("pk")
    try:
        _mail(person, show_notifications(taken)).send()
    except Exception:
        Notification.objects.filter(pk__in=ids, mailed_at=now).update(mailed_at=None)
        raise
    MailChoice.objects.update_or_create(person=person, defaults={"digest_at": now})
    return True


def _mail(person: Person, told: Sequence[NotificationOut]) -> EmailMessage:
    base = settings.CONFIGURATION.url.rstrip("/")
    leave = f"{base}{unsubscribe_path(person)}"
    lines = [line for one in told for line in _say(one, base)]
    lines += ["-- ", f"When to get these mails: {base}/account/", f"Never again: {leave}", ""]
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(_subject(told), "\n".join(lines), to=[person.email], headers=headers)


def _subject(told: Sequence[NotificationOut]) -> str:
    """In one line, whatever people call themselves and their maps."""
    if len(told) > 1:
        return f"{len(told)} things on your maps"
    (one,) = told
    about = f": {one.map.title}" if one.map else ""
    return " ".join(f"{one.says}{about}".split())[:150]


def _say(one: NotificationOut, base: str) -> list[str]:
    lines = [f"{one.says}: {one.map.title}" if one.map else one.says]
    if one.excerpt:
        lines += [f"> {line}" for line in one.excerpt.splitlines()]
    if one.map:
        lines.append(f"{base}/maps/{one.map.id}" + (f"#comment-{one.comment}" if one.comment else ""))
    return [*lines, ""]
