"""The door for what people write by hand: a fact of the log, safe before anybody is told so.

It goes the way of everything that comes in (``intake``), so that it is kept once however often it is sent,
and the next answer knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from desirepath.base.problem import DesirepathError
from desirepath.log.activities import RESERVED
from desirepath.log.by_hand import SOURCE, WITHDRAWN, withdrawal
from desirepath.log.facts import row_of
from desirepath.log.interaction import Interaction
from desirepath.replay.entries import Entry, entries_of
from desirepath.replay.index import Index
from desirepath.server.accounts.kinds import NOT_AN_ENTRY
from desirepath.server.accounts.known import index_with
from desirepath.server.clock import workspace_time
from desirepath.server.intake.way_in import this_way_in
from desirepath.server.kinds import CONFLICT, NOT_ALLOWED, NOT_FOUND
from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role


@dataclass(frozen=True, slots=True)
class Written:
    """What became of an entry: its ``key``; ``is_new``: it was not there before; ``is_seen``: the log has it
    now (not: it is safe, and waits until an import has finished)."""

    key: str
    is_new: bool
    is_seen: bool


def write(fact: Interaction, person: Person, *, of: str) -> Written:
    """Write something by hand about the object of the type ``of`` that it names, in the person's name.

    ``fact`` is made by :mod:`desirepath.log.by_hand` or like it: its activity is a reserved one, its source
    ``by hand``, its key what the client chose for this deed. Who writes is added here.

    Raises DP-ACC-001 where it lacks what its activity needs, DP-SRV-003 for an account that the log does not
    know, DP-SRV-006 where the key stands for something else, DP-INT-007, -008 and -013 where it may not or
    cannot be kept.
    """
    _must_be_whole(fact)
    account = fact.objects[of]
    index_with(of, account, person)
    fact = replace(fact, actor=str(person), properties={**fact.properties, "person": person.pk})
    written = _put_in(fact)
    rules = current_log().settings
    if not written.is_new and written.is_seen and not (rules.drop or rules.hash):
        known = find_entry(index_with(of, account, person), account, fact.key)
        if known is None or _content(known) != _content(fact):
            raise CONFLICT.error("id", says=f"the id {fact.key!r} stands for another entry")
    return written


def take_back(of: str, account: str, key: str, person: Person) -> Written:
    """Take an entry back: it is there still for whoever looks at the past, and counts no more.

    Raises DP-SRV-003 where the account has no such entry, and DP-SRV-002 where somebody else wrote it and the
    person is no owner.
    """
    index = index_with(of, account, person)
    entry = find_entry(index, account, key)
    if entry is None:
        raise NOT_FOUND.error(key, says=f"{account!r} has no entry {key!r}")
    if entry.person != person.pk and person.role < Role.OWNER:
        raise NOT_ALLOWED.error(
            key,
            says=f"{entry.by or 'somebody else'} wrote this",
            fix="ask them, or an owner of the workspace",
        )
    fact = withdrawal(key, {of: account}, at=workspace_time().now, by=str(person))
    return _put_in(replace(fact, properties={**fact.properties, "person": person.pk}))


def find_entry(index: Index, account: str, key: str) -> Entry | None:
    """What an account has under this key."""
    activities = [name for name in index.names.activities if name != WITHDRAWN]
    return next((one for one in entries_of(index, activities, subject=account) if one.key == key), None)


def _must_be_whole(fact: Interaction) -> None:
    if fact.activity not in RESERVED or fact.source != SOURCE:
        raise NOT_AN_ENTRY.error("activity", says=f'"{fact.activity}" is not written by hand')
    for need in RESERVED[fact.activity].needs:
        field, _, name = need.partition(".")
        value: Any = getattr(fact, field)
        if (value.get(name) if name else value) in (None, ""):
            raise NOT_AN_ENTRY.error(name or field)


def _put_in(fact: Interaction) -> Written:
    row = {name: value for name, value in row_of(fact).items() if value is not None}
    row["occurred_at"] = fact.occurred_at.isoformat()
    if fact.amount is not None:
        row["amount"] = str(fact.amount)
    outcome, is_seen = this_way_in().write_one(row)
    if outcome.problem is not None:
        raise DesirepathError([outcome.problem])
    return Written(fact.key, outcome.status == "accepted", is_seen)


def _content(one: Entry | Interaction) -> tuple[str, str | None, Mapping[str, Any]]:
    return one.activity, one.text, one.properties
