"""Laws of the data's health: what is steady is not marked, what stops or bursts is, and nothing before it is
known well enough."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.findings.data_health import data_health
from desirepath.findings.schema_drift import Seen, compare
from desirepath.findings.volumes import CHANCE, judge_volumes
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log
from desirepath.log.zone_file import write_time_zone

START = date(2026, 1, 5)


def days(counts: list[int]) -> dict[date, int]:
    return {START + timedelta(days=n): count for n, count in enumerate(counts)}


def marks(counts: list[int]) -> list[tuple[int, str | None]]:
    (source,) = judge_volumes({"app": days(counts)}, until=START + timedelta(days=len(counts)))
    return [((day.on - START).days, day.mark) for day in source.marked]


@given(st.integers(1, 5000), st.integers(1, 120))
def test_what_is_always_the_same_is_never_marked(count: int, length: int) -> None:
    assert marks([count] * length) == []


@given(st.integers(40, 2000), st.integers(35, 90))
def test_a_day_without_anything_is_the_one_that_is_marked(count: int, at: int) -> None:
    counts = [count] * 100
    counts[at] = 0
    assert marks(counts) == [(at, "gap")]


@given(st.integers(10, 2000), st.integers(35, 90))
def test_ten_times_as_much_is_a_spike(count: int, at: int) -> None:
    counts = [count] * 100
    counts[at] = 10 * count
    assert marks(counts) == [(at, "spike")]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=28))
def test_four_weeks_are_too_short_to_say_anything(counts: list[int]) -> None:
    counts[0] = max(1, counts[0])
    assert marks(counts) == []


def test_quiet_weekends_are_no_gaps() -> None:
    assert marks([0 if n % 7 >= 5 else 200 for n in range(140)]) == []


def test_a_lasting_change_is_how_it_is_after_four_weeks() -> None:
    found = marks([100] * 70 + [30] * 140)
    assert {mark for _, mark in found} == {"low"}
    assert max(at for at, _ in found) < 70 + 5 * 7


def test_a_source_that_stopped_is_silent() -> None:
    (source,) = judge_volumes({"app": days([50] * 60)}, until=START + timedelta(days=65))
    assert source.silent_days == 5
    assert source.last_on == START + timedelta(days=59)
    (young,) = judge_volumes({"app": days([50] * 10)}, until=START + timedelta(days=30))
    assert young.silent_days == 0  # nobody knows yet how often it sends


def test_chance_alone_marks_hardly_a_day() -> None:
    chance = random.Random(7)
    looked_at = found = 0
    for mean in (4, 25, 120):
        for _ in range(8):
            counts = [sum(chance.random() < mean / 400 for _ in range(400)) for _ in range(200)]
            counts[0] = max(1, counts[0])
            looked_at += len(counts)
            found += len(marks(counts))
    assert found / looked_at < 3 * 2 * CHANCE


@settings(max_examples=30)
@given(st.permutations(["a", "b", "c"]), st.integers(1, 9))
def test_sources_do_not_touch_one_another(names: list[str], scale: int) -> None:
    counts = {name: days([scale * (n + 1)] * 50) for n, name in enumerate(names)}
    until = START + timedelta(days=50)
    for name in names:
        together = next(one for one in judge_volumes(counts, until=until) if one.source == name)
        assert judge_volumes({name: counts[name]}, until=until) == (together,)


def seen(n: int, **properties: dict[str, int]) -> dict[tuple[str, str], Seen]:
    return {("app", "login"): Seen(n, properties)}


def test_what_did_not_change_is_not_told() -> None:
    same = seen(100, plan={"text": 80}, rare={"text": 1})
    assert compare(same, same) == ()
    assert compare(same, seen(100, plan={"text": 70})) == ()  # the rare one may be missing by chance


def test_few_interactions_say_nothing() -> None:
    assert compare(seen(10, plan={"text": 10}), seen(10)) == ()


def test_one_stray_value_is_no_other_type() -> None:
    before = seen(100, size={"number": 100})
    assert compare(before, seen(100, size={"number": 99, "text": 1})) == ()
    (found,) = compare(before, seen(100, size={"number": 90, "text": 10}))
    assert (found.what, found.types_now) == ("type", ("number", "text"))


def test_a_log_is_looked_at_as_a_whole(tmp_path: Path) -> None:
    def fact(day: int, key: str, properties: dict[str, object], who: str | None = "u1") -> Interaction:
        at = datetime(2026, 1, 5, 12, tzinfo=UTC) + timedelta(days=day)
        objects = {"customer": who} if who else {}
        return Interaction(objects, at, "login", source="app", key=key, properties=properties)

    facts = [fact(n, f"{n}-{k}", {"plan": "pro"}) for n in range(84) for k in range(3)]
    facts += [fact(n, f"{n}-{k}", {'pl"an': 5}) for n in range(84, 112) for k in range(3)]
    facts += [fact(100, "ghost", {'pl"an': 5}, None)]
    with create_log(tmp_path) as log:
        log.append(facts)
        health = data_health(log, until=date(2026, 1, 5) + timedelta(days=112))
    assert [(one.property, one.what) for one in health.drift] == [('pl"an', "came"), ("plan", "went")]
    assert [(one.activity, one.interactions) for one in health.nobodys] == [("login", 1)]
    said = health.to_json()["sources"][0]
    assert (said["total"], said["days"][-1], said["days"][0]) == (337, 3, None)
    assert said["last_at"].startswith("2026-04-26T12:00")


@pytest.mark.parametrize(
    ("zone", "on"), [("UTC", 5), ("Europe/Berlin", 6), ("America/New_York", 5), ("Asia/Kathmandu", 6)]
)
def test_days_are_those_of_the_workspace(tmp_path: Path, zone: str, on: int) -> None:
    at = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
    with create_log(tmp_path) as log:
        write_time_zone(tmp_path, zone)
        log.append([Interaction({"customer": "u1"}, at, "login", source="app", key="1")])
        (source,) = data_health(log, until=date(2026, 1, 8)).sources
    assert (source.days[0].on, source.last_on) == (date(2026, 1, on), date(2026, 1, on))
