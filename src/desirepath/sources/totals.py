"""Lines below a table that say nothing of their own: its totals, how many rows it has, who exported it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desirepath.base.problem import Problem
from desirepath.sources.kinds import TOTAL
from desirepath.sources.mapped_rows import CELLS_TOO_MANY
from desirepath.sources.shape import Refused

_SUM = re.compile(
    r"((grand|sub|over|report)?[\s-]*totals?|overall|sum|average|(gesamt|zwischen|end)?summe|gesamt|insgesamt"
    r"|total g[ée]n[ée]ral|somme|moyenne|durchschnitt|mittelwert)\s*(\([^)]*\))?\s*:?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(\*+\s*)?(end of (report|file|export|data)"
    r"|(report )?(generated|exported|created|printed) (on|by|at|from)\b.*"
    r"|(total )?(rows?|records?|tickets?|results?|count)\s*:\s*[\d,. ]+"
    r"|[\d,. ]+\s*(rows?|records?|results?|entries|zeilen|eintr[äa]ge|datens[äa]tze)\b.*"
    r"|(page|seite) \d+.*|(erstellt|exportiert) (am|von)\b.*|confidential\b.*|©.*|copyright\b.*|[-=_*.]{2,})",
    re.IGNORECASE,
)
_MOST_FILLED = 0.75


def is_total(cells: Iterable[str], columns: int) -> bool:
    """Whether a line of a table with so many columns is its total, or a note below it, by what it says first.

    >>> is_total(["Grand total", "", "", "$1,234.50"], 4), is_total(["405 records", "", ""], 3)
    (True, True)
    >>> is_total(["Total Energies", "", "2026-03-01", ""], 4), is_total(["Total", "x", "2026-03-01"], 3)
    (False, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or columns < 2:
        return False
    if _SUM.fullmatch(filled[0]):
        return len(filled) <= max(2, _MOST_FILLED * columns) and len(filled) < columns
    return len(filled) == 1 and columns > 2 and _NOTE.fullmatch(filled[0]) is not None


def says_nothing(one: Refused) -> bool:
    """Whether a row of a table that cannot be used is such a line, and nothing that anybody could mend."""
    if one.problem.kind is TOTAL:
        return True
    if not isinstance(one.row, dict) or CELLS_TOO_MANY in one.row:
        return False
    return is_total([str(cell) for cell in one.row.values()], len(one.row))


def say_totals(some: Sequence[Refused]) -> Problem:
    """The warning that these lines were left out."""
    row = some[0].row
    cells = [str(cell).strip() for cell in (row.values() if isinstance(row, dict) else ())]
    first = next(filter(None, cells), "")
    where = f'line {some[0].line} ("{first[:60]}")'
    if len(some) == 1:
        return TOTAL.at(says=f"{where} is a total or a note below the table, and was left out")
    return TOTAL.at(
        says=f"{len(some):,} lines are totals or notes below the table, and were left out: {where} first"
    )


def without_totals(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows of a table without such lines at its end."""
    kept = list(rows)
    while kept and (is_total(kept[-1], len(kept[-1])) or not any(kept[-1])):
        kept.pop()
    return kept
