"""What the subscriptions of one account went through, counted by hand: movements of MRR, and what was due."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desirepath.base.spans import to_microseconds
from desirepath.measures.book.money import NO_AMOUNT, NO_RATE, NO_TERM, Rates
from desirepath.measures.book.movements import KINDS, read_movements
from desirepath.measures.book.subscriptions import Event, History, read_history
from tests.measures.plain_log import on

EUROS = Rates("EUR", {"USD": Decimal("0.5")})
MONTHLY = {"interval": "month"}
YEARLY = {"term_days": 365}


def at(day: float) -> int:
    return to_microseconds(on(day))


def event(day: float, what: str, amount: float | None = None, **more: Any) -> Event:
    return Event(
        at_us=at(day),
        activity=f"subscription.{what}",
        amount=None if amount is None else Decimal(str(amount)),
        currency=more.get("currency", "EUR"),
        subscription=more.get("of"),
        properties=more.get("properties", MONTHLY),
        traits=more.get("traits", {}),
    )


def history(*events: Event) -> History:
    return read_history(events, EUROS, before_log_us=at(-1))


def moved(*events: Event) -> list[tuple[str, float]]:
    """Each movement as (kind, euros)."""
    found = read_movements([(0, history(*events))], first_us=at(0))
    return [
        (KINDS[kind], cents / 100)
        for kind, cents in zip(found.kind.tolist(), found.by.tolist(), strict=True)
        if kind >= 0
    ]


def test_up_down_and_gone() -> None:
    assert moved(
        event(0, "started", 100), event(40, "changed", 150), event(80, "changed", 120), event(99, "cancelled")
    ) == [("new", 100), ("expansion", 50), ("contraction", 30), ("churn", 120)]


def test_one_of_several_cancelled_is_contraction_and_the_last_is_churn() -> None:
    assert moved(
        event(0, "started", 100, of="a"),
        event(5, "started", 40, of="b"),
        event(50, "cancelled", of="a"),
        event(60, "cancelled", of="b"),
    ) == [("new", 100), ("expansion", 40), ("contraction", 100), ("churn", 40)]


def test_products_tell_subscriptions_apart() -> None:
    both = {"a": MONTHLY | {"product": "a"}, "b": MONTHLY | {"product": "b"}}
    found = history(
        event(0, "started", 10, properties=both["a"]), event(9, "started", 5, properties=both["b"])
    )
    assert [moment.running for moment in found.moments] == [1, 2]
    assert [moment.joins_product for moment in found.moments] == [False, True]


def test_who_comes_back_is_reactivated() -> None:
    assert moved(event(0, "started", 10), event(9, "cancelled"), event(30, "started", 15)) == [
        ("new", 10),
        ("churn", 10),
        ("reactivation", 15),
    ]


def test_one_that_ends_as_another_begins_is_a_move() -> None:
    assert moved(
        event(0, "started", 10, of="a"), event(30, "cancelled", of="a"), event(30, "started", 25, of="b")
    ) == [("new", 10), ("expansion", 15)]


def test_a_cancellation_holds_from_the_day_it_is_for() -> None:
    later = {"ends_on": "2026-01-31"}
    assert [
        moment.at_us
        for moment in history(event(0, "started", 10), event(9, "cancelled", properties=later)).moments
    ] == [at(0), at(30)]
    stays = history(event(0, "started", 10), event(9, "cancelled", properties=later), event(20, "renewed"))
    assert stays.moments[-1].running == 1


def test_what_ran_before_the_log_began_is_no_movement() -> None:
    assert moved(event(10, "changed", 50), event(20, "changed", 80)) == [("expansion", 30)]
    assert history(event(10, "cancelled")).moments[0].gaps == (NO_AMOUNT,)


def test_a_month_of_a_year_and_of_half_a_year() -> None:
    year, half = {"term_days": 365}, {"interval": "month", "interval_count": 6}
    found = history(
        event(0, "started", 1200, properties=year, of="a"), event(1, "started", 600, properties=half, of="b")
    )
    assert [moment.cents for moment in found.moments] == [10_000, 20_000]


@pytest.mark.parametrize(
    ("odd", "gap"),
    [
        (event(0, "started"), NO_AMOUNT),
        (event(0, "started", 5, properties={"plan": "team"}), NO_TERM),
        (event(0, "started", 5, currency="JPY"), NO_RATE + "JPY"),
    ],
)
def test_an_amount_that_cannot_be_said_is_a_gap_and_never_zero(odd: Event, gap: str) -> None:
    assert history(odd).moments[0].gaps == (gap,)


def test_a_rate_and_the_traits_term() -> None:
    found = history(event(0, "started", 120, currency="USD", properties={}, traits={"term_days": 365}))
    assert found.moments[0].cents == 500


def test_renewals_count_when_they_were_due() -> None:
    """A year from day 0; renewed 5 days early; then 10 days late; then cancelled half a year too early."""
    found = history(
        event(0, "started", 1200, properties=YEARLY),
        event(360, "renewed", 1500, properties=YEARLY),
        event(740, "renewed", 1000, properties=YEARLY),
        event(900, "cancelled"),
    )
    assert [(due.due_us, due.renewed_us, due.lost_us, due.target, due.final) for due in found.dues] == [
        (at(365), at(360), None, 10_000, 12_500),
        (at(730), at(740), None, 12_500, 8_333),
        (at(1095), None, at(900), 8_333, 0),
    ]


def test_a_term_that_goes_on_is_due_and_open() -> None:
    found = history(event(0, "started", 1200, properties=YEARLY), event(365, "renewed", properties={}))
    assert found.moments[-1].cents == 10_000  # prolonged as it was
    assert found.dues[-1].due_us == at(730)
    assert found.dues[-1].renewed_us is None
    assert found.dues[-1].lost_us is None


def test_a_term_of_months_ends_on_the_same_day() -> None:
    found = history(event(30, "started", 10))  # 31 January
    assert found.dues[0].due_us == at(58)  # 28 February


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (event(9, "changed", 20), "up"),
        (event(9, "changed", 5), "down"),
        (event(9, "changed", 10), "same"),
        (event(9, "changed"), "unknown"),
        (event(9, "changed", 20, currency="USD"), "unknown"),
        (event(9, "changed", properties={"change": "upgrade"}), "up"),
        (event(9, "changed", 20, properties=MONTHLY | {"change": "downgrade"}), "down"),
        (event(9, "changed", 100, properties=YEARLY), "down"),
    ],
)
def test_which_way_a_change_went(change: Event, step: str) -> None:
    assert [one.step for one in history(event(0, "started", 10), change).changes] == [step]
