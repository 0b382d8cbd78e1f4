"""Some interactions of a log, found by their arrivals: only the segments that hold them are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.base.problem import DesirepathError
from desirepath.log.identity import replace_ids, resolve_interactions
from desirepath.log.schema import SCHEMAS
from desirepath.log.store import Log

_TRIES = 10
_OF_IDS = ("customer", "account", "objects", "occurred_at")


def pick_interactions(log: Log, arrivals: Sequence[int]) -> list[dict[str, Any]]:
    """The interactions with these arrivals, in this order, as plain values under their columns' names.

    Ids are canonical; ``objects`` and ``properties`` are mappings. One that is not there (any more) is left
    out.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> calls = [Interaction({"customer": who}, noon, "call", source="crm", key=who) for who in ("a", "b")]
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append(calls)
    ...     [row["customer"] for row in pick_interactions(log, [1, 0, 99])]
    ['b', 'a']
    """
    for _ in range(_TRIES - 1):
        try:
            return _picked(log, arrivals)
        except DesirepathError:
            log.refresh()  # small segments were put together meanwhile
    return _picked(log, arrivals)


def pick_columns(log: Log, arrivals: Sequence[int], columns: Sequence[str]) -> pa.Table:
    """Some columns of the interactions with these arrivals, in the order of arrival and with canonical ids.

    The column ``arrival`` is always among them. One that is not there (any more) is left out.
    """
    wanted = pa.array(sorted(arrivals), pa.int64())
    names = list(dict.fromkeys((*columns, "arrival")))
    if not {"customer", "account", "objects"} & set(names):
        return log.interactions_at(wanted, names)
    identities = log.identities_resolved()
    if not {"account", "objects"} & set(names):  # a customer is known by its own column alone
        found = log.interactions_at(wanted, names)
        customers = replace_ids(found.column("customer"), identities.resolve("customer"))
        return found.set_column(names.index("customer"), "customer", customers)
    found = log.interactions_at(wanted, list(dict.fromkeys((*names, *_OF_IDS))))
    return resolve_interactions(found, identities).select(names)


def _picked(log: Log, arrivals: Sequence[int]) -> list[dict[str, Any]]:
    wanted = pa.array(sorted(arrivals), pa.int64())
    parts = []
    for segment in log.segments:
        if segment.kind != "interactions":
            continue
        low, high = segment.first_arrival, segment.last_arrival
        mine = wanted.filter(pc.and_(pc.greater_equal(wanted, low), pc.less_equal(wanted, high)))
        if len(mine):
            schema = SCHEMAS["interactions"]
            parts.append(segment.read_at(mine).select(schema.names).cast(schema))
    if not parts:
        return []
    found = resolve_interactions(pa.concat_tables(parts), log.identities_resolved())
    rows = {row["arrival"]: _plain(row) for row in found.to_pylist()}
    return [rows[arrival] for arrival in arrivals if arrival in rows]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    properties = row["properties"]
    parsed = orjson.loads(properties) if isinstance(properties, str) else properties
    return {**row, "objects": dict(row["objects"] or ()), "properties": parsed or {}}
