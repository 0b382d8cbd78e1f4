"""Handoffs: who passes an account to whom, with what they must know, and by when.

A handoff is complete where everything that the map's step says it carries has been written. The receiver
accepts it, or sends it back with what is missing. One that is late, incomplete or sent back is a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from desirepath.base.spans import parse_span
from desirepath.model.journey_map import Handoff
from desirepath.success.kinds import HANDOFF_INCOMPLETE, HANDOFF_OVER

State = Literal["waiting", "sent back", "accepted"]
Trouble = Literal["late", "incomplete", "sent back"]


@dataclass(frozen=True, slots=True)
class Passing:
    """One handoff of one account. ``carries`` is what must be told, ``told`` what was, by its name.

    ``due`` is None where the map gives it no time. ``said`` is what the receiver said last.
    """

    account: str
    step: str
    giver: str | None
    receiver: str | None
    carries: tuple[str, ...]
    opened_at: datetime
    due: datetime | None
    told: Mapping[str, str]
    state: State = "waiting"
    said: str = ""
    closed_at: datetime | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What must be told and is not."""
        return tuple(name for name in self.carries if not self.told.get(name, "").strip())

    def is_late(self, now: datetime) -> bool:
        """Whether it is not accepted, and should have been."""
        return self.due is not None and self.state != "accepted" and now > self.due

    def troubles(self, now: datetime) -> tuple[Trouble, ...]:
        """What is wrong with it now; nothing once it is accepted."""
        if self.state == "accepted":
            return ()
        found: list[Trouble] = ["late"] if self.is_late(now) else []
        if self.missing:
            found.append("incomplete")
        if self.state == "sent back":
            found.append("sent back")
        return tuple(found)


def begin(account: str, step: str, handoff: Handoff, at: datetime) -> Passing:
    """A handoff as the map's step promises it, begun at an instant."""
    due = None if handoff.within is None else at + parse_span(handoff.within)
    return Passing(account, step, handoff.from_, handoff.to, handoff.carries or (), at, due, {}, "waiting")


def tell(passing: Passing, told: Mapping[str, str]) -> Passing:
    """With more of what must be told; one that was sent back waits again. Raises DP-SUC-014 once accepted."""
    _must_be_open(passing)
    return replace(passing, told={**passing.told, **told}, state="waiting")


def accept(passing: Passing, at: datetime) -> Passing:
    """Accepted by the receiver. Raises DP-SUC-013 where something is missing, DP-SUC-014 once it is over."""
    _must_be_open(passing)
    if passing.missing:
        raise HANDOFF_INCOMPLETE.error(says=f"still to be told: {', '.join(passing.missing)}")
    return replace(passing, state="accepted", closed_at=at)


def send_back(passing: Passing, said: str) -> Passing:
    """Sent back to the giver, with what is missing or unclear. Raises DP-SUC-014 once it is over."""
    _must_be_open(passing)
    return replace(passing, state="sent back", said=said)


def _must_be_open(passing: Passing) -> None:
    if passing.state == "accepted":
        raise HANDOFF_OVER.error(says=f"{passing.account} was handed over already")
