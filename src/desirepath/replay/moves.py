"""Interactions that change hands: their customer's account was learned, or changed, after they happened.

Only an interaction that names no account itself belongs to the account of its customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.identity import Identities
from desirepath.replay.columns import Array, Bucket, positions_of

_Spans = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """Interactions that change hands, as stored, and the accounts that they leave."""

    rows: pa.Table
    left: frozenset[str] = frozenset()


def customers_that_moved(then: Identities, now: Identities) -> frozenset[str]:
    """The customers (by their ids now) who may belong to another account than before at some instant. That an
    account has another id now moves nobody.

    >>> then = Identities(accounts={"u1": ((0, "acme"),)})
    >>> now = Identities(accounts={"u1": ((0, "bolt"),), "u2": ((0, "acme"),)})
    >>> sorted(customers_that_moved(then, now))
    ['u1', 'u2']
    """
    ids = {*then.resolve("customer"), *now.resolve("customer"), *then.accounts, *now.accounts}
    names = now.resolve("account")
    ids |= {*then.resolve("customer").values(), *now.resolve("customer").values()}

    def has_moved(customer: str) -> bool:
        before = tuple((at, names.get(account, account)) for at, account in _spans_of(then, customer))
        return before != _spans_of(now, customer)

    return frozenset(now.resolve("customer").get(customer, customer) for customer in filter(has_moved, ids))


def _spans_of(identities: Identities, customer: str) -> _Spans:
    return identities.accounts.get(identities.resolve("customer").get(customer, customer), ())


def arrivals_of(buckets: Sequence[Bucket], subjects: Iterable[str]) -> Array:
    """The arrivals of all interactions of these subjects, ascending."""
    wanted = pa.array(sorted(subjects), pa.string())
    found = [np.zeros(0, np.int64)]
    for bucket in buckets:
        places = np.flatnonzero(pc.is_in(bucket.subjects, wanted).to_numpy(zero_copy_only=False))
        found.append(bucket.arrival[positions_of(bucket.starts[places], bucket.ends[places])])
    return np.sort(np.concatenate(found))


def find_moves(rows: pa.Table, then: Identities, now: Identities) -> Moves:
    """Which of these interactions (as stored) change hands."""
    rows = rows.filter(pc.and_(pc.is_null(rows.column("account")), pc.is_valid(rows.column("customer"))))
    instants = rows.column("occurred_at").cast(pa.int64()).to_pylist()
    names = now.resolve("account")
    moved: list[int] = []
    left: set[str] = set()
    for place, (customer, at) in enumerate(zip(rows.column("customer").to_pylist(), instants, strict=True)):
        before, after = _account_of(then, customer, at), _account_of(now, customer, at)
        if before is None:
            moved.append(place)
        elif names.get(before, before) != after:
            moved.append(place)
            left.add(before)
    return Moves(rows.take(pa.array(moved, pa.int64())), frozenset(left))


def _account_of(identities: Identities, customer: str, at: int) -> str | None:
    return identities.account_of(identities.resolve("customer").get(customer, customer), at)
