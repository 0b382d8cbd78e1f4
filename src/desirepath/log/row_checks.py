"""What makes one row a fact: each row judged by itself, and refused in words.

A row is a dict with the fact's own field names, as a native JSONL line carries it. ``tidy_row`` is the
definition; ``rows.py`` does the same to many rows at once, much faster, and comes here when anything is
amiss.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from desirepath.base.nearest import nearest
from desirepath.base.problem import Kind, Problem
from desirepath.log.instants import checked_instant, read_instant
from desirepath.log.kinds import (
    BAD_AMOUNT,
    BAD_SCORE,
    BAD_TIME,
    MISSING_FIELD,
    TOO_DEEP,
    TWO_IDS,
    UNKNOWN_FIELD,
    WRONG_TYPE,
)
from desirepath.log.scales import parse_scale

Row = dict[str, Any]
DIRECTIONS = ("by_customer", "by_us")
ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters: no id has them (tabs and ends of lines do stand in cells of tables)."""
CURRENCY = re.compile(r"[A-Z]{3}")
_NINE_DECIMALS = Decimal("0.000000001")
_LARGEST_AMOUNT = Decimal(10) ** 29
_SCHEMA = 1


class RowRefusedError(ValueError):
    """A row is not a fact; ``problem`` says why, with the field as its address."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _refuse(kind: Kind, field: str, says: str, fix: str = "") -> RowRefusedError:
    return RowRefusedError(kind.at(field, says=says, fix=fix))


def _id(field: str, value: Any) -> str:
    if type(value) is int:
        return str(value)
    return _text(field, value)


def _object_id(field: str, value: Any) -> str:
    name = _id(field, value)
    if not name.strip():
        raise _refuse(WRONG_TYPE, field, f'"{field}" is only blanks', "leave it out where it is not known")
    if ODD.search(name):
        raise _refuse(WRONG_TYPE, field, f'"{field}" holds a control character', "take it out")
    return name


def _text(field: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _refuse(WRONG_TYPE, field, f'"{field}" should be a text, not {_say(value)}')
    if not value:
        raise _refuse(WRONG_TYPE, field, f'"{field}" is an empty text', "leave it out where it is not known")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _refuse(WRONG_TYPE, field, f'"{field}" holds half a character (a lone surrogate)') from None
    return value


def _any_text(field: str, value: Any) -> str:
    return value if value == "" else _text(field, value)


def _instant(field: str, value: Any) -> str:
    try:
        if isinstance(value, datetime) and value.tzinfo is not None:
            moment = checked_instant(value)
        elif isinstance(value, str):
            moment = read_instant(value)
        else:
            raise _refuse(
                BAD_TIME, field, f'"{field}" should be a date and time with its zone, not {_say(value)}'
            )
    except RowRefusedError:
        raise
    except ValueError as error:
        raise _refuse(BAD_TIME, field, str(error)) from None
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _whole(field: str, value: Any) -> int:
    if type(value) is not int or not -(2**63) <= value < 2**63:
        raise _refuse(WRONG_TYPE, field, f'"{field}" should be a whole number, not {_say(value)}')
    return value


def _yes_no(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _refuse(WRONG_TYPE, field, f'"{field}" should be true or false, not {_say(value)}')
    return value


def _score(field: str, value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise _refuse(BAD_SCORE, field, f'"{field}" should be a number, not {_say(value)}')
    return float(value)


def _scale(field: str, value: Any) -> str:
    try:
        parse_scale(_text(field, value))
    except RowRefusedError:
        raise
    except ValueError as error:
        raise _refuse(BAD_SCORE, field, str(error)) from None
    return str(value)


def read_amount(value: Any) -> Decimal:
    """An amount of money, exactly; a binary number to nine decimals. Raises ValueError for anything else."""
    if type(value) is float:
        if not math.isfinite(value) or abs(value) >= _LARGEST_AMOUNT:
            raise ValueError("an amount should be an ordinary number")
        amount = Decimal(repr(value))
        exponent = amount.as_tuple().exponent
        return amount.quantize(_NINE_DECIMALS) if isinstance(exponent, int) and exponent < -9 else amount
    if type(value) is int or isinstance(value, str | Decimal):
        try:
            amount = Decimal(value)
            if (
                amount.is_finite()
                and abs(amount) < _LARGEST_AMOUNT
                and amount == amount.quantize(_NINE_DECIMALS)
            ):
                return amount
        except InvalidOperation:
            pass
    raise ValueError(f"an amount should be a decimal number such as 49.90, not {_say(value)}")


def _amount(field: str, value: Any) -> Decimal:
    try:
        return read_amount(value)
    except ValueError as error:
        raise _refuse(BAD_AMOUNT, field, str(error)) from None


def _currency(field: str, value: Any) -> str:
    if not isinstance(value, str) or not CURRENCY.fullmatch(value):
        raise _refuse(
            WRONG_TYPE, field, f'"{field}" should be three capital letters such as EUR, not {_say(value)}'
        )
    return value


def _direction(field: str, value: Any) -> str:
    if value not in DIRECTIONS:
        raise _refuse(WRONG_TYPE, field, f'"{field}" should be by_customer or by_us, not {_say(value)}')
    return str(value)


def _objects(field: str, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise _refuse(WRONG_TYPE, field, f'"{field}" should be like {{"ticket": "T-9"}}, not {_say(value)}')
    return {
        _text(field, kind): _object_id(f"{field}.{kind}", object_id)
        for kind, object_id in value.items()
        if object_id is not None
    }


def _properties(field: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise _refuse(WRONG_TYPE, field, f'"{field}" should be like {{"plan": "pro"}}, not {_say(value)}')
    properties = dict(value)
    try:
        orjson.dumps(properties, option=orjson.OPT_SORT_KEYS)
    except (TypeError, ValueError) as error:
        raise _refuse(TOO_DEEP, field, f'"{field}" cannot be kept as JSON: {error}') from None
    return properties


def _schema(field: str, value: Any) -> int:
    if value != _SCHEMA or type(value) is not int:
        raise _refuse(WRONG_TYPE, field, f'"{field}" should be {_SCHEMA}, not {_say(value)}')
    return _SCHEMA


def _belongs_to(field: str, value: Any) -> list[str]:
    if isinstance(value, Mapping) and len(value) == 1:
        value = next(iter(value.items()))
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise _refuse(WRONG_TYPE, field, f'"{field}" should be like ["account", "acme"], not {_say(value)}')
    return [_text(field, value[0]), _object_id(field, value[1])]


Checks = Mapping[str, Callable[[str, Any], Any]]
INTERACTION: Checks = {
    "customer": _object_id,
    "account": _object_id,
    "objects": _objects,
    "occurred_at": _instant,
    "received_at": _instant,
    "sequence": _whole,
    "activity": _text,
    "channel": _text,
    "direction": _direction,
    "actor": _id,
    "solicited": _yes_no,
    "score": _score,
    "scale": _scale,
    "text": _any_text,
    "amount": _amount,
    "currency": _currency,
    "properties": _properties,
    "source": _text,
    "key": _id,
    "schema": _schema,
}
_OF_AN_OBJECT: Checks = {
    "object_type": _text,
    "object_id": _object_id,
    "customer": _object_id,
    "account": _object_id,
    "objects": _objects,
}
_OF_A_SOURCE: Checks = {"occurred_at": _instant, "source": _text, "key": _id}
TRAITS: Checks = {**_OF_AN_OBJECT, "traits": _properties, **_OF_A_SOURCE}
IDENTITY: Checks = {**_OF_AN_OBJECT, "alias": _object_id, "belongs_to": _belongs_to, **_OF_A_SOURCE}
CONTEXT: Checks = {
    "kind": _text,
    "title": _text,
    "until": _instant,
    "properties": _properties,
    **_OF_A_SOURCE,
}
TYPES: Mapping[str, Checks] = {
    "interaction": INTERACTION,
    "traits": TRAITS,
    "identity": IDENTITY,
    "context": CONTEXT,
}


def tidy_row(row: Row) -> Row:
    """The row as every reader understands it: ids as texts, instants in UTC, nothing that is null.

    Raises RowRefusedError for the first thing that is wrong with it.

    >>> tidy_row({"actor": 17, "occurred_at": "2026-01-31T12:00+02:00", "activity": "login", "text": None})
    {'actor': '17', 'occurred_at': '2026-01-31T10:00:00.000000Z', 'activity': 'login'}
    """
    kind = row.get("type", "interaction")
    if not isinstance(kind, str) or kind not in TYPES:
        near = nearest(kind, TYPES) if isinstance(kind, str) else None
        fix = f'did you mean "{near}"?' if near else "use one of: " + ", ".join(TYPES)
        raise _refuse(WRONG_TYPE, "type", f"{_say(kind)} is not a type of fact", fix)
    checks = TYPES[kind]
    tidy: Row = {} if kind == "interaction" else {"type": kind}
    for field, value in row.items():
        if field == "type":
            continue
        check = checks.get(field)
        if check is None:
            near = nearest(field, checks)
            fix = f'did you mean "{near}"?' if near else ""
            raise _refuse(UNKNOWN_FIELD, field, f'"{field[:80]}" is not a field of {_a(kind)}', fix)
        if value is not None:
            tidy[field] = check(field, value)
    if kind == "interaction":
        _tidy_interaction(tidy)
        needs: tuple[str, ...] = ("occurred_at", "activity")
    elif kind == "context":
        needs = ("occurred_at", "kind", "title")
    else:
        _tidy_object(tidy, kind)
        needs = ("occurred_at", "traits") if kind == "traits" else ()
    for field in needs:
        if field not in tidy:
            raise _refuse(MISSING_FIELD, field, f'"{field}" is missing')
    return tidy


def _tidy_interaction(tidy: Row) -> None:
    objects = tidy.pop("objects", {})
    for kind in ("customer", "account"):
        if kind in objects:
            if tidy.setdefault(kind, objects[kind]) != objects[kind]:
                raise _refuse(TWO_IDS, kind, f'"{kind}" and "objects.{kind}" name two different ones')
            del objects[kind]
    if objects:
        tidy["objects"] = objects
    if "score" in tidy and "scale" in tidy and not parse_scale(tidy["scale"]).contains(tidy["score"]):
        raise _refuse(BAD_SCORE, "score", f"{tidy['score']:g} is not on the scale {tidy['scale']}")


def _tidy_object(tidy: Row, kind: str) -> None:
    named = [(tidy.pop("object_type", "customer"), tidy.pop("object_id"))] if "object_id" in tidy else []
    named += [(t, tidy.pop(t)) for t in ("customer", "account") if t in tidy]
    named += list(tidy.pop("objects", {}).items())
    if len(named) != 1:
        says = "it does not say of what"
        fix = 'write "object_type" and "object_id", or "customer": "u1"'
        if named:
            says = f"it names more than one object: {' and '.join(str(one) for one, _ in named)}"
            fix = "keep the column of whom it is about; make the other a detail, or leave it out"
        raise _refuse(MISSING_FIELD if not named else TWO_IDS, "object_id", says, fix)
    tidy["object_type"], tidy["object_id"] = named[0]
    if kind == "identity":
        if "alias" not in tidy and "belongs_to" not in tidy:
            raise _refuse(MISSING_FIELD, "alias", 'it has neither "alias" nor "belongs_to"')
        tidy.setdefault("alias", tidy["object_id"])


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _say(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value[:60]}"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return str(value)[:60]
    return (
        "a list"
        if isinstance(value, list | tuple)
        else "a group of values"
        if isinstance(value, Mapping)
        else "that"
    )
