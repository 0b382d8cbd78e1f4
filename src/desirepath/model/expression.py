"""Expressions: ``traits.plan == "pro" and score < 3``, parsed into plain values and never run as code.

The grammar, loosest first::

    expression = or ;  or = and ("or" and)* ;  and = not ("and" not)*
    not        = "not" not | comparison | "(" or ")" | always | never
    comparison = name ("==" | "!=" | "<" | "<=" | ">" | ">=") literal
               | name ["not"] "in" "[" literal, ... "]" | name "contains" string
    name       = activity | channel | source | score | amount | direction | actor | solicited | properties.x |
    traits.x literal    = "text" | 'text' | number | true | false | null

A name with spaces is written ``properties["first name"]`` or with backticks after the dot.

A comparison with a missing value is false, whatever the operator: missing is not zero, and not "something
else" either. ``x == null`` asks whether it is missing, ``x != null`` whether it is there. ``and``, ``or`` and
``not`` are ordinary two-valued logic above that. Numbers compare with numbers and texts with texts; a text is
never smaller than a number, and always different from one. Texts compare by their letters, upper and lower
case apart, in the order of Unicode.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Value = str | float | bool | None
Operator = Literal["==", "!=", "<", "<=", ">", ">="]

FIELDS = ("activity", "channel", "source", "score", "amount", "direction", "actor", "solicited")


@dataclass(frozen=True, slots=True)
class Name:
    """What is compared: a field of the interaction, or ``properties.x``, or ``traits.x``.

    ``scope`` is ``field``, ``properties`` or ``traits``; ``key`` the field's, property's or trait's name.
    """

    scope: Literal["field", "properties", "traits"]
    key: str

    def __str__(self) -> str:
        return self.key if self.scope == "field" else f"{self.scope}.{self.key}"


@dataclass(frozen=True, slots=True)
class Compare:
    """``name operator value``."""

    name: Name
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class OneOf:
    """``name in [values]``."""

    name: Name
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Contains:
    """``name contains "part"``: the text holds the part, letter case ignored."""

    name: Name
    part: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    inner: Expression


@dataclass(frozen=True, slots=True)
class And:
    """All of them; of none: true."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them; of none: false."""

    parts: tuple[Expression, ...]


Expression = Compare | OneOf | Contains | Not | And | Or
ALWAYS = And(())
NEVER = Or(())


def evaluate(expression: Expression, lookup: Callable[[Name], Value]) -> bool:
    """Whether the expression holds, where ``lookup`` says what a name stands for (None: missing).

    Plain, slow and obvious: the standard that every faster way of asking is tested against.

    >>> plan, score = Name("traits", "plan"), Name("field", "score")
    >>> asked = And((Compare(plan, "==", "pro"), Not(Compare(score, "<", 3))))
    >>> evaluate(asked, {plan: "pro", score: 4}.get)
    True
    >>> evaluate(Compare(score, "!=", 3), {}.get)
    False
    """
    match expression:
        case And(parts):
            return all(evaluate(part, lookup) for part in parts)
        case Or(parts):
            return any(evaluate(part, lookup) for part in parts)
        case Not(inner):
            return not evaluate(inner, lookup)
        case Compare(name, operator, value):
            return _compare(_present(lookup(name)), operator, value)
        case OneOf(name, values):
            found = _present(lookup(name))
            return any(_compare(found, "==", value) for value in values)
        case Contains(name, part):
            found = lookup(name)
            return isinstance(found, str) and part.casefold() in found.casefold()


def names_of(expression: Expression) -> list[Name]:
    """Everything that an expression asks for, in its order, as often as it asks.

    >>> plan, score = Name("traits", "plan"), Name("field", "score")
    >>> [str(name) for name in names_of(And((Compare(plan, "==", "pro"), Not(Contains(score, "3")))))]
    ['traits.plan', 'score']
    """
    match expression:
        case And(parts) | Or(parts):
            return [name for part in parts for name in names_of(part)]
        case Not(inner):
            return names_of(inner)
        case Compare(name) | OneOf(name) | Contains(name):
            return [name]


def _present(value: Value) -> Value:
    """The value, or None where it is missing; a number that is not one (NaN) is missing too."""
    return value if value == value else None


def _compare(found: Value, operator: Operator, value: Value) -> bool:
    if value is None:
        return (found is None) if operator == "==" else (found is not None and operator == "!=")
    if found is None:
        return False
    if operator in ("==", "!="):
        return (_is_alike(found, value) and found == value) == (operator == "==")
    if isinstance(found, str) and isinstance(value, str):
        return _is_ordered(found, operator, value)
    if _is_number(found) and _is_number(value):
        return _is_ordered(float(found), operator, float(value))
    return False


def _is_ordered(found: str | float, operator: Operator, value: str | float) -> bool:
    match operator:
        case "<":
            return found < value  # type: ignore[operator]  # both are texts or both numbers: see _compare
        case "<=":
            return found <= value  # type: ignore[operator]
        case ">":
            return found > value  # type: ignore[operator]
        case _:
            return found >= value  # type: ignore[operator]


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_alike(one: Value, other: Value) -> bool:
    """Of one kind: both texts, both numbers or both true/false."""
    return (isinstance(one, str), isinstance(one, bool)) == (isinstance(other, str), isinstance(other, bool))
