"""What must hold of the success measures of any log, on random worlds of subscriptions, use and answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from math import isfinite
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.spans import Period, to_microseconds
from desirepath.log.interaction import Interaction, Traits
from desirepath.measures.book.book import Book
from desirepath.measures.book.movements import KINDS, SIGN
from desirepath.measures.book.records import Records
from desirepath.measures.book.source import Source
from desirepath.measures.measure_success import measure_success
from desirepath.measures.success_catalogue import SUCCESS_MEASURES
from desirepath.measures.success_measure import GROUPS
from tests.measures.plain_log import happened, on, paid, plain_log

ACCOUNTS = ("a", "b", "c", "d", "e")
LIMITS = {"share": (0.0, 1.0), "points": (-100.0, 100.0), "stars": (1.0, 5.0)}
UNBOUNDED = {"nrr"}
"""A share of what was there at the start, and may be more."""


def random_facts(seed: int, *, is_whole: bool = False) -> list[Interaction | Traits]:
    """Some accounts with subscriptions of up to two products, uses, tickets, answers, at times tied.

    ``is_whole``: every subscription begins in the log, and ends when that is told.
    """
    chance = Random(seed)
    facts: list[Interaction | Traits] = [happened("a", 0, "log.begins"), happened("a", 400, "log.ends")]
    for account in ACCOUNTS[: chance.randint(1, len(ACCOUNTS))]:
        plan = {"plan": chance.choice(["x", "y"])}
        facts.append(Traits("account", account, on(0), plan, source="crm", key=account))
        instants = sorted(
            chance.choice([chance.uniform(0, 400), float(chance.randint(0, 20) * 20)])
            for _ in range(chance.randint(0, 9))
        )
        begun: set[object] = set()
        for day in instants:
            properties: dict[str, object] = {"interval": chance.choice(["month", "year"])}
            if chance.random() < 0.5:
                properties["product"] = chance.choice(["p", "q"])
            what = chance.choice(["started", "started", "renewed", "changed", "cancelled"])
            if is_whole and properties.get("product") not in begun:
                what = "started"
            begun.add(properties.get("product"))
            if what == "cancelled" and chance.random() < 0.3 and not is_whole:
                properties["ends_on"] = on(min(day + chance.randint(0, 60), 399)).date().isoformat()
            amount = None if what == "cancelled" else chance.choice([10, 20, 33.33, 99.9])
            facts.append(paid(account, day, what, amount, properties=properties))
        facts += [one_more(chance, account) for _ in range(chance.randint(0, 6))]
    return facts


def one_more(chance: Random, account: str) -> Interaction:
    day = chance.uniform(0, 400)
    match chance.choice(["answer", "review", "payment", "feature.used", "ticket.opened", "survey.sent"]):
        case "answer":
            score = float(chance.randint(0, 10))
            return happened(account, day, "survey.answered", score=score, scale="0..10")
        case "review":
            return happened(account, day, "review.posted", score=float(chance.randint(1, 5)), scale="1..5")
        case "payment":
            amount = Decimal(chance.randint(1, 99))
            return happened(account, day, "payment.succeeded", amount=amount, currency="EUR")
        case activity:
            return happened(account, day, activity)


def book_of(source: Source, since: float, until: float, chosen: Sequence[str] | None = None) -> Book:
    subjects = source.records.subjects
    mask = np.array([chosen is None or subject in chosen for subject in subjects])
    return Book(source, to_microseconds(on(since)), to_microseconds(on(until)), mask, chosen is None)


def source_of(seed: int) -> Source:
    return Source(Records.read(plain_log(random_facts(seed))))


def check_additions(seed: int) -> int:
    """The additive laws on one random world, for ``make soak``: how many movements were added up."""
    chance = Random(seed)
    source = source_of(seed)
    since, middle, until = sorted(chance.randint(0, 410) for _ in range(3))
    some = {account for account in ACCOUNTS if chance.random() < 0.5}
    whole = book_of(source, since, until)
    in_time = [book_of(source, since, middle), book_of(source, middle, until)]
    by_account = [book_of(source, since, until, sorted(side)) for side in (some, set(ACCOUNTS) - some)]
    for book in (whole, *in_time, *by_account):
        moved = sum(sign * int(cents) for sign, cents in zip(SIGN, book.moved[0], strict=True))
        assert int(book.cents_at_start.sum()) + moved == int(book.cents_at_end.sum()), seed
    for parts in (in_time, by_account):
        for place in range(2):
            assert (parts[0].moved[place] + parts[1].moved[place] == whole.moved[place]).all(), seed
    return int(whole.moved[1].sum())


seeds = st.integers(0, 10**9)
days = st.integers(0, 410)


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_everything_adds_up(seed: int) -> None:
    check_additions(seed)


@given(seeds, days, days)
@settings(max_examples=200, deadline=None)
def test_the_movements_add_up_to_the_cent(seed: int, one: int, other: int) -> None:
    book = book_of(source_of(seed), min(one, other), max(one, other))
    moved = sum(sign * int(cents) for sign, cents in zip(SIGN, book.moved[0], strict=True))
    assert int(book.cents_at_start.sum()) + moved == int(book.cents_at_end.sum())
    assert (book.moved[0] >= 0).all()


@given(seeds, days, days, days)
@settings(max_examples=100, deadline=None)
def test_the_movements_of_two_periods_are_those_of_both(seed: int, one: int, two: int, three: int) -> None:
    first, middle, last = sorted((one, two, three))
    source = source_of(seed)
    parts = [book_of(source, first, middle).moved, book_of(source, middle, last).moved]
    whole = book_of(source, first, last).moved
    for place in range(2):
        assert (parts[0][place] + parts[1][place] == whole[place]).all()


@given(seeds, days, days, st.sets(st.sampled_from(ACCOUNTS)))
@settings(max_examples=150, deadline=None)
def test_split_accounts_add_up_to_all_of_them(seed: int, one: int, other: int, some: set[str]) -> None:
    source = source_of(seed)
    since, until = min(one, other), max(one, other)
    whole = book_of(source, since, until)
    parts = [book_of(source, since, until, sorted(side)) for side in (some, set(ACCOUNTS) - some)]
    for name in (
        "cents_at_start",
        "cents_at_end",
        "at_start",
        "at_end",
        "joined",
        "exposure_us",
        "days_of_use",
    ):
        both = getattr(parts[0], name).astype(np.int64) + getattr(parts[1], name)
        assert (both == getattr(whole, name)).all(), name
    for kind in range(len(KINDS)):
        assert sum(int(part.moved[0][kind]) for part in parts) == int(whole.moved[0][kind])
    assert sum(len(list(part.dues())) for part in parts) == len(list(whole.dues()))
    assert sum(len(part.surveys_sent()[0]) for part in parts) == len(whole.surveys_sent()[0])
    measured = {m.id: [m.compute(book) for book in (whole, *parts)] for m in SUCCESS_MEASURES}
    for name in ("logo_churn", "renewal_rate", "response_rate", "new_customer_churn", "acquisition"):
        of_whole, *of_parts = measured[name]
        if of_whole.reason is None or of_whole.n:
            assert sum(part.n for part in of_parts) == of_whole.n, name
            assert sum(part.censored for part in of_parts) == of_whole.censored, name


@given(seeds, days, days)
@settings(max_examples=150, deadline=None)
def test_gross_retention_is_never_above_net_nor_above_one(seed: int, one: int, other: int) -> None:
    source = source_of(seed)
    whole = book_of(source, min(one, other), max(one, other))
    for account in (None, *ACCOUNTS):
        book = whole if account is None else book_of(source, min(one, other), max(one, other), [account])
        found = {m.id: m.compute(book) for m in SUCCESS_MEASURES if m.id in ("grr", "nrr")}
        assert (found["grr"].value is None) == (found["nrr"].value is None)
        if found["grr"].value is not None and found["nrr"].value is not None:
            assert found["grr"].value <= min(1.0, found["nrr"].value) + 1e-12


@given(seeds, days, days)
@settings(max_examples=100, deadline=None)
def test_an_estimate_is_inside_its_bounds_or_says_why_there_is_none(seed: int, one: int, other: int) -> None:
    book = book_of(source_of(seed), min(one, other), max(one, other))
    for measure in SUCCESS_MEASURES:
        found = measure.compute(book)
        assert found.measure == measure.id
        assert found.unit == ("EUR" if measure.unit == "money" else measure.unit)
        assert 0 <= found.censored <= found.n
        if found.value is None:
            assert found.reason
            assert found.low is None
            continue
        assert found.method
        numbers = [number for number in (found.low, found.value, found.high) if number is not None]
        assert all(isfinite(number) for number in numbers)
        assert all(low <= high + 1e-9 for low, high in pairwise(numbers)), found
        low, high = LIMITS.get(found.unit, (0.0, float("inf")))
        if found.unit != "stars per year":
            assert numbers[0] >= low - 1e-9, found
        if found.measure not in UNBOUNDED and found.unit != "stars per year":
            assert numbers[-1] <= high + 1e-9, found


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_a_period_without_anybody_has_no_shares(seed: int) -> None:
    """Missing is never zero: of nobody there is no share, no mean and no money per head."""
    book = book_of(source_of(seed), 0, 400, [])
    counted = {"acquisition"} | {m.id for m in SUCCESS_MEASURES if m.id.startswith("mrr_")}
    for measure in SUCCESS_MEASURES:
        if measure.id not in counted:
            assert measure.compute(book).value is None, measure.id


@given(seeds, st.sampled_from(["month", "quarter"]))
@settings(max_examples=25, deadline=None)
def test_the_document_can_always_be_written(seed: int, by: str) -> None:
    log = plain_log(random_facts(seed))
    found = measure_success(
        log,
        period=Period(on(30), on(395)),
        segment='traits.plan == "x"',
        against='traits.plan == "y"',
        by="month" if by == "month" else "quarter",
    )
    json.dumps(found.to_json(), allow_nan=False)
    assert {measure.group for measure in SUCCESS_MEASURES} == set(GROUPS)
    for estimates in (found.estimates, *(point.estimates for point in found.trend)):
        assert len(estimates) == len(SUCCESS_MEASURES)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_what_comes_later_does_not_change_what_was(seed: int) -> None:
    """Movements, starts and ends of a period are the same whatever the log learns after it."""
    facts = random_facts(seed, is_whole=True)
    early = [fact for fact in facts if fact.occurred_at < on(200)] + [happened("a", 200, "log.ends")]
    now, then = (Source(Records.read(plain_log(some))) for some in (facts, early))
    for until in (50, 120, 200):
        seen_now, seen_then = book_of(now, 0, until), book_of(then, 0, until)
        assert seen_now.moved[0].tolist() == seen_then.moved[0].tolist()
        assert int(seen_now.cents_at_end.sum()) == int(seen_then.cents_at_end.sum())


def test_money_is_added_in_whole_cents() -> None:
    """A third of a cent is rounded once, where it arises, and never again."""
    facts = [paid(f"a{n}", n, "started", 100, properties={"term_months": 3}) for n in range(9)]
    found = measure_success(plain_log(facts), period=Period(on(0), on(30)))
    assert found["mrr_end"].value == pytest.approx(9 * 33.33)
