"""What the customers did themselves, and not we to them: by it one is told when somebody was last seen.

An opened mail is no deed: mail programs load its tracking image with nobody there. Nor is anything that one
of us wrote by hand, whatever it tells of.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from desirepath.log.activities import RESERVED
from desirepath.log.by_hand import SOURCE

NO_DEED: Final = frozenset({"email.opened"})
THEIRS: Final = frozenset(
    {
        "email.clicked",
        "email.replied",
        "email.unsubscribed",
        "email.subscribed",
        "survey.answered",
        "review.posted",
        "ticket.opened",
        "ticket.reopened",
        "subscription.cancelled",
        "contract.signed",
        "meeting.held",
        "content.viewed",
        "message.replied",
        "feature.used",
        "order.placed",
        "order.returned",
    }
)
"""The reserved activities that a customer does, whoever sent them on; of the others it must be said."""
COLUMNS: Final = ("arrival", "activity", "direction", "source", "customer")
"""The columns of interactions that :func:`their_deeds` needs."""


def is_theirs(activity: str, direction: str | None, source: str, *, has_customer: bool) -> bool:
    """Whether a customer did this. Where nobody said who did it, a reserved activity is whose its meaning
    says; any other one is a customer's where it names one.

    >>> is_theirs("user.signed_in", "by_customer", "app", has_customer=True)
    True
    >>> is_theirs("email.opened", "by_customer", "mail", has_customer=True)
    False
    >>> is_theirs("week.closed", None, "app", has_customer=False)
    False
    """
    if source == SOURCE or activity in NO_DEED:
        return False
    if direction is not None:
        return direction == "by_customer"
    return activity in THEIRS if activity in RESERVED else has_customer


def their_deeds(interactions: pa.Table) -> NDArray[np.bool_]:
    """By arrival, whether a customer did it; the table has :data:`COLUMNS`.

    In a log that names no customer anywhere, what names none is its account's own.
    """
    customer = interactions.column("customer")
    named = pc.is_valid(customer)
    if customer.null_count == len(customer):
        named = pc.invert(named)
    table = interactions.drop_columns(["customer"]).append_column("named", named)
    size = pc.max(table.column("arrival")).as_py()
    found = np.zeros(0 if size is None else size + 1, np.bool_)
    sorts = table.group_by(["activity", "direction", "source", "named"]).aggregate([("arrival", "list")])
    arrivals = sorts.column("arrival_list").combine_chunks()
    for place, sort in enumerate(sorts.drop_columns(["arrival_list"]).to_pylist()):
        has_customer = sort.pop("named")
        if is_theirs(**sort, has_customer=has_customer):
            found[arrivals[place].values.to_numpy()] = True
    return found
