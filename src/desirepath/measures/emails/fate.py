"""What became of one mail within some days of being sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from desirepath.base.spans import from_microseconds
from desirepath.measures.emails.letter import Letter
from desirepath.measures.emails.mails import Mail
from desirepath.measures.emails.told import (
    BOUNCED,
    CLICKED,
    COMPLAINED,
    DELIVERED,
    DISMISSED,
    MACHINE,
    OPENED,
    REPLIED,
    SEEN,
    UNSUBSCRIBED,
)


@dataclass(frozen=True, slots=True)
class Fate:
    """One mail, credited to the day ``on`` which it was sent. ``is_young``: its days are not over, so that
    nobody can say yet what will have become of it. ``clicks`` counts every click, on whichever link.
    ``teller`` is who sends such mails: what is told of one of theirs can be told of all.
    ``late`` is how much came after its days and counts for nothing."""

    letter: Letter
    teller: str
    person: str
    on: date
    is_young: bool
    delivered: bool
    arrived: bool
    opened: bool
    machine_only: bool
    clicked: bool
    clicks: int
    replied: bool
    unsubscribed: bool
    complained: bool
    seen: bool
    dismissed: bool
    late: int


def fate_of(mail: Mail, *, within_us: int, as_of_us: int, zone: ZoneInfo) -> Fate:
    """What became of a mail. A mail counts as opened where a person opened it, followed its link or answered
    it; and as come back where nothing better was told after that."""
    until_us = mail.sent_us + within_us
    counted = {what: [at for at in times if at <= until_us] for what, times in mail.came.items()}
    first = {what: times[0] for what, times in counted.items() if times}
    last_bounce = max(counted.get(BOUNCED) or [-1])
    last_delivery = max(counted.get(DELIVERED) or [-1])
    opened = OPENED in first or CLICKED in first or REPLIED in first
    arrived = last_bounce < 0 or opened or last_delivery > last_bounce
    return Fate(
        letter=mail.letter,
        teller="playbooks" if mail.letter.is_playbook else mail.source,
        person=mail.person,
        on=from_microseconds(mail.sent_us).astimezone(zone).date(),
        is_young=until_us > as_of_us,
        delivered=arrived and (last_delivery >= 0 or opened),
        arrived=arrived,
        opened=arrived and opened,
        machine_only=arrived and MACHINE in first and not opened,
        clicked=CLICKED in first,
        clicks=len(counted.get(CLICKED, ())),
        replied=REPLIED in first,
        unsubscribed=UNSUBSCRIBED in first,
        complained=COMPLAINED in first,
        seen=SEEN in first or DISMISSED in first or (mail.letter.channel == "in_app" and CLICKED in first),
        dismissed=DISMISSED in first and CLICKED not in first,
        late=sum(len(times) for times in mail.came.values()) - sum(map(len, counted.values())),
    )
