"""Handoffs: who passes an account to whom, with what they must know, and by when.

A handoff is complete where everything that the map's step says it carries has been written. The receiver
accepts it, or sends it back with what is missing. One that is late or sent back is an alert; one that is
incomplete is to be watched until it is late.

One is begun when an account comes to a step with a handoff. When the account goes on before anybody has
accepted it, it is overtaken; when it comes back in the same passage, the same handoff goes on with what was
told. What was accepted stays so for that passage; in the next one there is another handoff.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, Literal

from desirepath.base.spans import parse_span
from desirepath.base.words import say_date
from desirepath.model.journey_map import Handoff
from desirepath.success.alerts import Condition, Severity
from desirepath.success.kinds import HANDOFF_INCOMPLETE, HANDOFF_OVER

NEWS_FOR: Final = timedelta(days=14)
"""Nobody is asked to hand over what should have been handed over so long ago: everybody has found out."""
State = Literal["waiting", "sent back", "accepted", "overtaken"]
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

    @property
    def is_open(self) -> bool:
        """Whether somebody must still do something."""
        return self.state in ("waiting", "sent back")

    @property
    def is_givers_turn(self) -> bool:
        """Whether it waits for the giver, who has something to tell; else it waits for the receiver."""
        return self.state == "sent back" or bool(self.missing)

    def is_late(self, now: datetime) -> bool:
        """Whether it is not accepted, and should have been."""
        return self.due is not None and self.is_open and now > self.due

    def troubles(self, now: datetime) -> tuple[Trouble, ...]:
        """What is wrong with it now; nothing once it is over."""
        if not self.is_open:
            return ()
        found: list[Trouble] = ["late"] if self.is_late(now) else []
        if self.missing:
            found.append("incomplete")
        if self.state == "sent back":
            found.append("sent back")
        return tuple(found)


def is_news(handoff: Handoff, since: datetime, now: datetime) -> bool:
    """Whether a handoff is worth beginning for an account that has been at its step since then.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> is_news(Handoff(within="2d"), datetime(2026, 2, 20, tzinfo=UTC), now)
    True
    >>> is_news(Handoff(within="2d"), datetime(2026, 1, 20, tzinfo=UTC), now)
    False
    """
    return now <= since + _time(handoff) + NEWS_FOR


def begin(account: str, step: str, handoff: Handoff, at: datetime) -> Passing:
    """A handoff as the map's step promises it, begun at an instant."""
    due = None if handoff.within is None else at + _time(handoff)
    return Passing(account, step, handoff.from_, handoff.to, handoff.carries or (), at, due, {}, "waiting")


def stand(passing: Passing, handoff: Handoff, since: datetime) -> Passing:
    """The account stands at the step, since then: what was overtaken goes on, and its time is counted from
    there. What is accepted stays as it is, whatever the map says now.
    """
    if passing.state == "accepted":
        return passing
    due = None if handoff.within is None else since + _time(handoff)
    return replace(
        passing,
        giver=handoff.from_,
        receiver=handoff.to,
        carries=handoff.carries or (),
        opened_at=since,
        due=due,
        state="waiting" if passing.state == "overtaken" else passing.state,
        closed_at=None,
    )


def overtake(passing: Passing, at: datetime) -> Passing:
    """The account has gone on: nobody needs to hand it over here any more. What is over stays as it is."""
    return replace(passing, state="overtaken", closed_at=at) if passing.is_open else passing


def condition_of(passing: Passing, name: str, now: datetime, zone: tzinfo = UTC) -> Condition | None:
    """What is wrong with a handoff at the step called ``name``, as alerts know it; None: nothing.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, tzinfo=UTC)
    >>> passing = begin("Acme", "kickoff", Handoff(within="2d", carries=("goals",)), at)
    >>> condition_of(passing, "Kick-off", at + timedelta(days=3)).says
    'the handoff at "Kick-off" was due on 3 March 2026; still to be told: goals'
    """
    troubles = passing.troubles(now)
    if not troubles:
        return None
    parts = []
    if "late" in troubles and passing.due is not None:
        parts.append(f"was due on {say_date(passing.due.astimezone(zone).date())}")
    if "sent back" in troubles:
        parts.append("was sent back")
    said = f'the handoff at "{name}" {" and ".join(parts)}'.strip()
    if passing.missing:
        said += f"; still to be told: {', '.join(passing.missing)}"
    severity: Severity = "act" if parts else "watch"
    since = passing.due if "late" in troubles and passing.due is not None else passing.opened_at
    return Condition(passing.account, "handoff", passing.step, said, since, severity)


def _time(handoff: Handoff) -> timedelta:
    return timedelta(0) if handoff.within is None else parse_span(handoff.within)


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
    if passing.state == "overtaken":
        raise HANDOFF_OVER.error(
            says=f"{passing.account} has gone on, and is not at this step any more",
            fix="look where it stands",
        )
