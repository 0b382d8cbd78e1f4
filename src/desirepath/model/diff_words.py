"""The words in which differences between maps are told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from desirepath.model.expression_parser import format_expression
from desirepath.model.rule import Rule, rule_expression

_LONGEST = 60


def quoted(text: Any) -> str:
    """A text in quotation marks, shortened where it is long.

    >>> quoted("Repeats to us what sales already knew, and does so with every one of us")
    '"Repeats to us what sales already knew, and does so with..."'
    """
    text = " ".join(str(text).split())
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 3].rsplit(" ", 1)[0] + "..."
    return f'"{text}"'


def say_value(value: Any) -> str:
    """Any value, as a person would write it.

    >>> say_value(["email", "chat"]), say_value(True), say_value({"every": "12 months"}), say_value("7d")
    ('email, chat', 'yes', 'every 12 months', '7d')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(say_value, value)) if value else "nothing"
    if isinstance(value, dict):
        return (
            ", ".join(f"{key.replace('_', ' ')} {say_value(inner)}" for key, inner in value.items())
            or "nothing"
        )
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def describe_rules(rules: list[dict[str, Any]] | None) -> str:
    """The rules of a step in words, any of which will do.

    >>> describe_rules([{"activity": "call.held", "where": {"kind": "kickoff"}}, {"channel": "video"}])
    '(activity == "call.held" and properties.kind == "kickoff") or channel == "video"'
    """
    said = [
        format_expression(rule_expression(Rule.model_validate(rule))) or "anything" for rule in rules or ()
    ]
    if len(said) > 1:
        said = [f"({one})" if " and " in one else one for one in said]
    return " or ".join(said) or "no rule"


def say_sources(sources: list[Mapping[str, Any]] | None) -> str:
    """Where something is known from.

    >>> say_sources([{"kind": "survey", "n": 64}, {"kind": "interview"}])
    'survey, n = 64; interview'
    """
    return "; ".join(
        one["kind"] + (f", n = {one['n']}" if one.get("n") is not None else "") for one in sources or ()
    )
