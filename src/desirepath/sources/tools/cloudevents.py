"""CloudEvents 1.0 in JSON: one a line, one alone, or a batch."""

from __future__ import annotations

from typing import Any

from desirepath.log.row_checks import INTERACTION, Row
from desirepath.sources.tools.record import Record, first, reserved_end
from desirepath.sources.tools.tool import Tool

_NOT_FROM_DATA = (
    "occurred_at",
    "activity",
    "key",
    "source",
    "schema",
    "properties",
    "sequence",
    "received_at",
)
_FIELDS = tuple(name for name in INTERACTION if name not in _NOT_FROM_DATA)
_KNOWN = (
    "specversion",
    "id",
    "source",
    "type",
    "time",
    "subject",
    "data",
    "data_base64",
    "datacontenttype",
    "dataschema",
    "sequence",
    "recordedtime",
)


def _recognises(record: Record) -> bool:
    return str(record.get("specversion")).startswith("1.") and {"id", "source", "type"} <= record.keys()


def _facts(record: Record) -> list[Row | None]:
    data = record.get("data")
    data = data if isinstance(data, dict) else {} if data is None else {"data": data}
    fields: Row = {name: data[name] for name in _FIELDS if name in data}
    objects = data.get("objects")
    named = (data.get("customer"), data.get("account"), *(objects if isinstance(objects, dict) else ()))
    properties: dict[str, Any] = {name: value for name, value in data.items() if name not in _FIELDS}
    inner = properties.pop("properties", None)
    properties |= inner if isinstance(inner, dict) else {}
    properties |= {name: value for name, value in record.items() if name not in _KNOWN}
    name, order = record.get("type"), record.get("sequence")
    return [
        {
            **fields,
            "customer": first(data.get("customer"), None if first(*named) else record.get("subject")),
            "occurred_at": record.get("time"),
            "received_at": record.get("recordedtime"),
            "activity": reserved_end(name) if isinstance(name, str) else name,
            "sequence": int(order)
            if isinstance(order, str) and order.isdecimal() and len(order) < 19
            else None,
            "properties": properties,
            "source": record.get("source"),
            "key": record.get("id"),
        }
    ]


TOOL = Tool(
    "cloudevents",
    "CloudEvents 1.0: JSON lines, one JSON event, or a JSON batch",
    _recognises,
    _facts,
    customer="`customer` (or `account`, or `objects`) in the data; else the event's `subject`",
    key="the event's `id`, within its `source`, as the specification defines sameness",
    times="`time`, RFC 3339; an event without one is refused",
)
