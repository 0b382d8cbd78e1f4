"""What should be done by now, and why the rest should not: one function for today and for the past.

It goes through what happened and what is due in the order of time, each at its own instant and not at the one
at which somebody looks: looking every minute, once a day, or once over a whole year decides the same.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from desirepath.base.spans import from_microseconds
from desirepath.base.words import say_date, say_length
from desirepath.success.playbooks.clock import next_time, read_clock
from desirepath.success.playbooks.facts import Facts
from desirepath.success.playbooks.messages import Messages
from desirepath.success.playbooks.moves import TO_PEOPLE, Op, kinds_of
from desirepath.success.playbooks.occurrences import Occurrence, span_us
from desirepath.success.playbooks.playbook import Branch, Move, Playbook
from desirepath.success.playbooks.runs import (
    DAY_US,
    Effect,
    LeftOut,
    Limits,
    On,
    Refused,
    Run,
    State,
    effect_of,
    is_held_out,
)

_MOST_IN_A_ROW: Final = 5
_NOTIFY_EVERY: Final = 500
_SAME_TERM_US: Final = 4 * DAY_US


@dataclass(frozen=True, slots=True)
class Advanced:
    """What was decided: the state for the next time, what should be done (in order of time), what was left
    out, and every run that began or changed, refused ones too."""

    state: State
    effects: tuple[Effect, ...]
    left_out: tuple[LeftOut, ...]
    changed: tuple[Run, ...]


def advance(
    ons: Sequence[On],
    state: State,
    facts: Facts,
    limits: Limits | None = None,
    *,
    notify: Callable[[int], None] | None = None,
) -> Advanced:
    """Decide everything that is due by the instant of ``facts``.

    ``ons`` are the versions that are on: of one playbook the newest that takes new ones begins runs, those
    that run finish on their own. A run of a version that is not among them stays as it is. ``notify`` is told
    now and then up to which instant everything is decided; what it raises ends the walk.
    """
    return _Walk(ons, state, facts, limits or Limits()).walk(notify or (lambda _: None))


def most_a_day(on: On, facts: Facts, limits: Limits, at_us: int) -> int:
    """More runs of a playbook than this within 24 hours, and it stops and asks: what somebody has said, else
    what the file says, else a share of all who were known then."""
    said = on.most_a_day or on.playbook.most_a_day
    if said is not None:
        return said
    return max(limits.fewest, ceil(limits.most_share * facts.size(on.playbook.of, at_us)))


class _Walk:
    def __init__(self, ons: Sequence[On], state: State, facts: Facts, limits: Limits) -> None:
        self._by_version = {(on.playbook.id, on.version): on for on in ons}
        newest: dict[str, On] = {}
        for on in ons:
            held = newest.get(on.playbook.id)
            if on.takes_new and (held is None or held.version < on.version):
                newest[on.playbook.id] = on
        self._newest = newest
        self._facts, self._limits, self._now = facts, limits, facts.as_of_us
        self._before = state
        self._runs = {run.name: run for run in state.runs}
        self._latest: dict[tuple[str, str], Run] = {}
        self._starts: dict[str, deque[int]] = {}
        for run in sorted(state.runs, key=lambda run: run.since_us):
            if run.is_started:
                self._latest[run.playbook, run.subject] = run
                self._starts.setdefault(run.playbook, deque()).append(run.since_us)
        self._terms: dict[tuple[str, str, str], list[Run]] = {}
        for run in state.runs:
            if run.term_us is not None:
                self._terms.setdefault((run.playbook, run.subject, _ahead(run.key)), []).append(run)
        self._asking = dict(state.asking)
        self._changed: dict[tuple[str, str, str], None] = {}
        self._effects: list[Effect] = []
        self._left: list[LeftOut] = []
        self._messages = Messages(facts, limits, state.sent)
        self._heap: list[tuple[int, int, str, str, str, Occurrence | None]] = []

    def walk(self, notify: Callable[[int], None]) -> Advanced:
        seen = dict(self._before.seen_us)
        for playbook, on in self._newest.items():
            if on.paused:
                continue
            seen_us = max(seen.get(playbook, on.since_us), on.since_us)
            begin_us = max(on.since_us, seen_us - self._limits.late_us)
            found = self._facts.occurrences(on.playbook, begin_us, seen_us)
            names = {(playbook, one.subject, one.key) for one in found}
            for one in found:
                if not self._is_known(playbook, one, names):
                    self._push(max(one.at_us, seen_us), playbook, one.subject, one.key, one)
            seen[playbook] = self._now
        for run in self._before.runs:
            if run.status == "running":
                self._resume(run)
        taken = 0
        while self._heap:
            if taken % _NOTIFY_EVERY == 0:
                notify(self._heap[0][0])
            taken += 1
            at_us, _, playbook, subject, key, occurred = heapq.heappop(self._heap)
            if occurred is not None:
                self._consider(playbook, occurred, at_us)
            else:
                self._step(self._runs[playbook, subject, key], at_us)
        for run in list(self._runs.values()):
            self._settled(run, self._now)
        return Advanced(self._state(seen), tuple(self._effects), tuple(self._left), self._told())

    def _is_known(self, playbook: str, one: Occurrence, found: Set[tuple[str, str, str]]) -> bool:
        """Whether it was found before: by its key; a term by about its end too, where the one that was found
        is not among ``found`` any more. In another zone it is on another day where no day but an instant was
        named, and the month after it may end up to three days apart."""
        if (playbook, one.subject, one.key) in self._runs:
            return True
        return one.due_us is not None and any(
            abs(run.term_us - one.due_us) < _SAME_TERM_US
            for run in self._terms.get((playbook, one.subject, _ahead(one.key)), ())
            if run.term_us is not None and run.name not in found
        )

    def _push(self, at_us: int, playbook: str, subject: str, key: str, one: Occurrence | None) -> None:
        if at_us <= self._now:
            heapq.heappush(self._heap, (at_us, one is not None, playbook, subject, key, one))

    def _resume(self, run: Run) -> None:
        on = self._by_version.get((run.playbook, run.version))
        if on is None or on.paused or run.due_us is None:
            return
        if run.waiting_us is not None:
            move = on.ops[run.place - 1].move
            assert move is not None
            run = self._keep(replace(run, due_us=self._happens_us(run, on, move, run.waiting_us)))
        assert run.due_us is not None
        self._push(max(run.due_us, on.since_us), *run.name, None)

    def _keep(self, run: Run) -> Run:
        if self._runs.get(run.name) != run:
            self._runs[run.name] = run
            self._changed[run.name] = None
        held = self._latest.get((run.playbook, run.subject))
        if held is not None and held.name == run.name:
            self._latest[run.playbook, run.subject] = run
        return run

    def _settled(self, run: Run, at_us: int) -> Run:
        """The run as it stood at an instant: over where its goal was reached by then."""
        on = self._by_version.get((run.playbook, run.version))
        if run.status != "running" or on is None or not on.playbook.goal:
            return run
        reached = self._facts.first_did(on.playbook.of, on.playbook.goal, run.subject, run.since_us, at_us)
        if reached is None:
            return run
        why = f"its goal was reached on {self._day(reached)}"
        return self._keep(
            replace(run, status="reached", why=why, due_us=None, waiting_us=None, ended_us=reached)
        )

    def _consider(self, playbook: str, one: Occurrence, at_us: int) -> None:
        """Whether what happened begins a run."""
        on = self._newest[playbook]
        run = Run(
            playbook, on.version, one.subject, one.key, one.says, at_us, "refused", "", term_us=one.due_us
        )
        why = self._why_not(on, one, at_us)
        if why is not None:
            self._keep(replace(run, reason=why[0], why=why[1], ended_us=at_us))
            return
        if is_held_out(on.playbook, one.subject):
            why_alone = "chosen by chance to be left alone, for comparison"
            self._keep(replace(run, status="held out", why=why_alone, ended_us=at_us))
            return
        self._starts.setdefault(playbook, deque()).append(at_us)
        run = self._keep(replace(run, status="running", why="begun", due_us=at_us))
        self._latest[playbook, one.subject] = run
        self._step(run, at_us)

    def _why_not(self, on: On, one: Occurrence, at_us: int) -> tuple[Refused, str] | None:
        playbook = on.playbook
        if playbook.id in self._asking:
            return "asks", "the playbook has stopped and asks"
        if one.fits is False:
            return "condition", "the condition did not hold of what happened"
        if one.fits is None and not self._fits(playbook, one):
            return "condition", "the condition did not hold of them"
        if playbook.holds_for is not None and playbook.goal:
            before_us = one.at_us - span_us(playbook.holds_for)
            if self._facts.first_did(playbook.of, playbook.goal, one.subject, before_us, at_us) is not None:
                return "reached", "its goal was reached in the meantime"
        last = self._latest.get((playbook.id, one.subject))
        if last is not None:
            last = self._settled(last, at_us)
            if last.status == "running":
                return "under way", f"a run that began on {self._day(last.since_us)} is still under way"
            if not playbook.again:
                return "once", f"had it once already, on {self._day(last.since_us)}"
            if playbook.cooldown is not None and at_us < last.since_us + span_us(playbook.cooldown):
                return "cooldown", f"too soon after the run of {self._day(last.since_us)}"
        return self._too_many(on, at_us)

    def _fits(self, playbook: Playbook, one: Occurrence) -> bool:
        condition = playbook.if_
        return condition is None or self._facts.holds(condition, playbook.of, one.subject, one.at_us)

    def _too_many(self, on: On, at_us: int) -> tuple[Refused, str] | None:
        playbook = on.playbook
        most = most_a_day(on, self._facts, self._limits, at_us)
        starts = self._starts.setdefault(playbook.id, deque())
        while starts and starts[0] <= at_us - DAY_US:
            starts.popleft()
        if len(starts) < most:
            return None
        self._asking[playbook.id] = f"it would begin for more than {most} within a day, on {self._day(at_us)}"
        return "asks", "the playbook has stopped and asks: it would begin for too many within a day"

    def _step(self, run: Run, at_us: int) -> None:
        """Do what is due of a run, up to where it waits, or to its end."""
        run = self._settled(self._runs[run.name], at_us)
        if run.status != "running" or run.due_us is None or run.due_us > at_us:
            return
        on = self._by_version[run.playbook, run.version]
        run = replace(run, waiting_us=None)
        while run.place < len(on.ops):
            op = on.ops[run.place]
            due_us, run = self._do(run, on, op, at_us)
            if due_us is not None and due_us > at_us:
                self._keep(replace(run, due_us=due_us))
                self._push(due_us, *run.name, None)
                return
        self._keep(
            replace(
                run, status="done", why=f"went to its end on {self._day(at_us)}", due_us=None, ended_us=at_us
            )
        )

    def _do(self, run: Run, on: On, op: Op, at_us: int) -> tuple[int | None, Run]:
        """One place of the list: until when the run waits (None: it goes on), and the run after it."""
        move = op.move
        assert move is not None
        onward = replace(run, place=run.place + 1)
        if op.kind == "jump":
            return None, replace(run, place=op.jump)
        if op.kind == "test":
            assert op.branch is not None
            return None, onward if self._holds(run, on, op.branch, at_us) else replace(run, place=op.jump)
        kind = kinds_of(move)[0]
        if kind in ("wait", "wait_until"):
            return self._wait(onward, on, move, at_us)
        if kind in TO_PEOPLE:
            quiet = on.quiet(self._facts.zone, self._limits.quiet)
            over = at_us if quiet is None else quiet.over_at(at_us)
            if quiet is not None and over > at_us:
                why = f"{quiet.say(over)}: outside the hours in which messages go out"
                return over, replace(run, why=why)
            effects, left = self._messages.to_people(run, on, move, kind, at_us)
            self._effects += effects
            self._left += left
        elif kind in ("start", "stop"):
            self._tell_other(run, move, at_us)
        else:
            values, lacks = self._messages.values(run, on, move, None, at_us)
            if lacks is None:
                self._effects.append(effect_of(run, move.id or "", kind, None, at_us, values))
            else:
                self._leave_out(run, move, at_us, lacks, lacks=True)
        return None, onward

    def _holds(self, run: Run, on: On, branch: Branch, at_us: int) -> bool:
        playbook, facts = on.playbook, self._facts
        if branch.if_ is not None and not facts.holds(branch.if_, playbook.of, run.subject, at_us):
            return False
        if branch.did:
            return facts.first_did(playbook.of, branch.did, run.subject, run.since_us, at_us) is not None
        return True

    def _wait(self, run: Run, on: On, move: Move, at_us: int) -> tuple[int | None, Run]:
        if move.wait is not None:
            length = say_length(span_us(move.wait) / 1e6)
            return at_us + span_us(move.wait), replace(run, why=f"waits {length}")
        until = move.wait_until
        assert until is not None
        if until.does:
            due_us = self._happens_us(run, on, move, at_us)
            return due_us, replace(run, waiting_us=at_us, why="waits for something to happen")
        if until.before_renewal is not None:
            term_us = run.term_us if run.term_us is not None else at_us
            due_us = term_us - span_us(until.before_renewal)
        else:
            clock = None if until.time is None else read_clock(until.time)
            due_us = next_time(at_us, clock, until.days or (), self._facts.zone)
        return due_us, replace(run, why=f"waits until {self._day(due_us)}")

    def _happens_us(self, run: Run, on: On, move: Move, since_us: int) -> int:
        until = move.wait_until
        assert until is not None
        assert until.does
        assert until.at_most is not None
        latest_us = since_us + span_us(until.at_most)
        found = self._facts.first_did(on.playbook.of, until.does, run.subject, since_us, latest_us)
        return latest_us if found is None else found

    def _tell_other(self, run: Run, move: Move, at_us: int) -> None:
        if move.start is not None:
            on = self._newest.get(move.start)
            if on is None or on.paused:
                self._leave_out(run, move, at_us, f'the playbook "{move.start}" is not on')
                return
            if run.key.count("started:") >= _MOST_IN_A_ROW:
                self._leave_out(run, move, at_us, "playbooks start one another in a circle")
                return
            one = Occurrence(
                run.subject, f"started:{run.playbook}:{run.key}", at_us, f"started by {run.playbook}"
            )
            if (move.start, one.subject, one.key) not in self._runs:
                self._push(at_us, move.start, one.subject, one.key, one)
            return
        assert move.stop is not None
        other = self._latest.get((move.stop, run.subject))
        if other is not None and self._settled(other, at_us).status == "running":
            why = f"stopped by {run.playbook}"
            self._keep(
                replace(other, status="stopped", why=why, due_us=None, waiting_us=None, ended_us=at_us)
            )

    def _leave_out(self, run: Run, move: Move, at_us: int, why: str, *, lacks: bool = False) -> None:
        who = (run.playbook, run.version, run.subject, run.key, move.id or "", None)
        self._left.append(LeftOut(*who, at_us, why, lacks=lacks))

    def _state(self, seen: dict[str, int]) -> State:
        """What the next time needs: what was refused is forgotten once it cannot be found again."""
        oldest_us = self._now - 2 * self._limits.late_us
        kept = tuple(
            run for run in self._runs.values() if run.status != "refused" or run.since_us > oldest_us
        )
        return State(kept, self._messages.sent(self._now), seen, self._asking)

    def _told(self) -> tuple[Run, ...]:
        return tuple(self._runs[name] for name in self._changed)

    def _day(self, at_us: int) -> str:
        return say_date(from_microseconds(at_us).astimezone(self._facts.zone).date())


def _ahead(key: str) -> str:
    """How long ahead of the end of a term it was found, by the key of its occurrence."""
    return key.rpartition(":")[2]
