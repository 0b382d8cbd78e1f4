"""Cohorts: of the customers that came in one month or quarter, how many still used the product, month by
month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.measures.book.book import Book
from desirepath.measures.book.months import Stretch
from desirepath.measures.estimates import share

MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who became customers in one calendar month or quarter.

    ``size`` is how many; ``months[i]`` the share of them that used the product in month i after becoming a
    customer (0: the first), of those seen for that whole month. It ends where nobody has been seen so long.
    """

    label: str
    size: int
    months: tuple[Estimate, ...]

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        return {
            "label": self.label,
            "size": self.size,
            "months": [estimate.to_json() for estimate in self.months],
        }


def cohorts(book: Book, stretches: Sequence[Stretch]) -> tuple[Cohort, ...]:
    """The cohorts of these months or quarters; none where the log does not say what use is."""
    if not book.knows_use:
        return ()
    return tuple(
        _cohort(replace(book, since_us=stretch.since_us, until_us=stretch.until_us), stretch.label)
        for stretch in stretches
    )


def _cohort(book: Book, label: str) -> Cohort:
    months: list[Estimate] = []
    for number in range(MOST_MONTHS + 1):
        users, old_enough = book.users_in_month(number)
        seen = int(np.count_nonzero(old_enough))
        if not seen:
            break
        months.append(share("retention", int(np.count_nonzero(users)), seen, of_none=""))
    return Cohort(label, int(np.count_nonzero(book.joined)), tuple(months))
