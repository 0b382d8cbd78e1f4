"""Who may see whom: somebody with a book of their own sees the accounts in it, and who belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.server.books.belonging import account_of, everybody
from desirepath.server.books.models import Seat
from desirepath.server.books.owning import Owners, owners_of
from desirepath.server.books.roster import ACCOUNT
from desirepath.server.clock import workspace_time
from desirepath.server.log_state import current_log
from desirepath.server.people.access import is_guest
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

CUSTOMER: Final = "customer"


def has_own_book_only(person: Person) -> bool:
    """Whether somebody sees the accounts of their own book only. An owner of the workspace sees everybody, a
    guest of a map nobody: the book of a guest is empty."""
    if is_guest(person):
        return True
    return person.role < Role.OWNER and Seat.objects.filter(person=person, own_book_only=True).exists()


def whose(person: Person, of: str) -> frozenset[str] | None:
    """The ids of the objects of a type that a person may see; None: everybody's.

    Of accounts those that come to the person in any role: named, by territory, or standing in for somebody
    who is away now. Of customers, and of anything else, those who belong to these accounts; customers who
    belong to no account are owned, and seen, by themselves.
    """
    return book_of(person, of, workspace_time().now) if has_own_book_only(person) else None


def book_of(person: Person, of: str, now: datetime) -> frozenset[str]:
    """The objects of a type that come to a person at an instant, whether or not they may see others too. To a
    guest of a map comes nobody."""
    if is_guest(person):
        return frozenset()
    accounts = _mine(owners_of(ACCOUNT, now), person)
    if of == ACCOUNT:
        return accounts
    generation = current_log().generation
    customers = _belonging(generation, CUSTOMER, accounts) | {
        one for one in _mine(owners_of(CUSTOMER, now), person) if one not in account_of(generation, CUSTOMER)
    }
    return frozenset(customers) if of == CUSTOMER else _belonging(generation, of, accounts)


@dataclass(frozen=True)
class Sight:
    """What one person with a book of their own may see: ``accounts``, and ``customers``."""

    accounts: frozenset[str]
    customers: frozenset[str]

    def has(self, account: str | None, customer: str | None) -> bool:
        """Whether something that happened may be seen: it is its account's story, else its customer's; what
        names neither is nobody's."""
        return account in self.accounts if account is not None else customer in self.customers


def sight_of(person: Person) -> Sight | None:
    """What a person may see; None: everybody."""
    if not has_own_book_only(person):
        return None
    now = workspace_time().now
    return Sight(book_of(person, ACCOUNT, now), book_of(person, CUSTOMER, now))


def only_seen(arrivals: Sequence[int], person: Person) -> list[int]:
    """Those of the interactions, by their arrivals, that a person may see, in their order."""
    sight = sight_of(person)
    if sight is None:
        return list(arrivals)
    seen = _seen(current_log().generation, sight)
    mask = pc.is_in(pa.array(arrivals, pa.int64()), value_set=seen).to_pylist()
    return [arrival for arrival, is_seen in zip(arrivals, mask, strict=True) if is_seen]


@lru_cache(maxsize=8)
def _seen(generation: str, sight: Sight) -> pa.Array:
    """The arrivals of all interactions in a book."""
    accounts = pa.array(sorted(sight.accounts), pa.string())
    customers = pa.array(sorted(sight.customers), pa.string())
    found = []
    for part in current_log().interactions_in_parts(["customer", "account", "arrival"]):
        account, customer = part.column("account"), part.column("customer")
        by_customer = pc.and_(pc.is_null(account), pc.is_in(customer, value_set=customers))
        mine = pc.or_(pc.is_in(account, value_set=accounts), by_customer)
        found += part.column("arrival").filter(mine).chunks
    return pa.concat_arrays(found) if found else pa.array([], pa.int64())


def _mine(owners: Owners, person: Person) -> frozenset[str]:
    me = str(person.pk)
    return frozenset(
        account for account, by_role in owners.items() if any(one.person == me for one in by_role.values())
    )


def _belonging(generation: str, of: str, accounts: frozenset[str]) -> frozenset[str]:
    belongs = account_of(generation, of)
    return frozenset(one for one in everybody(generation, of) if belongs.get(one) in accounts)
