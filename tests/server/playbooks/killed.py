"""A busy server with playbooks that is killed again and again, and what its receivers have at the end.

Every account that signs gets a task, a mail, a webhook, a line in the chat and a trait. The server is killed
in the middle of it. At the end each of these is looked up where it went to: the mail server, the receiver of
webhooks (which believes each id once), the chat, the tasks, the log.
"""

from __future__ import annotations

import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from desirepath.log.interaction import Fact, Identity, Interaction, Traits
from desirepath.log.store import create_log, open_log
from tests.server.playbooks.receiving import Office, Receiver, pause, post_office, receiving
from tests.server.running import Server, serving

BOOK: Final = """\
format: desirepath-playbook/1
id: busy
name: Whoever signs
when: [{does: [{activity: signed}]}]
purpose: service
most_a_day: 100000
moves:
  - {id: call, task: {title: "Call {{account}}"}}
  - {id: mail, email: {to: 'traits.role == "lead"', subject: Welcome, text: "Hello {{person}}"}}
  - {id: crm, webhook: {to: crm, event: account.signed}}
  - {id: tell, chat: {channel: cs, text: "{{account}} has signed"}}
  - {id: mark, set_trait: {name: welcomed, value: by a playbook}}
"""
KINDS: Final = ("task", "email", "webhook", "chat", "set_trait")
_AT_ONCE: Final = 12
_PATIENCE_SECONDS: Final = 240.0


@dataclass
class World:
    """A server, its receivers, and the accounts that have signed so far."""

    server: Server
    office: Office
    receiver: Receiver
    token: str
    chance: random.Random
    accounts: list[str] = field(default_factory=list)

    @property
    def heard(self) -> int:
        """How many things came out of the server so far."""
        return len(self.office.mails) + len(self.receiver.came)

    def more_sign(self) -> None:
        """Some accounts sign; nobody serves the workspace now."""
        now = datetime.now(UTC)
        facts: list[Fact] = []
        for _ in range(_AT_ONCE):
            account = f"a{len(self.accounts)}"
            self.accounts.append(account)
            lead = f"{account}@example.com"
            facts += [
                Traits("customer", lead, now, {"role": "lead"}, "test", f"t{account}"),
                Identity("customer", lead, lead, now, "test", f"i{account}", belongs_to=("account", account)),
                Interaction(
                    {"account": account, "customer": lead}, now, "signed", source="test", key=f"s{account}"
                ),
            ]
        with create_log(self.server.folder, patience_seconds=20) as log:
            log.append(facts)

    def kill_in_the_middle(self) -> bool:
        """Kill it at a random moment of its work; whether it was working."""
        before = self.heard
        until = time.monotonic() + 60
        while self.heard == before and time.monotonic() < until:
            pause(0.01)
        pause(self.chance.uniform(0, 0.7))
        was_working = self.heard > before
        self.server.kill()
        return was_working

    def rows(self) -> list[dict[str, Any]]:
        """The outbox as it is in the database."""
        with closing(self.database()) as database:
            database.row_factory = sqlite3.Row
            return [dict(one) for one in database.execute("SELECT * FROM playbooks_outboxrow")]

    def let_time_pass(self) -> None:
        """What was being sent was interrupted two minutes ago, and what waits is due. Nobody serves now."""
        with closing(self.database()) as database, database:
            database.execute("UPDATE playbooks_outboxrow SET not_before = '2026-01-01 00:00:00'")
            database.execute("UPDATE playbooks_target SET rests_until = NULL")

    def wait_until_all_is_done(self) -> None:
        """Serve until nothing waits any more. Raises AssertionError where it never is so."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            found = Counter(row["outcome"] for row in self.rows())
            if sum(found.values()) == len(self.accounts) * len(KINDS) and not (
                found["waiting"] or found["sending"]
            ):
                return
            assert time.monotonic() < until, f"{dict(found)}: {self.server.output[-3000:]}"
            pause(0.2)

    def database(self) -> sqlite3.Connection:
        """The server's database, also while it runs."""
        return sqlite3.connect(self.server.folder / "workspace.sqlite3", timeout=30)


@contextmanager
def busy_world(folder: Path, seed: int) -> Iterator[World]:
    """A server with the playbook on, and receivers that take their time; it is not running when it begins."""
    chance = random.Random(f"playbooks {seed}")
    slow = threading.Lock()

    def slowly() -> None:
        with slow:
            wait = chance.choice((0.0, 0.0, 0.01, 0.05))
        pause(wait)

    with post_office() as office, receiving(before_answer=slowly) as receiver:
        office.slowly = slowly
        with serving(folder) as server:  # it makes the workspace
            server.stop()
            said = f'[server]\nemail = "{office.url}"\nmay_call = ["{receiver.host}"]\n'
            with (folder / "desirepath.toml").open("a") as settings:
                settings.write(said)
            world = World(server, office, receiver, server.person("ana@example.com"), chance)
            world.more_sign()
            server.start()
            _turn_on(world)
            yield world


def _turn_on(world: World) -> None:
    for kind, name, path in (("webhook", "crm", "hook"), ("chat", "cs", "chat")):
        url = f"http://{world.receiver.host}/{path}"
        made = world.server.post(
            "/api/v1/targets", {"kind": kind, "name": name, "url": url}, token=world.token
        )
        assert made.status == 201, made.text
        if made.json()["secret"]:
            world.receiver.secrets.append(made.json()["secret"])
    made = world.server.post("/api/v1/playbooks", {"text": BOOK}, token=world.token)
    assert made.status == 201, made.text
    body = {"version": 1, "days_back": 1}
    turned = world.server.post("/api/v1/playbooks/busy/on", body, token=world.token)
    assert turned.status == 200, turned.text


@dataclass
class Told:
    """What came of some rounds: how often it was killed, and while it was working; each kind's outcomes."""

    kills: int = 0
    at_work: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    sent_again: int = 0

    def __add__(self, other: Told) -> Told:
        return Told(
            self.kills + other.kills,
            self.at_work + other.at_work,
            self.outcomes + other.outcomes,
            self.sent_again + other.sent_again,
        )


def kill_again_and_again(folder: Path, seed: int, kills: int) -> Told:
    """One workspace through so many kills, and looked at in the end. Raises AssertionError where something is
    lost, doubled or invented."""
    told = Told()
    with busy_world(folder, seed) as world:
        for _ in range(kills):
            told.at_work += world.kill_in_the_middle()
            told.kills += 1
            world.more_sign()
            if world.chance.random() < 0.3:
                world.let_time_pass()
            world.server.start()
        world.server.kill()
        told.kills += 1
        world.let_time_pass()
        world.server.start()
        world.wait_until_all_is_done()
        world.server.stop()
        check(world)
        told.outcomes.update(f"{row['kind']} {row['outcome']}" for row in world.rows())
        hooks = [one for one in world.receiver.came if one.path == "/hook"]
        told.sent_again = len(hooks) - len(world.receiver.taken)
    return told


def check(world: World) -> None:
    """Each thing where it went to, against what the outbox says of it."""
    rows = world.rows()
    of_kind = {kind: [row for row in rows if row["kind"] == kind] for kind in KINDS}
    for kind in KINDS:
        subjects = sorted(row["subject"] for row in of_kind[kind])
        assert subjects == sorted(world.accounts), f"{kind}: not once for each account"
    _at_most_once("a mail", world.office.ids, of_kind["email"], lambda row: row["key"])
    chats = [one.json()["text"].partition("\n")[0] for one in world.receiver.came if one.path == "/chat"]
    _at_most_once("a line of the chat", chats, of_kind["chat"], lambda row: f"{row['subject']} has signed")
    hooks = of_kind["webhook"]
    assert {row["outcome"] for row in hooks} == {"done"}
    assert world.receiver.refused == [], "a call was not signed as it should be"
    assert set(world.receiver.taken) == {row["key"] for row in hooks}, "a webhook is lost, or invented"
    for one in world.receiver.came:
        assert one.path != "/hook" or one.body == world.receiver.taken[one.id].body, (
            "the same id, other words"
        )
    assert {row["outcome"] for row in of_kind["task"]} == {"done"}
    with closing(world.database()) as database:
        made = database.execute("SELECT key FROM desk_task").fetchall()
    assert sorted(key for (key,) in made) == sorted(f"playbook:{row['key']}" for row in of_kind["task"])
    assert {row["outcome"] for row in of_kind["set_trait"]} == {"done"}
    traits = open_log(world.server.folder).traits().to_pylist()
    ours = [one["key"] for one in traits if one["source"] == "desirepath/playbooks"]
    assert sorted(ours) == sorted(row["key"] for row in of_kind["set_trait"])


def _at_most_once(what: str, came: list[str], rows: list[dict[str, Any]], name: Any) -> None:
    counted = Counter(came)
    assert max(counted.values(), default=0) <= 1, f"{what} came twice: {counted.most_common(3)}"
    for row in rows:
        outcome, number = row["outcome"], counted.pop(name(row), 0)
        assert outcome in ("done", "unknown"), f"{what}: {outcome}, {row['why']}"
        assert outcome != "done" or number == 1, f"{what} is lost in silence: {row}"
    assert not counted, f"{what} was invented: {counted}"
