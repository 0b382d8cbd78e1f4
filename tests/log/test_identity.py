"""Who is who: the order in which one learns it changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from desirepath.log.identity import canonical_ids
from desirepath.log.interaction import Identity, Interaction, Traits
from desirepath.log.store import create_log

names = st.sampled_from("abcdefgh")
pairs = st.lists(st.tuples(names, names), max_size=10)


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


@given(pairs, st.randoms())
def test_merges_in_any_order_give_the_same_ids(given_pairs: list[tuple[str, str]], random: Random) -> None:
    shuffled = list(given_pairs)
    random.shuffle(shuffled)
    assert canonical_ids(shuffled) == canonical_ids(given_pairs)


@given(pairs)
def test_the_partition_is_that_of_a_plain_flood(given_pairs: list[tuple[str, str]]) -> None:
    mapping = canonical_ids(given_pairs)
    for start in {name for pair in given_pairs for name in pair}:
        reached = {start}
        while more := {n for pair in given_pairs if reached & set(pair) for n in pair} - reached:
            reached |= more
        assert {mapping.get(name, name) for name in reached} == {mapping.get(start, start)}
        assert mapping.get(start, start) in reached


@given(pairs)
def test_nobodys_alias_is_canonical(given_pairs: list[tuple[str, str]]) -> None:
    aliases = {alias for alias, name in given_pairs if alias != name}
    for name, canonical in canonical_ids(given_pairs).items():
        assert canonical not in canonical_ids(given_pairs)
        assert canonical not in aliases or name in aliases


def test_an_alias_is_replaced_on_read_and_never_in_the_store(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        log.append(
            [
                Interaction({"customer": "anon", "ticket": "t-old"}, day(1), "visit", source="app", key="1"),
                Traits("customer", "anon", day(1), {"plan": "pro"}, "app", "2"),
                Identity("customer", "anon", "u1", day(5), "app", "3"),
                Identity("ticket", "t-old", "t-new", day(5), "app", "4"),
            ]
        )
        assert log.interactions(["customer", "objects"]).to_pylist() == [
            {"customer": "u1", "objects": [("ticket", "t-new")]}
        ]
        assert log.interactions(["customer"], resolved=False).to_pylist() == [{"customer": "anon"}]
        assert log.traits().column("object_id").to_pylist() == ["u1"]
        assert log.identities_resolved().resolve("customer") == {"anon": "u1"}


def accounts(tmp_path: Path, facts: Sequence[Interaction | Identity]) -> list[str | None]:
    with create_log(tmp_path) as log:
        log.append(facts)
        return [row["account"] for row in log.interactions(["account"]).to_pylist()]


def test_events_before_the_account_is_known_are_its_events(tmp_path: Path) -> None:
    facts: list[Interaction | Identity] = [
        Interaction({"customer": "anon"}, day(1), "visit", source="app", key="1"),
        Interaction({"customer": "u1", "account": "other"}, day(2), "visit", source="app", key="2"),
        Interaction({"customer": "u2"}, day(3), "visit", source="app", key="3"),
        Identity("customer", "anon", "u1", day(4), "app", "4"),
        Identity("customer", "u1", "u1", day(5), "app", "5", belongs_to=("account", "acme-old")),
        Identity("account", "acme-old", "acme", day(6), "app", "6"),
    ]
    assert accounts(tmp_path, facts) == ["acme", "other", None]


def test_who_changes_the_account_takes_the_new_one_from_then_on(tmp_path: Path) -> None:
    facts: list[Interaction | Identity] = [
        Interaction({"customer": "u1"}, day(number), "visit", source="app", key=str(number))
        for number in (1, 4, 9)
    ]
    facts += [
        Identity("customer", "u1", "u1", day(3), "crm", "a", belongs_to=("account", "first")),
        Identity("customer", "u1", "u1", day(6), "crm", "b", belongs_to=("account", "second")),
    ]
    assert accounts(tmp_path, facts) == ["first", "first", "second"]
