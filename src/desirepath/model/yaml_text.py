"""Writes plain data as YAML text for people: short things in brackets on one line, long ones as indented
lines."""

from __future__ import annotations

import json
import re
from typing import Final

from desirepath.model.yaml_tree import FORBIDDEN, Plain, resolve

WIDTH: Final = 120
"""A collection is written in brackets only where it fits into so many columns."""

_LISTS_OF_BLOCKS: Final = ("stages", "steps")
_LONGEST_PLAIN_KEY: Final = 500  # YAML wants "? key" for keys beyond 1,024 letters

_PLAIN: Final = re.compile(r"(?:[^\W_]|-[0-9])(?:.*\S)?")
_NOT_PLAIN: Final = re.compile(r": |:$|\s#|\t")
_NOT_PLAIN_IN_FLOW: Final = re.compile(r"[,\[\]{}]|:[,\[\]{}]?$|:(?=[,\[\]{}])")


def block_text(data: Plain, *, column: int = 0, field: str = "") -> str:
    """A mapping or a list as indented lines, from ``column`` on; the first line comes without its
    indentation.

    >>> print(block_text({"id": "a", "doing": ["Walks in"], "steps": [{"id": "b", "name": "B"}]}), end="")
    id: a
    doing: [Walks in]
    steps:
      - id: b
        name: B
    """
    if isinstance(data, dict) and data:
        parts = [entry_text(key_text(key), value, column=column, field=key) for key, value in data.items()]
    elif isinstance(data, list) and data:
        parts = [item_text(item, column=column, field=field) for item in data]
    else:
        parts = [scalar_text(data) if not isinstance(data, dict | list) else flow_text(data), ""]
        return "\n".join(parts)
    return (" " * column).join(parts)


def entry_text(key: str, value: Plain, *, column: int, field: str) -> str:
    """``key`` (as written, without its colon) and its value; one line, or more where the value wants them."""
    colon = f"{key}\n{' ' * column}:" if key.startswith("? ") else f"{key}:"
    if isinstance(value, str) and (literal := literal_text(value, column=column + 2)):
        return f"{colon} {literal}\n"
    if not _wants_block(value, room=WIDTH - column - len(key) - 2, field=field):
        return f"{colon} {flow_text(value) if isinstance(value, dict | list) else scalar_text(value)}\n"
    return f"{colon}\n{' ' * (column + 2)}{block_text(value, column=column + 2, field=field)}"


def item_text(value: Plain, *, column: int, field: str) -> str:
    """An item of a list that is written in lines, with its dash."""
    if isinstance(value, str) and (literal := literal_text(value, column=column + 2)):
        return f"- {literal}\n"
    is_block = field in _LISTS_OF_BLOCKS and isinstance(value, dict) and bool(value)
    if is_block or _wants_block(value, room=WIDTH - column - 2, field=field):
        return f"- {block_text(value, column=column + 2, field=field)}"
    return f"- {flow_text(value) if isinstance(value, dict | list) else scalar_text(value)}\n"


def _wants_block(value: Plain, *, room: int, field: str) -> bool:
    if not isinstance(value, dict | list) or not value:
        return False
    items = (
        value if isinstance(value, list) else [i for v in value.values() if isinstance(v, list) for i in v]
    )
    if field in _LISTS_OF_BLOCKS or any(isinstance(item, dict) for item in items):
        return True
    return len(flow_text(value)) > room


def flow_text(data: Plain) -> str:
    """Data on one line, collections in brackets.

    >>> flow_text({"activity": "call.held", "where": {"kind": ["kick, off", "x"], "n": {"at_least": 5}}})
    '{activity: call.held, where: {kind: ["kick, off", x], n: {at_least: 5}}}'
    """
    if isinstance(data, dict):
        entries = (
            f"{key_text(key)} : {flow_text(value)}"
            if len(key) > _LONGEST_PLAIN_KEY
            else f"{key_text(key)}: {flow_text(value)}"
            for key, value in data.items()
        )
        return "{" + ", ".join(entries) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(flow_text(item) for item in data) + "]"
    return scalar_text(data, flow=True)


def key_text(key: str) -> str:
    """A key as it is written before its colon."""
    written = scalar_text(key, flow=True)
    return f"? {written}" if len(key) > _LONGEST_PLAIN_KEY else written


def scalar_text(value: str | int | float | bool | None, *, flow: bool = False, quote: str = "") -> str:
    """A bare value on one line; a text stays unquoted where nothing could mistake it, unless ``quote`` is
    given.

    >>> scalar_text("Kick-off call"), scalar_text("12"), scalar_text("it's", quote="'")
    ('Kick-off call', '"12"', "'it''s'")
    """
    if not isinstance(value, str):
        return json.dumps(value)
    printable = not FORBIDDEN.search(value) and "\n" not in value and "\r" not in value
    if printable and not quote and _is_plain(value, flow=flow):
        return value
    if printable and quote == "'":
        return "'" + value.replace("'", "''") + "'"
    return _double_quoted(value)


def literal_text(value: str, *, column: int) -> str | None:
    """A text of several lines as a ``|`` block indented to ``column``, or None where that could not keep
    it."""
    body = value.removesuffix("\n")
    lines = body.split("\n")
    if "\n" not in value or FORBIDDEN.search(value) or "\r" in value or "\t" in value:
        return None
    if not lines[-1] or not lines[0] or any(line != line.strip(" ") for line in lines):
        return None
    mark = "|" if value.endswith("\n") else "|-"
    return mark + "".join(f"\n{' ' * column}{line}" if line else "\n" for line in lines)


def _is_plain(value: str, *, flow: bool) -> bool:
    if not _PLAIN.fullmatch(value) or _NOT_PLAIN.search(value) or resolve(value) != value:
        return False
    return not (flow and _NOT_PLAIN_IN_FLOW.search(value))


def _double_quoted(value: str) -> str:
    """JSON's quoting, which YAML shares, with everything invisible escaped."""
    quoted = json.dumps(value, ensure_ascii=False)
    return FORBIDDEN.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted)
