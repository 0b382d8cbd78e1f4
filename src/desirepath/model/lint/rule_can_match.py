"""A rule must be able to match something, and not everything."""

from __future__ import annotations

from collections.abc import Iterator

from desirepath.base.problem import Problem
from desirepath.model.lint.kinds import MATCHES_ALL, NEVER_MATCHES
from desirepath.model.lint.look import LintRule, Look
from desirepath.model.rule import Comparison


def _find(look: Look) -> Iterator[Problem]:
    for address, rule in look.rules():
        if not (rule.activity or rule.channel or rule.source or rule.where):
            yield MATCHES_ALL.at(address, says="the rule names nothing, so every interaction would match it")
        for name, wanted in (rule.where or {}).items():
            says = _contradiction(name, wanted) if isinstance(wanted, Comparison) else None
            if isinstance(wanted, tuple) and not wanted:
                says = f"{name} can be any of nothing"
            if says:
                yield NEVER_MATCHES.at(f"{address}.where.{name}", says=f"{says}: this can never match")


def _contradiction(name: str, wanted: Comparison) -> str | None:
    """Why no value at all can satisfy a comparison, or None where one can.

    >>> _contradiction("score", Comparison(at_least=5, at_most=3))
    'score cannot be at least 5 and at most 3'
    >>> _contradiction("score", Comparison(more_than=3, less_than=4)) is None
    True
    """
    if wanted.one_of is not None and not wanted.one_of:
        return f"{name} can be any of nothing"
    if wanted.exists is False and any(value is not None for field, value in wanted if field != "exists"):
        return f"{name} is not there and yet compared"
    lows = [("at least", wanted.at_least), ("more than", wanted.more_than)]
    highs = [("at most", wanted.at_most), ("less than", wanted.less_than)]
    bounds = [(*low, *high) for low in lows for high in highs]
    for low_word, low, high_word, high in bounds:
        if low is None or high is None:
            continue
        if isinstance(low, str) != isinstance(high, str):
            return f"{name} cannot be {low_word} {low} and {high_word} {high}, one a text and one a number"
        touching = low == high and (low_word, high_word) != ("at least", "at most")
        if _is_more(low, high) or touching:
            return f"{name} cannot be {low_word} {low} and {high_word} {high}"
    if wanted.one_of is not None and not any(_fits(value, wanted) for value in wanted.one_of):
        return f"{name} cannot be any of {', '.join(map(str, wanted.one_of))} and keep the other bounds"
    if wanted.is_not is not None and wanted.is_not == wanted.at_least == wanted.at_most:
        return f"{name} cannot be exactly {wanted.at_least} and not {wanted.is_not}"
    return None


def _fits(value: bool | int | float | str, wanted: Comparison) -> bool:
    checks = (
        (wanted.at_least, lambda bound: not _is_more(bound, value)),
        (wanted.at_most, lambda bound: not _is_more(value, bound)),
        (wanted.more_than, lambda bound: _is_more(value, bound)),
        (wanted.less_than, lambda bound: _is_more(bound, value)),
        (wanted.is_not, lambda bound: bound != value),
        (wanted.contains, lambda part: isinstance(value, str) and part.casefold() in value.casefold()),
    )
    is_text = isinstance(value, str)
    bounds = (wanted.at_least, wanted.at_most, wanted.more_than, wanted.less_than)
    if any(bound is not None and isinstance(bound, str) != is_text for bound in bounds):
        return False
    return all(bound is None or holds(bound) for bound, holds in checks)


def _is_more(one: float | str, other: float | str) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one > other
    return not isinstance(one, str) and not isinstance(other, str) and one > other


RULE = LintRule((NEVER_MATCHES, MATCHES_ALL), _find)
