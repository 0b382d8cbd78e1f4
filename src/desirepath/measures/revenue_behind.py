"""Whose a number of revenue is: the accounts behind it, and what each adds to it.

It is asked of the answer as it is kept (desirepath-revenue/1), so that the list adds up to the very number
that was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from desirepath.base.nearest import nearest
from desirepath.base.spans import from_microseconds, parse_instant, to_microseconds
from desirepath.measures.book.movements import CHURN, KINDS, SIGN
from desirepath.measures.kinds import NOT_A_NUMBER_OF_REVENUE
from desirepath.measures.revenue import NUMBERS, AccountMoney, Move

EXCLUDED: Final = "excluded"
_MOVED: Final = {f"mrr_{kind}": place for place, kind in enumerate(KINDS)}
_GROUPS: Final = {"stretch": "stretches", "segment": "segments", "cohort": "cohorts"}


@dataclass(frozen=True, slots=True)
class Behind:
    """One account behind a number. ``cents`` is what it adds (of ``grr`` and ``nrr``: what is left of
    ``start``; of ``logo_churn`` what went with it), ``start`` and ``end`` what it paid a month when the row
    begins and ends.

    ``at`` is when it last moved so; None where nothing moved. ``why`` is why its amounts cannot be said. Both
    amounts and ``cents`` are None then.
    """

    subject: str
    segment: str | None
    cohort: str
    cents: int | None
    start: int | None
    end: int | None
    at: datetime | None
    why: str | None


def behind(
    answer: Mapping[str, Any], number: str, kind: str = "all", label: str | None = None
) -> list[Behind]:
    """The accounts behind ``number`` (one of :data:`~desirepath.measures.revenue.NUMBERS`, or ``excluded``)
    in the row of that kind and label, the largest part first.

    Raises DP-MSR-011 for a number, or a row, that there is not.
    """
    if number not in (*NUMBERS, EXCLUDED):
        near = nearest(number, (*NUMBERS, EXCLUDED))
        raise NOT_A_NUMBER_OF_REVENUE.error(
            "number",
            says=f'revenue has no number "{number}"',
            fix=f'did you mean "{near}"?' if near else "",
        )
    row = _row_of(answer, kind, label)
    since_us, until_us = (to_microseconds(parse_instant(row[name])) for name in ("since", "until"))
    accounts = [AccountMoney(*one) for one in answer["accounts"]]
    moves = _moves_by_account(answer, len(accounts))
    found = []
    for account, mine in zip(accounts, moves, strict=True):
        if (kind == "segment" and account.segment != label) or (kind == "cohort" and account.cohort != label):
            continue
        one = _of_account(account, mine, number, since_us, until_us)
        if one is not None:
            found.append(one)
    return sorted(found, key=lambda one: (-(one.cents or 0), one.subject))


def _row_of(answer: Mapping[str, Any], kind: str, label: str | None) -> Mapping[str, Any]:
    if kind == "all":
        row: Mapping[str, Any] = answer["total"]
        return row
    rows = answer[_GROUPS[kind]] if kind in _GROUPS else []
    for row in rows:
        if row["label"] == label:
            return row
    raise NOT_A_NUMBER_OF_REVENUE.error("label", says=f'there is no {kind} "{label}"')


def _moves_by_account(answer: Mapping[str, Any], accounts: int) -> list[list[Move]]:
    found: list[list[Move]] = [[] for _ in range(accounts)]
    for row in answer["moves"]:
        move = Move(*row)
        found[move.account].append(move)
    return found


def _of_account(
    account: AccountMoney, moves: list[Move], number: str, since_us: int, until_us: int
) -> Behind | None:
    before = [move for move in moves if move.at_us < since_us]
    within = [move for move in moves if since_us <= move.at_us < until_us]
    was = _is_customer(account.was, before)
    is_there = _is_customer(was, within)
    start = account.start + sum(SIGN[move.kind] * move.cents for move in before)
    end = start + sum(SIGN[move.kind] * move.cents for move in within)
    if number == EXCLUDED:
        is_here = was or is_there or bool(within)
        return _told(account, None, None, None, None) if account.gap is not None and is_here else None
    if number == "logo_churn":
        if not was or is_there:
            return None
        gone = [move for move in within if move.kind == CHURN]
        return _told(account, start, start, end, gone[-1] if gone else None)
    if account.gap is not None:
        return None
    if number in _MOVED:
        mine = [move for move in within if move.kind == _MOVED[number]]
        return _told(account, sum(move.cents for move in mine), start, end, mine[-1]) if mine else None
    last = within[-1] if within else None
    if number == "mrr_end":
        return _told(account, end, start, end, last) if end else None
    if not start:
        return None
    kept = {"mrr_start": start, "nrr": end, "grr": min(start, end)}[number]
    return _told(account, kept, start, end, last)


def _is_customer(was: bool, moves: list[Move]) -> bool:
    """Whether it is one after these: who moved last by leaving is none, who moved in another way is one."""
    return moves[-1].kind != CHURN if moves else was


def _told(
    account: AccountMoney, cents: int | None, start: int | None, end: int | None, move: Move | None
) -> Behind:
    has_gap = account.gap is not None
    return Behind(
        account.subject,
        account.segment,
        account.cohort,
        None if has_gap else cents,
        None if has_gap else start,
        None if has_gap else end,
        None if move is None else from_microseconds(move.at_us),
        account.gap,
    )
