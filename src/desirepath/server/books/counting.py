"""How many accounts come to whom: of those that count now, customers and who is on the way to be one.

Who that is a room above this one knows; until it has said so, everybody counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Final

from desirepath.server.books.owning import Owners, owners_of
from desirepath.server.books.roster import ACCOUNT

WHO_COUNTS: Final[list[Callable[[str], frozenset[str] | None]]] = []
"""Each says of a type of objects who counts now; None: it does not know, so everybody does."""


def loads(now: datetime) -> Counter[int]:
    """How many accounts each person has at an instant, whatever they play for them."""
    return Counter(
        int(person)
        for by_role in counting(now).values()
        for person in {one.person for one in by_role.values()}
        if person is not None
    )


def nobodys(now: datetime) -> Counter[str]:
    """For how many accounts each role that somebody plays comes to nobody."""
    return Counter(
        role for by_role in counting(now).values() for role, owned in by_role.items() if owned.person is None
    )


def counting(now: datetime) -> Owners:
    """Whose each account is that counts now."""
    owners = owners_of(ACCOUNT, now)
    for known in WHO_COUNTS:
        here = known(ACCOUNT)
        if here is not None:
            owners = {account: by_role for account, by_role in owners.items() if account in here}
    return owners
