"""Who is in the log, what is known of them, and which account they belong to: found once for each state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.picking import pick_columns
from desirepath.measures.book.traits import KnownTraits
from desirepath.model.expression import Value
from desirepath.replay.index import open_index
from desirepath.replay.one_subject import index_of_one
from desirepath.server.log_state import current_log

_COLUMNS: Final = ("customer", "account")
_NOW_US: Final = 1 << 62
"""Later than anything that is known."""
KnownFacts = tuple[str, ...]


@lru_cache(maxsize=8)
def known_facts(generation: str) -> KnownFacts:
    """A word for all that is known of objects: the same while interactions alone come in."""
    segments = current_log().segments
    return tuple(one.name for one in segments if one.kind in ("traits", "identities"))


@lru_cache(maxsize=2)
def _all_traits(facts: KnownFacts) -> pa.Table:
    return current_log().traits()


@lru_cache(maxsize=512)
def _traits_of_one(facts: KnownFacts, of: str, subject: str) -> KnownTraits:
    return KnownTraits(_all_traits(facts), of, subject)


def traits_of_some(of: str, subjects: Sequence[str]) -> pa.Table:
    """What was ever said of some objects of a type, in order, with the columns of the log's traits."""
    table = _all_traits(known_facts(current_log().generation))
    mine = pc.is_in(table.column("object_id"), value_set=pa.array(subjects, table.column("object_id").type))
    return table.filter(pc.and_(mine, pc.equal(table.column("object_type"), of)))


@lru_cache(maxsize=6)
def _traits_of(facts: KnownFacts, of: str) -> KnownTraits:
    return KnownTraits(_all_traits(facts), of)


def traits_of_one(of: str, subject: str) -> Mapping[str, Any]:
    """What is known of one of them now, whatever is known of the others; lists and mappings as they are."""
    facts = known_facts(current_log().generation)
    return _traits_of_one(facts, of, subject).all_at(subject, _NOW_US)


def traits_now(generation: str, of: str, subject: str) -> Mapping[str, Value]:
    """What is known of one of them now; a list or a mapping as its JSON text, as rules see it."""
    return as_rules_see(_traits_of(known_facts(generation), of).all_at(subject, _NOW_US))


def as_rules_see(traits: Mapping[str, Any]) -> dict[str, Value]:
    """The traits with a list or a mapping as its JSON text."""
    return {
        name: orjson.dumps(value).decode() if isinstance(value, list | dict) else value
        for name, value in traits.items()
    }


@lru_cache(maxsize=6)
def everybody(generation: str, of: str) -> frozenset[str]:
    """The ids of all objects of a type that did something or of which something is known."""
    log = current_log()
    traits = log.traits()
    known = traits.filter(pc.equal(traits.column("object_type"), of)).column("object_id")
    found = set(pc.unique(known).to_pylist())
    column = of if of in _COLUMNS else "objects"
    for part in log.interactions_in_parts([column], coded=[of] if of in _COLUMNS else []):
        seen = part.column(column)
        found |= set(pc.unique(seen if of in _COLUMNS else _looked_up(seen, of)).to_pylist())
    return frozenset(found - {None})


@lru_cache(maxsize=6)
def account_of(generation: str, of: str) -> Mapping[str, str]:
    """The account that each object of a type belongs to; those that belong to none are not in it.

    Of a customer it is the one that identities name last, else the one that their latest interaction with an
    account names; of any other object the latter, else the account of the customer in its latest one.
    """
    log = current_log()
    if of == "customer":
        found = _latest(log.interactions(["customer", "account"]), "customer", "account")
        named = log.identities_resolved().accounts
        return {**found, **{customer: spans[-1][1] for customer, spans in named.items()}}
    table = log.interactions(["objects", "account", "customer"])
    table = table.append_column("object", _looked_up(table.column("objects"), of))
    accounts = account_of(generation, "customer")
    by_customer = _latest(table, "object", "customer")
    through = {one: accounts[customer] for one, customer in by_customer.items() if customer in accounts}
    return {**through, **_latest(table, "object", "account")}


def account_of_customer(customer: str) -> str | None:
    """The account that one customer belongs to, as :func:`account_of` says, from its own rows alone."""
    log = current_log()
    named = log.identities_resolved().accounts.get(customer)
    if named:
        return named[-1][1]
    alone = index_of_one(open_index(log, "customer"), customer)
    if alone is None:
        return None
    rows = alone.buckets[0].arrival
    table = pick_columns(log, rows.tolist(), ["account"])
    told = table.take(pc.index_in(pa.array(rows), value_set=table.column("arrival")).drop_null())
    accounts = told.column("account").drop_null()
    return accounts[-1].as_py() if len(accounts) else None


def customers_of(account: str) -> list[str]:
    """The customers who belong to an account, as :func:`account_of` says, from its own rows alone."""
    log = current_log()
    named = log.identities_resolved().accounts
    found = [one for one, spans in named.items() if spans[-1][1] == account]
    alone = index_of_one(open_index(log, "account"), account)
    if alone is not None:
        mine = pick_columns(log, alone.buckets[0].arrival.tolist(), ["customer"])
        seen = pc.unique(mine.column("customer").drop_null()).to_pylist()
        others = [one for one in seen if one not in named]
        found += [one for one in others if account_of_customer(one) == account]
    return sorted(found)


def _looked_up(objects: pa.ChunkedArray, of: str) -> Any:
    return pc.map_lookup(objects, pa.scalar(of), "first")


def _latest(table: pa.Table, name: str, of: str) -> dict[str, str]:
    """For each value of a column the last one beside it, in total order."""
    both = table.filter(pc.and_(pc.is_valid(table.column(name)), pc.is_valid(table.column(of))))
    last = both.group_by(name, use_threads=False).aggregate([(of, "last")])
    return dict(zip(last.column(name).to_pylist(), last.column(f"{of}_last").to_pylist(), strict=True))
