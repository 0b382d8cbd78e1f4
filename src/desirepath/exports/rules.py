"""Step rules in words, for people who do not read YAML."""

from __future__ import annotations

from desirepath.model.rule import Comparison, Rule

_WORDS = (
    ("at_least", "at least"),
    ("at_most", "at most"),
    ("more_than", "more than"),
    ("less_than", "less than"),
    ("is_not", "not"),
    ("contains", "containing"),
)


def say_rules(rules: tuple[Rule, ...] | None) -> str:
    """Any-of rules in words, empty where there are none.

    >>> say_rules((Rule(activity="feature.used", where={"feature": "approvals", "people": {"at_least": 5}}),))
    'feature used: feature approvals, people at least 5'
    """
    return ", or ".join(_say_rule(rule) for rule in rules or ())


def _say_rule(rule: Rule) -> str:
    head = (rule.activity or "anything").replace(".", " ").replace("_", " ")
    parts = [f"by {rule.channel}"] if rule.channel else []
    parts += [f"from {rule.source}"] if rule.source else []
    for name, wanted in (rule.where or {}).items():
        words = name.replace("_", " ")
        if isinstance(wanted, Comparison):
            parts += [f"{words} {bound}" for bound in _say_bounds(wanted)]
        elif isinstance(wanted, tuple):
            parts.append(f"{words} {' or '.join(_plain(value) for value in wanted)}")
        else:
            parts.append(f"{words} {_plain(wanted)}")
    return f"{head}: {', '.join(parts)}" if parts else head


def _say_bounds(wanted: Comparison) -> list[str]:
    said = [
        f"{word} {_plain(value)}" for name, word in _WORDS if (value := getattr(wanted, name)) is not None
    ]
    if wanted.one_of is not None:
        said.append(" or ".join(_plain(value) for value in wanted.one_of))
    if wanted.exists is not None:
        said.append("given" if wanted.exists else "not given")
    return said


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
