"""The index is a cache: it says what the log says, and may vanish at any moment."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import from_microseconds
from desirepath.log.interaction import Interaction
from desirepath.log.store import Log, create_log, open_log
from desirepath.log.subject import erase_subject
from desirepath.replay import columns, index, laying_out
from desirepath.replay.columns import NOT_KNOWN, bucket_of
from desirepath.replay.index import Index, build_index, open_index
from desirepath.replay.laying_out import lay_out
from desirepath.replay.replay import replay
from tests.replay.reference import Event
from tests.replay.worlds import DAY, MemoryLog, map_of, step

EVENTS = [
    Event(0, "signed", "zoe", "web"),
    Event(1, "signed", "ann", None, 4.0, "1..5"),
    Event(1, "call", "zoe", "phone"),
    Event(2, "news", None),
    Event(2, "call", "ann", "web", 3.0, "thumbs"),
]


def rows_of(found: Index) -> dict[str, list[tuple[Any, ...]]]:
    """Every subject's interactions, in words."""
    names = found.names
    told = {}
    for bucket in found.buckets:
        for number, subject in enumerate(bucket.subjects.to_pylist()):
            told[subject] = [
                (
                    int(bucket.time_us[i]),
                    names.activities[bucket.activity[i]],
                    None if bucket.channel[i] == NOT_KNOWN else names.channels[bucket.channel[i]],
                    int(bucket.level[i]),
                    int(bucket.arrival[i]),
                )
                for i in range(bucket.starts[number], bucket.ends[number])
            ]
    return told


WANTED = {
    "ann": [(1, "signed", None, 315, 1), (2, "call", "web", -1, 4)],
    "zoe": [(0, "signed", "web", -1, 0), (1, "call", "phone", -1, 2)],
}


def test_it_holds_every_subject_with_all_it_did_and_nothing_else() -> None:
    found = build_index(MemoryLog(EVENTS), "customer")
    assert rows_of(found) == WANTED
    assert (found.last_us, found.log_rows, found.interactions) == (2, 5, 4)
    assert found.subject_ids == ("ann", "zoe")


@pytest.mark.parametrize("travels", ["account", "ticket"])
def test_any_object_may_travel(travels: str) -> None:
    log = MemoryLog(EVENTS, travels=travels)
    assert rows_of(build_index(log, travels)) == WANTED
    assert build_index(log, "order").subject_ids == ()


def test_buckets_hold_the_same_subjects_whatever_else_is_in_the_log() -> None:
    events = [Event(i, "signed", f"u{i % 50}") for i in range(200)]
    whole = lay_out(MemoryLog(events).interactions(), "customer", buckets=4)
    some = lay_out(MemoryLog(events[:20]).interactions(), "customer", buckets=4)
    assert sum(len(bucket.time_us) for bucket in whole.buckets) == 200
    assert all(len(bucket.subjects) for bucket in whole.buckets)
    for large, small in zip(whole.buckets, some.buckets, strict=True):
        assert set(small.subjects.to_pylist()) <= set(large.subjects.to_pylist())


def test_many_buckets_change_no_number(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    events = [Event(i * DAY // 7, "abc"[i % 3], f"u{i * 7 % 11}") for i in range(300)]
    journey = map_of(step("a"), step("b"), step("c"), again=True, horizon="9d")
    one = replay(journey, build_index(MemoryLog(events), "customer"))
    monkeypatch.setattr(index, "ROWS_PER_BUCKET", 20)
    many = replay(journey, open_index(MemoryLog(events, path=tmp_path), "customer"))
    assert len(many.index.buckets) == 16
    assert np.array_equal(one.tally.transitions, many.tally.transitions)
    assert np.array_equal(one.labels(), many.labels())
    assert sorted(one.standings(), key=str) == sorted(many.standings(), key=str)


class Counting(MemoryLog):
    """A log that says how often it was read."""

    reads: list[Any] = []  # noqa: RUF012  # one list for all: what happened in this process

    def interactions(self, columns: Any = None) -> pa.Table:
        self.reads.append(columns)
        return super().interactions(columns)


@pytest.fixture
def log(tmp_path: Path) -> Counting:
    Counting.reads.clear()
    return Counting(EVENTS, path=tmp_path)


def test_it_is_read_back_and_not_built_twice(log: Counting) -> None:
    assert rows_of(open_index(log, "customer")) == WANTED
    assert rows_of(open_index(log, "customer")) == WANTED
    assert len(log.reads) == 1
    assert sorted(path.name[:8] for path in (log.path / "index" / "customer").iterdir()) == [
        "columns-",
        "lock",
        "manifest",
    ]


def test_a_log_named_from_where_one_stands_keeps_its_index_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Counting.reads.clear()
    test_it_is_read_back_and_not_built_twice(Counting(EVENTS, path=Path("here")))


def damage_nothing(folder: Path) -> None:
    shutil.rmtree(folder)


def damage_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")


def damage_column(folder: Path) -> None:
    column = next(folder.glob("columns-*/00/time_us"))
    column.write_bytes(column.read_bytes()[:-8])


def damage_header(folder: Path) -> None:
    next(folder.glob("columns-*/00/subjects.0.arrow")).write_bytes(b"not a column")


def damage_subjects(folder: Path) -> None:
    next(folder.glob("columns-*/00/subjects.0.arrow")).write_bytes(b"")


def damage_folder(folder: Path) -> None:
    shutil.rmtree(next(folder.glob("columns-*")))


def damage_version(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "version": 0}))


@pytest.mark.parametrize(
    "damage",
    [
        damage_nothing,
        damage_manifest,
        damage_column,
        damage_header,
        damage_subjects,
        damage_folder,
        damage_version,
    ],
)
def test_a_lost_or_damaged_index_is_built_again(log: Counting, damage: Any) -> None:
    open_index(log, "customer")
    damage(log.path / "index" / "customer")
    assert rows_of(open_index(log, "customer")) == WANTED
    assert len(log.reads) == 2
    assert rows_of(open_index(log, "customer")) == WANTED
    assert len(log.reads) == 2


def test_an_index_of_another_generation_is_built_again(log: Counting) -> None:
    open_index(log, "customer")
    grown = replace(log, events=[*EVENTS, Event(3, "call", "zoe")], generation="2")
    assert len(rows_of(open_index(grown, "customer"))["zoe"]) == 3


def test_a_reader_keeps_the_index_it_opened(log: Counting) -> None:
    old = open_index(log, "customer")
    open_index(replace(log, events=EVENTS[:1], generation="2"), "customer")
    assert rows_of(old) == WANTED


def test_a_folder_that_cannot_be_written_costs_only_time(log: Counting) -> None:
    (log.path / "index").write_text("in the way")
    assert rows_of(open_index(log, "customer")) == WANTED


def test_too_many_names_say_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "NOT_KNOWN", 1)
    with pytest.raises(DesirepathError, match="DP-RPL-001: the log has 3 different names of activity"):
        build_index(MemoryLog(EVENTS), "customer")


def test_a_log_on_disk_is_one_too(tmp_path: Path) -> None:
    with create_log(tmp_path) as written:
        written.append(
            Interaction({"customer": "u1"}, from_microseconds(at), what, source="test", key=what)
            for at, what in ((2, "call"), (1, "signed"))
        )
    found = open_index(open_log(tmp_path), "customer")
    assert rows_of(found) == {"u1": [(1, "signed", None, -1, 1), (2, "call", None, -1, 0)]}
    told = replay(map_of(step("call")), found)
    assert [standing.step for standing in told.standings()] == ["call"]


def test_what_takes_long_is_said_before_it(log: Counting) -> None:
    said: list[str] = []
    open_index(log, "customer", notify=said.append)
    assert len(said) == 1
    assert said[0].startswith("laying the log out by customer, once")
    open_index(log, "customer", notify=said.append)
    assert len(said) == 1


def test_a_log_read_part_by_part_is_the_one_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    monkeypatch.setattr(index, "ROWS_PER_BUCKET", 20)
    monkeypatch.setattr(laying_out, "_IN_MEMORY", 500)
    with create_log(tmp_path) as log:
        for part in range(6):
            log.append(
                Interaction(
                    {"customer": f"u{chance.randrange(20)}"} if chance.random() < 0.9 else {},
                    from_microseconds(chance.randrange(50)),
                    f"a{chance.randrange(part + 2)}",
                    source="test",
                    key=f"{part}-{number}",
                    sequence=chance.choice([None, 1, 2]) if part % 2 else None,
                )
                for number in range(40)
            )
        whole = lay_out(log.interactions(), "customer", buckets=16)
        for built in (build_index(log, "customer"), open_index(log, "customer")):
            assert (built.names, built.log_rows, built.last_us) == (whole.names, 240, whole.last_us)
            for mine, other in zip(built.buckets, whole.buckets, strict=True):
                assert mine.subjects.equals(other.subjects)
                for column in fields(mine)[1:]:
                    found, wanted = getattr(mine, column.name), getattr(other, column.name)
                    assert np.array_equal(found, wanted), column.name
                assert [bucket_of(subject, 16) for subject in mine.subjects.to_pylist()] == [
                    built.buckets.index(mine)
                ] * len(mine.subjects)
    assert not list((tmp_path / "index" / "customer").glob("parts-*"))


def test_what_is_erased_while_it_is_read_is_in_no_index(tmp_path: Path) -> None:
    class ErasedMeanwhile:
        def __init__(self, log: Log) -> None:
            self.log = log

        def __getattr__(self, name: str) -> Any:
            return getattr(self.log, name)

        def interactions_in_parts(self, columns: Any, **options: Any) -> Any:
            yield from self.log.interactions_in_parts(columns, **options)
            if "u1" in self.log.interactions(["customer"]).column(0).to_pylist():
                erase_subject(self.log, "customer", "u1")

    with create_log(tmp_path) as log:
        log.append(
            Interaction({"customer": who}, from_microseconds(at), "call", source="test", key=f"{at}")
            for at, who in enumerate(["u1", "u2", "u1"])
        )
        assert open_index(ErasedMeanwhile(log), "customer").subject_ids == ("u2",)


def test_parts_go_on_where_files_were_put_together_meanwhile(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        for at in range(5):
            log.append([Interaction({"customer": "u"}, from_microseconds(at), "a", source="t", key=str(at))])
        reader = open_log(tmp_path)
        parts = reader.interactions_in_parts(["arrival"])
        first = next(parts)
        log.compact()
        log.append([Interaction({"customer": "u"}, from_microseconds(9), "a", source="t", key="9")])
        log.compact()
        rest = [number for part in parts for number in part.column("arrival").to_pylist()]
    assert [*first.column("arrival").to_pylist(), *rest] == [0, 1, 2, 3, 4]
