"""The success measures on worlds small enough to count by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

import pytest

from desirepath.base.estimate import Estimate
from desirepath.base.problem import DesirepathError
from desirepath.base.spans import Period
from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import Log
from desirepath.measures.book.months import MONTH_US
from desirepath.measures.measure_success import measure_success
from desirepath.measures.success_catalogue import SUCCESS_MEASURES
from desirepath.measures.success_measures import SuccessMeasures
from tests.measures.plain_log import happened, on, paid, plain_log

MONTH_DAYS = MONTH_US / 86_400e6
YEAR = Period(on(0), on(365))
QUARTER = Period(on(90), on(180))


def parts(estimate: Estimate) -> Any:
    return estimate.value, estimate.n, estimate.censored


def measured(facts: Iterable[Interaction | Traits], *, period: Period = YEAR, **more: Any) -> SuccessMeasures:
    settings = more.pop("settings", {})
    return measure_success(plain_log(facts, **settings), period=period, **more)


def trait(account: str, day: float, **known: Any) -> Traits:
    return Traits("account", account, on(day), known, source="crm", key=f"{account}-{day}")


# The worked example of pulserevops.com q97, in thousands: 10.0 at the start, + 1.8 - 0.6 - 0.9.
WORKED = [
    paid("acme", 0, "started", 4000),
    paid("birch", 0, "started", 3000),
    paid("cobalt", 0, "started", 900),
    paid("delta", 0, "started", 2100),
    paid("acme", 100, "changed", 5800),
    paid("birch", 120, "changed", 2400),
    paid("cobalt", 130, "cancelled"),
    paid("ember", 140, "started", 7000),
    happened("delta", 200, "nothing.special"),
]


def test_the_worked_example_of_nrr_and_grr() -> None:
    found = measured(WORKED, period=QUARTER)
    assert found["nrr"].value == pytest.approx(1.03)
    assert found["grr"].value == pytest.approx(0.85)
    assert found["nrr"].n == found["grr"].n == 4
    assert found["grr"].high is not None
    assert found["grr"].high <= 1
    assert {name: found[f"mrr_{name}"].value for name in MOVES} == {
        "start": 10_000,
        "new": 7000,
        "expansion": 1800,
        "contraction": 600,
        "churn": 900,
        "reactivation": 0,
        "end": 17_300,
    }
    assert parts(found["logo_churn"]) == (0.25, 4, 0)
    assert parts(found["upgrade_rate"]) == (0.25, 4, 0)
    assert parts(found["downgrade_rate"]) == (0.25, 4, 0)
    assert (found.customers_at_start, found.customers_at_end) == (4, 4)


MOVES = ("start", "new", "expansion", "contraction", "churn", "reactivation", "end")


def test_a_large_expansion_does_not_lift_the_gross_retention() -> None:
    facts = [
        paid("acme", 0, "started", 100),
        paid("birch", 0, "started", 100),
        paid("acme", 100, "changed", 900),
        paid("birch", 110, "changed", 50),
        happened("birch", 300, "end"),
    ]
    found = measured(facts, period=QUARTER)
    assert found["grr"].value == 0.75
    assert found["nrr"].value == 4.75


def test_an_amount_without_a_rate_makes_the_measure_say_so() -> None:
    facts = [*WORKED, paid("fjord", 10, "started", 50, currency="USD")]
    found = measured(facts, period=QUARTER)
    for name in ("mrr_start", "mrr_new", "mrr_end", "nrr", "grr", "lifetime_value"):
        assert found[name].value is None
        assert found[name].reason == "1 paying account in a currency without a rate in desirepath.toml: USD"
    assert found["logo_churn"].n == 5  # who left is known whatever it paid
    assert found["upgrade_rate"].value == 0.2
    rated = measured(facts, period=QUARTER, settings={"rates": {"USD": Decimal("0.9")}})
    assert rated["mrr_start"].value == 10_045


def test_a_gap_after_the_period_is_no_gap_in_it() -> None:
    facts = [*WORKED, paid("fjord", 190, "started", 50, currency="USD")]
    assert measured(facts, period=QUARTER)["mrr_end"].value == 17_300


def test_renewals_by_number_and_by_value() -> None:
    year = {"interval": "year"}
    facts = [
        paid("acme", 0, "started", 1200, properties=year),
        paid("birch", 1, "started", 2400, properties=year),
        paid("cobalt", 2, "started", 3600, properties=year),
        paid("delta", 3, "started", 1200, properties=year),
        paid("ember", 300, "started", 1200, properties=year),
        paid("acme", 360, "renewed", 2400, properties=year),  # early, and to more
        paid("birch", 369, "renewed", 1200, properties=year),  # three days late, and to less
        paid("cobalt", 200, "cancelled"),  # in the middle: it was due on day 367
        happened("delta", 380, "still.here"),  # due on day 368, nothing yet
    ]
    found = measured(facts, period=Period(on(360), on(375)))
    assert parts(found["renewal_rate"]) == (2 / 4, 4, 1)
    assert parts(found["renewal_rate_value"]) == (pytest.approx((100 + 100) / (100 + 200 + 300 + 100)), 4, 1)
    assert parts(found["late_renewals"]) == (1 / 2, 2, 0)
    before = measured(facts, period=Period(on(0), on(360)))
    assert before["renewal_rate"].reason == "no term ended in the period"


def test_a_period_from_before_the_log_begins_with_what_ran_then() -> None:
    """Acme is first heard of when it grows: it paid before, and that is no movement."""
    facts = [paid("acme", 10, "changed", 50), paid("acme", 20, "changed", 80), happened("acme", 30, "end")]
    found = measured(facts, period=Period(on(-400), on(31)))
    assert [found[f"mrr_{name}"].value for name in MOVES] == [50, 0, 30, 0, 0, 0, 80]
    assert found.customers_at_start == 1
    assert found["acquisition"].n == 0
    until = {"ends_on": "2026-01-31", "interval": None}
    yearly = measured([paid("acme", 0, "renewed", 30, properties=until), happened("acme", 9, "end")])
    assert yearly["mrr_end"].value == 30  # a term of thirty days from when it was told


def test_what_names_nobody_is_said_to_be_in_no_number() -> None:
    nobodys = happened(None, 5, "subscription.started", properties={"plan": "x"})
    found = measured([*WORKED, nobodys])
    assert found.notes == ("1 subscription fact without a known account: in no number",)


def test_without_terms_nothing_is_known_to_be_due() -> None:
    told = {"plan": "team", "interval": None}
    facts = [paid("acme", 0, "started", 5, properties=told), paid("acme", 200, "renewed", 5, properties=told)]
    found = measured(facts)
    assert (
        found["renewal_rate"].reason
        == "1 subscription without a word for how long the amount is (properties.term_days)"
    )
    assert found["mrr_end"].value is None
    assert measured(WORKED)["renewal_rate"].reason == "the log holds no renewals (subscription.renewed)"


def test_coming_starting_and_leaving() -> None:
    facts = [
        paid("acme", 0, "started", 10),
        paid("birch", 10, "started", 10),
        paid("cobalt", 20, "started", 10),
        paid("delta", 30, "started", 10),
        happened("acme", 4, "project"),
        happened("birch", 5, "project"),  # before it was a customer: does not count
        happened("birch", 30, "project"),
        happened("cobalt", 50, "nothing"),
        paid("cobalt", 60, "cancelled"),
        happened("acme", 90, "nothing"),
    ]
    found = measured(facts, period=Period(on(0), on(90)), value='activity == "project"')
    assert parts(found["acquisition"]) == (pytest.approx(4 / 90 * MONTH_DAYS), 4, 0)
    assert parts(found["onboarding_completion"]) == (2 / 4, 4, 1)  # delta may still come, cobalt has left
    assert parts(found["time_to_value"]) == (4 * 86_400, 3, 1)
    assert parts(found["new_customer_churn"]) == (1 / 4, 4, 3)
    assert found["logo_churn"].reason == "nobody was a customer when the period began"
    assert "--value" in str(measured(facts)["time_to_value"].reason)
    assert found["kept_a_year"].reason == "nobody has been a customer for a year yet"
    assert "more than half" in str(found["lifetime"].reason)


def test_use() -> None:
    """Two accounts for sixty days; one uses it on three days, twice on one of them; the other never does."""
    used = {"properties": {"feature": "board"}}
    facts = [
        paid("acme", 0, "started", 10),
        paid("birch", 0, "started", 10),
        *(happened("acme", day, "feature.used", **used) for day in (1, 1.5, 20, 45)),
        happened("birch", 60, "email.opened"),
    ]
    found = measured(facts, period=Period(on(0), on(60)))
    assert found["usage_frequency"].value == pytest.approx(3 / (120 / MONTH_DAYS))
    assert found["usage_frequency"].n == 2
    assert parts(found["active_share"]) == (1 / 2, 2, 0)
    early = measured(facts, period=Period(on(0), on(10)))
    assert early["active_share"].value == 1 / 2
    assert measured(facts, use='activity == "email.opened"')["active_share"].value == 1 / 2
    nothing = measured(facts, use='activity == "never"')
    assert "--use" in str(nothing["usage_frequency"].reason)
    assert nothing.cohorts == ()


def test_tickets_are_counted_for_as_long_as_one_is_a_customer() -> None:
    facts = [
        paid("acme", 0, "started", 10),
        paid("birch", 30, "started", 10),
        paid("birch", 60, "cancelled"),
        happened("acme", 5, "ticket.opened", objects={"ticket": "1"}),
        happened("acme", 6, "ticket.opened", objects={"ticket": "2"}),
        happened("birch", 40, "ticket.opened", objects={"ticket": "3"}),
        happened(None, 41, "ticket.opened", objects={"ticket": "4"}),
        happened("acme", 90, "end"),
    ]
    found = measured(facts, period=Period(on(0), on(90)))
    assert found["ticket_volume"].value == pytest.approx(100 * 3 / (120 / MONTH_DAYS))
    assert found.notes == ("1 ticket without a known account: in no number",)
    none_then = measured(facts, period=Period(on(70), on(90)))["ticket_volume"]
    assert none_then.value == 0
    assert none_then.high is not None
    assert none_then.high > 0
    assert measured(WORKED)["ticket_volume"].reason == "the log holds no tickets (ticket.opened)"


def answered(account: str, day: float, score: float | None, scale: str, survey: str = "s") -> Interaction:
    return happened(account, day, "survey.answered", score=score, scale=scale, properties={"survey": survey})


def sent(account: str, day: float, survey: str = "s") -> Interaction:
    return happened(account, day, "survey.sent", properties={"survey": survey})


@pytest.mark.parametrize(
    ("scores", "nps"),
    [
        ([10, 9, 8, 7, 6, 0], 0),
        ([9] * 7 + [7] * 2 + [3], 60),
        ([6.5], -100),  # not a passive
        ([8.5], 0),  # not a promoter
        ([9, 6.5, 8.5, 7], 0),
        ([10] * 50 + [8] * 30 + [5] * 20, 30),
    ],
)
def test_nps_is_exhaustive(scores: list[float], nps: float) -> None:
    facts = [answered(f"a{place}", 5, score, "0..10") for place, score in enumerate(scores)]
    found = measured(facts, period=Period(on(0), on(10)))["nps"]
    assert found.value == pytest.approx(nps)
    assert found.n == len(scores)


def test_who_dismisses_a_survey_has_not_answered() -> None:
    facts = [
        answered("a", 1, 9, "0..10"),
        answered("b", 1, None, "0..10"),
        answered("a", 2, 5, "1..5"),
        answered("b", 2, 3, "1..5"),
        answered("b", 3, 2, "7..1"),
        happened("c", 4, "review.posted", score=1.0, scale="0..10"),
    ]
    found = measured(facts, period=Period(on(0), on(10)))
    assert parts(found["nps"]) == (100, 1, 0)
    assert parts(found["csat"]) == (1 / 2, 2, 0)
    assert parts(found["ces"]) == (1, 1, 0)


def test_an_answer_belongs_to_one_survey() -> None:
    facts = [
        sent("a", 1),
        sent("a", 3),
        answered("a", 4, 9, "0..10"),  # answers the second
        sent("b", 5),
        answered("b", 6, None, "0..10"),  # dismissed
        sent("c", 7, "other"),
        answered("c", 8, 3, "1..5"),  # another survey
        answered("d", 9, 3, "1..5"),  # nobody asked
        sent("e", 35),
        happened("e", 40, "end"),
    ]
    found = measured(facts, period=Period(on(0), on(41)))
    assert parts(found["response_rate"]) == (1 / 5, 5, 1)
    assert measured(facts, period=Period(on(0), on(2)))["response_rate"].value == 0


def test_reviews_are_stars_and_need_no_customer() -> None:
    reviews = [(10, 5.0, "1..5"), (20, 3.0, "1..5"), (30, 5.0, "0..10"), (40, 1.0, "1..5")]
    facts: list[Interaction | Traits] = [
        happened(None, day, "review.posted", score=score, scale=scale) for day, score, scale in reviews
    ]
    facts += [happened("acme", 50, "review.posted", score=4.0, scale="1..5"), trait("acme", 0, plan="pro")]
    found = measured(facts, period=Period(on(0), on(60)))
    assert found["online_rating"].value == pytest.approx((5 + 3 + 3 + 1 + 4) / 5)
    assert found["online_rating"].n == 5
    assert found["rating_trend"].value == pytest.approx(-4 / 100 * 365)
    of_one = measured(facts, period=Period(on(0), on(60)), segment='traits.plan == "pro"')
    assert parts(of_one["online_rating"]) == (4, 1, 0)
    assert of_one["rating_trend"].value is None
    assert of_one.notes[0] == "4 reviews without a known account: in no segment"


def test_another_product_is_cross_sell() -> None:
    of = {"objects": {"subscription": "one"}}, {"objects": {"subscription": "two"}}
    facts = [
        paid("acme", 0, "started", 10, **of[0]),
        paid("birch", 0, "started", 10, objects={"subscription": "b"}),
        paid("acme", 100, "started", 5, **of[1]),
        paid("birch", 120, "cancelled", objects={"subscription": "b"}),
        happened("acme", 200, "end"),
    ]
    found = measured(facts, period=QUARTER)
    assert parts(found["cross_sell_rate"]) == (1 / 2, 2, 0)
    assert found["mrr_expansion"].value == 5
    assert "tell" in str(measured(WORKED, period=QUARTER)["cross_sell_rate"].reason)


def test_the_lifetime_value_says_what_it_assumes() -> None:
    """Ten accounts at 50 a month for two months; one leaves after one: 1 in 19 months, 950 in all."""
    days = 2 * MONTH_DAYS
    facts = [paid(f"a{number}", 0, "started", 50) for number in range(10)]
    facts += [paid("a0", MONTH_DAYS, "cancelled"), happened("a1", days, "end")]
    found = measured(facts, period=Period(on(0), on(days)))
    assert found["lifetime_value"].value == pytest.approx(950, rel=1e-6)
    assert found["lifetime_value"].low is not None
    assert found["lifetime_value"].low < 950
    of_it = measured(facts, period=Period(on(0), on(days)), margin=0.8)
    assert of_it["lifetime_value"].value == pytest.approx(760, rel=1e-6)
    nobody_left = measured(facts, period=Period(on(0), on(20)))["lifetime_value"]
    assert "nobody left" in str(nobody_left.reason)


def test_payments() -> None:
    def pays(account: str | None, day: float, **money: Any) -> Interaction:
        return happened(account, day, "payment.succeeded", **money)

    euros: dict[str, Any] = {"amount": Decimal("30.00"), "currency": "EUR"}
    facts = [
        paid("acme", 0, "started", 10),
        pays("acme", 1, **euros),
        happened("acme", 31, "payment.failed", **euros),
        pays("acme", 33, **euros),
        pays(None, 40, **euros),
        happened("acme", 60, "end"),
    ]
    found = measured(facts, period=Period(on(0), on(60)))
    assert found["payments_per_customer"].value == pytest.approx(60 / (60 / MONTH_DAYS))
    assert parts(found["payment_failures"]) == (pytest.approx(1 / 4), 4, 0)
    other = measured([*facts, pays("acme", 50, amount=Decimal(1), currency="USD")], period=YEAR)
    assert other["payments_per_customer"].reason == (
        "1 payment in a currency without a rate in desirepath.toml: USD"
    )


PLANS = [
    trait("acme", 0, plan="pro"),
    trait("birch", 0, plan="pro"),
    trait("birch", 95, plan="team"),
    trait("cobalt", 0, plan="team"),
    trait("delta", 0, plan="team"),
    trait("ember", 140, plan="pro"),
]


def test_a_segment_is_who_was_in_it_when_the_period_began() -> None:
    """Birch was on pro on day 90, and counts as that; ember came later, and counts as when it came."""
    pro = measured([*WORKED, *PLANS], period=QUARTER, segment='traits.plan == "pro"')
    assert pro.customers_at_start == 2
    assert pro["mrr_start"].value == 7000
    assert pro["mrr_new"].value == 7000
    team = measured([*WORKED, *PLANS], period=QUARTER, segment='traits.plan == "team"')
    assert team["mrr_start"].value == 3000


def test_two_segments_side_by_side() -> None:
    found = measured(
        [*WORKED, *PLANS], period=QUARTER, segment='traits.plan == "pro"', against='traits.plan == "team"'
    )
    assert found.there is not None
    assert found.there.segment == found.against == 'traits.plan == "team"'
    churn = next(one for one in found.differences if one.measure == "logo_churn")
    assert churn.difference.value == -0.5
    assert churn.difference.low is not None
    assert churn.adjusted_p is not None
    # Sums of money have an interval, and are compared like everything else.
    assert "mrr_end" in {one.measure for one in found.differences}


def test_two_periods_side_by_side() -> None:
    found = measured(WORKED, period=QUARTER, against_period=Period(on(0), on(90)))
    assert found.there is not None
    assert (found["mrr_churn"].value, found.there["mrr_churn"].value) == (900, 0)
    assert found.against is None


def test_a_segment_asks_for_traits_only() -> None:
    with pytest.raises(DesirepathError, match="DP-MSR-004"):
        measured(WORKED, segment='activity == "x"')
    with pytest.raises(DesirepathError, match="DP-EXPR"):
        measured(WORKED, segment="traits.plan ==")


@pytest.mark.parametrize("margin", [0, -1, 1.2, float("nan")])
def test_a_margin_is_a_share(margin: float) -> None:
    with pytest.raises(DesirepathError, match="DP-MSR-008"):
        measured(WORKED, margin=margin)


def test_a_log_with_nobody_to_count() -> None:
    with pytest.raises(DesirepathError, match="DP-MSR-005"):
        measured(WORKED, of="order")
    with pytest.raises(DesirepathError, match="DP-MSR-005"):
        measured([])


def test_a_log_without_subscriptions_keeps_everybody_and_says_so() -> None:
    facts = [happened("a", 0, "visit"), happened("b", 10, "visit"), happened("a", 80, "visit")]
    found = measured(facts, period=Period(on(0), on(90)), use='activity == "visit"')
    assert parts(found["active_share"]) == (1 / 2, 2, 0)
    assert found.notes == (
        "the log holds no subscriptions: whoever has become a customer counts as one ever after",
    )
    for name in ("logo_churn", "renewal_rate", "mrr_end", "lifetime", "upgrade_rate", "kept_a_year"):
        assert found[name].value is None
        assert "no subscriptions" in str(found[name].reason)


def test_the_usual_period_is_the_last_year_and_the_trend_its_months() -> None:
    facts = [*WORKED, happened("delta", 500.5, "end")]
    found = measure_success(plain_log(facts))
    assert (found.period.since, found.period.until) == (on(501) - timedelta(days=365), on(501))
    assert [point.label for point in found.trend][:2] == ["2026-06", "2026-07"]
    assert len(found.trend) == 11
    quarters = measure_success(plain_log(facts), by="quarter")
    assert [point.label for point in quarters.trend] == ["2026 Q3", "2026 Q4", "2027 Q1"]


def test_days_begin_where_the_workspace_is() -> None:
    """Three uses on one day in UTC, on two days in Auckland."""
    facts = [
        paid("acme", 0, "started", 10),
        happened("acme", 10.45, "feature.used"),
        happened("acme", 10.6, "feature.used"),
        happened("acme", 10.7, "feature.used"),
        happened("acme", 30, "end"),
    ]
    period = Period(on(0), on(31))
    here = measured(facts, period=period)["usage_frequency"].value
    there = measured(facts, period=period, settings={"time_zone": "Pacific/Auckland"})[
        "usage_frequency"
    ].value
    assert here is not None
    assert there == pytest.approx(here * 2)


def everything() -> Log:
    return plain_log([*WORKED, *PLANS, answered("acme", 100, 9, "0..10"), sent("acme", 99)])


def test_the_json_is_what_is_published() -> None:
    document: Any = measure_success(
        everything(), period=QUARTER, against='traits.plan == "pro"', by="quarter"
    ).to_json()
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["format"] == "desirepath-success/1"
    assert list(document) == [
        "format",
        "of",
        "as_of",
        "period",
        "segment",
        "currency",
        "margin",
        "customers",
        "measures",
        "by",
        "trend",
        "cohorts",
        "lifetime",
        "notes",
        "against",
        "differences",
    ]
    assert list(document["measures"]) == [measure.id for measure in SUCCESS_MEASURES]
    for name, estimate in document["measures"].items():
        assert estimate["measure"] == name
        assert (estimate["value"] is None) == (estimate["reason"] is not None)
        assert all(isfinite(estimate[key]) for key in ("value", "low", "high") if estimate[key] is not None)
    assert document["against"]["segment"] == 'traits.plan == "pro"'


def test_the_frame_is_tidy() -> None:
    found = measure_success(everything(), period=QUARTER, by="quarter")
    frame = found.to_frame()
    assert len(frame) == len(SUCCESS_MEASURES) * (1 + len(found.trend))
    assert frame[(frame.label == "") & (frame.measure == "nrr")].iloc[0]["value"] == pytest.approx(1.03)
