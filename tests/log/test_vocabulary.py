"""The words of a log: what is there, how often, and which values are worth offering."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.log.vocabulary import KnownName, Vocabulary, read_vocabulary

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def used(n: int, **properties: Any) -> Interaction:
    return Interaction(
        {"customer": f"u{n}"}, NOON, "used", channel="app", source="p", key=str(n), properties=properties
    )


def words_of(folder: Path, *facts: Interaction | Traits, most_rows: int = 1000) -> Vocabulary:
    with create_log(folder) as log:
        log.append(facts)
        return read_vocabulary(log, most_rows=most_rows)


def properties_of(words: Vocabulary) -> dict[str, KnownName]:
    return {one.name: one for one in words.activities[0].properties}


def test_values_are_counted_and_bounds_are_of_numbers(tmp_path: Path) -> None:
    facts = [used(n, plan="pro" if n else "team", seats=n, on=n > 1) for n in range(4)]
    known = properties_of(words_of(tmp_path, *facts))
    assert known["plan"].values == (("pro", 3), ("team", 1))
    assert (known["seats"].sort, known["seats"].low, known["seats"].high) == ("number", 0, 3)
    assert (known["on"].sort, known["on"].values, known["on"].low) == (
        "yes_no",
        ((False, 2), (True, 2)),
        None,
    )


def test_names_of_single_things_are_not_offered(tmp_path: Path) -> None:
    known = properties_of(words_of(tmp_path, *(used(n, mail=f"u{n}@example.com") for n in range(40))))
    assert (known["mail"].seen, known["mail"].values) == (40, ())


def test_one_is_not_true_and_a_list_is_no_value(tmp_path: Path) -> None:
    known = properties_of(words_of(tmp_path, used(1, a=1), used(2, a=True), used(3, a=[1])))
    assert known["a"].sort == "mixed"
    assert [type(value) for value, _ in known["a"].values] == [int, bool]


def test_a_long_log_is_looked_through_in_steps_and_its_activities_counted_whole(tmp_path: Path) -> None:
    words = words_of(tmp_path, *(used(n, plan="pro") for n in range(100)), most_rows=10)
    assert (words.interactions, words.looked_at, words.activities[0].seen) == (100, 10, 100)
    assert words.activities[0].channels == (("app", 10),)


def test_traits_are_by_type_of_object(tmp_path: Path) -> None:
    plan = Traits("account", "a", NOON, {"plan": "pro"}, source="crm", key="t")
    assert [one.name for one in words_of(tmp_path, plan).traits["account"]] == ["plan"]


def test_each_object_counts_once_by_what_is_known_of_it_last(tmp_path: Path) -> None:
    said = [
        ("a", "basic", 1),
        ("a", "basic", 2),
        ("b", "basic", 3),
        ("b", "pro", 4),
        ("c", "trial", 5),
        ("c", "pro", 6),
    ]
    facts = [
        Traits("account", who, NOON + timedelta(days=n), {"plan": plan, "day": n}, source="crm", key=str(n))
        for who, plan, n in said
    ]
    (known,) = [one for one in words_of(tmp_path, *facts).traits["account"] if one.name == "plan"]
    assert (known.seen, known.values) == (3, (("pro", 2), ("basic", 1), ("trial", 0)))
