"""Whose the moments of accounts are: one account's, or all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from desirepath.model.expression import Value
from desirepath.server.books.belonging import (
    KnownFacts,
    as_rules_see,
    everybody,
    known_facts,
    traits_now,
    traits_of_one,
)
from desirepath.server.books.roster import RosterState, make_roster, roster, roster_state
from desirepath.server.log_state import current_log
from desirepath.success.owners import Owned

Owners = Mapping[str, Mapping[str, Owned]]
"""By account and role."""
_ANY_TIME: Final = datetime(2000, 1, 1, tzinfo=UTC)


def owner_of(
    of: str, account: str, role: str | None, traits: Mapping[str, Value] | None, now: datetime
) -> Owned:
    """Whose an account's moments are in a role, at an instant. ``traits`` None: what the log knows now.

    ``person`` is the text of a person's id; None with the reason where it is nobody.
    """
    known = as_rules_see(traits_of_one(of, account)) if traits is None else traits
    return roster(now, of).owner(account, role, known, now)


def owners_of(of: str, now: datetime) -> Owners:
    """For every account of a type, whose it is at an instant in each role that somebody plays."""
    state, log = roster_state(now, of), current_log()
    found, everyone = _owners(state, known_facts(log.generation)), everybody(log.generation, of)
    new = [one for one in everyone if one not in found]
    if new:
        known = make_roster(state)
        # Everybody whom the state has as away is so at once at the latest of its beginnings.
        at = max((since for _, since, _, _ in state.away), default=_ANY_TIME)
        for account in new:
            traits = traits_now(log.generation, of, account)
            found[account] = {role: known.owner(account, role, traits, at) for role in known.roles}
    return {one: found[one] for one in everyone}


@lru_cache(maxsize=6)
def _owners(state: RosterState, facts: KnownFacts) -> dict[str, Mapping[str, Owned]]:
    """What has been found so far by this roster and these traits: it grows with the accounts."""
    return {}
