"""One account's story: everything that happened, the newest first, page by page.

The index has an account's interactions side by side, so that a page costs what it shows and not what the log
holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

import numpy as np

from desirepath.log.activities import PLAYBOOKS
from desirepath.log.by_hand import CALL, MILESTONE, NOTE, OVERRIDDEN, PULSE, SOURCE, WITHDRAWN
from desirepath.log.picking import pick_interactions
from desirepath.replay.columns import Array
from desirepath.replay.entries import Entry, entries_of
from desirepath.replay.index import Index
from desirepath.server.accounts.known import rows_of
from desirepath.server.kinds import BAD_REQUEST
from desirepath.server.log_state import current_log

Kind = Literal[
    "note",
    "pulse",
    "milestone",
    "health",
    "meeting",
    "message",
    "ticket",
    "score",
    "money",
    "use",
    "letter",
    "sent",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
_BY_NAME: Final[Mapping[str, Kind]] = {
    NOTE: "note",
    "interview.held": "note",
    PULSE: "pulse",
    MILESTONE: "milestone",
    OVERRIDDEN: "health",
    CALL: "meeting",
    "email.sent": "sent",
    "email.delivered": "sent",
    "email.bounced": "sent",
    "email.opened": "sent",
    "survey.sent": "sent",
    "message.sent": "sent",
}
_BY_BEGINNING: Final[Mapping[str, Kind]] = {
    "call": "meeting",
    "meeting": "meeting",
    "email": "message",
    "message": "message",
    "ticket": "ticket",
    "survey": "score",
    "review": "score",
    "subscription": "money",
    "payment": "money",
    "contract": "money",
    "order": "money",
}
_LETTERS: Final = frozenset({"email.sent", "message.sent", "survey.sent"})
"""What playbooks send."""


def kind_of(activity: str, source: str = "") -> Kind:
    """What sort of thing happened; "letter" is one that a playbook sent, "sent" all else that we sent, and
    what mail programs said of it.

    >>> kind_of("ticket.opened"), kind_of("pulse.given"), kind_of("signed in"), kind_of("email.sent")
    ('ticket', 'pulse', 'use', 'sent')
    >>> kind_of("email.sent", "playbooks"), kind_of("email.opened", "playbooks")
    ('letter', 'sent')
    """
    if activity in _LETTERS and source == PLAYBOOKS:
        return "letter"
    return _BY_NAME.get(activity) or _BY_BEGINNING.get(activity.partition(".")[0], "use")


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: the interaction's columns, what sort it is, and the entry where somebody wrote
    it by hand."""

    row: Mapping[str, Any]
    kind: Kind
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Part:
    """Part of a story. ``following`` asks for what came before it (None: nothing did); ``counts`` are of the
    whole story, by kind."""

    items: tuple[Happened, ...]
    following: str | None
    counts: Mapping[Kind, int]


def read_part(index: Index, account: str, *, kinds: Sequence[Kind], cursor: str, limit: int) -> Part:
    """The newest of what happened to an account, of these kinds (none: of all), before the ``cursor``.

    Raises DP-SRV-004 for a cursor that is none.
    """
    before = _read_cursor(cursor)
    found = rows_of(index, account)
    if found is None:
        return Part((), None, {})
    bucket, begin, end = found
    names = index.names.activities
    kind_codes = np.array([KINDS.index(kind_of(name)) for name in names], np.int64)
    mine = kind_codes[bucket.activity[begin:end]]
    if PLAYBOOKS in index.names.sources:
        of_playbooks = bucket.source[begin:end] == index.names.sources.index(PLAYBOOKS)
        sends = np.isin(bucket.activity[begin:end], [names.index(one) for one in _LETTERS & set(names)])
        mine = np.where(of_playbooks & sends, KINDS.index("letter"), mine)
    rows = np.arange(begin, end)
    if WITHDRAWN in names:
        is_shown = bucket.activity[begin:end] != names.index(WITHDRAWN)
        rows, mine = rows[is_shown], mine[is_shown]
    counted = np.bincount(mine, minlength=len(KINDS)).tolist()
    if kinds:
        rows = rows[np.isin(mine, [KINDS.index(kind) for kind in kinds])]
    time_us, arrival = bucket.time_us[rows], bucket.arrival[rows]
    if before is not None:
        earlier = (time_us < before[0]) | ((time_us == before[0]) & (arrival < before[1]))
        time_us, arrival = time_us[earlier], arrival[earlier]
    newest = _newest(time_us, arrival, limit)
    following = None
    if len(arrival) > len(newest):
        following = f"{int(time_us[newest[-1]])}-{int(arrival[newest[-1]])}"
    return Part(
        _happened(index, account, arrival[newest].tolist()),
        following,
        {kind: number for kind, number in zip(KINDS, counted, strict=True) if number},
    )


def _newest(time_us: Array, arrival: Array, limit: int) -> Array:
    """The places of the newest rows, the newest first; the rows lie in the order of time."""
    first = max(0, len(time_us) - limit)
    if first:  # those of the same instant as the first belong together, whatever their sequence
        first = int(np.searchsorted(time_us, time_us[first]))
    order: Array = np.lexsort((arrival[first:], time_us[first:]))[::-1][:limit] + first
    return order


def _happened(index: Index, account: str, arrivals: list[int]) -> tuple[Happened, ...]:
    rows = pick_interactions(current_log(), arrivals)
    entries: dict[int, Entry] = {}
    if any(row["source"] == SOURCE for row in rows):
        by_hand = {row["activity"] for row in rows if row["source"] == SOURCE}
        entries = {one.arrival: one for one in entries_of(index, by_hand, subject=account)}
    return tuple(
        Happened(row, kind_of(row["activity"], row["source"]), entries.get(row["arrival"])) for row in rows
    )


def _read_cursor(cursor: str) -> tuple[int, int] | None:
    if not cursor:
        return None
    at, dash, arrival = cursor.rpartition("-")
    digits = at.removeprefix("-"), arrival
    if not dash or not all(one.isascii() and one.isdigit() and len(one) < 19 for one in digits):
        raise BAD_REQUEST.error("cursor", says="this cursor is none of ours", fix="begin again without one")
    return int(at), int(arrival)
