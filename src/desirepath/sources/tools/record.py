"""What one record of a tool says: values at an address, times, ids. Wrong ones are refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeGuard
from zoneinfo import ZoneInfo

from desirepath.base.problem import Kind, Problem
from desirepath.log.activities import RESERVED
from desirepath.log.row_checks import Row
from desirepath.sources.cells import instant_reader
from desirepath.sources.kinds import BAD_CELL, BAD_CELL_TIME, NO_MEANING
from desirepath.sources.mapping import Value

Record = Mapping[str, Any]
_read_utc = instant_reader(Value(zone=ZoneInfo("UTC")))


class RecordError(ValueError):
    """A record makes no fact; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def refuse(kind: Kind, address: str, says: str, fix: str = "") -> RecordError:
    """The error to raise for a record that cannot be used."""
    return RecordError(kind.at(address, says=says, fix=fix))


def no_meaning(what: str) -> RecordError:
    """The error to raise for a record that is none of those which a tool's file knows."""
    return refuse(NO_MEANING, "", f"{what} has no meaning yet")


def dig(value: Any, *path: str | int) -> Any:
    """What stands at an address in nested values; None where there is nothing.

    >>> dig({"items": {"data": [{"id": "si_1"}]}}, "items", "data", 0, "id")
    'si_1'
    """
    for step in path:
        if type(value) is dict or (isinstance(step, str) and isinstance(value, Mapping)):
            value = value.get(step)
        elif isinstance(step, int) and isinstance(value, list) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def dicts(value: Any, *path: str | int) -> list[dict[str, Any]]:
    """The objects in the list at an address; none where there is no list."""
    found = dig(value, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def first(*values: Any) -> Any:
    """The first value that says something: neither None nor an empty text."""
    for value in values:
        if value is not None and value != "":
            return value
    return None


def is_id(value: Any) -> TypeGuard[str | int]:
    """Whether a value can be an id: a text that is not blank, or a whole number."""
    return (isinstance(value, str) and bool(value.strip())) or type(value) is int


def prefixed(tool: str, value: Any) -> str | None:
    """An id that only its tool knows, with the tool's name before it, so that it is nobody else's.

    >>> prefixed("zendesk", 17), prefixed("zendesk", None)
    ('zendesk:17', None)
    """
    if value is None or value == "":
        return None
    if not is_id(value):
        raise refuse(BAD_CELL, "id", f"{str(value)[:60]} is not an id")
    return f"{tool}:{value}"


def email(value: Any) -> str | None:
    """An e-mail address in lower case, as customers are known by it; None where it is none.

    >>> email(" Ann@Example.org"), email("n/a")
    ('ann@example.org', None)
    """
    return value.strip().lower() if isinstance(value, str) and "@" in value else None


def unix(value: Any, address: str = "time", *, per_second: int = 1) -> str | None:
    """Seconds (or, with ``per_second``, parts of seconds) since 1970 as ISO 8601.

    >>> unix(1767225600), unix(1767225600500, per_second=1000)
    ('2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00.500000+00:00')
    """
    if value is None:
        return None
    if type(value) in (int, float):
        try:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=value / per_second)
            return moment.isoformat()
        except (OverflowError, ValueError):
            pass
    raise refuse(BAD_CELL_TIME, address, f"{str(value)[:60]} is not a time since 1970")


def utc(value: Any, address: str = "time") -> str | None:
    """A time in ISO 8601; one without a zone is in UTC, as the tool's documentation says of it."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str):
            return _read_utc(value)
    except ValueError as error:
        raise refuse(BAD_CELL_TIME, address, str(error)) from None
    raise refuse(BAD_CELL_TIME, address, f"{str(value)[:60]} is not a time")


def same_as(alias: Any, name: Any, at: Any = None) -> Row | None:
    """The identity fact that two ids are one customer; None where one is missing or both are equal."""
    if alias is None or name is None or not is_id(alias) or not is_id(name) or str(alias) == str(name):
        return None
    key = f"identity:{alias}={name}"
    return {"type": "identity", "customer": name, "alias": str(alias), "occurred_at": at, "key": key}


def belongs(customer: Any, account: Any, at: Any = None) -> Row | None:
    """The identity fact that a customer belongs to an account; None where one is missing."""
    if account is None or not is_id(customer) or not is_id(account):
        return None
    key = f"belongs:{customer}={account}"
    return {
        "type": "identity",
        "customer": customer,
        "belongs_to": ["account", str(account)],
        "occurred_at": at,
        "key": key,
    }


def belongs_since(customer: Any, account: Any, at: str | None) -> Row | None:
    """The same as a record of the customer says it: from that moment on. The moment is part of its key, since
    who comes back to an account belongs to it again."""
    row = belongs(customer, account, at)
    return row and {**row, "key": f"{row['key']}:{at}"}


def reserved_end(name: str) -> str:
    """The reserved activity that a dotted name ends with, else the name.

    >>> reserved_end("com.acme.ticket.opened"), reserved_end("com.acme.signup")
    ('ticket.opened', 'com.acme.signup')
    """
    end = ".".join(name.split(".")[-2:])
    return end if end in RESERVED else name
