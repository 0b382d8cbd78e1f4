"""What the log tells of mails and messages: a row a fact, whichever tool it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.store import Log
from desirepath.measures.emails.letter import Channel, Letter

SENT, DELIVERED, BOUNCED, OPENED, MACHINE, CLICKED, REPLIED, UNSUBSCRIBED, COMPLAINED, SEEN, DISMISSED = (
    "sent", "delivered", "bounced", "opened", "machine", "clicked", "replied", "unsubscribed", "complained",
    "seen", "dismissed",
)  # fmt: skip
_ACTIVITIES: Final[Mapping[str, tuple[Channel, str]]] = {
    "email.sent": ("email", SENT),
    "email.delivered": ("email", DELIVERED),
    "email.bounced": ("email", BOUNCED),
    "email.dropped": ("email", BOUNCED),
    "email.opened": ("email", OPENED),
    "email.clicked": ("email", CLICKED),
    "email.replied": ("email", REPLIED),
    "email.unsubscribed": ("email", UNSUBSCRIBED),
    "email.marked_as_spam": ("email", COMPLAINED),
    "in_app.sent": ("in_app", SENT),
    "in_app.seen": ("in_app", SEEN),
    "in_app.clicked": ("in_app", CLICKED),
    "in_app.dismissed": ("in_app", DISMISSED),
}
_COLUMNS: Final = (
    "occurred_at",
    "activity",
    "actor",
    "customer",
    "account",
    "objects",
    "properties",
    "source",
    "key",
)
_IDS: Final = ("message_id", "provider_id", "message", "in_reply_to", "email_id")
_TEMPLATES: Final = (
    "template", "metadata_template", "campaign", "campaign_name", "metadata_campaign", "email_subject",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One fact. ``ids`` are what tools call the mail, the best first; ``person`` who got it (empty: nobody
    tells); ``subject`` the line that a reply repeats."""

    at_us: int
    what: str
    channel: Channel
    person: str
    account: str
    ids: tuple[str, ...]
    letter: Letter
    subject: str
    source: str
    key: str


def read_told(log: Log) -> tuple[list[Told], int]:
    """Everything that the log tells of mails, in no order; and the last instant that it tells of anything."""
    wanted = pa.array(list(_ACTIVITIES), pa.string())
    facts: list[Told] = []
    last_us = 0
    for part in log.interactions_in_parts(list(_COLUMNS)):
        if len(part):
            last_us = max(last_us, pc.max(part.column("occurred_at").cast(pa.int64())).as_py())
        mine = part.filter(pc.is_in(part.column("activity"), wanted))
        facts += _facts(mine)
    return facts, last_us


def _facts(mine: pa.Table) -> Iterator[Told]:
    instants = mine.column("occurred_at").cast(pa.int64()).to_pylist()
    rest = (mine.column(name).to_pylist() for name in _COLUMNS[1:])
    for at_us, activity, actor, customer, account, objects, properties, source, key in zip(
        instants, *rest, strict=True
    ):
        known = orjson.loads(properties) if properties else {}
        channel, what = _what(activity, actor, known)
        ids = [dict(objects or ()).get("email"), *(known.get(name) for name in _IDS)]
        if (answers := _word(known, "in_reply_to")) and "@" in answers:
            # Some providers send a mail under their own id at a host of theirs, and tell us the id alone.
            ids.append(bare(answers).partition("@")[0])
        yield Told(
            at_us,
            what,
            channel,
            customer or "",
            account or "",
            tuple(dict.fromkeys(bare(one) for one in ids if isinstance(one, str) and bare(one))),
            _letter(channel, known, is_reply=what == REPLIED),
            plain_subject(_word(known, "subject") or _word(known, "email_subject")),
            source,
            key,
        )


def _what(activity: str, actor: str | None, known: Mapping[str, Any]) -> tuple[Channel, str]:
    """What a fact tells. What a program loads or follows nobody has read."""
    channel, what = _ACTIVITIES[activity]
    is_machine = known.get("machine") is True or actor == "machine"
    return channel, MACHINE if is_machine and what in (OPENED, CLICKED) else what


def bare(name: str) -> str:
    """A message's id without the brackets in which mails carry it.

    >>> bare(" <abc@tech.example> ")
    'abc@tech.example'
    """
    return name.strip().removeprefix("<").removesuffix(">")


def plain_subject(subject: str) -> str:
    """A subject without what answering put in front of it.

    >>> plain_subject("RE: Re: AW: Is something in the way?")
    'is something in the way?'
    """
    text = " ".join(subject.split()).casefold()
    while True:
        head, colon, rest = text.partition(":")
        if not colon or head not in _ANSWERED:
            return text
        text = rest.strip()


_ANSWERED: Final = ("re", "aw", "sv", "antw", "fwd", "fw", "wg", "rv", "res", "tr")


def _letter(channel: Channel, known: Mapping[str, Any], *, is_reply: bool) -> Letter:
    playbook = _word(known, "playbook") or _word(known, "metadata_playbook")
    move = _word(known, "move") or _word(known, "metadata_move")
    if playbook and move:
        version = known.get("version", known.get("metadata_version", 0))
        return Letter(channel, playbook, move, int(version) if str(version).isdecimal() else 0)
    if is_reply:  # its template is the subject that the answer happens to have
        return Letter(channel)
    return Letter(channel, template=next((name for key in _TEMPLATES if (name := _word(known, key))), ""))


def _word(known: Mapping[str, Any], name: str) -> str:
    value = known.get(name)
    return value.strip()[:200] if isinstance(value, str) else ""
