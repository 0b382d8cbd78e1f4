"""How the cells of a column are written as numbers: with a decimal comma or a point."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from desirepath.sources.money import mark_of, unmarked

SIGNS: Final = (",", ".")
_READ: Final = {
    one: re.compile(rf"[-+]?(\d{{1,3}}({re.escape(other)}\d{{3}})+|\d+)({re.escape(one)}\d+)?")
    for one, other in (SIGNS, SIGNS[::-1])
}


def decimal_signs(cells: Sequence[str]) -> tuple[str, ...]:
    """The decimal signs with which all these cells can be read; none where some are no numbers, or all are
    whole ones without any sign (which may as well be names of things). Amounts of one currency are numbers.

    >>> decimal_signs(["1.200,50", "5.400"]), decimal_signs(["5.400"]), decimal_signs(["12"])
    ((',',), (',', '.'), ())
    >>> decimal_signs(["$1,200.50"]), decimal_signs(["$12", "€12"])
    (('.',), ())
    """
    is_money = mark_of(cells) != ""
    if not is_money and not any(sign in cell for cell in cells for sign in SIGNS):
        return ()
    if is_money:
        cells = [unmarked(cell)[0] for cell in cells]
    return tuple(sign for sign in SIGNS if all(_READ[sign].fullmatch(cell) for cell in cells))
