"""The morning, on a log that can be read at a glance: of customers only, where they stand, what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.base.words import say_date
from desirepath.model.map_file import read_map_text
from desirepath.success.measure_morning import Earlier, measure_morning
from desirepath.success.scorecard_file import read_scorecard_text
from tests.success.test_back_test import CARD
from tests.success.world import did, log_of, on

MAP = read_map_text(
    """\
format: desirepath/1
id: start
title: Start
travels: account
stages:
  - id: begin
    name: Begin
    steps:
      - {id: sign, name: They sign, when: [{activity: signed}], within: 2d}
      - {id: meet, name: We meet, when: [{activity: met}], within: 30d}
"""
)
FACTS = [
    did("stays", 0, "signed"),
    did("stays", 0, "subscription.started", term_days=365),
    did("stays", 4, "survey.answered", score=1),
    did("left", 0, "signed"),
    did("left", 0, "subscription.started", term_days=365),
    did("left", 4, "survey.answered", score=1),
    did("left", 5, "subscription.cancelled"),
    did("met", 0, "subscription.started", term_days=365),
    did("met", 1, "met"),
    did("met", 9, "survey.answered", score=5),
]


def test_of_customers_only(tmp_path: Path) -> None:
    found = measure_morning(log_of(tmp_path / "log", FACTS), [MAP], of="account")
    assert found.as_of == on(9)
    assert found.customers == frozenset({"stays", "met"})
    assert [(one.subject, one.rule) for one in found.conditions] == [("stays", "poor-answer")]
    (on_map,) = found.maps
    assert {card.subject: card.step for card in on_map.board.cards()} == {
        "stays": "sign",
        "left": "sign",
        "met": "meet",
    }
    # Both have been at the first step for nine days, and four are too long; who has left is not missed.
    (stuck,) = on_map.stuck
    assert (stuck.subject, stuck.reason, stuck.since, stuck.severity) == ("stays", "sign", on(0), "act")
    assert stuck.says == 'has been at "They sign" for 9 days'


def test_without_subscriptions_everybody_may_be_a_customer(tmp_path: Path) -> None:
    facts = [one for one in FACTS if not one.activity.startswith("subscription.")]
    found = measure_morning(log_of(tmp_path / "log", facts), [MAP], of="account")
    assert found.customers is None
    assert {one.subject for one in found.conditions} == {"stays", "left"}
    assert found.cents == {}


def test_whom_a_changed_scorecard_rates_worse_has_not_fallen(tmp_path: Path) -> None:
    log = log_of(
        tmp_path / "log",
        # By ten days of use: steady was poor when that came into force, falls became so later.
        [
            did(who, day, "used")
            for who, last in (("steady", 41), ("falls", 49), ("well", 60))
            for day in (0, last)
        ],
    )
    card, earlier = read_scorecard_text(CARD), read_scorecard_text(CARD.replace("within: 10d", "within: 30d"))

    def alerts(changed: float | None) -> list[tuple[str, str, str]]:
        change = None if changed is None else Earlier(earlier, on(changed))
        found = measure_morning(log, [MAP], of="account", card=card, earlier=change).conditions
        return [(one.subject, one.rule, one.says) for one in found if one.severity != "watch"]

    (falls,) = alerts(None)
    assert falls == ("falls", "health", "health fell from good to poor (0)")
    says = "is rated poor, not good, since the scorecard changed on"
    assert alerts(52) == [falls, ("steady", "scorecard", f"{says} {say_date(on(52).date())}")]
    # Changed just now, it is the change that makes both poor: by the version before neither is.
    assert alerts(60) == [
        (who, "scorecard", f"{says} {say_date(on(60).date())}") for who in ("falls", "steady")
    ]


def test_of_nobody_nothing_can_be_said(tmp_path: Path) -> None:
    with pytest.raises(DesirepathError, match="DP-MSR-005"):
        measure_morning(log_of(tmp_path / "log", FACTS), [MAP], of="parcel")
