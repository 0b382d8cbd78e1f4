"""Expressions: ``traits.plan == "pro" and score < 3``, parsed into plain values and never run as code.

The grammar, loosest first::

    expression = or ;  or = and ("or" and)* ;  and = not ("and" not)* ;  not = "not" not | comparison | "(" or ")"
    comparison = name ("==" | "!=" | "<" | "<=" | ">" | ">=") literal
               | name ["not"] "in" "[" literal, ... "]" | name "contains" string
    name       = activity | channel | source | score | amount | direction | actor | solicited | properties.x | traits.x
    literal    = "text" | 'text' | number | true | false | null

A comparison with a missing value is false, whatever the operator: missing is not zero, and not "something else"
either. ``x == null`` asks whether it is missing, ``x != null`` whether it is there. ``and``, ``or`` and ``not`` are
ordinary two-valued logic above that. Numbers compare with numbers and texts with texts; a text is never
smaller than a number.
"""

from __future__ import annotations

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
