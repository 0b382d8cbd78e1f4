"""An interaction as flat, typed attributes, and back: how formats that know no scores or amounts carry it.

What such a format cannot hold (a list among the properties, an exact amount, the source and key) travels
beside the attributes as one JSON text, so that nothing is lost on the way out and in again.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson

from desirepath.log.row_checks import INTERACTION, Row, RowRefusedError

Scalar = str | int | float | bool
CARRIED = "desirepath"
OWN = ("channel", "direction", "actor", "solicited", "score", "scale", "text", "amount", "currency")

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LARGEST = 10**17
_GIVEN = ("activity", "occurred_at", "objects", "properties")


def kind_of(value: object) -> str | None:
    """The type of a value that every format can hold: string, integer, float or boolean; None for others.

    >>> kind_of("a"), kind_of(True), kind_of(3), kind_of(2.5), kind_of([1]), kind_of(2**70)
    ('string', 'boolean', 'integer', 'float', None, None)
    """
    if isinstance(value, str):
        return None if _NO_XML.search(value) else "string"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer" if abs(value) < _LARGEST else None
    return "float" if isinstance(value, float) and math.isfinite(value) else None


def legal_text(text: str) -> str:
    """The text with characters that XML cannot hold written as ``\\uXXXX``."""
    return _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def plain_row(row: Row) -> Row:
    """A row of ``facts.row_of`` in plain JSON values, without what is missing."""
    return {name: _plain(value) for name, value in row.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return str(value) if isinstance(value, Decimal) else value


def flatten(row: Row, fits: Callable[[str, str], bool]) -> tuple[dict[str, Scalar], str]:
    """The attributes of an interaction (a plain row), and all else of it as JSON.

    The attributes are its own fields, such as ``channel``, and its properties. ``fits(name, kind)`` says
    whether the format can hold an attribute of that name and kind; what does not fit is in the JSON.

    >>> row = {"activity": "pay", "channel": "web", "amount": "4.90", "properties": {"tags": ["a"], "n": 1}}
    >>> flatten(row, lambda name, kind: True)
    ({'channel': 'web', 'amount': 4.9, 'n': 1}, '{"amount":"4.90","properties":{"tags":["a"]}}')
    """
    attributes: dict[str, Scalar] = {}
    rest = {name: value for name, value in row.items() if name not in _GIVEN}
    for name in OWN:
        value = row.get(name)
        if name == "amount" and value is not None:
            value = float(value)
        kind = kind_of(value)
        if value is not None and kind and fits(name, kind):
            attributes[name] = value
            if name != "amount":  # an amount is exact, and only the JSON has it so
                del rest[name]
    left = {}
    for name, value in row.get("properties", {}).items():
        kind = kind_of(value)
        is_free = name and name not in OWN and name != CARRIED and not _NO_XML.search(name)
        if kind and is_free and fits(name, kind):
            attributes[name] = value
        else:
            left[name] = value
    if left:
        rest["properties"] = left
    return attributes, pack(rest)


def pack(carried: Mapping[str, Any]) -> str:
    """What is carried beside the attributes, in letters that every format can hold."""
    return json.dumps(carried, separators=(",", ":"))


def unflatten(row: Row, attributes: Mapping[str, Any]) -> Row:
    """The row of an interaction whose activity, time and objects ``row`` holds, with its attributes.

    Attributes with the name of an interaction's own field are that field where they can be; all others are
    properties. Raises ValueError where what an export of ours carried has been damaged.

    >>> unflatten({"activity": "pay"}, {"channel": "web", "plan": "pro", "score": "much"})
    {'activity': 'pay', 'channel': 'web', 'properties': {'plan': 'pro', 'score': 'much'}}
    """
    found = dict(attributes)
    carried = carried_in(found.pop(CARRIED, None))
    row = dict(row)
    for name in OWN:
        if name in found and (carried or _can_be(name, found[name])):
            row[name] = found.pop(name)
    properties = {**found, **carried.pop("properties", {})}
    row.update(carried)
    return {**row, "properties": properties} if properties else row


def carried_in(text: object) -> dict[str, Any]:
    """What an export of ours carried beside the attributes; empty for a file of others."""
    if text is None:
        return {}
    try:
        carried = orjson.loads(text if isinstance(text, str) else "")
    except orjson.JSONDecodeError:
        carried = None
    if not isinstance(carried, dict) or not isinstance(carried.get("properties", {}), dict):
        raise ValueError(f'"{CARRIED}" is not what an export of Desirepath wrote')
    return carried


def _can_be(name: str, value: Any) -> bool:
    try:
        INTERACTION[name](name, value)
    except RowRefusedError:
        return False
    return True
