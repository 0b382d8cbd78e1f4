"""The one door to what becomes of mails: which letters are opened, followed and answered, how sure that is,
and two of them side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from desirepath.base.spans import Period, from_microseconds
from desirepath.base.words import count_of, say_count
from desirepath.log.store import Log
from desirepath.measures.emails.compared import Compared, compare
from desirepath.measures.emails.definitions import EMAIL_MEASURES
from desirepath.measures.emails.fate import Fate, fate_of
from desirepath.measures.emails.mails import match
from desirepath.measures.emails.rows import Json, Row, Tellers, rows_of
from desirepath.measures.emails.told import UNSUBSCRIBED, read_told
from desirepath.measures.kinds import NO_SUCH_LETTER

FORMAT: Final = "desirepath-emails/1"
"""The published JSON shape; what it holds is only ever added to."""
USUAL_DAYS: Final = 7
MOST_DAYS: Final = 90


@dataclass(frozen=True)
class Emails:
    """The answer. ``within_days`` is how long after its sending something counts, and from when on a mail is
    compared. ``nobodys`` are facts that belong to no mail, by what they tell; ``late`` how much came after
    its mail's days; ``unsent`` how many mails are credited to the day on which something was first told of
    them, because nobody tells when they were sent."""

    as_of: datetime
    period: Period
    within_days: int
    zone: str
    rows: tuple[Row, ...]
    nobodys: Mapping[str, int]
    late: int
    unsent: int
    compared: Compared | None = None

    @property
    def sent(self) -> int:
        """How many mails and messages there are."""
        return sum(one.counts.sent for one in self.rows)

    def notes(self) -> Iterator[str]:
        """What is in no number, in sentences."""
        if self.late:
            yield (
                f"{count_of(self.late, 'thing', 'things')} that came of a mail more than "
                f"{count_of(self.within_days, 'day', 'days')} after it was sent count for nothing, so that "
                "old mails and new ones can be compared."
            )
        if self.unsent:
            yield (
                f"Of {count_of(self.unsent, 'mail', 'mails')} nobody tells when they were sent: they stand "
                "at the day on which something was first told of them."
            )
        loose = sum(self.nobodys.values())
        if loose:
            words = ", ".join(f"{what} {say_count(number)}" for what, number in sorted(self.nobodys.items()))
            yield f"{count_of(loose, 'fact belongs', 'facts belong')} to no mail that is known ({words})."

    def to_json(self) -> Json:
        """The published JSON shape (desirepath-emails/1)."""
        return {
            "format": FORMAT,
            "as_of": self.as_of.isoformat(),
            "since": None if self.period.since is None else self.period.since.isoformat(),
            "until": None if self.period.until is None else self.period.until.isoformat(),
            "within_days": self.within_days,
            "zone": self.zone,
            "measures": [
                {
                    "id": one.id,
                    "name": one.name,
                    "channel": one.channel,
                    "question": one.question,
                    "formula": one.formula,
                    "better": one.better,
                }
                for one in EMAIL_MEASURES
            ],
            "rows": [one.to_json() for one in self.rows],
            "notes": list(self.notes()),
            "compared": None if self.compared is None else self.compared.to_json(),
        }


def measure_emails(
    log: Log,
    *,
    period: Period | None = None,
    within_days: int = USUAL_DAYS,
    sides: tuple[str, str] | None = None,
    only: frozenset[str] | None = None,
    notify: Callable[[str], None] | None = None,
) -> Emails:
    """What became of the mails sent in ``period`` (None: of all), each within ``within_days`` of its sending.

    ``sides`` are the keys of two letters to hold side by side, ``only`` the customers whose mails are looked
    at (None: everybody's). Mails younger than ``within_days`` when the data end are counted, and are in no
    share. Days are those of the workspace's time zone.

    >>> from datetime import UTC
    >>> from tempfile import TemporaryDirectory
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> def told(day, what, who):
    ...     return Interaction(
    ...         {"customer": who}, datetime(2026, 1, day, tzinfo=UTC), f"email.{what}",
    ...         source="post", key=f"{day} {what} {who}", properties={"template": "welcome"},
    ...     )
    >>> facts = [told(1, "sent", "ann"), told(1, "sent", "ben"), told(5, "clicked", "ann")]
    >>> with TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append([*facts, told(20, "sent", "ann")])
    ...     (row,) = measure_emails(log).rows
    >>> clicked = row.estimates["clicked"]
    >>> clicked.value, clicked.n, clicked.censored, [(day.on.day, day.counts.clicked) for day in row.days]
    (0.5, 2, 1, [(1, 1), (20, 0)])

    Raises DP-MSR-012 where a side is no letter of the log, or both are the same.
    """
    if notify is not None:
        notify("reading the mails")
    facts, as_of_us = read_told(log)
    zone = ZoneInfo(log.settings.time_zone)
    if notify is not None:
        notify("finding what came of each")
    found = match(facts)
    told: dict[str, set[str]] = defaultdict(set)
    fates: list[Fate] = []
    unsent = 0
    for mail in found.mails:
        fate = fate_of(
            mail,
            within_us=within_days * 86_400 * 1_000_000,
            as_of_us=as_of_us,
            zone=zone,
        )
        told[fate.teller].update(mail.came)
        if period is not None and from_microseconds(mail.sent_us) not in period:
            continue
        if only is not None and mail.person not in only:
            continue
        fates.append(fate)
        unsent += not mail.is_sent_told
    if "playbooks" in told:
        told["playbooks"].add(UNSUBSCRIBED)  # every letter of a playbook says how to leave
    tellers = {teller: frozenset(whats) for teller, whats in told.items()}
    rows = rows_of(fates, tellers)
    return Emails(
        as_of=from_microseconds(as_of_us),
        period=Period() if period is None else period,
        within_days=within_days,
        zone=log.settings.time_zone,
        rows=rows,
        nobodys=found.nobodys if only is None else {},
        late=sum(one.late for one in fates),
        unsent=unsent,
        compared=None if sides is None else _side_by_side(fates, rows, tellers, sides),
    )


def _side_by_side(
    fates: list[Fate], rows: tuple[Row, ...], tellers: Tellers, sides: tuple[str, str]
) -> Compared:
    known = {one.key: one for row in rows for one in (row, *row.versions)}
    for side in sides:
        if side not in known:
            near = ", ".join(list(known)[:5]) or "none"
            raise NO_SUCH_LETTER.error(
                side, says=f'no letter "{side[:100]}" was sent', fix=f"there are: {near}"
            )
    here, there = (known[side] for side in sides)
    mine, theirs = (
        [one for one in fates if side.key in (one.letter.key, one.letter.whole)] for side in (here, there)
    )
    if here.letter.channel != there.letter.channel or not set(map(id, mine)).isdisjoint(map(id, theirs)):
        raise NO_SUCH_LETTER.error(sides[1], says="these two are not two letters of one kind")
    return compare((here, mine), (there, theirs), tellers)
