"""Mails, each with what came of it: a fact finds its mail by the mail's id, else it is about the last one
before it to the same person.

Which facts came first into the log makes no difference: what was sent is settled before what came of it is
looked at, and that in the order in which it happened.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from desirepath.measures.emails.letter import Letter
from desirepath.measures.emails.told import (
    BOUNCED,
    DELIVERED,
    REPLIED,
    SENT,
    UNSUBSCRIBED,
    Told,
)

LONGEST_BEFORE_US: Final = 30 * 86_400 * 1_000_000
"""A fact without its mail's id is about no mail that was sent longer before it than this."""


@dataclass(slots=True)
class Mail:
    """One mail to one person. ``sent_us`` is when it was sent, or the first that was told of it where
    nobody tells that (``is_sent_told``), ``source`` who told it. ``came`` are the
    instants of what came of it."""

    letter: Letter
    person: str
    account: str
    source: str
    sent_us: int
    subject: str = ""
    is_sent_told: bool = True
    came: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mails:
    """All mails, by when they were sent; and how many facts, by what they tell, belong to none of them."""

    mails: tuple[Mail, ...]
    nobodys: Mapping[str, int]


def match(facts: Iterable[Told]) -> Mails:
    """The mails that the facts tell of, each with what came of it."""
    ordered = sorted(facts, key=lambda one: (one.at_us, one.letter, one.person, one.key))
    desk = _Desk()
    for one in ordered:
        if one.what == SENT:
            desk.send(one)
    desk.settle()
    for one in ordered:
        if one.what in (DELIVERED, BOUNCED) and not desk.find(one):
            desk.send(one)
    desk.settle()
    nobodys: Counter[str] = Counter()
    for one in ordered:
        if one.what == SENT:
            continue
        mail = desk.find(one)
        if mail is None:
            nobodys[one.what] += 1
            continue
        mail.came.setdefault(one.what, []).append(one.at_us)
        if not mail.letter.is_playbook and not mail.letter.template and one.letter.template:
            mail.letter = one.letter
    return Mails(tuple(sorted(desk.mails, key=lambda one: (one.sent_us, one.letter, one.person))), nobodys)


class _Desk:
    """Mails by their ids, and by whom they went to."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self._by_id: dict[tuple[str, str], dict[str, Mail]] = defaultdict(dict)
        self._of: dict[tuple[str, str], list[Mail]] = {}
        self._times: dict[tuple[str, str], list[int]] = {}

    def send(self, one: Told) -> None:
        """A mail that goes out; told once more, it is the same. Facts come in the order of time."""
        for name in one.ids:
            known = self._same(self._by_id[one.channel, name], one)
            if known is not None:
                _add_words(known, one)
                return
        mail = Mail(one.letter, one.person, one.account, one.source, one.at_us, one.subject, one.what == SENT)
        self.mails.append(mail)
        for name in one.ids:
            self._by_id[one.channel, name][one.person] = mail

    def _same(self, known: Mapping[str, Mail], one: Told) -> Mail | None:
        """The mail of this id that is told once more. A playbook's id is of one mail, whatever others call
        whom it went to; other tools have an id for all of a campaign."""
        if one.person in known:
            return known[one.person]
        of_playbook = next((mail for mail in known.values() if mail.letter.is_playbook), None)
        if of_playbook is not None or not one.letter.is_playbook or len(known) != 1:
            return of_playbook
        (mail,) = known.values()
        mail.person = one.person
        return mail

    def settle(self) -> None:
        """Know everybody's mails in their order."""
        of: dict[tuple[str, str], list[Mail]] = defaultdict(list)
        for mail in sorted(self.mails, key=lambda one: (one.sent_us, one.letter)):
            if mail.person:
                of[mail.letter.channel, mail.person].append(mail)
        self._of = of
        self._times = {key: [mail.sent_us for mail in mails] for key, mails in of.items()}

    def find(self, one: Told) -> Mail | None:
        """The mail that a fact is about."""
        for name in one.ids:
            known = self._by_id.get((one.channel, name))
            if known is None:
                continue
            if one.person in known:
                return known[one.person]
            if len(known) == 1:  # a mail to one person, who is known by another name there
                return next(iter(known.values()))
        return self._last_before(one)

    def _last_before(self, one: Told) -> Mail | None:
        key = one.channel, one.person
        mails = self._of.get(key, ())
        for place in range(bisect_right(self._times.get(key, []), one.at_us) - 1, -1, -1):
            mail = mails[place]
            if one.at_us - mail.sent_us > LONGEST_BEFORE_US:
                return None
            if _may_be(one, mail):
                return mail
        return None


def _may_be(one: Told, mail: Mail) -> bool:
    """Whether a fact without the mail's id can be about it: nothing that both tell differs."""
    if one.what == UNSUBSCRIBED:  # of all mails, however the one is called in which they found the link
        return True
    if one.what == REPLIED:
        return not one.subject or not mail.subject or one.subject == mail.subject
    theirs, ours = one.letter, mail.letter
    if theirs.is_playbook or (theirs.template and ours.template):
        return theirs == ours
    if theirs.template and ours.is_playbook:
        return bool(mail.subject) and theirs.template.casefold() == mail.subject
    return True


def _add_words(mail: Mail, one: Told) -> None:
    """What a second fact about the sending of a mail knows better."""
    if not mail.letter.is_playbook and (one.letter.is_playbook or not mail.letter.template):
        mail.letter = one.letter
    mail.subject = mail.subject or one.subject
    mail.account = mail.account or one.account
    mail.is_sent_told = mail.is_sent_told or one.what == SENT
