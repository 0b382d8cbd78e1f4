"""Funnels as people write them: a step is an expression or an activity's name, a window is ``14d``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError
from desirepath.base.spans import parse_span
from desirepath.model.expression import Compare, Expression, Name
from desirepath.model.expression_parser import parse_expression
from desirepath.replay.funnel_kinds import BAD_SPAN, BAD_STEP, NOT_A_NAME, OUT_OF_PLACE
from desirepath.replay.funnel_question import Attribution, Exclusion, FunnelStep

NO_LIMIT: Final = "none"
_STEP_KEYS: Final = ("when", "name", "optional", "within", "anchored")
_BETWEEN: Final = re.compile(r"\s*(\d+)\s*:\s*(\d+)\s*:(.*)", re.DOTALL)
_LOOKS_LIKE_AN_EXPRESSION: Final = re.compile(r"""[=<>!"'\[\]()`]|^\s*(always|never)\s*$""")


def read_when(text: str, activities: Iterable[str] = (), *, address: str = "") -> Expression:
    """An expression, or just an activity's name.

    What is the name of one of the ``activities`` of the log is that, whatever it looks like; else what looks
    like an expression must be one, and the rest is a name. Raises a DP-EXPR error, said of ``address``, where
    it cannot be read.

    >>> read_when("sign up").value
    'sign up'
    >>> read_when('activity == "buy" and amount > 100').parts[1].operator
    '>'
    """
    if text not in activities and _LOOKS_LIKE_AN_EXPRESSION.search(text):
        try:
            return parse_expression(text)
        except DesirepathError as error:
            raise DesirepathError(problem.in_file(address) for problem in error.problems) from error
    if not text.strip():
        raise BAD_STEP.error(address, says="a step is empty")
    return Compare(Name("field", "activity"), "==", text)


def read_step(
    step: str | Mapping[str, Any] | FunnelStep, activities: Iterable[str] = (), *, address: str = ""
) -> FunnelStep:
    """A step: its words, or a mapping of ``when``, and where needed ``name``, ``optional``, ``within``,
    ``anchored``.

    Raises DP-RPL-026 for anything else, DP-RPL-022 where ``within`` is no length of time, and a DP-EXPR
    error.

    >>> step = read_step({"when": "buy", "within": "2d", "optional": True})
    >>> step.name, step.within_us // 86_400_000_000, step.optional
    ('buy', 2, True)
    """
    if isinstance(step, FunnelStep):
        return step
    if isinstance(step, str):
        return FunnelStep(step, read_when(step, activities, address=address))
    if not isinstance(step, Mapping) or not isinstance(step.get("when"), str):
        raise BAD_STEP.error(address, says=f"{step!r} is not a step")
    for key in step:
        if key not in _STEP_KEYS:
            near = nearest(str(key), _STEP_KEYS)
            fix = f"did you mean {near}?" if near else f"a step has {', '.join(_STEP_KEYS)}"
            raise BAD_STEP.error(address, says=f'a step has no "{key}"', fix=fix)
    within = step.get("within")
    return FunnelStep(
        name=str(step.get("name") or step["when"]),
        when=read_when(step["when"], activities, address=address),
        optional=bool(step.get("optional", False)),
        within_us=None if within is None else read_span_us(str(within), address=f"{address}.within"),
        anchored=bool(step.get("anchored", False)),
    )


def read_exclusion(
    text: str | Exclusion, steps: int, activities: Iterable[str] = (), *, address: str = ""
) -> Exclusion:
    """``FROM:TO:EXPRESSION``; without the two numbers: anywhere between the first step and the last.

    Raises DP-RPL-021 where it says nothing that must not happen, and a DP-EXPR error.

    >>> read_exclusion("2:3:ticket.opened", 3).after, read_exclusion("ticket.opened", 3).before
    (2, 3)
    """
    if isinstance(text, Exclusion):
        return text
    placed = _BETWEEN.fullmatch(text)
    words = placed[3].strip() if placed else text
    if not words.strip():
        raise OUT_OF_PLACE.error(address, says=f'"{text}" does not say what must not happen')
    when = read_when(words, activities, address=address)
    return Exclusion(when, int(placed[1]), int(placed[2])) if placed else Exclusion(when, 1, steps)


def read_span_us(text: str, *, address: str = "") -> int:
    """A length of time, in microseconds. Raises DP-RPL-022.

    >>> read_span_us("90 min")
    5400000000
    """
    try:
        span_us = round(parse_span(text).total_seconds() * 1_000_000)
    except ValueError as error:
        raise BAD_SPAN.error(address, says=f'"{text}" is not a length of time') from error
    if span_us < 0:
        raise BAD_SPAN.error(address, says=f'"{text}" lies in the past')
    return span_us


def read_window_us(text: str | None, *, address: str = "window") -> int | None:
    """The same, and "none" (or None): no limit."""
    return None if text is None or text == NO_LIMIT else read_span_us(text, address=address)


def read_name(text: str, *, address: str = "") -> Name:
    """What a funnel is split by, or holds: a field, a property or a trait, as expressions name them.

    Raises DP-RPL-027 for anything else, and a DP-EXPR error.

    >>> str(read_name("traits.plan")), str(read_name('properties["order id"]'))
    ('traits.plan', 'properties.order id')
    """
    try:
        found = parse_expression(f"{text} != null") if text.strip() else None
    except DesirepathError as error:
        raise DesirepathError(problem.in_file(address) for problem in error.problems) from error
    if isinstance(found, Compare) and found.value is None and found.operator == "!=":
        return found.name
    raise NOT_A_NAME.error(address, says=f'"{text}" is not the name of a field, a property or a trait')


def read_attribution(text: str, *, address: str = "attribution") -> Attribution:
    """``first``, ``last``, ``all``, or a step's number. Raises DP-RPL-021.

    >>> read_attribution("last"), read_attribution("2")
    ('last', 2)
    """
    match text:
        case "first" | "last" | "all":
            return text
    if text.isdecimal():
        return int(text)
    raise OUT_OF_PLACE.error(
        address, says=f'"{text}" is no attribution', fix="use first, last, all, or a step's number"
    )


@dataclass(frozen=True, slots=True)
class UnknownName:
    """An activity that is asked for, and that the log does not have; ``near`` is one that it has."""

    name: str
    near: str | None


def unknown_names(asked: Sequence[Expression], activities: Sequence[str]) -> tuple[UnknownName, ...]:
    """The activities that are asked for by name alone and that the log does not have."""
    names = [
        when.value
        for when in asked
        if isinstance(when, Compare) and when.name == Name("field", "activity") and when.operator == "=="
    ]
    missing = dict.fromkeys(name for name in names if isinstance(name, str) and name not in activities)
    return tuple(UnknownName(name, nearest(name, activities)) for name in missing)
