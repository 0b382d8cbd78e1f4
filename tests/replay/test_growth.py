"""An index that grows says, to the bit, what one made from nothing says."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from desirepath.base.spans import Period, from_microseconds
from desirepath.log.interaction import Fact, Identity, Interaction, Traits
from desirepath.log.store import Log, create_log
from desirepath.model.expression_parser import parse_expression
from desirepath.model.rule import Rule
from desirepath.replay import index, index_files, laying_out
from desirepath.replay import recall as recall_module
from desirepath.replay.bins import bin_of
from desirepath.replay.columns import compacted
from desirepath.replay.discovery import count_follows
from desirepath.replay.engines import local
from desirepath.replay.index import Index, build_index, open_index
from desirepath.replay.lived import Lived
from desirepath.replay.recall import recall
from desirepath.replay.replay import Replay, replay
from desirepath.replay.spread import Spread
from desirepath.replay.tally import OPEN, Tally
from desirepath.replay.trails import trails_of_log
from desirepath.replay.update import update
from tests.replay.worlds import DAY, map_of, step

COUNTS = [f.name for f in fields(Tally)][4:]
JOURNEYS = (
    map_of(step("a"), step("b"), step("c"), horizon="3d", again=True),
    map_of(step("a"), step("b", Rule(activity="b", where={"kind": 1}), within="2d"), step("c"), again=True),
    map_of(step("a", Rule(where={"kind": 2})), step("b"), fails=(Rule(activity="c"),), horizon="4d"),
    map_of(step("a"), step("ours", Rule(where={"account": ("acme", "dyne")})), step("b")),
)
QUESTIONS: tuple[dict[str, Any], ...] = (
    {},
    {"segment": parse_expression('traits.plan != null or channel == "web"')},
    {"period": Period(from_microseconds(2 * DAY), from_microseconds(6 * DAY))},
)


def random_facts(chance: random.Random, batch: int) -> list[Fact]:
    """Facts of one append: few subjects, instants and sequences, so that everything ties and overlaps."""

    def interaction(number: int) -> Interaction:
        who = {"customer": chance.choice(["u1", "u2", "ü3", "x1", "x2", f"n{batch}"])}
        if chance.random() < 0.5:
            who["account"] = chance.choice(["acme", "bolt"])
        if chance.random() < 0.3:
            who["ticket"] = chance.choice(["t1", "t2"])
        scored = chance.random() < 0.3
        return Interaction(
            who if chance.random() < 0.9 else {"order": "o1"},
            from_microseconds(chance.randint(0, 3 + batch) * DAY),
            chance.choice(["a", "b", "c", f"d{batch}"]),
            source=chance.choice(["app", "crm"]),
            key=f"{batch}-{number}",
            sequence=chance.choice([None, 1, 2]) if with_sequences else None,
            channel=chance.choice([None, "web", "phone"]),
            score=chance.choice([1.0, 3.0, 5.0]) if scored else None,
            scale="1..5" if scored else None,
            properties={"kind": chance.randint(0, 2)} if chance.random() < 0.4 else {},
        )

    def other(number: int) -> Fact:
        at, key = from_microseconds(chance.randint(0, 8) * DAY), f"{batch}-other-{number}"
        kind = chance.random()
        if kind < 0.4:
            return Traits("customer", chance.choice(["u1", "x1"]), at, {"plan": key}, "crm", key)
        if kind < 0.8:
            kind_of_id, alias, name = chance.choice(
                [
                    ("customer", "x1", "u1"),
                    ("customer", "x2", "x1"),
                    ("customer", "x2", "n0"),
                    ("account", "bolt", "acme"),
                    ("ticket", "t2", "t1"),
                ]
            )
            return Identity(kind_of_id, alias, name, at, "crm", key)
        user = chance.choice(["u1", "n1", "x1"])
        return Identity("customer", user, user, at, "crm", key, ("account", chance.choice(["acme", "dyne"])))

    with_sequences = chance.random() < 0.5
    others = [other(number) for number in range(chance.choice([0, 0, 1, 2]))]
    return [*(interaction(number) for number in range(chance.randint(0, 20))), *others]


def assert_same(grown: Index, built: Index) -> None:
    assert grown.names == built.names
    assert (grown.log_rows, grown.last_us) == (built.log_rows, built.last_us)
    assert len(grown.buckets) == len(built.buckets)
    for mine, other in zip(grown.buckets, built.buckets, strict=True):
        assert mine.subjects.equals(other.subjects)
        for column in fields(mine)[1:]:
            found = getattr(compacted(mine), column.name)
            assert np.array_equal(found, getattr(other, column.name)), column.name


def assert_same_replay(one: Replay, other: Replay) -> None:
    assert one.as_of == other.as_of
    for name in COUNTS:
        assert np.array_equal(getattr(one.tally, name), getattr(other.tally, name)), name
    for table in ("passages", "visits"):
        for column in fields(getattr(one, table)):
            mine, theirs = (getattr(getattr(side, table), column.name) for side in (one, other))
            assert np.array_equal(mine, theirs), column.name
    for column in fields(Lived):
        mine, theirs = (getattr(side.lived, column.name) for side in (one, other))
        assert np.array_equal(mine, theirs), column.name
    for column in fields(Spread):
        mine, theirs = (getattr(side.spread, column.name) for side in (one, other))
        assert np.array_equal(mine, theirs), column.name
    assert np.array_equal(one.labels(), other.labels())
    assert one.standings() == other.standings()


def check_growth(seed: int) -> None:
    """Let an index grow by random appends, with everything asked after each; AssertionError where it is not
    what one made from nothing is."""
    chance = random.Random(seed)
    travels = chance.choice(["customer", "account", "ticket"])
    journey, question = chance.choice(JOURNEYS), chance.choice(QUESTIONS)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder, create_log(folder) as log:
        patch.setattr(index, "ROWS_PER_BUCKET", chance.choice([4, 1 << 20, 1 << 20]))
        patch.setattr(index, "MOST_DEAD", chance.choice([0.0, 0.5, 100.0, 100.0]))
        patch.setattr(index, "MOST_MOVED", chance.choice([0.0, 1.0, 1.0]))
        patch.setattr(laying_out, "_IN_MEMORY", chance.choice([0, 1 << 30]))
        patch.setattr(recall_module, "LEAST_ROWS", 0)
        patch.setattr(recall_module, "MOST_NEWS", chance.choice([0.0, 0.5, 100.0]))
        told = replay(journey, open_index(log, travels), **question)
        told = replace(told, known=told.lived, known_spread=told.spread)
        for batch in range(5):
            log.append(random_facts(chance, batch))
            grown, built = open_index(log, travels), build_index(log, travels)
            assert_same(grown, built)
            assert_same(open_index(log, travels), built)
            wanted = replay(journey, built, **question)
            assert_same_replay(replay(journey, grown, **question), wanted)
            told = update(told, grown)
            assert_same_replay(told, wanted)
            told = replace(told, known=told.lived, known_spread=told.spread)
            for _ in range(2):
                assert_same_replay(recall(journey, grown, **question), wanted)
            one, other = (count_follows(trails_of_log(side)) for side in (grown, built))
            for column in fields(one):
                mine, theirs = (getattr(side, column.name) for side in (one, other))
                assert np.array_equal(mine, theirs), column.name


@pytest.mark.parametrize("first", range(0, 24, 6))
def test_an_index_that_grew_is_the_one_made_from_nothing(first: int) -> None:
    for seed in range(first, first + 6):
        check_growth(seed)


class Counting:
    """A log that says how often all of it was read."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.reads = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.log, name)

    def interactions_in_parts(self, columns: Any, **options: Any) -> Any:
        self.reads += 1
        return self.log.interactions_in_parts(columns, **options)


def some(batch: int, who: str, *days: int) -> list[Interaction]:
    return [
        Interaction({"customer": who}, from_microseconds(day * DAY), "a", source="app", key=f"{batch}-{day}")
        for day in days
    ]


def test_what_is_new_is_all_that_is_read(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        seen = Counting(log)
        log.append(some(0, "u1", 1, 5))
        open_index(seen, "customer")
        assert seen.reads == 1
        log.append([*some(1, "u1", 3), *some(2, "u2", 2)])
        log.append([Identity("customer", "u2", "u1", from_microseconds(0), "crm", "same")])
        assert_same(open_index(seen, "customer"), build_index(log, "customer"))
        assert seen.reads == 1


def test_a_customer_who_changes_the_account_takes_only_its_own_interactions_along(tmp_path: Path) -> None:
    def belongs(who: str, account: str, day: int, key: str) -> Identity:
        return Identity("customer", who, who, from_microseconds(day * DAY), "crm", key, ("account", account))

    with create_log(tmp_path) as log:
        seen = Counting(log)
        log.append([*some(0, "u1", 1, 5), *some(1, "u2", 2), *some(2, "u3", 3), *some(3, "u4", 4)])
        log.append(
            [*some(4, "u5", *range(20)), belongs("u2", "acme", 0, "k2"), belongs("u5", "bolt", 0, "k5")]
        )
        named = Interaction(
            {"customer": "u1", "account": "acme"}, from_microseconds(0), "a", "app", key="own"
        )
        log.append([named])
        open_index(seen, "account")
        open_index(seen, "customer")
        assert seen.reads == 2
        changes: list[list[Fact]] = [
            [belongs("u1", "acme", 0, "k1")],  # learned: nobody's interactions become somebody's
            [belongs("u1", "bolt", 3, "k6")],  # changed from the third day on
            [belongs("u2", "bolt", 0, "k7"), *some(9, "u2", 7)],  # all that acme had of u2
            [Identity("account", "bolt", "acme", from_microseconds(0), "crm", "k8")],
            [Identity("customer", "u3", "u1", from_microseconds(0), "crm", "k9")],
        ]
        for change in changes:
            log.append(change)
            assert_same(open_index(seen, "account"), build_index(log, "account"))
        assert seen.reads == 2
        assert open_index(log, "account").subject_ids == ("acme",)


def test_only_subjects_with_news_are_followed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    followed = []
    find = local.find

    def find_and_tell(*given: Any, **options: Any) -> Any:
        found = find(*given, **options)
        followed.append(sum(len(passages.subject) for passages in found))
        return found

    with create_log(tmp_path) as log:
        log.append([*some(0, "u1", 1), *some(1, "u2", 1, 2), *some(2, "u3", 1)])
        told = replay(JOURNEYS[1], open_index(log, "customer"))
        log.append(some(3, "u2", 9))
        wanted = replay(JOURNEYS[1], build_index(log, "customer"))
        monkeypatch.setattr(local, "find", find_and_tell)
        assert_same_replay(update(told, open_index(log, "customer")), wanted)
    assert followed == [1]
    assert [told.tally.dwell[0, OPEN, bin_of(DAY)], wanted.tally.dwell[0, OPEN, bin_of(8 * DAY)]] == [3, 3]


def test_a_reader_keeps_the_index_that_grew_under_it(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        log.append(some(0, "u1", 1, 5))
        old, then = open_index(log, "customer"), build_index(log, "customer")
        log.append(some(1, "u1", 3))
        open_index(log, "customer")
        assert_same(old, then)


def test_where_nothing_can_be_written_it_grows_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Any:
        raise OSError("the disk is full")

    with create_log(tmp_path) as log:
        seen = Counting(log)
        log.append(some(0, "u1", 1, 5))
        open_index(seen, "customer")
        log.append(some(1, "u1", 3))
        monkeypatch.setattr(index, "add_growth", refuse)
        assert_same(open_index(seen, "customer"), build_index(log, "customer"))
        assert seen.reads == 1


KILLED = """
import os, signal, sys
from desirepath.log.store import open_log
from desirepath.replay.index import open_index
calls = 0
def count(event, arguments):
    global calls
    if event in ("open", "os.rename", "os.remove", "os.truncate") and "index" in str(arguments[0]):
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
log = open_log(sys.argv[1])
sys.addaudithook(count)
open_index(log, "customer")
"""


@pytest.mark.parametrize("at", [*range(1, 26, 3)])
def test_killed_at_any_file_it_touches_it_is_the_old_one_or_the_new_one(tmp_path: Path, at: int) -> None:
    with create_log(tmp_path) as log:
        log.append(some(0, "u1", 1, 5))
        open_index(log, "customer")
        log.append([*some(1, "u1", 3), *some(2, "u2", 2)])
        ended = subprocess.run([sys.executable, "-c", KILLED, tmp_path, str(at)], check=False)
        assert ended.returncode in (0, -signal.SIGKILL)
        kept = index_files.read_kept(tmp_path / "index" / "customer")
        assert kept is not None
        assert kept.growths in (0, 1)
        assert_same(open_index(log, "customer"), build_index(log, "customer"))
        log.append(some(3, "u2", 4))
        assert_same(open_index(log, "customer"), build_index(log, "customer"))
        assert os.listdir(tmp_path / "index" / "customer") != []
