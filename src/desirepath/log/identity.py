"""Who is who: ids that are one object, and the account of a customer. Applied on read, never written back.

``alias`` and ``object_id`` of an identity fact are the same object, for all that comes and all that came
before. Of the ids that are one object the canonical one is the one that is nobody's alias; where there are
several such, or none, the smallest in alphabetical order. So the order in which the facts arrived changes
nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.schema import OBJECTS


def canonical_ids(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """From pairs (alias, id it is also known as): every id that is not canonical, with the one that is.

    >>> canonical_ids([("anonymous-1", "u1"), ("anonymous-2", "anonymous-1")])
    {'anonymous-1': 'u1', 'anonymous-2': 'u1'}
    """
    parent: dict[str, str] = {}
    aliases = set()

    def root(name: str) -> str:
        while (above := parent.setdefault(name, name)) != name:
            parent[name] = parent[above]
            name = above
        return name

    for alias, name in pairs:
        if alias != name:
            aliases.add(alias)
            parent[root(alias)] = root(name)
    best: dict[str, tuple[bool, str]] = {}
    for name in parent:
        rank = (name in aliases, name)
        top = root(name)
        best[top] = min(best.get(top, rank), rank)
    return {name: chosen for name in sorted(parent) if (chosen := best[root(name)][1]) != name}


@dataclass(frozen=True)
class Identities:
    """What the identity facts of a log say, ready to be applied.

    ``canonical`` maps, per object type, an id to its canonical id where that is another one. ``accounts``
    lists for a canonical customer the accounts it belonged to, as (from when in microseconds, account),
    oldest first.
    """

    canonical: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    accounts: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)

    @cached_property
    def steady(self) -> Mapping[str, str]:
        """The customers who were of one account all the time, with it."""
        return {name: spans[0][1] for name, spans in self.accounts.items() if len({a for _, a in spans}) == 1}

    @cached_property
    def movers(self) -> pa.Array:
        """The other customers of whom an account is known."""
        return pa.array([name for name in self.accounts if name not in self.steady], pa.string())

    def resolve(self, object_type: str) -> Mapping[str, str]:
        """Every id of the type that is not canonical, with its canonical id."""
        return self.canonical.get(object_type, {})

    @cached_property
    def _others(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Per type and canonical id the ids that stand for the same object."""
        found: dict[str, dict[str, list[str]]] = {}
        for object_type, mapping in self.canonical.items():
            of_type = found.setdefault(object_type, {})
            for name, stands_for in mapping.items():
                of_type.setdefault(stands_for, []).append(name)
        return found

    def also_called(self, object_type: str, canonical: str) -> Sequence[str]:
        """The other ids of the object whose canonical id is this one."""
        return self._others.get(object_type, {}).get(canonical, ())

    def account_of(self, customer: str, at: int) -> str | None:
        """A customer's account at an instant (microseconds): the latest said by then, else the next."""
        spans = self.accounts.get(customer)
        if not spans:
            return None
        return spans[max(0, bisect_right(spans, at, key=lambda span: span[0]) - 1)][1]


def read_identities(table: pa.Table) -> Identities:
    """What the identity facts in ``table`` (schema IDENTITIES) say together."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    belongs: list[tuple[int, int, str, str]] = []
    instants = table.column("occurred_at").cast(pa.int64()).to_pylist()
    for at, row in zip(instants, table.drop_columns(["occurred_at"]).to_pylist(), strict=True):
        pairs.setdefault(row["object_type"], []).append((row["alias"], row["object_id"]))
        if row["object_type"] == "customer" and row["belongs_to_type"] == "account":
            belongs.append((at, row["arrival"], row["object_id"], row["belongs_to_id"]))
    canonical = {object_type: canonical_ids(of_type) for object_type, of_type in pairs.items()}
    customers, accounts = canonical.get("customer", {}), canonical.get("account", {})
    spans: dict[str, list[tuple[int, str]]] = {}
    for at, _, customer, account in sorted(belongs):
        spans.setdefault(customers.get(customer, customer), []).append((at, accounts.get(account, account)))
    return Identities(canonical, {customer: tuple(of_one) for customer, of_one in spans.items()})


def replace_ids(column: pa.ChunkedArray, mapping: Mapping[str, str]) -> pa.ChunkedArray:
    """The column of ids with every alias replaced by its canonical id."""
    if not mapping:
        return column
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    words = [mapping.get(word, word) for word in encoded.dictionary.to_pylist()]
    return pa.chunked_array([pa.array(words, pa.string()).take(encoded.indices)])


def resolve_interactions(table: pa.Table, identities: Identities) -> pa.Table:
    """The interactions with canonical ids, and the account of their customer where they name none.

    ``table`` has the columns ``customer``, ``account``, ``objects`` and ``occurred_at``.
    """
    customer = replace_ids(table.column("customer"), identities.resolve("customer"))
    account = replace_ids(table.column("account"), identities.resolve("account"))
    table = table.set_column(table.schema.get_field_index("customer"), "customer", customer)
    table = table.set_column(
        table.schema.get_field_index("account"),
        "account",
        _with_accounts(table, customer, account, identities),
    )
    others = {
        kind: ids for kind, ids in identities.canonical.items() if ids and kind not in ("customer", "account")
    }
    if others:
        index = table.schema.get_field_index("objects")
        table = table.set_column(index, "objects", _resolved_objects(table.column("objects"), others))
    return table


def _with_accounts(
    table: pa.Table, customer: pa.ChunkedArray, account: pa.ChunkedArray, identities: Identities
) -> pa.ChunkedArray:
    if not identities.accounts:
        return account
    steady, movers = identities.steady, identities.movers
    encoded = customer.combine_chunks().dictionary_encode()
    words = encoded.dictionary.to_pylist()
    told = pa.array([steady.get(word) for word in words], pa.string()).take(encoded.indices)
    filled = pc.coalesce(account, told)
    if not len(movers):
        return filled
    moving = pc.and_(pc.is_null(filled), pc.is_in(customer, value_set=movers))
    instants = table.column("occurred_at").cast(pa.int64()).filter(moving).to_pylist()
    names = customer.filter(moving).to_pylist()
    found = [identities.account_of(name, at) for name, at in zip(names, instants, strict=True)]
    return pc.replace_with_mask(
        filled.combine_chunks(), moving.combine_chunks(), pa.array(found, pa.string())
    )


def _resolved_objects(column: pa.ChunkedArray, others: Mapping[str, Mapping[str, str]]) -> pa.ChunkedArray:
    rows = [
        None if row is None else [(kind, others.get(kind, {}).get(name, name)) for kind, name in row]
        for row in column.to_pylist()
    ]
    return pa.chunked_array([pa.array(rows, OBJECTS)])
