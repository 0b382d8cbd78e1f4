"""A map drafted from the log: little shops, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desirepath.findings.first_draft import FirstDraft, draft_map
from desirepath.log.interaction import Direction, Interaction
from desirepath.log.store import create_log
from desirepath.model.map_file import read_map_text

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def did(
    who: str, what: str, day: float, direction: Direction | None = None, source: str = "shop"
) -> Interaction:
    at = NOON + timedelta(days=day)
    key = f"{who}{what}{day}"
    return Interaction({"customer": who}, at, what, source=source, key=key, direction=direction)


def draft(folder: Path, facts: list[Interaction], sources: list[str] | None = None) -> FirstDraft:
    with create_log(folder) as log:
        log.append(facts)
        return draft_map(log, "customer", id_="shop", title="The shop", sources=sources)


TEN = [f"c{n}" for n in range(10)]
FACTS = [
    *(did(who, "looked.around", 0) for who in TEN),
    *(did(who, "email.sent", 0.1) for who in TEN),
    *(did(who, "order.packed", 1, "by_us") for who in TEN[:6]),
    *(did(who, "bought", 0.5) for who in TEN[:6]),
    *(did(who, "came.back", 40) for who in TEN[:3]),
    did(TEN[0], "sang", 2),
]


def test_what_most_do_in_the_order_most_do_it(tmp_path: Path) -> None:
    made = draft(tmp_path, FACTS)
    shown = [(step.name, step.reached, step.passages, step.is_optional) for step in made.steps]
    assert shown == [
        ("Looked around", 10, 10, False),
        ("Bought", 6, 10, False),
        ("Came back", 3, 10, True),
    ]
    assert made.subjects == 10
    assert {(one.activity, one.why) for one in made.left_out} == {
        ("email.sent", "along"),
        ("order.packed", "ours"),
        ("sang", "rare"),
    }


def test_the_draft_is_a_map_that_can_be_made(tmp_path: Path) -> None:
    made = draft(tmp_path, FACTS)
    journey = read_map_text(made.text)
    assert [step.id for step in journey.steps()] == [step.id for step in made.steps]
    assert journey.travels == "customer"
    assert all(step.when for step in journey.steps())


def test_an_order_that_some_turn_around_is_that_of_the_most(tmp_path: Path) -> None:
    facts = [
        *(did(who, "first", 0) for who in TEN[:7]),
        *(did(who, "second", 1) for who in TEN[:7]),
        *(did(who, "second", 0) for who in TEN[7:]),
        *(did(who, "first", 1) for who in TEN[7:]),
    ]
    assert [step.activity for step in draft(tmp_path, facts).steps] == ["first", "second"]


@pytest.mark.parametrize("facts", [[did("a", "email.sent", 0), did("b", "email.sent", 0)]])
def test_where_only_what_goes_along_happened_there_is_nothing_to_draft(
    tmp_path: Path, facts: list[Interaction]
) -> None:
    made = draft(tmp_path, facts)
    assert made.steps == ()
    assert read_map_text(made.text).stages == ()


def test_of_too_many_the_most_common_are_taken(tmp_path: Path) -> None:
    facts = [did(who, f"thing.{n:02}", n) for n in range(15) for who in TEN[: 10 if n < 12 else 5]]
    made = draft(tmp_path, facts)
    assert len(made.steps) == 12
    assert [one.why for one in made.left_out] == ["crowded"] * 3
    assert len({step.stage for step in made.steps}) == 4


OTHERS = [f"x{n}" for n in range(6)]
TWO_COMPANIES = [
    *(did(who, "looked.around", 0) for who in TEN),
    *(did(who, "bought", 1, source="till") for who in TEN[2:]),
    *(did(who, "looked.around", 0, source="clinic") for who in OTHERS),
    *(did(who, "Erste Untersuchung", 3, source="clinic") for who in OTHERS),
]
"""Ten who look and buy, told of by the shop and its till; six who go to a clinic."""


def test_a_draft_is_of_one_company_and_says_which_sources_are_in_it(tmp_path: Path) -> None:
    made = draft(tmp_path, TWO_COMPANIES)
    assert [(one.source, one.subjects, one.is_in) for one in made.sources] == [
        ("shop", 10, True),
        ("till", 8, True),
        ("clinic", 6, False),
    ]
    assert [(step.activity, step.reached, step.passages) for step in made.steps] == [
        ("looked.around", 10, 10),
        ("bought", 8, 10),
    ]
    assert made.subjects == 10


def test_what_others_do_too_counts_from_the_chosen_sources_only(tmp_path: Path) -> None:
    made = draft(tmp_path, TWO_COMPANIES, ["clinic", "no-such-source"])
    assert [(step.name, step.reached, step.passages) for step in made.steps] == [
        ("Looked around", 6, 6),
        ("Erste Untersuchung", 6, 6),
    ]
    rules = [
        [(one.activity, one.source) for one in step.when or ()] for step in read_map_text(made.text).steps()
    ]
    assert rules == [[("looked.around", "clinic")], [("Erste Untersuchung", None)]]


def test_without_a_source_there_is_nothing_to_draft(tmp_path: Path) -> None:
    assert draft(tmp_path, TWO_COMPANIES, []).steps == ()


def test_all_sources_together_are_all_that_happened(tmp_path: Path) -> None:
    made = draft(tmp_path, TWO_COMPANIES, ["shop", "till", "clinic"])
    assert (made.subjects, made.steps[0].reached) == (16, 16)


def test_spellings_of_one_thing_are_one_step_with_a_rule_for_each(tmp_path: Path) -> None:
    spelled = ["Trial started", "Trial started", "trial started", "TRIAL-STARTED "]
    facts = [did(who, spelled[n % 4], 0) for n, who in enumerate(TEN)]
    made = draft(tmp_path, [*facts, *(did(who, "bought", 3) for who in TEN)])
    assert [(step.name, step.reached) for step in made.steps] == [("Trial started", 10), ("Bought", 10)]
    (first, _) = read_map_text(made.text).steps()
    assert {str(rule.activity) for rule in first.when or ()} == set(spelled)


def test_names_without_a_letter_for_an_id_get_ids_of_their_own(tmp_path: Path) -> None:
    made = draft(
        tmp_path, [did(who, what, at) for who in TEN for at, what in enumerate(["見た", "買った", "戻った"])]
    )
    assert [(step.id, step.name) for step in made.steps] == [
        ("step", "見た"),
        ("step-2", "買った"),
        ("step-3", "戻った"),
    ]


def test_what_is_asked_for_is_a_step_whatever_speaks_against_it(tmp_path: Path) -> None:
    with create_log(tmp_path) as log:
        log.append(FACTS)
        also = ["sang", "email.sent", "unknown"]
        made = draft_map(log, "customer", id_="shop", title="The shop", also=also)
    assert {step.activity for step in made.steps} >= {"sang", "email.sent"}
    assert [(one.activity, one.why) for one in made.left_out] == [("order.packed", "ours")]
