"""The Arrow schemas of the four kinds of facts: what a row of a segment holds."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa

FactKind = Literal["interactions", "traits", "identities", "contexts"]
INSTANT = pa.timestamp("us", tz="UTC")
AMOUNT = pa.decimal128(38, 9)
OBJECTS = pa.map_(pa.string(), pa.string())


def _required(name: str, kind: pa.DataType) -> pa.Field:
    return pa.field(name, kind, nullable=False)


INTERACTIONS = pa.schema(
    [
        pa.field("customer", pa.string()),
        pa.field("account", pa.string()),
        pa.field("objects", OBJECTS),
        _required("occurred_at", INSTANT),
        _required("received_at", INSTANT),
        pa.field("sequence", pa.int64()),
        _required("arrival", pa.int64()),
        _required("activity", pa.string()),
        pa.field("channel", pa.string()),
        pa.field("direction", pa.string()),
        pa.field("actor", pa.string()),
        pa.field("solicited", pa.bool_()),
        pa.field("score", pa.float64()),
        pa.field("scale", pa.string()),
        pa.field("text", pa.string()),
        pa.field("amount", AMOUNT),
        pa.field("currency", pa.string()),
        pa.field("properties", pa.string()),
        _required("source", pa.string()),
        _required("key", pa.string()),
        _required("schema", pa.int16()),
    ]
)
TRAITS = pa.schema(
    [
        _required("object_type", pa.string()),
        _required("object_id", pa.string()),
        _required("occurred_at", INSTANT),
        _required("arrival", pa.int64()),
        _required("traits", pa.string()),
        _required("source", pa.string()),
        _required("key", pa.string()),
    ]
)
IDENTITIES = pa.schema(
    [
        _required("object_type", pa.string()),
        _required("alias", pa.string()),
        _required("object_id", pa.string()),
        _required("occurred_at", INSTANT),
        _required("arrival", pa.int64()),
        pa.field("belongs_to_type", pa.string()),
        pa.field("belongs_to_id", pa.string()),
        _required("source", pa.string()),
        _required("key", pa.string()),
    ]
)
CONTEXTS = pa.schema(
    [
        _required("kind", pa.string()),
        _required("title", pa.string()),
        _required("occurred_at", INSTANT),
        _required("arrival", pa.int64()),
        pa.field("until", INSTANT),
        pa.field("properties", pa.string()),
        _required("source", pa.string()),
        _required("key", pa.string()),
    ]
)
SCHEMAS: dict[FactKind, pa.Schema] = {
    "interactions": INTERACTIONS,
    "traits": TRAITS,
    "identities": IDENTITIES,
    "contexts": CONTEXTS,
}
