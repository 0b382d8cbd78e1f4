"""Setting an account's score by hand: a fact of the log that ends by itself, beside what the signals say."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from desirepath.server.accounts.by_hand import Written, write
from desirepath.server.accounts.known import index_with
from desirepath.server.clock import workspace_time
from desirepath.server.kinds import BAD_REQUEST
from desirepath.server.log_state import current_log
from desirepath.server.people.models import Person
from desirepath.success.overrides import override_fact
from desirepath.success.scorecard import Scorecard

MOST_DAYS: Final = 366


def set_by_hand(
    card: Scorecard, account: str, score: float, reason: str, *, until: date, key: str, person: Person
) -> Written:
    """Set the score of an account by hand up to the end of a day of the workspace.

    Raises DP-SRV-004 for a score off the scale and for an end that is over or too far away, else as
    :func:`~desirepath.server.accounts.by_hand.write`.
    """
    index_with(card.of, account, person)
    at = workspace_time().now
    zone = ZoneInfo(current_log().settings.time_zone)
    end = datetime.combine(until + timedelta(days=1), time(), zone)
    if not at < end <= at + timedelta(days=MOST_DAYS):
        raise BAD_REQUEST.error(
            "until",
            says="a score set by hand ends within a year",
            fix=f"choose a day from {at.astimezone(zone):%Y-%m-%d} on",
        )
    try:
        fact = override_fact(
            {card.of: account}, card, score, reason, at=at, until=end, by=str(person), key=key
        )
    except ValueError as error:
        raise BAD_REQUEST.error("score", says=str(error)) from None
    return write(fact, person, of=card.of)
