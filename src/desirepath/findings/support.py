"""The one door to support moments: when customers need us most, how support serves them, what they ask again
and again, and what nobody has written for them yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from desirepath.base.spans import Period, from_microseconds, to_microseconds
from desirepath.base.words import count_of, plural, say_count, say_estimate
from desirepath.findings.finding import Json
from desirepath.findings.kinds import NO_TICKETS
from desirepath.findings.support_places import SupportPlace, places_of
from desirepath.findings.support_tickets import NOBODY, OPENED, Array, Tickets, read_tickets
from desirepath.findings.support_times import ChannelTimes, say_channels, times_by_channel
from desirepath.findings.support_topics import Topic, topics_of
from desirepath.log.store import Log
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.index import Index, open_index
from desirepath.replay.replay import Replay, replay

FORMAT: Final = "desirepath-support/1"
"""The published JSON shape; what it holds is only ever added to."""


@dataclass(frozen=True)
class SupportMoments:
    """The answer. ``places`` are the map's steps, where customers need us most first (none without a map);
    ``nowhere`` are the tickets that belong to no step. ``whole`` is how fast all tickets are answered and
    solved, ``channels`` the same by channel. ``with_words`` is how many tickets say anything, ``in_topics``
    how many of them are about one of the ``topics``. ``nobodys`` are of nobody known. ``strangers`` are of
    somebody who never set out on the map: they are left out of all the rest."""

    of: str
    as_of: datetime
    period: Period
    journey: JourneyMap | None
    tickets: int
    nobodys: int
    strangers: int
    nowhere: int
    places: tuple[SupportPlace, ...]
    whole: ChannelTimes
    channels: tuple[ChannelTimes, ...]
    topics: tuple[Topic, ...]
    with_words: int
    in_topics: int

    def say(self) -> tuple[str, ...]:
        """What a support lead should know first, in sentences."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        first = next((one for one in self.places if one.need.value), None)
        if first is not None:
            yield f"We serve {plural(self.of, 2)} worst at {first.say(self.of)}"
        response = self.whole.response[0]
        if response.value is not None:
            yield f"Half of all tickets are answered within {say_estimate(response)}."
        channels = say_channels(self.channels)
        if channels is not None:
            yield f"{channels[:1].upper()}{channels[1:]}."
        if self.topics and self.with_words:
            top = self.topics[0]
            written = count_of(self.with_words, "ticket with words", "tickets with words")
            if self.with_words < self.tickets:
                written += f" ({say_count(self.tickets)} tickets in all)"
            yield (
                f"{say_count(self.in_topics)} of {written} ask something that repeats; most often they write "
                f"“{top.title}” ({count_of(top.tickets, 'ticket', 'tickets')})."
            )
        missing = [one for one in self.topics if one.knowledge == "missing"]
        if missing:
            titles = "; ".join(f"“{one.title}”" for one in missing[:3])
            yield f"Nothing to read was found about: {titles}."
        if self.whole.followed < self.tickets:
            yield (
                f"How long it took is known of {say_count(self.whole.followed)} of "
                f"{count_of(self.tickets, 'ticket', 'tickets')}: the data give the others no number, so that "
                "no answer and no end can be told to be theirs."
            )
        if self.strangers:
            more = count_of(self.strangers, "more ticket is", "more tickets are")
            yield f"{more} of somebody who never set out on this map, and left out here."

    def to_json(self) -> Json:
        """The published JSON shape (desirepath-support/1)."""
        return {
            "format": FORMAT,
            "of": self.of,
            "as_of": self.as_of.isoformat(),
            "since": None if self.period.since is None else self.period.since.isoformat(),
            "until": None if self.period.until is None else self.period.until.isoformat(),
            "tickets": self.tickets,
            "nobodys": self.nobodys,
            "strangers": self.strangers,
            "nowhere": self.nowhere,
            "says": list(self.say()),
            "places": [{**one.to_json(), "says": one.say(self.of)} for one in self.places],
            "whole": self.whole.to_json(),
            "channels": [one.to_json() for one in self.channels],
            "topics": [one.to_json() for one in self.topics],
            "with_words": self.with_words,
            "in_topics": self.in_topics,
        }


def find_support_moments(
    log: Log,
    journey: JourneyMap | None = None,
    *,
    told: Replay | None = None,
    of: str | None = None,
    period: Period | None = None,
    only: frozenset[str] | None = None,
    notify: Callable[[str], None] | None = None,
) -> SupportMoments:
    """Look at all tickets of a log, or at those opened in ``period``.

    With a map (``journey``, or a replay of it that somebody has) each belongs to the step where its subject
    stood, and those of whoever never set out on it are left out; the visits it is held against are all that
    the log tells of, so that with a ``period`` the map's part is left out. ``of`` is whose tickets without a
    map (None: accounts, or customers where the log names no account), ``only`` are whose are looked at (None:
    everybody's).

    >>> from tempfile import TemporaryDirectory
    >>> from datetime import UTC, datetime
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> def told(hour, what, **more):
    ...     return Interaction(
    ...         {"account": "acme", "ticket": "1"}, datetime(2026, 1, 1, hour, tzinfo=UTC), f"ticket.{what}",
    ...         source="desk", key=what, channel="chat", **more,
    ...     )
    >>> facts = [told(8, "opened"), told(9, "replied", direction="by_us"), told(12, "solved")]
    >>> with TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append(facts)
    ...     found = find_support_moments(log)
    >>> found.whole.response[0].value, found.whole.resolution[0].value, found.channels[0].channel
    (3600.0, 14400.0, 'chat')

    Raises DP-FND-004 where the log holds no ticket.
    """
    if told is None and journey is not None:
        told = replay(journey, open_index(log, journey.travels, notify=notify), notify=notify)
    if told is not None:
        journey = told.journey
    index = told.index if told is not None else open_index(log, of or _usual(log), notify=notify)
    if OPENED not in index.names.activities and not _has_tickets(log):
        raise NO_TICKETS.error()
    if notify is not None:
        notify("reading the tickets")
    tickets = _asked(read_tickets(log, index), index, period, only)
    strangers = 0
    if told is not None:
        has_set_out = np.bincount(told.passages.subject, minlength=len(index.subject_ids)) > 0
        is_here = np.append(has_set_out, False)[tickets.subject] | ~tickets.names_somebody
        strangers = int((~is_here).sum())
        tickets = tickets.take(is_here)
    places: tuple[SupportPlace, ...] = ()
    at_step = np.full(len(tickets), -1)
    if told is not None and period is None:
        places, at_step = places_of(told, tickets, only=_mask(index, only))
    if notify is not None:
        notify("finding what repeats")
    names: list[str | None] = [] if told is None else list(told.binding.steps)
    steps = [names[step] if step >= 0 else None for step in at_step.tolist()]
    topics, about, with_words = topics_of(log, index, tickets, steps)
    whole, channels = times_by_channel(tickets)
    return SupportMoments(
        of=index.travels,
        as_of=from_microseconds(tickets.now_us),
        period=Period() if period is None else period,
        journey=journey,
        tickets=len(tickets),
        nobodys=int((tickets.subject == NOBODY).sum()),
        strangers=strangers,
        nowhere=int((at_step < 0).sum()) if places else 0,
        places=tuple(replace(one, topics=_topics_at(one.step, steps, about)) for one in places),
        whole=whole,
        channels=channels,
        topics=topics,
        with_words=with_words,
        in_topics=int((about >= 0).sum()),
    )


def _asked(tickets: Tickets, index: Index, period: Period | None, only: frozenset[str] | None) -> Tickets:
    chosen = np.ones(len(tickets), bool)
    if period is not None:
        if period.since is not None:
            chosen &= tickets.opened_us >= to_microseconds(period.since)
        if period.until is not None:
            chosen &= tickets.opened_us < to_microseconds(period.until)
    mine = _mask(index, only)
    if mine is not None:
        # What is nobody's is in no book.
        chosen &= np.append(mine, False)[tickets.subject]
    return tickets if chosen.all() else tickets.take(chosen)


def _mask(index: Index, only: frozenset[str] | None) -> Array | None:
    return None if only is None else np.array([one in only for one in index.subject_ids], bool)


def _usual(log: Log) -> str:
    accounts = log.interactions(["account"]).column("account")
    return "account" if accounts.null_count < len(accounts) else "customer"


def _has_tickets(log: Log) -> bool:
    return OPENED in log.interactions(["activity"]).column("activity").unique().to_pylist()


def _topics_at(step: str, steps: list[str | None], about: Array) -> tuple[tuple[int, int], ...]:
    """What is asked at a step: topics with their tickets there, the most first."""
    here = np.array([one == step for one in steps], bool)
    counts = np.bincount(about[here & (about >= 0)])
    order = np.argsort(-counts, kind="stable").tolist()
    return tuple((topic, int(counts[topic])) for topic in order if counts[topic])[:3]
