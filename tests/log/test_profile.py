"""A profile knows everything up to its instant, and nothing from after it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.log.interaction import Context, Fact, Identity, Interaction, Traits
from desirepath.log.store import Log, create_log
from tests.log.strategies import facts, few_ids, instants


def day(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


@pytest.fixture
def log(tmp_path: Path) -> Log:
    log = create_log(tmp_path)
    log.append(
        [
            Traits("customer", "ada", day(9), {"plan": "pro", "seats": None}, "crm", "t2"),
            Traits("customer", "ada", day(2), {"plan": "team", "country": "FR"}, "crm", "t1"),
            Traits("customer", "anon", day(3), {"seats": 4}, "app", "t3"),
            Interaction({"customer": "anon"}, day(1), "visit", "app", "1"),
            Interaction({"customer": "ada"}, day(4), "visit", "app", "2"),
            Interaction({"customer": "ada", "account": "old"}, day(8), "feature.used", "app", "3"),
            Identity("customer", "anon", "ada", day(5), "app", "i1"),
            Identity("customer", "ada", "ada", day(6), "crm", "i2", belongs_to=("account", "acme")),
            Traits("account", "acme", day(6), {"size": 5}, "crm", "t4"),
        ]
    )
    log.close()
    return log


def test_what_is_known_now(log: Log) -> None:
    profile = log.profile("customer", "anon")
    assert profile is not None
    assert (profile.object_id, profile.ids, profile.account) == ("ada", ("ada", "anon"), "acme")
    assert {name: trait.value for name, trait in profile.traits.items()} == {
        "country": "FR", "plan": "pro", "seats": None,
    }  # fmt: skip
    assert (profile.first_seen, profile.last_seen) == (day(1), day(8))
    assert dict(profile.activities) == {"visit": 2, "feature.used": 1}


def test_as_of_a_day_nothing_from_after_it_is_known(log: Log) -> None:
    profile = log.profile("customer", "ada", day(4))
    assert profile is not None
    assert (profile.ids, profile.account) == (("ada",), None)
    assert {name: trait.value for name, trait in profile.traits.items()} == {"country": "FR", "plan": "team"}
    assert (profile.first_seen, profile.last_seen, profile.interactions) == (day(4), day(4), 1)
    assert log.profile("customer", "ada", day(1)) is None


def test_an_account_has_what_its_customers_did(log: Log) -> None:
    profile = log.profile("account", "acme")
    assert profile is not None
    assert profile.interactions == 2  # the third names another account itself
    assert profile.traits["size"].value == 5
    assert log.profile("ticket", "acme") is None
    with pytest.raises(ValueError, match="zone"):
        log.profile("account", "acme", datetime(2026, 1, 1))  # noqa: DTZ001 - the instant that must be refused


@settings(max_examples=20, deadline=None)
@given(st.lists(facts, max_size=12), few_ids, instants)
def test_as_of_an_instant_is_a_log_that_ends_there(
    given_facts: Sequence[Fact], who: str, instant: datetime
) -> None:
    once = {(type(fact), fact.source, fact.key): fact for fact in reversed(given_facts)}
    kept = [fact for fact in given_facts if once[type(fact), fact.source, fact.key] is fact]
    earlier = [fact for fact in kept if fact.occurred_at <= instant or isinstance(fact, Context)]
    with (
        tempfile.TemporaryDirectory() as whole,
        tempfile.TemporaryDirectory() as part,
        create_log(whole) as all_of_it,
        create_log(part) as up_to_then,
    ):
        all_of_it.append(kept)
        up_to_then.append(earlier)
        for object_type in ("customer", "account"):
            then = all_of_it.profile(object_type, who, instant)
            ended = up_to_then.profile(object_type, who)
            assert (then is None) == (ended is None)
            if then and ended:
                assert {**then.to_json(), "as_of": None} == ended.to_json()
