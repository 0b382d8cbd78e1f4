"""Any order of crash, retry, repetition, late facts and a clock that jumps: what cannot be asked is done at
most once, what knows a row by its key has it exactly once.

A crash is an exception before any one line of the outbox and of what does the moves: whatever was committed
by then stays, whatever was not is gone, as when the process is killed there.
"""

from __future__ import annotations

import smtplib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any, Final

import orjson
import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from pytest_django.fixtures import Settings

from desirepath.server.desk.models import Task
from desirepath.server.intake.accepting import Outcome as Kept
from desirepath.server.intake.sealing import seal
from desirepath.server.people.models import Person
from desirepath.server.playbooks import delivering, outbox
from desirepath.server.playbooks.calling import Answered, BrokenOffError, NotReachedError
from desirepath.server.playbooks.models import OutboxRow, Outcome, PlaybookVersion, Target
from desirepath.server.playbooks.outbox import LONGEST, perform_now
from desirepath.server.playbooks.performing import trait
from tests.server.playbooks.conftest import Unstopped

BOOK: Final = """\
format: desirepath-playbook/1
id: once
name: Once
when: [{does: [{activity: signed}]}]
purpose: service
moves:
  - {id: task, task: {title: "Call {{account}}"}}
  - {id: email, email: {to: 'traits.role == "lead"', subject: Hello, text: Hello}}
  - {id: webhook, webhook: {to: crm, event: signed}}
  - {id: chat, chat: {channel: cs, text: "{{account}}"}}
  - {id: set_trait, set_trait: {name: a, value: b}}
"""
KINDS: Final = ("task", "email", "webhook", "chat", "set_trait")
_HERE: Final = Path(outbox.__file__).parent
FILES: Final = {
    name: str(_HERE / f"{name}.py")
    for name in (
        "outbox",
        *(f"performing/{one}" for one in ("rows", "task", "mailing", "webhook", "chat", "trait")),
    )
}


class _KilledError(BaseException):
    """What kill -9 looks like from inside."""


@contextmanager
def killed_at(where: tuple[str, int] | None) -> Iterator[None]:
    """Within, the so-manieth line of a file that is about to run does not; None: all do."""
    if where is None:
        yield
        return
    file, left = FILES[where[0]], where[1]

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename != file:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                sys.settrace(None)
                raise _KilledError
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    except _KilledError:
        pass
    finally:
        sys.settrace(before)


class Receivers:
    """Whatever is outside: what it has got, by key; ``moods`` says how the next calls fare."""

    def __init__(self) -> None:
        self.mails: Counter[str] = Counter()
        self.hooks: set[str] = set()
        self.chats: Counter[str] = Counter()
        self.traits: set[str] = set()
        self.moods: list[str] = []

    def _mood(self) -> str:
        return self.moods.pop(0) if self.moods else "well"

    def mail(self, backend: Any, messages: Any) -> int:
        mood = self._mood()
        if mood == "away":
            raise ConnectionRefusedError
        self.mails.update(str(one.extra_headers["Message-ID"])[1:].partition("@")[0] for one in messages)
        if mood == "breaks":
            raise smtplib.SMTPServerDisconnected
        return len(messages)

    def call(self, url: str, body: bytes, headers: Any, **named: Any) -> Answered:
        mood = self._mood()
        if mood == "away":
            raise NotReachedError("nobody listens there")
        if mood == "busy":
            return Answered(429, "slow down", 5.0, 1)
        if "webhook-id" in headers:
            self.hooks.add(headers["webhook-id"])
        else:
            self.chats[orjson.loads(body)["text"].partition("\n")[0]] += 1
        if mood == "breaks":
            raise BrokenOffError("it did not answer in time")
        return Answered(200, "ok", None, 1)

    def write_one(self, row: Any) -> tuple[Kept, bool]:
        is_new = row["key"] not in self.traits
        self.traits.add(row["key"])
        return Kept("accepted" if is_new else "duplicate"), True


class OutboxMachine(RuleBasedStateMachine):
    """The outbox through anything; at its end everything is well again, and all is looked at."""

    patched: Callable[[Receivers, OutboxMachine], None]

    def __init__(self) -> None:
        super().__init__()
        self.outside = Receivers()
        self.ahead = timedelta()
        self.count = 0
        self.turn = transaction.atomic()
        self.turn.__enter__()
        type(self).patched(self.outside, self)

    @initialize()
    def begin(self) -> None:
        PlaybookVersion.objects.create(playbook="once", number=1, text=BOOK)
        for kind, name in (("webhook", "crm"), ("chat", "cs")):
            Target.objects.create(kind=kind, name=name, sealed_url=seal("https://x.example/"), hint="x")
        self.decided(days_ago=0)

    def now(self) -> datetime:
        return self.real_now() + self.ahead

    real_now = staticmethod(timezone.now)

    @rule(days_ago=st.sampled_from((0, 1, 2)))
    def decided(self, days_ago: int) -> None:
        """An account has signed, perhaps some time ago: its moves are to be done."""
        self.write(self.count, days_ago)
        self.count += 1

    @rule(which=st.integers(0, 5))
    def decided_again(self, which: int) -> None:
        """The same was decided by somebody else at the same time, or before a crash."""
        self.write(which % self.count, 0)

    def write(self, number: int, days_ago: int) -> None:
        at_us = int((self.now() - timedelta(days=days_ago)).timestamp() * 1e6)
        rows = [
            OutboxRow(
                key=f"{number}-{kind}", playbook="once", version=1, of="account", subject=f"a{number}",
                occurrence="o", move=kind, kind=kind, at_us=at_us, not_before=self.now(),
                person=f"a{number}@example.com" if kind == "email" else "", values={"account": f"a{number}"},
            )
            for kind in KINDS
        ]  # fmt: skip
        OutboxRow.objects.bulk_create(rows, ignore_conflicts=True)

    @rule(
        where=st.none() | st.tuples(st.sampled_from(sorted(FILES)), st.integers(0, 45)),
        moods=st.lists(st.sampled_from(("well", "away", "breaks", "busy")), max_size=6),
    )
    def perform(self, where: tuple[str, int] | None, moods: list[str]) -> None:
        """The job runs, and is perhaps killed before one of its lines."""
        self.outside.moods = moods
        with killed_at(where):
            perform_now(Unstopped())
        self.outside.moods = []

    @rule(seconds=st.sampled_from((1, 40, 121, 600, 7200, -60, -7200)))
    def clock_jumps(self, seconds: int) -> None:
        self.ahead += timedelta(seconds=seconds)

    def teardown(self) -> None:
        try:
            for _ in range(20):  # all is well, and time goes on
                self.ahead += max(LONGEST, timedelta(hours=13)) + timedelta(seconds=1)
                OutboxRow.objects.filter(kind="email").update(at_us=int(self.now().timestamp() * 1e6))
                perform_now(Unstopped())
                if not OutboxRow.objects.filter(outcome__in=(Outcome.WAITING, Outcome.SENDING)).exists():
                    break
            self.check()
        finally:
            transaction.set_rollback(True)
            self.turn.__exit__(None, None, None)

    def check(self) -> None:
        rows = {row.key: row for row in OutboxRow.objects.all()}
        assert len(rows) == self.count * len(KINDS)
        of = {kind: [row for row in rows.values() if row.kind == kind] for kind in KINDS}
        for row in of["email"]:
            self.at_most_once(row, self.outside.mails[row.key])
        for row in of["chat"]:
            self.at_most_once(row, self.outside.chats[row.subject])
        for row in of["webhook"]:
            assert row.outcome == Outcome.DONE or (row.outcome == Outcome.FAILED and row.tries >= 8), row.why
            assert row.outcome != Outcome.DONE or row.key in self.outside.hooks
        assert {row.outcome for row in (*of["task"], *of["set_trait"])} == {Outcome.DONE}
        assert self.outside.traits == {row.key for row in of["set_trait"]}
        made = Counter(Task.objects.values_list("account", flat=True))
        assert made == Counter(row.subject for row in of["task"])

    def at_most_once(self, row: OutboxRow, came: int) -> None:
        assert came <= 1, f"{row.key} came {came} times"
        assert row.outcome in (Outcome.DONE, Outcome.UNKNOWN, Outcome.FAILED), row.outcome
        assert row.outcome != Outcome.DONE or came == 1, f"{row.key} was lost in silence"
        assert row.outcome != Outcome.FAILED or (came == 0 and row.tries >= 8), row.why


def test_no_order_of_anything_does_anything_twice(
    owner: Person, settings_of_mail: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def patched(outside: Receivers, machine: OutboxMachine) -> None:
        monkeypatch.setattr(EmailBackend, "send_messages", lambda self, sent: outside.mail(self, sent))
        monkeypatch.setattr(delivering, "call", outside.call)
        monkeypatch.setattr(trait, "this_way_in", lambda: outside)
        monkeypatch.setattr(timezone, "now", machine.now)

    OutboxMachine.patched = staticmethod(patched)
    run_state_machine_as_test(
        OutboxMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_of_mail(settings: Settings) -> None:
    from_ = "Olga <olga@tech.example>"
    settings.CONFIGURATION = replace(settings.CONFIGURATION, email="smtp://x", email_from=from_)
    settings.DEFAULT_FROM_EMAIL = from_
