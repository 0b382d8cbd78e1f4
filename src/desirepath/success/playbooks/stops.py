"""Whom no e-mail may go to: who has had enough of letters, and whose address does not work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.success.playbooks.playbook import Purpose

COLUMNS: Final = ("customer", "occurred_at", "activity")
"""The columns of interactions that :class:`Stops` needs."""
_LEAVES: Final[Mapping[str, str]] = {
    "email.unsubscribed": "has unsubscribed",
    "email.marked_as_spam": "has called an e-mail spam",
}
_COMES_BACK: Final = ("email.subscribed", "email.resubscribed")
_ARRIVES: Final[Mapping[str, bool]] = {"email.bounced": False, "email.delivered": True}
_TOLD: Final = (*_LEAVES, *_COMES_BACK, *_ARRIVES)


def about_letters(interactions: pa.Table) -> pa.Table:
    """Those of the interactions that :class:`Stops` needs; all others say nothing of letters to somebody."""
    named = pc.is_valid(interactions["customer"])
    tells = pc.is_in(interactions["activity"], pa.array(_TOLD, pa.string()))
    return interactions.filter(pc.and_(tells, named))


class Stops:
    """Who wants no letters, and whose last e-mail came back, as it was known at each instant.

    ``interactions`` are those of a log, in total order, with :data:`COLUMNS`.

    >>> told = {"customer": ["ada"] * 2, "occurred_at": [10, 20]}
    >>> stops = Stops(pa.table({**told, "activity": ["email.unsubscribed", "email.subscribed"]}))
    >>> [stops.why_not("ada", at_us, "marketing") for at_us in (9, 10, 20)]
    [None, 'has unsubscribed', None]
    >>> stops.why_not("ada", 10, "service") is None
    True
    """

    def __init__(self, interactions: pa.Table) -> None:
        table = about_letters(interactions)
        self._told: dict[str, list[tuple[int, str]]] = {}
        instants = table["occurred_at"].cast(pa.int64()).to_pylist()
        rows = zip(table["customer"].to_pylist(), instants, table["activity"].to_pylist(), strict=True)
        for person, at_us, activity in rows:
            self._told.setdefault(person, []).append((at_us, activity))

    def has_left(self, person: str, at_us: int) -> str | None:
        """Why somebody gets no letters that they did not ask for, at an instant; None where they do."""
        why = None
        for since_us, activity in self._told.get(person, ()):
            if since_us > at_us:
                break
            if activity in _COMES_BACK:
                why = None
            elif activity in _LEAVES:
                why = _LEAVES[activity]
        return why

    def why_not(self, person: str, at_us: int, purpose: Purpose) -> str | None:
        """Why no e-mail with this purpose may go to somebody at an instant; None where it may."""
        if purpose == "marketing" and (why := self.has_left(person, at_us)) is not None:
            return why
        arrived = [
            _ARRIVES[activity]
            for since_us, activity in self._told.get(person, ())
            if activity in _ARRIVES and since_us <= at_us
        ]
        return "the last e-mail to them came back" if arrived and not arrived[-1] else None
