"""Moments that are nobody's: whoever stands at a step whose owner, for that account, comes to no person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desirepath.model.expression import Value
from desirepath.model.journey_map import JourneyMap
from desirepath.success.board import Card, JourneyBoard
from desirepath.success.owners import Roster

TraitsOf = Callable[[str], Mapping[str, Value]]
"""What is known of an account, by its id."""


@dataclass(frozen=True, slots=True)
class Unowned:
    """Accounts that stand at a ``step`` and belong to nobody in its ``role``, all for the same ``reason``;
    the longest there first."""

    step: str
    role: str
    reason: str
    cards: tuple[Card, ...]


def step_roles(journey: JourneyMap) -> dict[str, str | None]:
    """The role that owns each step: the step's own owner, else its stage's; None where nobody is named."""
    return {step.id: step.owner or stage.owner for stage in journey.stages for step in stage.steps}


def find_unowned(
    board: JourneyBoard, roles: Mapping[str, str | None], roster: Roster, traits_of: TraitsOf
) -> tuple[Unowned, ...]:
    """The unowned moments of a board, in the map's order; in a step the reason that concerns most first.

    ``roles`` are those of :func:`step_roles`. A step that no role owns is not among them: that is a gap in
    the map, and checking the map says so. Who has set out and stands at no step yet is nobody's moment.

    >>> from datetime import UTC, datetime
    >>> from desirepath.success.board import Column
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> card = Card("Acme", "kickoff", noon, 0, "on track", 1, None)
    >>> board = JourneyBoard(noon, (Column("kickoff", (card,), None),), {})
    >>> [(one.step, one.reason) for one in find_unowned(board, {"kickoff": "csm"}, Roster([]), lambda _: {})]
    [('kickoff', 'nobody has the role csm')]
    """
    found: list[Unowned] = []
    for column in board.columns:
        role = roles.get(column.step) if column.step is not None else None
        if column.step is None or role is None:
            continue
        by_reason: dict[str, list[Card]] = {}
        for card in column.cards:
            owned = roster.owner(card.subject, role, traits_of(card.subject), board.as_of)
            if owned.person is None:
                by_reason.setdefault(owned.reason, []).append(card)
        for reason, cards in sorted(by_reason.items(), key=lambda one: (-len(one[1]), one[0])):
            found.append(Unowned(column.step, role, reason, tuple(cards)))
    return tuple(found)
