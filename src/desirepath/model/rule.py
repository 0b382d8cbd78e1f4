"""Step rules: which interactions count as being at a step, as starting a passage, as ending it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import Discriminator, Tag

from desirepath.model.expression import (
    ALWAYS,
    And,
    Compare,
    Contains,
    Expression,
    Name,
    OneOf,
    Operator,
    Or,
    Value,
)
from desirepath.model.node import Node
from desirepath.model.words import NUMBER_OR_TEXT, SCALAR, Many, Text, form_of

Scalar = Annotated[bool | int | float | str, SCALAR]
Bound = Annotated[int | float | str, NUMBER_OR_TEXT]


class Comparison(Node):
    """How a property must compare; several bounds must all hold. A missing property satisfies none of
    them."""

    at_least: Bound | None = None
    """It is this or more."""
    at_most: Bound | None = None
    """It is this or less."""
    more_than: Bound | None = None
    """It is more than this."""
    less_than: Bound | None = None
    """It is less than this."""
    is_not: Scalar | None = None
    """It is there, and different from this."""
    one_of: Many[Scalar] | None = None
    """It is one of these."""
    contains: Text | None = None
    """It is a text that holds this, letter case ignored."""
    exists: bool | None = None
    """Whether it must be there (true) or must not (false)."""


Wanted = Annotated[
    Annotated[Scalar, Tag("<scalar>")]
    | Annotated[Many[Scalar], Tag("<list>")]
    | Annotated[Comparison, Tag("<mapping>")],
    Discriminator(form_of),
]
Where = dict[Text, Wanted]


class Rule(Node):
    """One way for an interaction to count: everything the rule names must hold."""

    activity: Text | None = None
    """What happened, such as call.held."""
    channel: Text | None = None
    """Through which channel."""
    source: Text | None = None
    """From which source."""
    where: Where | None = None
    """How its properties must be: a bare value must be equal, a list is any of, a mapping compares. `score`,
    `amount`, `direction`, `actor` and `solicited` are the interaction's own fields; `properties.x` and
    `traits.x` may be spelled out."""


_OWN_FIELDS = ("score", "amount", "direction", "actor", "solicited")


def rule_expression(rule: Rule) -> Expression:
    """The expression that a rule says; of a rule that names nothing: always.

    >>> from desirepath.model.expression_parser import format_expression
    >>> rule = Rule(activity="feature.used", where={"plan": ["pro", "ai"], "users": Comparison(at_least=5)})
    >>> format_expression(rule_expression(rule))
    'activity == "feature.used" and properties.plan in ["pro", "ai"] and properties.users >= 5'
    """
    parts = tuple(_parts(rule))
    if len(parts) == 1:
        return parts[0]
    return And(parts) if parts else ALWAYS


def any_rule(rules: Iterable[Rule]) -> Expression:
    """The expression that holds where any of the rules does; of no rules: never.

    >>> any_rule([Rule(activity="call.held")])
    Compare(name=Name(scope='field', key='activity'), operator='==', value='call.held')
    """
    parts = tuple(rule_expression(rule) for rule in rules)
    return parts[0] if len(parts) == 1 else Or(parts)


def where_name(key: str) -> Name:
    """What a key of ``where`` names: a field of the interaction, a trait where spelled out, else a property.

    >>> str(where_name("score")), str(where_name("plan")), str(where_name("traits.plan"))
    ('score', 'properties.plan', 'traits.plan')
    """
    if key in _OWN_FIELDS:
        return Name("field", key)
    scope, _, inner = key.partition(".")
    if inner and scope == "traits":
        return Name("traits", inner)
    if inner and scope == "properties":
        return Name("properties", inner)
    return Name("properties", key)


def _parts(rule: Rule) -> Iterator[Expression]:
    fields = (("activity", rule.activity), ("channel", rule.channel), ("source", rule.source))
    for field, value in fields:
        if value is not None:
            yield Compare(Name("field", field), "==", value)
    for key, wanted in (rule.where or {}).items():
        name = where_name(key)
        if isinstance(wanted, Comparison):
            yield from _bounds(name, wanted)
        elif isinstance(wanted, tuple):
            yield OneOf(name, wanted)
        else:
            yield Compare(name, "==", wanted)


def _bounds(name: Name, comparison: Comparison) -> Iterator[Expression]:
    bounds: tuple[tuple[Operator, Value], ...] = (
        (">=", comparison.at_least),
        ("<=", comparison.at_most),
        (">", comparison.more_than),
        ("<", comparison.less_than),
        ("!=", comparison.is_not),
    )
    for operator, value in bounds:
        if value is not None:
            yield Compare(name, operator, value)
    if comparison.one_of is not None:
        yield OneOf(name, comparison.one_of)
    if comparison.contains is not None:
        yield Contains(name, comparison.contains)
    if comparison.exists is not None:
        yield Compare(name, "!=" if comparison.exists else "==", None)
