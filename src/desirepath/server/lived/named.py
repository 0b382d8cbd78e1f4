"""The names of whom an answer speaks, and whose they are, put beside their ids at the door.

An answer is kept with ids alone, so that a new name is seen at once. Whoever is not in the answer is not
named beside it: a book of one's own narrows names as it narrows ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from desirepath.server.books.roster import ACCOUNT
from desirepath.server.lived.names import names_of
from desirepath.server.lived.whose_moment import WhoseAccount

Json = dict[str, Any]


def with_names(what: str, found: Json) -> Json:
    """The answer to a question of the kind ``what`` with ``name`` (None: nobody has said) for everybody it
    speaks of, and ``owner`` (None: nobody) where somebody sees to each. ``found`` is changed in place."""
    whom = _WHOM.get(what)
    if whom is not None:
        of, told = whom(found)
        names = names_of(of)
        whose = WhoseAccount(of) if what in _OWNED else None
        for one in told:
            one["name"] = names.get(one["subject"])
            if whose is not None:
                one["owner"] = whose.of(one["subject"])
    return found


def _renewals(found: Json) -> tuple[str, Iterable[Json]]:
    return ACCOUNT, [*found["overdue"], *(term for month in found["months"] for term in month["renewals"])]


def _first_days(found: Json) -> tuple[str, Iterable[Json]]:
    return found["travels"], found["newcomers"]


def _dry_run(found: Json) -> tuple[str, Iterable[Json]]:
    return found["of"], found["movers"]


_OWNED: Final = frozenset({"renewals", "first-days"})
"""The answers of which each says whose it is."""
_WHOM: Final[Mapping[str, Callable[[Json], tuple[str, Iterable[Json]]]]] = {
    "renewals": _renewals,
    "first-days": _first_days,
    "dry-run": _dry_run,
}
"""The answers that speak of single accounts or customers (the board names its cards by itself)."""
