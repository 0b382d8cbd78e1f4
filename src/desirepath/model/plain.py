"""Makes plain data (what JSON could say) of a map's frozen values, as a careful person would write them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from desirepath.model.claim import Claim, Feeling
from desirepath.model.node import Node
from desirepath.model.yaml_tree import Plain

_ALWAYS_WRITTEN: Final = {"JourneyMap": ("version", "language", "travels")}
"""Fields that a reader of a map wants to see even where they are as usual."""


def to_plain(node: Node) -> dict[str, Plain]:
    """A node's fields in their stable order, without those that say nothing, and then its ``x-`` fields.

    >>> from desirepath.model.claim import Feeling
    >>> to_plain(Feeling(value=0.5, basis="evidence"))
    {'value': 0.5, 'basis': 'evidence'}
    """
    written: dict[str, Plain] = {}
    fields = {field.alias or name: (name, field) for name, field in type(node).model_fields.items()}
    for key in node.field_names():
        name, field = fields[key]
        value = getattr(node, name)
        is_usual = not field.is_required() and value == field.default
        if value is not None and (not is_usual or key in _ALWAYS_WRITTEN.get(type(node).__name__, ())):
            written[key] = _plain(value)
    return written | {key: _plain(value) for key, value in node.extensions.items()}


def _plain(value: Any) -> Plain:
    match value:
        case Node():
            written = to_plain(value)
            short = "text" if isinstance(value, Claim) else "value" if isinstance(value, Feeling) else ""
            return written[short] if list(written) == [short] else written
        case tuple() | list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case date():
            return value.isoformat()
        case _:
            plain: Plain = value
            return plain
