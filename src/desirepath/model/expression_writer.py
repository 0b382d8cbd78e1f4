"""Writes expressions, as their parser reads them."""

from __future__ import annotations

import json

from desirepath.model.expression import And, Compare, Contains, Expression, Name, Not, OneOf, Or, Value
from desirepath.model.expression_tokens import PLAIN_KEY, quote


def format_expression(expression: Expression) -> str:
    """Write an expression so that parsing it gives the same one again.

    An ``and`` or ``or`` of a single part is written as that part.

    >>> from desirepath.model.expression_parser import parse_expression
    >>> format_expression(parse_expression("not ( score<3 and channel in ['email',\\"it's\\"] )"))
    'not (score < 3 and channel in ["email", "it\\'s"])'
    """
    return _write(expression, tightness=0)


def _write(expression: Expression, *, tightness: int) -> str:
    """``tightness`` says what surrounds it: 0 nothing, 1 an ``or``, 2 an ``and``, 3 a ``not``."""
    match expression:
        case Compare(name, operator, value):
            return f"{_write_name(name)} {operator} {write_value(value)}"
        case OneOf(name, values):
            return f"{_write_name(name)} in {_write_values(values)}"
        case Contains(name, part):
            return f"{_write_name(name)} contains {quote(part)}"
        case Not(OneOf(name, values)):
            return f"{_write_name(name)} not in {_write_values(values)}"
        case Not(inner):
            return f"not {_write(inner, tightness=3)}"
        case And(()):
            return "always"
        case Or(()):
            return "never"
        case And((only,)) | Or((only,)):
            return _write(only, tightness=tightness)
        case And(parts):
            joined = " and ".join(_write(part, tightness=2) for part in parts)
            return f"({joined})" if tightness >= 2 else joined
        case Or(parts):
            joined = " or ".join(_write(part, tightness=1) for part in parts)
            return f"({joined})" if tightness >= 1 else joined


def _write_name(name: Name) -> str:
    if name.scope == "field" or PLAIN_KEY.fullmatch(name.key):
        return str(name)
    return f"{name.scope}[{quote(name.key)}]"


def _write_values(values: tuple[Value, ...]) -> str:
    return f"[{', '.join(write_value(value) for value in values)}]"


def write_value(value: Value) -> str:
    """A value as it is written."""
    return quote(value) if isinstance(value, str) else json.dumps(value, allow_nan=False)
