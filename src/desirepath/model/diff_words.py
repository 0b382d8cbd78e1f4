"""The words in which differences between maps are told: those of the people who own them, not of the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from desirepath.base.spans import parse_span
from desirepath.base.words import say_count, say_date, say_length
from desirepath.model.rule import Comparison, Rule

_LONGEST = 60
_COMPARED: Final = {
    "at_least": "is at least",
    "at_most": "is at most",
    "more_than": "is more than",
    "less_than": "is less than",
    "is_not": "is not",
    "contains": "contains",
}


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


def say_time(value: Any) -> str:
    """A length of time or a day, in full; what is neither as it stands.

    >>> say_time("7d"), say_time("12 months"), say_time("2026-09-25"), say_time("soon")
    ('7 days', '12 months', '25 September 2026', 'soon')
    """
    text = str(value)
    try:
        return say_date(date.fromisoformat(text))
    except ValueError:
        pass
    try:
        return text if " " in text else say_length(parse_span(text).total_seconds())
    except ValueError:
        return text


def say_list(parts: Sequence[str], last: str = "and") -> str:
    """One after the other, as people write it.

    >>> say_list(["a", "b", "c"]), say_list(["a", "b"], "or")
    ('a, b and c', 'a or b')
    """
    return f" {last} ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def describe_rules(rules: list[dict[str, Any]] | None) -> str:
    """The rules of a step in words, any of which will do.

    >>> describe_rules([{"activity": "call.held", "where": {"kind": "kickoff"}}, {"channel": "video"}])
    '"call.held" where kind is "kickoff", or anything through video'
    >>> describe_rules([{"where": {"traits.plan": ["pro", "ai"], "distinct_users": {"at_least": 5}}}])
    'anything where plan is "pro" or "ai" and distinct users is at least 5'
    """
    return ", or ".join(_rule(Rule.model_validate(rule)) for rule in rules or ()) or "no rule"


def _rule(rule: Rule) -> str:
    said = [f'"{rule.activity}"' if rule.activity else "anything"]
    said += [f"through {rule.channel}"] if rule.channel else []
    said += [f"from {rule.source}"] if rule.source else []
    conditions = [
        f"{name.removeprefix('properties.').removeprefix('traits.').replace('_', ' ')} {compared}"
        for name, wanted in (rule.where or {}).items()
        for compared in _compared(wanted)
    ]
    return " ".join([*said, *([f"where {' and '.join(conditions)}"] if conditions else [])])


def _compared(wanted: Any) -> Iterator[str]:
    if not isinstance(wanted, Comparison):
        yield f"is {_any_of(wanted if isinstance(wanted, tuple | list) else (wanted,))}"
        return
    if wanted.exists is not None:
        yield "is known" if wanted.exists else "is not known"
    if wanted.one_of is not None:
        yield f"is {_any_of(wanted.one_of)}"
    for name, says in _COMPARED.items():
        bound = getattr(wanted, name)
        if bound is not None:
            yield f"{says} {_any_of((bound,))}"


def _any_of(values: Iterable[Any]) -> str:
    return say_list([f'"{one}"' if isinstance(one, str) else say_value(one) for one in values], "or")


def say_sources(sources: Iterable[Mapping[str, Any]] | None) -> str:
    """Where something is known from, in so many words as a reader needs to know it again.

    >>> say_sources([{"kind": "survey", "n": 64}, {"kind": "interview"}])
    'survey, n = 64; interview'
    >>> say_sources([{"kind": "page", "id": "evidence-5", "note": "A review", "on": "2026-09-29"}])
    'page "A review"'
    """
    return "; ".join(_source(one) for one in sources or ())


def _source(one: Mapping[str, Any]) -> str:
    note = f" {quoted(one['note'])}" if one.get("note") else ""
    kind = "the number" if one.get("measure") else one["kind"]
    return f"{kind}{note}" + (f", n = {say_count(one['n'])}" if one.get("n") is not None else "")
