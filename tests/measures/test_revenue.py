"""Revenue: the worked examples to the cent, and every number is the sum of the accounts behind it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import Period
from desirepath.log.interaction import Interaction, Traits
from desirepath.measures.measure_revenue import NOT_YET, OLDER, measure_revenue
from desirepath.measures.revenue import NUMBERS
from desirepath.measures.revenue_behind import behind
from tests.measures.plain_log import happened, on, paid, plain_log
from tests.measures.test_success_by_hand import PLANS, QUARTER, WORKED
from tests.measures.test_success_laws import random_facts

Facts = list[Interaction | Traits]


def asked(facts: Facts, **more: Any) -> dict[str, Any]:
    """The answer as it is kept: through JSON."""
    more.setdefault("period", QUARTER)
    told: dict[str, Any] = json.loads(json.dumps(measure_revenue(plain_log(facts), **more).to_json()))
    return told


def worth(row: dict[str, Any], number: str) -> Any:
    return row["measures"][number]["value"]


def test_pulserevops_q97_to_the_cent() -> None:
    """10.0 + 1.8 - 0.6 - 0.9 thousand: NRR 103 %, GRR 85 %, and whose each part is."""
    told = asked([*WORKED])
    total = told["total"]
    assert (worth(total, "nrr"), worth(total, "grr")) == (pytest.approx(1.03), pytest.approx(0.85))
    for number, whose in {
        "mrr_start": {"acme": 400_000, "birch": 300_000, "delta": 210_000, "cobalt": 90_000},
        "mrr_expansion": {"acme": 180_000},
        "mrr_contraction": {"birch": 60_000},
        "mrr_churn": {"cobalt": 90_000},
        "mrr_new": {"ember": 700_000},
        "nrr": {"acme": 580_000, "birch": 240_000, "delta": 210_000, "cobalt": 0},
        "grr": {"acme": 400_000, "birch": 240_000, "delta": 210_000, "cobalt": 0},
        "logo_churn": {"cobalt": 90_000},
    }.items():
        assert {one.subject: one.cents for one in behind(told, number)} == whose


def test_chartmogul_201244842_one_of_several_is_contraction_the_last_one_is_churn() -> None:
    of_a: dict[str, Any] = {"objects": {"subscription": "a"}}
    of_b: dict[str, Any] = {"objects": {"subscription": "b"}}
    facts: Facts = [
        paid("acme", 0, "started", 100, **of_a),
        paid("acme", 0, "started", 40, **of_b),
        paid("acme", 100, "cancelled", **of_a),
        paid("acme", 150, "cancelled", **of_b),
        happened("acme", 200, "end"),
    ]
    total = asked(facts)["total"]
    assert (worth(total, "mrr_contraction"), worth(total, "mrr_churn")) == (100, 40)
    assert worth(total, "logo_churn") == 1


def test_chartmogul_203359341_gross_churn_is_churn_and_contraction_over_the_start() -> None:
    total = asked([*WORKED])["total"]
    lost = worth(total, "mrr_churn") + worth(total, "mrr_contraction")
    assert lost / worth(total, "mrr_start") == pytest.approx(1 - worth(total, "grr"))


def test_chartmogul_207340419_logos_are_lost_with_their_last_subscription() -> None:
    told = asked([*WORKED])
    assert (worth(told["total"], "logo_churn"), told["total"]["measures"]["logo_churn"]["n"]) == (0.25, 4)


def test_a_new_logo_is_in_no_retention() -> None:
    """Ember came in May for 7,000: the closed cohort does not know it."""
    without = asked([fact for fact in WORKED if "ember" not in fact.key])
    assert worth(without["total"], "nrr") == worth(asked([*WORKED])["total"], "nrr")


def test_segments_are_side_by_side_and_add_up() -> None:
    told = asked([*WORKED, *PLANS], split="plan")
    assert [(row["label"], row["accounts"]) for row in told["segments"]] == [("pro", 3), ("team", 2)]
    assert [worth(row, "nrr") for row in told["segments"]] == [pytest.approx(8200 / 7000), pytest.approx(0.7)]
    assert told["traits"] == ["plan"]
    assert [one.subject for one in behind(told, "mrr_churn", "segment", "team")] == ["cobalt"]


def test_cohorts_are_when_they_came_and_those_of_before_are_told_apart() -> None:
    facts: Facts = [
        paid("older", 10, "changed", 50),
        paid("acme", 20, "started", 100),
        paid("acme", 130, "changed", 50),
        paid("birch", 40, "started", 100),
        paid("birch", 60, "cancelled"),
        happened("visitor", 95, "looked"),
        happened("acme", 300, "end"),
    ]
    told = asked(facts, by="quarter", period=Period(on(0), on(300)))
    assert [row["label"] for row in told["cohorts"]] == [OLDER, "2026 Q1"]
    assert NOT_YET not in {account[2] for account in told["accounts"]}
    (ages,) = told["ages"]
    assert (ages["label"], ages["size"]) == ("2026 Q1", 2)
    after = {age["months"]: (age["net"]["value"], age["logos"]["value"]) for age in ages["ages"]}
    # After three months acme pays what it paid and birch has left; after six acme pays half.
    assert after == {3: (0.5, 0.5), 6: (0.25, 0.5)}


def test_who_has_no_amount_is_excluded_and_said_and_still_counts_as_a_logo() -> None:
    facts: Facts = [
        *WORKED,
        paid("fjord", 10, "started", 50, currency="USD"),
        paid("grove", 10, "started"),
        paid("grove", 120, "cancelled"),
    ]
    told = asked(facts)
    assert told["total"]["excluded"] == {
        "in a currency without a rate in desirepath.toml: USD": 1,
        "without an amount": 1,
    }
    assert worth(told["total"], "nrr") == pytest.approx(1.03)
    assert worth(told["total"], "logo_churn") == 2 / 6
    assert {one.subject: one.why for one in behind(told, "excluded")} == {
        "fjord": "in a currency without a rate in desirepath.toml: USD",
        "grove": "without an amount",
    }
    assert [(one.subject, one.cents) for one in behind(told, "logo_churn")] == [
        ("cobalt", 90_000),
        ("grove", None),
    ]
    # In June grove is no customer any more; fjord is.
    assert [one.subject for one in behind(told, "excluded", "stretch", "2026-05")] == ["fjord", "grove"]


def test_whose_money_is_asked_for() -> None:
    told = asked([*WORKED], only=frozenset({"acme", "nobody"}))
    assert worth(told["total"], "mrr_start") == 4000
    assert [account[0] for account in told["accounts"]] == ["acme"]


@pytest.mark.parametrize(
    ("number", "kind", "label"),
    [("nrrr", "all", None), ("nrr", "segment", "x"), ("nrr", "planet", "x"), ("nrr", "stretch", None)],
)
def test_what_is_no_number_or_no_row_is_refused(number: str, kind: str, label: str | None) -> None:
    with pytest.raises(DesirepathError, match="DP-MSR-011"):
        behind(asked([*WORKED]), number, kind, label)


def test_without_subscriptions_there_is_no_revenue() -> None:
    with pytest.raises(DesirepathError, match="DP-MSR-010"):
        asked([happened("acme", 1, "used")])


seeds, days = st.integers(0, 10**9), st.integers(0, 410)


@given(seeds, days, days, st.sampled_from(["month", "quarter"]))
@settings(max_examples=80, deadline=None)
def test_every_number_is_the_sum_of_the_accounts_behind_it(seed: int, one: int, other: int, by: Any) -> None:
    period = Period(on(min(one, other)), on(max(one, other)))
    facts = random_facts(seed)
    assume(any(one.activity.startswith("subscription.") for one in facts if isinstance(one, Interaction)))
    told = asked(facts, period=period, by=by, split="plan")
    for kind, rows in (
        ("all", [told["total"]]),
        ("stretch", told["stretches"]),
        ("segment", told["segments"]),
        ("cohort", told["cohorts"]),
    ):
        for row in rows:
            listed = {number: behind(told, number, kind, row["label"]) for number in NUMBERS}
            for number in NUMBERS[:7]:
                cents = sum(line.cents or 0 for line in listed[number])
                assert Decimal(str(worth(row, number))) == Decimal(cents) / 100, (kind, row["label"], number)
            start = sum(line.start or 0 for line in listed["nrr"])
            for number in ("nrr", "grr"):
                if start:
                    kept = sum(line.cents or 0 for line in listed[number])
                    assert worth(row, number) == pytest.approx(kept / start)
                else:
                    assert worth(row, number) is None
            churn = row["measures"]["logo_churn"]
            assert len(listed["logo_churn"]) == round((churn["value"] or 0) * churn["n"])
            excluded = behind(told, "excluded", kind, row["label"])
            assert len(excluded) == sum(row["excluded"].values()), (kind, row["label"])
    for number in NUMBERS[1:6]:
        for rows in (told["segments"], told["cohorts"]):
            assert sum(worth(row, number) for row in rows) == pytest.approx(worth(told["total"], number))
