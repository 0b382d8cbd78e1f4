"""Facts as dataclasses into rows and back: the public face of what the store keeps in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import orjson
import pyarrow as pa

from desirepath.log.interaction import Context, Fact, Identity, Interaction, Traits
from desirepath.log.row_checks import Row
from desirepath.log.schema import FactKind

_PLAIN = (
    "occurred_at",
    "received_at",
    "sequence",
    "activity",
    "channel",
    "direction",
    "actor",
    "solicited",
    "score",
    "scale",
    "text",
    "amount",
    "currency",
    "source",
    "key",
    "schema",
)


def row_of(fact: Fact) -> Row:
    """A fact as a row with its own field names, as a native JSONL line carries it."""
    if isinstance(fact, Interaction):
        row: Row = {name: getattr(fact, name) for name in _PLAIN}
        row["objects"] = dict(fact.objects)
        row["properties"] = dict(fact.properties)
        return row
    common = {"occurred_at": fact.occurred_at, "source": fact.source, "key": fact.key}
    if isinstance(fact, Traits):
        of = {"object_type": fact.object_type, "object_id": fact.object_id}
        return {"type": "traits", **of, "traits": dict(fact.traits), **common}
    if isinstance(fact, Identity):
        of = {"object_type": fact.object_type, "alias": fact.alias, "object_id": fact.object_id}
        return {"type": "identity", **of, "belongs_to": fact.belongs_to, **common}
    return {
        "type": "context",
        "kind": fact.kind,
        "title": fact.title,
        "until": fact.until,
        "properties": dict(fact.properties),
        **common,
    }


def facts_of(kind: FactKind, table: pa.Table) -> Iterator[Fact]:
    """The rows of a table of the log as dataclasses, in its order."""
    for row in table.to_pylist():
        yield _MAKERS[kind](row)


def _interaction(row: dict[str, Any]) -> Interaction:
    objects = {kind: row[kind] for kind in ("customer", "account") if row[kind] is not None}
    objects.update(row["objects"] or ())
    return Interaction(
        objects=objects, properties=_parsed(row["properties"]), **{name: row[name] for name in _PLAIN}
    )


def _traits(row: dict[str, Any]) -> Traits:
    return Traits(
        row["object_type"],
        row["object_id"],
        row["occurred_at"],
        _parsed(row["traits"]),
        row["source"],
        row["key"],
    )


def _identity(row: dict[str, Any]) -> Identity:
    belongs_to = (row["belongs_to_type"], row["belongs_to_id"]) if row["belongs_to_id"] is not None else None
    return Identity(
        row["object_type"],
        row["alias"],
        row["object_id"],
        row["occurred_at"],
        row["source"],
        row["key"],
        belongs_to,
    )


def _context(row: dict[str, Any]) -> Context:
    return Context(
        row["kind"],
        row["title"],
        row["occurred_at"],
        row["source"],
        row["key"],
        row["until"],
        _parsed(row["properties"]),
    )


def _parsed(packed: str | None) -> dict[str, Any]:
    return cast("dict[str, Any]", orjson.loads(packed)) if packed else {}


_MAKERS: dict[FactKind, Callable[[dict[str, Any]], Fact]] = {
    "interactions": _interaction,
    "traits": _traits,
    "identities": _identity,
    "contexts": _context,
}
