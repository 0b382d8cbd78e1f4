"""The day in lines: what is wrong with many by one rule is one line, which opens to them.

Nothing is left out: a line holds every one of its things, those that matter most first. What is wrong with
two of them by a rule stands by itself, as everything that is no alert does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from desirepath.base.words import count_of
from desirepath.success.today import RANK, Placed, ToDo, in_order

TOGETHER_FROM: Final = 3
"""So many alerts of one rule become one line."""
APART: Final = frozenset({"scorecard"})
"""Rules of which each reason has a line of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the day, at its ``placed``: one thing, or a group, whose ``members`` it stands for (none
    for a thing by itself). Of a group ``placed`` says how bad the worst is, and what all pay together."""

    placed: Placed
    members: tuple[Placed, ...] = ()


def in_lines(placed: Iterable[Placed], now: datetime, zone: tzinfo) -> tuple[Line, ...]:
    """The lines of a day that is in its order, in theirs.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 9, tzinfo=UTC)
    >>> def fell(account: str, cents: int) -> ToDo:
    ...     says = "health fell"
    ...     return ToDo(account, "alert", account, says, "act", now, None, cents, None, "health")
    >>> day = in_order([fell("Acme", 100), fell("Birch", 300), fell("Cedar", 200)], now)
    >>> (line,) = in_lines(day, now, UTC)
    >>> line.placed.todo.says, line.placed.todo.cents
    ('3 accounts fell to the lowest level of health', 600)
    >>> [one.todo.account for one in line.members]
    ['Birch', 'Cedar', 'Acme']
    """
    groups: dict[tuple[str, str], list[Placed]] = {}
    alone: list[Placed] = []
    for one in placed:
        if one.todo.kind == "alert" and one.todo.rule is not None:
            groups.setdefault((one.todo.rule, _part(one.todo)), []).append(one)
        else:
            alone.append(one)
    members: dict[str, tuple[Placed, ...]] = {}
    heads: list[ToDo] = []
    for (rule, part), them in groups.items():
        if len(them) < TOGETHER_FROM and rule not in APART:
            alone += them
            continue
        head = _head(f"group:{rule}:{part}" if part else f"group:{rule}", rule, them)
        members[head.id] = tuple(them)
        heads.append(head)
    found = in_order([*heads, *(one.todo for one in alone)], now, zone)
    return tuple(Line(one, members.get(one.todo.id, ())) for one in found)


def _part(todo: ToDo) -> str:
    return (todo.about or "") if todo.rule in APART else ""


def _head(key: str, rule: str, them: list[Placed]) -> ToDo:
    todos = [one.todo for one in them]
    worst = min((one.severity for one in todos), key=lambda one: RANK[one])
    known = {one.account: one.cents for one in todos if one.cents is not None}
    return ToDo(
        key,
        "group",
        "",
        say_together(rule, todos),
        worst,
        min(one.since for one in todos),
        cents=sum(known.values()) if known else None,
        rule=rule,
        about=todos[0].about,
    )


def say_together(rule: str, them: list[ToDo]) -> str:
    """What a rule says of many: of an account that it says two things of, once.

    >>> from datetime import UTC
    >>> at = datetime(2026, 1, 9, tzinfo=UTC)
    >>> names = ("Acme", "Birch", "Cedar", "Cedar")
    >>> say_together("payment", [ToDo("1", "alert", name, "", "act", at, rule="payment") for name in names])
    'a payment of 3 accounts failed, and none came since'
    """
    who = count_of(len({one.account for one in them}), "account", "accounts")
    say = _SAYS.get(rule)
    return f"{who}: {rule}" if say is None else say(who, them)


def _say_scorecard(who: str, them: list[ToDo]) -> str:
    # Each says for itself how it is rated, and all since when.
    since = them[0].says.partition(", since ")[2]
    verb = "is" if len(them) == 1 else "are"
    return f"{who} {verb} rated worse only because {since}" if since else f"{who} {verb} rated worse"


_SAYS: Final[Mapping[str, Callable[[str, list[ToDo]], str]]] = {
    "health": lambda who, _: f"{who} fell to the lowest level of health",
    "stuck": lambda who, _: f"{who} have been at one step for too long",
    "poor-answer": lambda who, _: f"{who} gave a poor answer",
    "ticket": lambda who, _: f"{who} came back with a ticket that was called solved",
    "payment": lambda who, _: f"a payment of {who} failed, and none came since",
    "renewal": lambda who, _: f"{who} are due for renewal within 90 days, and at risk",
    "scorecard": _say_scorecard,
}
