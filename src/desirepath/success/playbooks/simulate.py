"""A playbook on the past, before it is turned on: whom it would have reached, when, and what would have held
it back.

It is walked through with the very function that decides live (:func:`.advance.advance`); a property test
holds both to the same answers. What nobody sent then changed nothing: the goal that people reached is what
they reach by themselves, and that is what a playbook has to beat.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.log.store import Log
from desirepath.model.journey_map import JourneyMap
from desirepath.success.handoffs import Passing
from desirepath.success.playbooks import kinds
from desirepath.success.playbooks.advance import Advanced, advance, most_a_day
from desirepath.success.playbooks.facts import Facts, known_until
from desirepath.success.playbooks.messages import Missing, known, names_of
from desirepath.success.playbooks.moves import TO_PEOPLE, all_moves
from desirepath.success.playbooks.playbook import Playbook
from desirepath.success.playbooks.proof import Proof, prove
from desirepath.success.playbooks.runs import Effect, LeftOut, Limits, On, Run, State
from desirepath.success.scorecard import Scorecard

USUAL_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the workspace's calendar: runs that began, and messages to customers."""

    on: date
    began: int
    messages: int


@dataclass(frozen=True, slots=True)
class Simulated:
    """What one playbook would have done. ``done`` counts effects by move, ``left_out`` moves by the reason,
    ``refused`` occurrences by the reason in one word. With more than ``most_a_day`` runs within a day it
    stops and asks."""

    playbook: Playbook
    occurred: int
    began: int
    subjects: int
    held_out: int
    refused: Mapping[str, int]
    ended: Mapping[str, int]
    done: Mapping[str, int]
    people: int
    left_out: Mapping[str, int]
    held_by_limit: int
    missing: tuple[Missing, ...]
    days: tuple[Day, ...]
    asks: str | None
    proof: Proof | None
    most_a_day: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """What all of them would have done together, from ``since`` up to ``until``; and everything decided."""

    since: datetime
    until: datetime
    playbooks: tuple[Simulated, ...]
    decided: Advanced

    def runs_of(self, subject: str) -> tuple[Run, ...]:
        """All that was decided about one subject, in order of time."""
        mine = (run for run in self.decided.changed if run.subject == subject)
        return tuple(sorted(mine, key=lambda run: (run.since_us, run.playbook, run.key)))


def simulate(
    log: Log,
    playbooks: Sequence[Playbook],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    maps: Mapping[str, JourneyMap] | None = None,
    cards: Mapping[str, Scorecard] | None = None,
    passings: Mapping[str, Sequence[Passing]] | None = None,
    limits: Limits | None = None,
    notify: Callable[[float], None] | None = None,
) -> Simulation:
    """Walk through history as if the playbooks had been on since ``since``.

    ``until`` None is the last instant of the log, ``since`` None ninety days before it. Raises DP-PBK-015
    where the log tells nothing of that time, DP-PBK-016 for two playbooks of one id. ``notify`` is told now
    and then how far it is, 0 to 1; what it raises ends the walk.
    """
    if len({one.id for one in playbooks}) < len(playbooks):
        raise kinds.SAME_TWICE.error()
    last = _last(log, playbooks)
    ends = last if until is None else until
    begins = since or ends - timedelta(days=USUAL_DAYS)
    if begins >= ends:
        raise kinds.NO_HISTORY.error(says="it would end before it begins")
    facts = Facts(log, playbooks, ends, maps=maps, cards=cards, passings=passings)
    ons = [On(playbook, 1, to_microseconds(begins)) for playbook in playbooks]
    span = (ends - begins).total_seconds()

    def say(at_us: int) -> None:
        if notify is not None:
            notify((from_microseconds(at_us) - begins).total_seconds() / span)

    decided = advance(ons, State(), facts, limits, notify=say)
    told = tuple(_sum_up(on, decided, facts, (begins, ends), last, limits) for on in ons)
    return Simulation(begins, ends, told, decided)


def _last(log: Log, playbooks: Sequence[Playbook]) -> datetime:
    found = [known_until(log, of) for of in {one.of for one in playbooks}]
    known = [at_us for at_us in found if at_us is not None]
    if not known:
        raise kinds.NO_HISTORY.error(says="the log tells of nobody whom a playbook is about")
    return from_microseconds(max(known))


def _sum_up(
    on: On,
    decided: Advanced,
    facts: Facts,
    period: tuple[datetime, datetime],
    last: datetime,
    limits: Limits | None,
) -> Simulated:
    """What was decided of one playbook; the log tells nothing after ``last``."""
    playbook = on.playbook
    runs = [run for run in decided.changed if run.playbook == playbook.id]
    effects = [one for one in decided.effects if one.playbook == playbook.id]
    left = [one for one in decided.left_out if one.playbook == playbook.id]
    began = [run for run in runs if run.is_started]
    messages = [one for one in effects if one.kind in TO_PEOPLE]
    first_day, last_day = (at.astimezone(facts.zone).date() for at in period)
    by_day = Counter(_day(run.since_us, facts) for run in began)
    sent_on = Counter(_day(one.at_us, facts) for one in messages)
    return Simulated(
        playbook=playbook,
        occurred=len(runs),
        began=len(began),
        subjects=len({run.subject for run in began}),
        held_out=sum(run.status == "held out" for run in runs),
        refused=_counted(run.reason for run in runs if run.status == "refused"),
        ended=_counted(run.status for run in began),
        done=_counted(one.move for one in effects),
        people=len({one.person for one in messages}),
        left_out=_counted(one.why for one in left),
        held_by_limit=sum(one.limit for one in left),
        missing=_missing(playbook, effects, left, facts),
        days=tuple(
            Day(day, by_day[day], sent_on[day])
            for day in (
                first_day + timedelta(days=number) for number in range((last_day - first_day).days + 1)
            )
        ),
        asks=decided.state.asking.get(playbook.id),
        proof=prove(playbook, runs, facts, min(facts.as_of_us, to_microseconds(last))),
        most_a_day=most_a_day(on, facts, limits or Limits(), facts.as_of_us),
    )


def _missing(
    playbook: Playbook, effects: Iterable[Effect], left: Iterable[LeftOut], facts: Facts
) -> tuple[Missing, ...]:
    """What was not known of the receivers of messages, where that was so of any."""
    declared = playbook.variables or {}
    shown = {
        move.id or "": [name for name in names_of(move) if name in declared]
        for _, move in all_moves(playbook.moves)
    }
    receivers: dict[str, list[tuple[str, str | None, int]]] = {}
    # Whom a limit or an earlier wish kept out was not looked at further.
    looked_at: list[Effect | LeftOut] = [*effects, *(one for one in left if one.lacks)]
    for one in looked_at:
        receivers.setdefault(one.move, []).append((one.subject, one.person, one.at_us))
    found = []
    for move, those in receivers.items():
        for name in shown.get(move, ()):
            unknown = sum(known(declared[name], playbook, facts, *one) is None for one in those)
            if unknown:
                found.append(Missing(move, name, unknown, len(those)))
    return tuple(found)


def _day(at_us: int, facts: Facts) -> date:
    return from_microseconds(at_us).astimezone(facts.zone).date()


def _counted(words: Iterable[str]) -> Mapping[str, int]:
    return dict(Counter(words).most_common())
