"""The tickets of a log, a row each: whose, when, through which channel, when it was answered, solved, opened
again, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.log.order import in_total_order
from desirepath.log.store import Log
from desirepath.replay.columns import rows_and_owners
from desirepath.replay.index import Index

Array = NDArray[Any]

OPENED: Final = "ticket.opened"
REPLIED: Final = "ticket.replied"
SOLVED: Final = "ticket.solved"
REOPENED: Final = "ticket.reopened"
NEVER: Final = np.iinfo(np.int64).max
"""The instant of what has not happened."""
NOBODY: Final = -1
_ACTIVITIES: Final = (OPENED, REPLIED, SOLVED, REOPENED)
_COLUMNS: Final = (
    "arrival",
    "occurred_at",
    "activity",
    "channel",
    "direction",
    "customer",
    "account",
    "text",
    "properties",
    "objects",
)
_SUBJECTS: Final = ("subject", "title")
"""Properties that hold the line above a ticket's text."""


@dataclass(frozen=True)
class Tickets:
    """One row per ``ticket.opened``, by when it was opened. Instants are microseconds since 1970 (UTC).

    ``subject`` is a place in the index's subjects (-1: nobody known), ``names_somebody`` whether a customer
    or an account is named at all. ``replied_us`` is our first answer, ``solved_us`` when it was solved and
    stayed so; NEVER: not yet. ``was_solved`` is whether it ever was, ``reopened`` how often it came back.
    ``closed_us`` is when it was first solved. ``text`` is what was asked, empty where it is not told.

    What the data do not tell has not therefore not happened: ``has_number`` is whether a ticket can be known
    again (of one that cannot, nobody knows what became of it); ``tells_answers``, ``tells_ends`` and
    ``tells_returns`` are whether the log holds any answer of ours, any solved ticket, any that came back.
    """

    arrival: Array
    subject: Array
    names_somebody: Array
    opened_us: Array
    replied_us: Array
    closed_us: Array
    solved_us: Array
    reopened: Array
    channel: tuple[str | None, ...]
    text: tuple[str, ...]
    now_us: int
    has_number: Array
    tells_answers: bool
    tells_ends: bool
    tells_returns: bool

    def __len__(self) -> int:
        return len(self.arrival)

    @property
    def was_solved(self) -> Array:
        """Whether each was ever called solved."""
        return np.asarray(self.closed_us < NEVER)

    def take(self, chosen: Array) -> Tickets:
        """Those of a mask."""
        mine = np.flatnonzero(chosen).tolist()
        return replace(
            self,
            arrival=self.arrival[chosen],
            subject=self.subject[chosen],
            names_somebody=self.names_somebody[chosen],
            opened_us=self.opened_us[chosen],
            replied_us=self.replied_us[chosen],
            closed_us=self.closed_us[chosen],
            solved_us=self.solved_us[chosen],
            reopened=self.reopened[chosen],
            channel=tuple(self.channel[place] for place in mine),
            text=tuple(self.text[place] for place in mine),
            has_number=self.has_number[chosen],
        )


@dataclass(slots=True)
class _Life:
    """What happened to one ticket after it was opened."""

    replied_us: int = NEVER
    closed_us: int = NEVER
    solved_us: int = NEVER
    reopened: int = 0


def read_tickets(log: Log, index: Index) -> Tickets:
    """All tickets of a log. An answer that does not say whose it is counts as ours.

    A ticket without an id (objects.ticket) is a ticket; what became of it is not known.
    """
    table = told_of(log, _ACTIVITIES, _COLUMNS)
    at_us = table.column("occurred_at").cast(pa.int64()).to_pylist()
    ids: list[str | None] = [
        dict(objects or ()).get("ticket") for objects in table.column("objects").to_pylist()
    ]
    activities, directions = (table.column(name).to_pylist() for name in ("activity", "direction"))
    lives: dict[str, _Life] = {}
    opened: list[int] = []
    for place in np.argsort(np.array(at_us, np.int64), kind="stable").tolist():
        if activities[place] == OPENED:
            opened.append(place)
        name = ids[place]
        if name is not None:
            _live(lives.setdefault(name, _Life()), activities[place], directions[place], at_us[place])
    told = [lives.get(ids[place] or "", _Life()) for place in opened]
    mine = table.take(pa.array(opened, pa.int64()))
    arrival = np.array(mine.column("arrival").to_pylist(), np.int64)
    texts = zip(mine.column("text").to_pylist(), mine.column("properties").to_pylist(), strict=True)
    return Tickets(
        arrival=arrival,
        subject=_subjects(index, arrival),
        names_somebody=pc.coalesce(mine.column("customer"), mine.column("account"))
        .is_valid()
        .to_numpy(zero_copy_only=False)
        .astype(bool),
        opened_us=np.array([at_us[place] for place in opened], np.int64),
        replied_us=np.array([one.replied_us for one in told], np.int64),
        closed_us=np.array([one.closed_us for one in told], np.int64),
        solved_us=np.array([one.solved_us for one in told], np.int64),
        reopened=np.array([one.reopened for one in told], np.int64),
        channel=tuple(mine.column("channel").to_pylist()),
        text=tuple(_text(text, properties) for text, properties in texts),
        now_us=0 if index.last_us is None else index.last_us,
        has_number=np.array([ids[place] is not None for place in opened], bool),
        tells_answers=any(one.replied_us < NEVER for one in lives.values()),
        tells_ends=any(one.closed_us < NEVER for one in lives.values()),
        tells_returns=any(one.reopened for one in lives.values()),
    )


def told_of(log: Log, activities: Sequence[str], columns: Sequence[str]) -> pa.Table:
    """The interactions with these activities in their total order; nothing else is ever put in order."""
    wanted = pa.array(activities, pa.string())
    names = list(dict.fromkeys((*columns, "activity", "occurred_at", "sequence", "arrival")))
    parts = [
        part.filter(pc.is_in(part.column("activity"), value_set=wanted))
        for part in log.interactions_in_parts(names)
    ]
    if not parts:
        return log.interactions(list(columns))
    return in_total_order(pa.concat_tables(parts)).select(list(columns))


def _live(life: _Life, activity: str, direction: str | None, at_us: int) -> None:
    if activity == REPLIED and direction != "by_customer":
        life.replied_us = min(life.replied_us, at_us)
    elif activity == SOLVED:
        life.closed_us = min(life.closed_us, at_us)
        life.solved_us = at_us if life.solved_us == NEVER else life.solved_us
    elif activity == REOPENED:
        life.reopened += 1
        life.solved_us = NEVER


def _text(text: str | None, properties: str | None) -> str:
    """The line above it and the text, as one; the line once where the text begins with it."""
    known: Mapping[str, Any] = orjson.loads(properties) if properties else {}
    head = next((known[name] for name in _SUBJECTS if isinstance(known.get(name), str)), "")
    body = text or ""
    return body if body.startswith(head) else f"{head}\n{body}".strip()


def _subjects(index: Index, arrival: Array) -> Array:
    """Whose each of these interactions is, as a place in the index's subjects; -1: nobody's."""
    found = np.full(len(arrival), NOBODY)
    order = np.argsort(arrival)
    ordered, before = arrival[order], 0
    for bucket in index.buckets:
        rows, owners = rows_and_owners(bucket)
        places = np.searchsorted(ordered, bucket.arrival[rows])
        inside = places < len(ordered)
        hit = np.flatnonzero(inside)
        hit = hit[ordered[places[hit]] == bucket.arrival[rows[hit]]]
        found[order[places[hit]]] = owners[hit] + before
        before += len(bucket.ends)
    return found
