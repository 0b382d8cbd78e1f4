"""The people of accounts, as they were known at each instant."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.replay.columns import Array


class People:
    """Whom the ``interactions`` of a log, in total order, know of each account, and since when.

    >>> told = {"account": ["acme", "acme", "acme"], "customer": ["cleo", "ada", "cleo"]}
    >>> people = People(pa.table({**told, "occurred_at": pa.array([10, 20, 30], pa.timestamp("us", "UTC"))}))
    >>> [people.known("acme", at_us) for at_us in (9, 10, 20)]
    [(), ('cleo',), ('cleo', 'ada')]
    """

    def __init__(self, interactions: pa.Table) -> None:
        named = pc.and_(pc.is_valid(interactions["account"]), pc.is_valid(interactions["customer"]))
        table = interactions.filter(named)
        account, accounts = _coded(table["account"])
        person, self._names = _coded(table["customer"])
        self._place = {name: code for code, name in enumerate(accounts)}
        since_us = table["occurred_at"].cast(pa.int64()).to_numpy()
        # Of each account and person the first row, in the order of their names: whoever came at the same
        # instant stays in it.
        _, first = np.unique(account * len(self._names) + person, return_index=True)
        first = first[np.lexsort((since_us[first], account[first]))]
        self._since_us, self._person = since_us[first], person[first]
        self._ends = np.cumsum(np.bincount(account[first], minlength=len(accounts)))

    def known(self, account: str, at_us: int) -> tuple[str, ...]:
        """The people of an account that were known at an instant, those known longest first."""
        place = self._place.get(account)
        if place is None:
            return ()
        low, high = int(self._ends[place - 1]) if place else 0, int(self._ends[place])
        high = low + int(np.searchsorted(self._since_us[low:high], at_us, side="right"))
        return tuple(self._names[self._person[low:high]])


def _coded(column: pa.ChunkedArray) -> tuple[Array, Array]:
    """The number of each name of a column, and the names in alphabetical order: there the numbers count."""
    coded = column.combine_chunks().dictionary_encode()
    names = np.array(coded.dictionary.to_pylist(), np.object_)
    order = np.argsort(names)
    code = np.empty(len(names), np.int64)
    code[order] = np.arange(len(names))
    return code[coded.indices.to_numpy()], names[order]
