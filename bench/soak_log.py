"""The log under kills and failing disks: whatever happens, each acknowledged fact is there once, and whoever
was erased is nowhere.

A run is a random plan of appends, accepted requests, drains, compactions and erasures. In one half of the
runs a real process works the plan off and is killed at a random moment; in the other half one call of the
system (write, fsync, rename, remove, open) fails, and the work goes on. After that the content is compared
with what was acknowledged, everything is done again, and compared once more; the replay index is compared
with one that is built anew.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from desirepath.base.problem import DesirepathError
from desirepath.log.inbox import Inbox, waiting_rows
from desirepath.log.interaction import Fact, Identity, Interaction
from desirepath.log.store import Log, create_log, open_log
from desirepath.log.subject import erase_subject
from desirepath.replay.index import build_index, open_index
from tests.log.traces import traces

TITLE = "Log: killed and failing"
SUBJECTS = ("ada@example.test", "ben@example.test", "cleo@example.test")
_START = datetime(2026, 1, 1, tzinfo=UTC)
_STEPS = ("fsync", "write", "open", "replace", "unlink")
_PLAN = 40


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: ``number`` tells apart whose facts come from which action."""

    number: int
    name: str
    subject: str = ""
    count: int = 0


def make_plan(seed: int) -> list[Action]:
    """The actions of a run, always the same for a seed."""
    chance = random.Random(seed)
    actions = [Action(0, "append", count=12)]
    for number in range(1, _PLAN):
        name = chance.choice(["append"] * 5 + ["accept"] * 4 + ["drain", "drain", "compact", "erase"])
        actions.append(Action(number, name, chance.choice(SUBJECTS), chance.randrange(1, 9)))
    return actions


def facts_of(action: Action) -> list[Fact]:
    """The facts that an action brings: interactions of all subjects, and who is also known as whom."""
    facts: list[Fact] = []
    for place in range(action.count):
        subject = SUBJECTS[(action.number + place) % len(SUBJECTS)]
        alias = f"visitor-{subject}"
        key = f"{subject}/{action.number}-{place}"
        at = _START + timedelta(minutes=(action.number * 7 + place * 11) % 60)
        facts.append(
            Interaction(
                {"customer": alias if place % 4 == 3 else subject},
                at,
                "visit",
                "app",
                key,
                at,
                text=f"{key}!",
            )
        )
        if place % 4 in (0, 3):
            facts.append(Identity("customer", alias, subject, at, "app", key))
    return facts


def act(log: Log, inbox: Inbox, action: Action) -> None:
    """Do one action."""
    match action.name:
        case "append":
            log.append(facts_of(action))
        case "accept":
            inbox.accept(facts_of(action))
        case "drain":
            inbox.drain()
        case "compact":
            log.compact()
        case "erase":
            erase_subject(log, "customer", action.subject)


@dataclass(slots=True)
class Expected:
    """What must be there (``sure``), and what may be (``open``): from actions under way when it broke."""

    sure: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    all_or_nothing: list[set[str]] = field(default_factory=list)

    def done(self, action: Action) -> None:
        """The action was acknowledged."""
        if action.name in ("append", "accept"):
            self.sure |= keys_of(facts_of(action)) - self.gone
        elif action.name == "erase":
            theirs = {key for key in self.sure | self.open if key.startswith(action.subject)}
            self.gone |= theirs
            self.sure -= theirs
            self.open -= theirs

    def broken(self, action: Action) -> None:
        """The action was begun, and not acknowledged."""
        if action.name in ("append", "accept"):
            self.open |= keys_of(facts_of(action)) - self.gone
            self.all_or_nothing.append(keys_of(facts_of(action)))
        elif action.name == "erase":
            theirs = {key for key in self.sure if key.startswith(action.subject)}
            self.sure -= theirs
            self.open |= theirs

    def check(self, folder: Path) -> None:
        """Compare with what is in the log and in its inbox."""
        log = open_log(folder)
        rows = log.interactions(["key", "text"]).to_pylist()
        stored = [row["key"] for row in rows]
        assert len(stored) == len(set(stored)), "a fact is stored twice"
        assert all(row["text"] == f"{row['key']}!" for row in rows), "a fact has changed"
        waiting = {row["key"] for row in waiting_rows(folder)}
        found = set(stored) | waiting
        assert self.sure <= found, f"lost: {sorted(self.sure - found)}"
        assert not self.gone & found, f"came back: {sorted(self.gone & found)}"
        assert found <= self.sure | self.open, "a fact nobody brought"
        for together in self.all_or_nothing:
            mine = together - self.gone - self.sure
            assert not mine or mine & found in (set(), mine), "a part of an append"


def keys_of(facts: list[Fact]) -> set[str]:
    """The keys of the interactions among the facts."""
    return {fact.key for fact in facts if isinstance(fact, Interaction)}


def finish(folder: Path, plan: list[Action], expected: Expected) -> None:
    """Do everything again that may be missing; then each fact is there once, and who is erased nowhere."""
    with create_log(folder) as log, log.inbox as inbox:
        inbox.drain()
        brought = [
            fact for action in plan for fact in facts_of(action) if action.name in ("append", "accept")
        ]
        log.append(brought)
        keys = log.interactions(["key"]).column("key").to_pylist()
        assert len(keys) == len(set(keys))
        # Everything that was ever brought, but for what was erased: its keys are remembered.
        assert set(keys) <= keys_of(brought)
        assert keys_of(brought) - set(keys) <= expected.gone | expected.open
        index, anew = open_index(log, "customer"), build_index(log, "customer")
        assert index.subject_ids == anew.subject_ids
        assert index.interactions == anew.interactions
        erase_subject(log, "customer", f"visitor-{SUBJECTS[0]}")
        log.compact()
        left = {segment.name for segment in log.segments}
    assert not traces(folder, [SUBJECTS[0]]), "a trace of who was erased"
    assert {path.name for path in (folder / "log" / "segments").iterdir()} == left, "a file nobody needs"


def run_and_kill(seed: int) -> str:
    """A process that works off its plan and is killed; returns the action it was killed in."""
    chance = random.Random(f"kill {seed}")
    plan = make_plan(seed)
    with tempfile.TemporaryDirectory() as name:
        worker = subprocess.Popen(
            [sys.executable, "-m", "bench.soak_log", name, str(seed)], stdout=subprocess.PIPE, text=True
        )
        assert worker.stdout is not None
        stop_at = chance.randrange(1, _PLAN)
        lines: list[str] = []
        for line in worker.stdout:
            lines.append(line)
            if line == f"begin {stop_at}\n":
                time.sleep(chance.choice([0.0, chance.uniform(0, 0.004), chance.uniform(0, 0.03)]))
                break
        worker.kill()
        lines += worker.stdout
        worker.wait()
        worker.stdout.close()
        expected = Expected()
        begun = {int(line.split()[1]) for line in lines if line.startswith("begin") and line.endswith("\n")}
        done = {int(line.split()[1]) for line in lines if line.startswith("done") and line.endswith("\n")}
        assert begun, "the worker did not start"
        for action in plan:
            if action.number in done:
                expected.done(action)
            elif action.number in begun:
                expected.broken(action)
        expected.check(Path(name))
        finish(Path(name), plan, expected)
        interrupted = begun - done
        return f"killed in {plan[interrupted.pop()].name}" if interrupted else "killed between two"


def run_with_fault(seed: int) -> str:
    """A plan during which one call fails; returns the call, and whether it was needed."""
    chance = random.Random(f"fault {seed}")
    plan = make_plan(seed)
    step = chance.choice(_STEPS)
    call = chance.randrange(1, 150)
    code = chance.choice([errno.ENOSPC, errno.EIO, errno.EACCES])
    expected = Expected()
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with create_log(folder) as log, log.inbox as inbox, _failing(step, call, code):
            for action in plan:
                try:
                    act(log, inbox, action)
                    expected.done(action)
                except (DesirepathError, OSError):
                    failed += 1
                    expected.broken(action)
                    break
        if failed:  # after an error a program begins again, as the log says
            expected.check(folder)
            with create_log(folder) as log, log.inbox as inbox:
                for again in plan[action.number :]:
                    act(log, inbox, again)
                    expected.done(again)
        expected.check(folder)
        finish(folder, plan, expected)
    return f"{step} failed" if failed else f"{step} withstood"


@contextmanager
def _failing(step: str, call: int, code: int) -> Iterator[None]:
    """The n-th call of one function of the system fails, and only that."""
    real: Any = getattr(os, step)
    calls = itertools.count()

    def failing(*args: Any, **options: Any) -> Any:
        if next(calls) == call:
            if step == "write":
                real(args[0], bytes(args[1])[:7])  # a part gets through
            raise OSError(code, os.strerror(code))
        return real(*args, **options)

    with mock.patch.object(os, step, failing):
        yield


def soak(runs: int, *, first_seed: int = 0) -> list[str]:
    """Run, and the section of the report: lines of Markdown. Raises AssertionError with the seed."""
    began = time.monotonic()
    happened: Counter[str] = Counter()
    for seed in range(first_seed, first_seed + runs):
        one = run_and_kill if seed % 2 else run_with_fault
        try:
            happened[one(seed)] += 1
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error}") from error
    lines = [
        f"{runs} runs of {_PLAN} random actions (append, accept, drain, compact, erase) in "
        f"{time.monotonic() - began:.0f} s: no acknowledged fact lost or doubled, no trace of who was "
        "erased, the index equal to one built anew.",
        "",
        "| what happened | runs |",
        "|---|---:|",
    ]
    return lines + [f"| {what} | {count} |" for what, count in sorted(happened.items())]


def _work(folder: str, seed: int) -> None:
    with create_log(folder) as log, log.inbox as inbox:
        for action in make_plan(seed):
            sys.stdout.write(f"begin {action.number}\n")
            sys.stdout.flush()
            act(log, inbox, action)
            sys.stdout.write(f"done {action.number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    _work(sys.argv[1], int(sys.argv[2]))
