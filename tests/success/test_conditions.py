"""What is wrong with whom, on a log that can be read at a glance."""

from __future__ import annotations

from pathlib import Path

import pytest

from desirepath.log.interaction import Interaction
from desirepath.replay.index import Index, open_index
from desirepath.success.conditions import all_conditions, failed_payments, poor_answers, reopened_tickets
from tests.success.world import did, log_of, on


def answered(account: str, day: float, score: float, scale: str) -> Interaction:
    return Interaction(
        {"account": account},
        on(day),
        "survey.answered",
        score=score,
        scale=scale,
        source="test",
        key=f"{account} {day} {scale}",
    )


FACTS = [
    # Poor at each of the three questions; the best that still is.
    answered("nps", 20, 6, "0..10"),
    answered("csat", 20, 2, "1..5"),
    answered("ces", 20, 3, "1..7"),
    # Just good enough.
    answered("well", 20, 7, "0..10"),
    answered("well", 21, 3, "1..5"),
    answered("well", 22, 4, "1..7"),
    # The worst there is.
    answered("worst", 21, 1, "1..5"),
    # Poor, then better; poor, and long ago; better, then poor.
    answered("better", 20, 1, "1..5"),
    answered("better", 25, 4, "1..5"),
    answered("ago", 0, 1, "1..5"),
    answered("sour", 20, 5, "1..5"),
    answered("sour", 21, 2, "1..5"),
    # An order that is no answer.
    answered("odd", 20, 1, "0..3"),
    did("helped", 10, "ticket.reopened"),
    did("helped", 11, "ticket.solved"),
    did("again", 10, "ticket.solved"),
    did("again", 11, "ticket.reopened"),
    did("late", 10, "ticket.reopened"),
    did("late", 32, "ticket.solved"),
    did("owes", 10, "payment.failed"),
    did("paid", 10, "payment.failed"),
    did("paid", 10.5, "payment.succeeded"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return open_index(log_of(tmp_path_factory.mktemp("conditions") / "log", FACTS), "account")


def test_one_poor_answer_is_enough_and_a_better_one_mends_it(index: Index) -> None:
    found = {(one.subject, one.reason): one.severity for one in poor_answers(index, on(31))}
    assert found == {
        ("nps", "NPS"): "act",
        ("csat", "CSAT"): "act",
        ("ces", "CES"): "act",
        ("worst", "CSAT"): "urgent",
        ("sour", "CSAT"): "act",
    }
    before = {one.subject for one in poor_answers(index, on(22))}
    assert "better" in before
    assert "ago" in before


def test_it_names_the_interaction(index: Index) -> None:
    (found,) = [one for one in poor_answers(index, on(31)) if one.subject == "nps"]
    rows = index.log.interactions(["arrival", "account"]).to_pylist()
    assert {"arrival": found.arrival, "account": "nps"} in rows
    assert found.says == "gave a poor answer (NPS) on 21 January 2026"


def test_who_came_back_and_who_was_helped_since(index: Index) -> None:
    assert {one.subject for one in reopened_tickets(index, on(31))} == {"again", "late"}
    assert {one.subject for one in reopened_tickets(index, on(32))} == {"again"}
    assert {one.subject for one in failed_payments(index, on(31))} == {"owes"}


def test_only_of_those_who_are_asked_for(index: Index) -> None:
    found = all_conditions(index, on(31), only=frozenset({"owes", "nps"}))
    assert [(one.subject, one.rule) for one in found] == [("nps", "poor-answer"), ("owes", "payment")]


def test_a_log_without_answers_has_none(tmp_path: Path) -> None:
    index = open_index(log_of(tmp_path / "log", [did("a", 1, "used")]), "account")
    assert all_conditions(index, on(31)) == ()


def test_what_has_been_so_for_a_month_is_no_news(index: Index) -> None:
    def severities(day: float) -> dict[str, str]:
        found = (*reopened_tickets(index, on(day)), *failed_payments(index, on(day)))
        return {one.subject: one.severity for one in found}

    assert severities(31) == {"again": "urgent", "late": "urgent", "owes": "act"}
    assert severities(40) == {"again": "urgent", "owes": "act"}
    assert severities(40.5) == {"again": "urgent", "owes": "watch"}
    assert severities(41.5) == {"again": "watch", "owes": "watch"}
