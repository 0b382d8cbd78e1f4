"""How fast support answers and solves, channel by channel, and how often a solved ticket comes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from desirepath.base.estimate import Estimate, unknown
from desirepath.findings.finding import Json
from desirepath.findings.support_tickets import NEVER, NOBODY, Tickets
from desirepath.measures.estimates import share_of_clusters
from desirepath.measures.statistics.holm import holm
from desirepath.measures.statistics.kaplan_meier import kaplan_meier
from desirepath.measures.statistics.log_rank import log_rank
from desirepath.measures.statistics.ratio_of_means import Moments, moments_of

Array = NDArray[Any]

SHARES: Final = (0.5, 0.75, 0.9)
"""Half, three in four, nine in ten of the tickets."""
SURE: Final = 0.05
NO_NUMBERS: Final = "no ticket has a number by which its end could be told to be its own"
NO_ANSWERS: Final = "the data hold no answers to tickets"
NO_ENDS: Final = "the data do not tell when a ticket was solved"
NO_RETURNS: Final = "the data never tell of a solved ticket that came back"


@dataclass(frozen=True, slots=True)
class ChannelTimes:
    """One channel (None: it is not told). ``response`` and ``resolution`` are by share, in seconds: half,
    three in four, nine in ten of the tickets were answered, or solved for good, within. They and ``open`` are
    of the ``followed`` tickets, those that the data can tell of what became of them; ``open`` is None where
    the data never tell of an end.

    ``reopened`` is the share of the tickets once called solved that came back. ``p`` is how often chance
    alone makes such a difference to the other channels' time to a solution, all channels looked at counted
    (Holm); None where there is nothing to compare. ``is_faster`` is whether half are solved sooner than of
    the others.
    """

    channel: str | None
    tickets: int
    followed: int
    open: int | None
    response: tuple[Estimate, ...]
    resolution: tuple[Estimate, ...]
    reopened: Estimate
    p: float | None = None
    is_faster: bool | None = None

    @property
    def stands_out(self) -> bool:
        """Whether it differs from the others by more than chance."""
        return self.p is not None and self.p < SURE

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "channel": self.channel,
            "tickets": self.tickets,
            "followed": self.followed,
            "open": self.open,
            "response": [one.to_json() for one in self.response],
            "resolution": [one.to_json() for one in self.resolution],
            "reopened": self.reopened.to_json(),
            "p": self.p,
            "stands_out": self.stands_out,
            "is_faster": self.is_faster,
        }


def times_by_channel(tickets: Tickets) -> tuple[ChannelTimes, tuple[ChannelTimes, ...]]:
    """Of all tickets, and of each channel, the one with the most tickets first."""
    known = tickets.take(tickets.has_number)
    lasted, has_ended = _spans(known.opened_us, known.solved_us, known.now_us)
    channels = np.array(["" if one is None else one for one in tickets.channel], object)
    names = sorted(set(tickets.channel), key=lambda one: (-tickets.channel.count(one), one or ""))
    masks = [channels == ("" if name is None else name) for name in names]
    # Two channels are one comparison: one is faster just where the other is slower.
    looks = masks[:1] if len(masks) == 2 else masks if len(masks) > 2 else []
    raw = [log_rank(lasted, has_ended, mask[tickets.has_number]) for mask in looks]
    corrected = iter(holm([p for p in raw if p is not None]))
    adjusted = [None if p is None else next(corrected) for p in raw]
    if len(masks) == 2:
        adjusted *= 2
    found = []
    for number, (name, mask) in enumerate(zip(names, masks, strict=True)):
        p = adjusted[number] if number < len(adjusted) else None
        mine = mask[tickets.has_number]
        faster = None if p is None else _median(lasted, has_ended, mine) < _median(lasted, has_ended, ~mine)
        found.append(_times(tickets.take(mask), name, p, faster))
    return _times(tickets, None, None, None), tuple(found)


def _times(tickets: Tickets, name: str | None, p: float | None, is_faster: bool | None) -> ChannelTimes:
    known = tickets.take(tickets.has_number)
    # Who got a solution without an answer has not waited for one any longer.
    replied_us = np.where(known.replied_us > known.closed_us, NEVER, known.replied_us)
    waited_us = np.minimum(known.closed_us, known.now_us)
    if tickets.tells_answers:
        response = quantiles("first_response", known.opened_us, replied_us, waited_us)
    else:
        response = tuple(unknown("first_response", NO_ANSWERS, unit="seconds") for _ in SHARES)
    return ChannelTimes(
        channel=name,
        tickets=len(tickets),
        followed=len(known),
        open=int((known.solved_us == NEVER).sum()) if len(known) and tickets.tells_ends else None,
        response=response,
        resolution=resolution(tickets),
        reopened=reopened(tickets),
        p=p,
        is_faster=is_faster,
    )


def resolution(tickets: Tickets) -> tuple[Estimate, ...]:
    """Within how many seconds half, three in four and nine in ten were solved for good."""
    known = tickets.take(tickets.has_number)
    if tickets.tells_ends:
        return quantiles("resolution", known.opened_us, known.solved_us, known.now_us)
    return tuple(unknown("resolution", NO_ENDS, unit="seconds") for _ in SHARES)


def reopened(tickets: Tickets) -> Estimate:
    """The share of those once called solved that came back."""
    if not tickets.tells_returns:
        return unknown("reopened", NO_RETURNS, unit="share")
    came_back = (tickets.reopened > 0) & tickets.was_solved
    return share_of_clusters(
        "reopened",
        by_subject(tickets.subject, tickets.was_solved, came_back),
        of_none="no ticket was solved",
    )


def quantiles(measure: str, from_us: Array, to_us: Array, seen_us: Array | int) -> tuple[Estimate, ...]:
    """Within how many seconds half, three in four and nine in ten came to an end (Kaplan-Meier): those
    without one (NEVER) have lasted up to ``seen_us``, and count for as long."""
    lasted, has_ended = _spans(from_us, to_us, seen_us)
    n, censored = len(lasted), int((~has_ended).sum())
    if not n:
        return tuple(unknown(measure, NO_NUMBERS, unit="seconds") for _ in SHARES)
    curve = kaplan_meier(lasted[has_ended], lasted[~has_ended])
    found = []
    for share in SHARES:
        told = curve.quantile(share)
        if told.value is None:
            reason = f"too many are still waiting to say when {share:.0%} of them will be over"
            found.append(unknown(measure, reason, unit="seconds", n=n, censored=censored))
            continue
        value, low, high = (None if us is None else us / 1e6 for us in (told.value, told.low, told.high))
        found.append(
            Estimate(measure, value, low, high, n=n, censored=censored, unit="seconds", method="kaplan-meier")
        )
    return tuple(found)


def by_subject(subject: Array, counts: Array, hits: Array) -> Moments:
    """How many count (n) and hit (s), as sums over whose they are; what is nobody's is somebody's each."""
    known = subject != NOBODY
    size = int(subject.max(initial=-1)) + 1
    n = np.bincount(subject[known & counts], minlength=size)
    s = np.bincount(subject[known & hits], minlength=size)
    alone = [int(hit) for hit in hits[~known & counts]]
    return moments_of([*n[n > 0].tolist(), *([1] * len(alone))], [*s[n > 0].tolist(), *alone])


def _spans(from_us: Array, to_us: Array, seen_us: Array | int) -> tuple[Array, Array]:
    has_ended = to_us < NEVER
    return np.maximum(np.where(has_ended, to_us, seen_us) - from_us, 0), has_ended


def _median(lasted: Array, has_ended: Array, mask: Array) -> float:
    told = kaplan_meier(lasted[mask & has_ended], lasted[mask & ~has_ended]).quantile(0.5)
    return float("inf") if told.value is None else told.value


def say_channels(channels: Sequence[ChannelTimes]) -> str | None:
    """Which channels solve faster or slower than the others, by more than chance; None where none does."""
    out = [one for one in channels if one.stands_out]
    if len(channels) == 2 and out:
        fast, slow = sorted(channels, key=lambda one: not one.is_faster)
        return f"{_name(fast)} solves faster than {_name(slow)}, by more than chance"
    parts = [f"{_name(one)} solves {'faster' if one.is_faster else 'more slowly'}" for one in out]
    return f"{', '.join(parts)} than the other channels, by more than chance" if parts else None


def _name(one: ChannelTimes) -> str:
    return one.channel or "what came through no known channel"
