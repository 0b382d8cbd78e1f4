"""Who is in the log, what is known of them, and which account they belong to: found once for each state."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.measures.book.traits import KnownTraits
from desirepath.model.expression import Value
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


@lru_cache(maxsize=6)
def _traits_of(facts: KnownFacts, of: str) -> KnownTraits:
    return KnownTraits(current_log(), of)


def traits_now(generation: str, of: str, subject: str) -> Mapping[str, Value]:
    """What is known of one of them now; a list or a mapping as its JSON text, as rules see it."""
    known = _traits_of(known_facts(generation), of).all_at(subject, _NOW_US)
    return {
        name: orjson.dumps(value).decode() if isinstance(value, list | dict) else value
        for name, value in known.items()
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


def _looked_up(objects: pa.ChunkedArray, of: str) -> Any:
    return pc.map_lookup(objects, pa.scalar(of), "first")


def _latest(table: pa.Table, name: str, of: str) -> dict[str, str]:
    """For each value of a column the last one beside it, in total order."""
    both = table.filter(pc.and_(pc.is_valid(table.column(name)), pc.is_valid(table.column(of))))
    last = both.group_by(name, use_threads=False).aggregate([(of, "last")])
    return dict(zip(last.column(name).to_pylist(), last.column(f"{of}_last").to_pylist(), strict=True))
