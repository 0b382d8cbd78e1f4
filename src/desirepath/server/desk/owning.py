"""Whose the moments of accounts are this morning, and by which role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desirepath.model.expression import Value
from desirepath.server.books.belonging import traits_now
from desirepath.server.books.roster import roster
from desirepath.server.log_state import current_log
from desirepath.success.alerts import Condition
from desirepath.success.measure_morning import OnMap
from desirepath.success.owners import Owned, Roster
from desirepath.success.unowned import step_roles

OF_THE_MOMENT: Final = frozenset({"stuck", "poor-answer", "ticket"})
"""Rules about a moment: its step's owner sees to it. All others are about the whole account: the map's owner
does."""


@dataclass(frozen=True)
class Whose:
    """The roster at an instant, and by account the map and the step where it stands."""

    of: str
    roster: Roster
    now: datetime
    first: OnMap
    stands: Mapping[str, tuple[OnMap, str | None]]
    generation: str

    @classmethod
    def at(cls, of: str, now: datetime, maps: Sequence[OnMap]) -> Whose:
        """Whose everything is at an instant. Who travels on several maps stands on the first of them; who is
        not under way on any is its owner's.
        """
        stands: dict[str, tuple[OnMap, str | None]] = {}
        for on_map in maps:
            for card in on_map.board.cards():
                stands.setdefault(card.subject, (on_map, card.step))
        return cls(of, roster(now, of), now, maps[0], stands, current_log().generation)

    def traits(self, account: str) -> Mapping[str, Value]:
        """What is known of an account now."""
        return traits_now(self.generation, self.of, account)

    def owner(self, account: str, role: str | None) -> Owned:
        """Whose the moments of an account are in a role."""
        return self.roster.owner(account, role, self.traits(account), self.now)

    def owner_of(self, condition: Condition) -> Owned:
        """Whose it is that something is wrong."""
        on_map, step = self.stands.get(condition.subject, (self.first, None))
        of_step = step_roles(on_map.journey).get(step or "")
        of_map = on_map.journey.owner
        role = of_step or of_map if condition.rule in OF_THE_MOMENT else of_map or of_step
        return self.owner(condition.subject, role)
